"""A page per language that lets a native reader judge its type in a minute: headings, bold, digits, mixed direction."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from generator import data
from generator.build import Tell
from generator.content.model import Status
from generator.document import model as m
from generator.document.locales import interface_words, written_date
from generator.document.protect import protect
from generator.languages import Language, all_languages, lookup
from generator.writing import locked, write_atomically

FOREIGN = ("Paracetamol 500 mg", "01632 960 018", "+44 1632 960018", "(ABC-123/4)")
ADDRESS = "https://www.example.org/a-b?c=1, ≤ 5 ≥ 2, 38.5 °C"  # as contact data stand: in a left-to-right paragraph of its own
DAY = date(2026, 11, 23)


def write(tags: tuple[str, ...], folder: Path, *, tell: Tell = lambda _: None) -> Iterator[Path]:
    """Write one PDF for each language asked for (all without any) and yield its path. Raises GeneratorError."""
    languages = tuple(lookup(tag) for tag in tags) or all_languages()
    with locked(folder):
        for language in languages:
            tell(f"{language.english_name}")
            path = folder / f"specimen-{language.tag}.pdf"
            write_atomically(path, paint(language))
            yield path


def paint(language: Language) -> bytes:
    """Return the specimen of a language as PDF bytes."""
    from generator.leaflet.lay_out import lay_out_leaflet
    from generator.pdf.painter import paint_pdf
    from generator.text.fonts import load_fonts
    from generator.theme import make_theme

    theme = make_theme("#12405A", "#A3161A")
    return paint_pdf(lay_out_leaflet(document(language), theme, load_fonts(language)))


def _mixed(sentence: str) -> str:
    """Return the sentence with foreign parts between its words, as a leaflet has them; after it where it has no spaces."""
    words = sentence.split()
    if len(words) < len(FOREIGN):
        return " ".join((sentence, *FOREIGN))
    step = len(words) // len(FOREIGN)
    parts = [" ".join((*words[i * step : (i + 1) * step], part)) for i, part in enumerate(FOREIGN)]
    return " ".join((*parts, *words[len(FOREIGN) * step :]))


@cache
def _sentences() -> dict[str, str]:
    return tomllib.loads(data.read_text("specimens.toml"))


def document(language: Language) -> m.Document:
    """Return a document that shows every place of the type scale in one language."""
    words = interface_words(language).words
    sentence = _sentences()[language.base]

    def phrase(key: str, text: str, *, strong: bool = False) -> m.Phrase:
        return m.Phrase(key, (m.Text(protect(text, rtl=language.rtl), strong=strong),), language.tag)

    tall = "Nastaliq" in language.family  # its lines are twice as high: less text, so that it still fits a page
    heading = language.autonym if tall else sentence
    mixed = phrase("type.mixed", _mixed(sentence))
    digits = f"{language.number('0123456789')} {language.number('1987')} {written_date(DAY, language)}"
    blocks = (
        m.Paragraph(key="type.long", phrases=(phrase("type.long.text", " ".join([sentence] * (1 if tall else 2))),)),
        m.Paragraph(key="type.mixed", phrases=(mixed,)),
        m.Paragraph(key="type.address", phrases=(m.Phrase("type.address.text", (m.Text(ADDRESS),), "en"),)),
        m.Paragraph(key="type.digits", phrases=(phrase("type.digits.text", digits),)),
        m.Callout(key="type.note", kind="note", word=words["note"], title=phrase("type.note.title", sentence)),
        m.Table(key="type.table", caption=phrase("type.table.caption", sentence),
                columns=tuple(phrase(f"type.table.column{n}", language.number(n)) for n in (1, 2, 3)),
                rows=(tuple(phrase(f"type.table.r1c{n}", sentence) for n in (1, 2, 3)),)),
    )  # fmt: skip
    title = phrase("document.title", language.autonym)
    return m.Document(
        language=language, words=words, notes_words=words, notes_language=language, title=title, subtitle=None,
        audience=title, objective=title, main_message=title,
        furniture=m.Furniture("leafdeck", language.autonym, language.autonym, language.english_name, language.tag, "", ""),
        draft=None, sections=(m.Section("type", phrase("type.title", heading), blocks),), objectives=(), session_minutes=None,
        sources=(),
        control=(),
        provenance=m.Provenance(f"specimen-{language.tag}", "1", "", Status.DRAFT, DAY.isoformat(), ("leafdeck",), ()),
    )  # fmt: skip
