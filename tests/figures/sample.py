"""The sample project and the specimens, each made once: what the figures are measured on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator import specimen
from generator.assets import Project, open_project
from generator.build import ALL, Order, brand_theme, chosen, localized
from generator.content.model import Content
from generator.document.model import Document
from generator.errors import GeneratorError
from generator.languages import Language, all_languages, lookup
from generator.leaflet.lay_out import lay_out_leaflet
from generator.leaflet.model import Leaflet, TextLine
from generator.pdf.painter import paint_pdf
from generator.text.fonts import Fonts, load_fonts
from generator.theme import Theme, make_theme

ROOT = Path(__file__).parents[2]
RTL_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa"}
UNSPACED = {"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"}
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "PYTHONPATH": str(ROOT),
    "HOME": os.environ.get("HOME", "/"),
}


@dataclass(frozen=True)
class Paper:
    """A leaflet before and after painting."""

    language: Language
    leaflet: Leaflet
    pdf: bytes


@cache
def project() -> Project:
    """Return the sample project."""
    return open_project(ROOT)


@cache
def content() -> Content:
    """Return its content, all languages."""
    return project().content()


@cache
def texts() -> dict[str, str]:
    """Return the languages of the sample, each with the language of its texts."""
    return chosen(content(), (ALL,))


@cache
def document(tag: str) -> Document:
    """Return the sample in one language."""
    return localized(project(), content(), tag, texts()[tag], Order())


@cache
def theme() -> Theme:
    """Return the sample's brand."""
    return brand_theme(project(), content())


def fonts(tag: str) -> Fonts:
    """Return the fonts of a language."""
    return load_fonts(document(tag).language, project().brand_fonts(content()))


@cache
def leaflet(tag: str) -> Paper:
    """Return the sample's leaflet in one language."""
    return _paper(document(tag).language, lay_out_leaflet(document(tag), theme(), fonts(tag), paper=content().output.paper))


@cache
def specimen_of(tag: str) -> Paper:
    """Return the specimen of one language."""
    language = lookup(tag)
    laid_out = lay_out_leaflet(specimen.document(language), make_theme("#12405A", "#A3161A"), load_fonts(language))
    return _paper(language, laid_out)


def leaflets() -> dict[str, Paper]:
    """Return all leaflets of the sample."""
    return {tag: leaflet(tag) for tag in texts()}


def specimens() -> dict[str, Paper]:
    """Return the specimens of all supported languages."""
    return {language.tag: specimen_of(language.tag) for language in all_languages()}


def cannot_be_built() -> dict[str, str]:
    """Return the languages of the sample that fail, with the first reason."""
    failed = {}
    for tag in texts():
        try:
            leaflet(tag)
        except GeneratorError as error:
            failed[tag] = str(error.problems[0])
    return failed


def _paper(language: Language, laid_out: Leaflet) -> Paper:
    return Paper(language, laid_out, paint_pdf(laid_out))


def occurrences(laid_out: Leaflet) -> Iterator[list[str]]:
    """Yield every paragraph as often as it is printed, as its lines; one that runs over a page is one."""
    last: dict[int, int] = {}
    open_: dict[int, list[str]] = {}
    done: list[list[str]] = []
    for page in laid_out.pages:
        for item in page.items:
            if isinstance(item, TextLine):
                key, line = id(item.paragraph), item.paragraph.lines[item.line]
                if last.get(key, -1) + 1 != item.line:
                    open_.pop(key, None)
                if key not in open_:
                    open_[key] = []
                    done.append(open_[key])
                open_[key].append(item.paragraph.text[line.start : line.end])
                last[key] = item.line
    yield from done
