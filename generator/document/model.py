"""What one reader gets: one language, words localised, citations numbered, nothing missing and nothing to look up."""

from __future__ import annotations

from typing import Literal

from generator.content.model import Status
from generator.languages import Language
from generator.picture import Picture
from generator.values import value

# --- inlines ----------------------------------------------------------------------------------------------------------


@value
class Text:
    """A stretch of text in one style; variables are filled in, isolates and no-break spaces are set."""

    text: str
    strong: bool = False
    href: str | None = None
    language: str | None = None  # BCP 47 tag if it differs from the phrase's


@value
class Cite:
    """A citation marker, set as `[1-3, 6]`: the numbers it stands for, ascending, and the marker as printed."""

    numbers: tuple[int, ...]
    marker: str


Inline = Text | Cite


@value
class Phrase:
    """One translatable unit (or one paragraph of it) as it will be read.

    `key` is the unit id; `language` the BCP 47 tag the words are in (the source language where a proof falls back);
    `mark` is a visible note to print before it in a proof ("Not translated"), already localised.
    """

    key: str
    inlines: tuple[Inline, ...]
    language: str
    status: Status = Status.REVIEWED
    mark: str | None = None

    @property
    def plain(self) -> str:
        """The text as a reader sees it, markers included."""
        return "".join(i.text if isinstance(i, Text) else i.marker for i in self.inlines)

    @property
    def cited(self) -> tuple[int, ...]:
        """The numbers of the sources cited here, ascending, each once."""
        return tuple(sorted({n for i in self.inlines if isinstance(i, Cite) for n in i.numbers}))


# --- blocks -----------------------------------------------------------------------------------------------------------


@value(kw_only=True)
class Block:
    """What every block carries: its id path, where it appears, and the presenter's part."""

    key: str  # "care.broken-skin"
    on_leaflet: bool = True
    on_slides: bool = True
    slide_title: Phrase | None = None
    notes: tuple[Phrase, ...] = ()
    minutes: float | None = None


@value(kw_only=True)
class Paragraph(Block):
    """One or more paragraphs; `slide` replaces them in the deck."""

    phrases: tuple[Phrase, ...]
    slide: tuple[Phrase, ...] = ()


@value(kw_only=True)
class Heading(Block):
    """A level 3 heading."""

    text: Phrase


@value(kw_only=True)
class BulletList(Block):
    """Bullets; `slide_items` replaces the items in the deck."""

    intro: Phrase | None = None
    items: tuple[Phrase, ...]
    slide_items: tuple[Phrase, ...] = ()


@value(kw_only=True)
class Steps(Block):
    """Numbered steps."""

    intro: Phrase | None = None
    items: tuple[Phrase, ...]
    slide_items: tuple[Phrase, ...] = ()


@value(kw_only=True)
class Table(Block):
    """A table: header row, rows of as many cells; the first column heads its row."""

    caption: Phrase
    columns: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    numeric: tuple[int, ...] = ()


CalloutKind = Literal["note", "tip", "warning", "urgent", "emergency"]


@value(kw_only=True)
class Callout(Block):
    """A framed message; `word` is the kind in the reader's language ("Warning")."""

    kind: CalloutKind
    word: str
    title: Phrase
    text: tuple[Phrase, ...] = ()
    items: tuple[Phrase, ...] = ()


@value
class ImageLabel:
    """A label beside a picture and the point it shows, as fractions of the picture."""

    text: Phrase
    x: float
    y: float
    side: Literal["left", "right"]


@value(kw_only=True)
class Image(Block):
    """A figure; `alt` is None only for decoration."""

    picture: Picture
    alt: Phrase | None
    caption: Phrase | None = None
    labels: tuple[ImageLabel, ...] = ()
    max_height: float | None = None  # points


@value(kw_only=True)
class KeyPoints(Block):
    """The main points panel."""

    title: Phrase
    items: tuple[Phrase, ...]
    action: Phrase | None = None


@value
class GlossaryEntry:
    """A term, its meaning, and its full form if it is an abbreviation."""

    term: Phrase
    meaning: Phrase
    expansion: Phrase | None = None


@value(kw_only=True)
class Glossary(Block):
    """Terms explained."""

    entries: tuple[GlossaryEntry, ...]


@value(kw_only=True)
class Questions(Block):
    """Questions to ask, and how many ruled lines follow."""

    intro: Phrase | None = None
    items: tuple[Phrase, ...]
    lines: int = 0


@value(kw_only=True)
class Lines(Block):
    """Ruled lines under a label."""

    label: Phrase
    count: int


@value(kw_only=True)
class Form(Block):
    """A table to fill in by hand."""

    caption: Phrase
    columns: tuple[Phrase, ...]
    count: int


@value(kw_only=True)
class Pictogram(Block):
    """`count` of `total` figures; `alt` is made from the numbers in the reader's language."""

    count: int
    total: int
    text: Phrase
    alt: str


@value
class ChartValue:
    """One bar: its label, its value and the value as printed in the reader's language."""

    label: Phrase
    value: float
    shown: str


@value(kw_only=True)
class Chart(Block):
    """A bar chart; `alt` is made from the data in the reader's language; `number_format` is for the native chart."""

    caption: Phrase
    unit: Literal["percent", "number"]
    values: tuple[ChartValue, ...]
    alt: str


@value(kw_only=True)
class Slide(Block):
    """A slide that exists only in the deck."""

    title: Phrase
    text: tuple[Phrase, ...] = ()
    items: tuple[Phrase, ...] = ()
    layout: Literal["content", "section", "key-message"] = "content"
    ask: tuple[Phrase, ...] = ()
    answers: tuple[Phrase, ...] = ()


@value(kw_only=True)
class Quiz(Block):
    """A question with options; `answer` is the 0-based index of the right one."""

    question: Phrase
    options: tuple[Phrase, ...]
    answer: int
    explanation: Phrase


@value(kw_only=True)
class TeachBack(Block):
    """Prompts to say things back."""

    intro: Phrase | None = None
    prompts: tuple[Phrase, ...]
    lines: int = 0


@value
class Contact:
    """A label in the reader's language and a value in left-to-right text of its own."""

    label: Phrase
    value: str
    href: str | None


@value(kw_only=True)
class Contacts(Block):
    """Ways to reach the clinic."""

    intro: Phrase | None = None
    entries: tuple[Contact, ...]


@value
class Organisation:
    """Somewhere to find more; `name` and `address` are left-to-right text in the source's language."""

    name: str
    text: Phrase
    url: str
    address: str  # the url as printed, without scheme


@value(kw_only=True)
class Support(Block):
    """Vetted places for more information."""

    intro: Phrase | None = None
    entries: tuple[Organisation, ...]


@value(kw_only=True)
class QrCode(Block):
    """A QR code (`modules`: rows of dark/light, without quiet zone), its address in print and its alt text."""

    text: Phrase
    url: str
    address: str
    alt: str
    modules: tuple[tuple[bool, ...], ...]


AnyBlock = (
    Paragraph | Heading | BulletList | Steps | Table | Callout | Image | KeyPoints | Glossary | Questions | Lines | Form
    | Pictogram | Chart | Slide | Quiz | TeachBack | Contacts | Support | QrCode
)  # fmt: skip


@value
class Section:
    """A heading (level 2) and its blocks. `slide_title` heads its slides; the note fields are the presenter's."""

    id: str
    title: Phrase
    blocks: tuple[AnyBlock, ...]
    on_leaflet: bool = True
    on_slides: bool = True
    slide_title: Phrase | None = None
    notes: tuple[Phrase, ...] = ()
    minutes: float | None = None
    ask: tuple[Phrase, ...] = ()
    answers: tuple[Phrase, ...] = ()


# --- the whole --------------------------------------------------------------------------------------------------------


@value
class Source:
    """A cited work: its number, its full NLM/Vancouver form and its short form, both in the work's own language."""

    number: int
    key: str
    full: tuple[Text, ...]
    short: str  # "Valenzuela 2016", printed as "1. Valenzuela 2016"
    language: str
    url: str | None


@value
class Fact:
    """One row of the document control table: a localised label and its value."""

    label: str
    value: Phrase


@value
class Draft:
    """The statement that this copy may not be given out as approved: in the reader's language and in English."""

    own: str
    english: str


@value
class Furniture:
    """What stands on every page and slide, ready to print."""

    organisation: str
    short_title: str
    language_own: str  # "العربية"
    language_english: str  # "Arabic"
    version: str  # "Version 1.2"
    reviewed: str  # "Last reviewed: 12 Nov 2026", "Next review due: 12 Nov 2028" before that, "" if there is no date
    code: str  # "" if there is none


@value
class Provenance:
    """What a file says about its own making, in XMP and core properties."""

    identifier: str
    version: str
    content_sha256: str
    status: Status  # the least of all texts in it
    date: str  # ISO 8601 date the file's times are set to
    authors: tuple[str, ...]
    keywords: tuple[str, ...]


@value
class Document:
    """Everything a leaflet or deck in one language says. `words` are the interface words of that language."""

    language: Language
    words: dict[str, str]
    notes_words: dict[str, str]  # interface words of the presenter's language
    notes_language: Language
    title: Phrase
    subtitle: Phrase | None
    audience: Phrase
    objective: Phrase
    main_message: Phrase
    furniture: Furniture
    draft: Draft | None
    sections: tuple[Section, ...]
    objectives: tuple[Phrase, ...]
    session_minutes: int | None
    sources: tuple[Source, ...]  # by number, from 1
    control: tuple[Fact, ...]
    provenance: Provenance
