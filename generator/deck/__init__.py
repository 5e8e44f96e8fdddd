"""What is on each slide: the document becomes slides whose text is measured, scaled and split until it fits."""
