"""The floor of the speed figures: a bare script that writes the same words with ReportLab and python-pptx, untagged.

Usage: floor.py WORDS.json FOLDER, where WORDS.json holds {"paragraphs": [...], "slides": [[title, [lines], notes], ...],
"regular": path, "bold": path}.
"""

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from pptx import Presentation
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate


def register(words):
    """Make the fonts known to ReportLab, once in a process."""
    pdfmetrics.registerFont(TTFont("Regular", words["regular"]))
    pdfmetrics.registerFont(TTFont("Bold", words["bold"]))


def write(words, folder):
    """Write floor.pdf and floor.pptx into the folder."""
    folder = Path(folder)
    style = ParagraphStyle("body", fontName="Regular", fontSize=12, leading=16, spaceAfter=6)
    strong = ParagraphStyle("head", fontName="Bold", fontSize=17, leading=22, spaceAfter=6)
    story = [Paragraph(escape(text), strong if len(text) < 40 else style) for text in words["paragraphs"]]
    SimpleDocTemplate(str(folder / "floor.pdf")).build(story)

    deck = Presentation()
    for title, lines, notes in words["slides"]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
        slide.notes_slide.notes_text_frame.text = notes
    deck.save(folder / "floor.pptx")


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    register(given)
    write(given, sys.argv[2])
