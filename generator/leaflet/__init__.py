"""What is on each page: blocks become boxes, boxes flow to pages, each page gets its sources footer."""
