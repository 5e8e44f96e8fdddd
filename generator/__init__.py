"""One TOML file in, a printable leaflet and an editable deck out, in every language a clinic needs.

`assets` reads `content.toml` and pictures; `content` turns them into validated Content, all languages as written.
`document` turns Content plus one language into a Document: words localised, citations numbered, nothing missing.
`leaflet` sets the Document on Pages and `deck` sets the same Document on Slides: placed things, nothing left to decide.
`pdf` paints Pages as a tagged PDF and `powerpoint` writes Slides as PPTX: neither decides anything.
`build` runs the arrows, `writing` is the only writer, `cli` the only voice; `checks` may look at every value and changes none.
"""

__version__ = "0.1.0"
