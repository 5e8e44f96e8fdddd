"""How a slide becomes PPTX: a template made from the brand, slides written as XML, one reproducible package."""
