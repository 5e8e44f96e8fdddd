"""What one reader gets: Content plus one language becomes a Document with nothing missing."""
