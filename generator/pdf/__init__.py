"""How a page becomes PDF: painted and tagged in one pass, PDF/UA-1 and PDF/A-2a at once."""
