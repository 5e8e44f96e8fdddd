"""What the author wrote, all languages, validated: the grammar of content.toml as frozen values.

A field typed `Words` is text that a reader sees: it is translated, may carry markup, citations and variables, and gets a
unit id (`section.block.field`, see `translations.units`). Everything else is never translated. A field whose TOML key
differs from its name says so in its metadata (`key`), and tuple fields say how their items are called in ids (`unit`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from enum import IntEnum
from typing import Annotated, Literal, TypeVar

from generator.values import value

Words = Annotated[str, "words"]
Id = Annotated[str, "id"]  # [a-z0-9][a-z0-9-]{0,63}
Tag = Annotated[str, "tag"]  # BCP 47
AssetPath = Annotated[str, "asset"]  # relative POSIX path inside the project folder
Link = Annotated[str, "link"]  # https, http, mailto or tel; may hold variables
Hex = Annotated[str, "colour"]  # "#rrggbb"
Scope = Literal["leaflet", "slides"]


class Status(IntEnum):
    """How far a text is from print, lowest first; the effective status is the least that hashes and sign-off allow."""

    MISSING = 0
    STALE = 1
    MACHINE = 2
    DRAFT = 3
    TRANSLATED = 4
    REVIEWED = 5


def _many(unit: str, key: str | None = None, **limits: int) -> dict[str, object]:
    return {"unit": unit, **({"key": key} if key else {}), **limits}


# --- blocks -----------------------------------------------------------------------------------------------------------


@value(kw_only=True)
class Block:
    """What every block may carry: an id, a scope, and how it stands in the deck."""

    id: Id | None = None
    only: Scope | None = None
    slide_title: Words | None = None  # the block starts a slide of its own, under this full-sentence title
    notes: Words | None = None  # what the presenter says
    minutes: float | None = None


@value(kw_only=True)
class Paragraph(Block):
    """Running text; `slide` is its short form in the deck. An empty line in `text` starts a new paragraph."""

    text: Words
    slide: Words | None = None


@value(kw_only=True)
class Heading(Block):
    """A heading inside a section (level 3; the section's own title is level 2). Leaflet and deck."""

    text: Words


@value(kw_only=True)
class BulletList(Block):
    """A bulleted list; `slide_items`, if given, replaces the items in the deck."""

    intro: Words | None = None
    items: tuple[Words, ...] = field(metadata=_many("item", most=40))
    slide_items: tuple[Words, ...] = field(default=(), metadata=_many("slide_item", most=12))


@value(kw_only=True)
class Steps(Block):
    """Numbered steps to follow in order."""

    intro: Words | None = None
    items: tuple[Words, ...] = field(metadata=_many("item", most=40))
    slide_items: tuple[Words, ...] = field(default=(), metadata=_many("slide_item", most=12))


@value(kw_only=True)
class Table(Block):
    """A table with a header row; the first column heads its row. Units: `column1`, `r1c1`."""

    caption: Words
    columns: tuple[Words, ...] = field(metadata=_many("column", most=6))
    rows: tuple[tuple[Words, ...], ...] = field(metadata=_many("r", most=200))
    numeric: tuple[int, ...] = ()  # 1-based columns aligned at the end


@value(kw_only=True)
class Callout(Block):
    """A framed message with icon and word; only `emergency` uses the signal colour."""

    kind: Literal["note", "tip", "warning", "urgent", "emergency"]
    title: Words
    text: Words | None = None
    items: tuple[Words, ...] = field(default=(), metadata=_many("item", most=20))


@value(kw_only=True)
class ImageLabel:
    """A real-text label beside a picture with a line to the point (x, y), fractions from the picture's top left."""

    text: Words
    x: float
    y: float
    side: Literal["left", "right"] = "right"


@value(kw_only=True)
class Image(Block):
    """A picture; `alt` says what it shows. `alt = ""` is only allowed with `decorative = true`."""

    file: AssetPath
    alt: Words
    caption: Words | None = None
    decorative: bool = False
    label: tuple[ImageLabel, ...] = field(default=(), metadata=_many("label", most=12))
    max_height_mm: float | None = None


@value(kw_only=True)
class KeyPoints(Block):
    """The main points panel: three to five short sentences and a call to action."""

    title: Words
    items: tuple[Words, ...] = field(metadata=_many("item", most=7))
    action: Words | None = None


@value(kw_only=True)
class GlossaryEntry:
    """A term and its meaning; `expansion` is the full form if the term is an abbreviation."""

    term: Words
    meaning: Words
    expansion: Words | None = None


@value(kw_only=True)
class Glossary(Block):
    """Terms explained."""

    entry: tuple[GlossaryEntry, ...] = field(metadata=_many("entry", most=60))


@value(kw_only=True)
class Questions(Block):
    """Questions to ask at the visit, with ruled lines to write on."""

    intro: Words | None = None
    items: tuple[Words, ...] = field(metadata=_many("item", most=20))
    lines: int = 0


@value(kw_only=True)
class Lines(Block):
    """Ruled lines to write on, under a label."""

    label: Words
    count: int = 3


@value(kw_only=True)
class Form(Block):
    """A table to fill in by hand: headed columns and `count` empty rows. Leaflet only."""

    caption: Words
    columns: tuple[Words, ...] = field(metadata=_many("column", most=6))
    count: int = 4


@value(kw_only=True)
class Pictogram(Block):
    """`count` of `total` people, drawn as figures filled and outlined, under a sentence."""

    count: int
    total: int
    text: Words


@value(kw_only=True)
class ChartValue:
    """One bar."""

    label: Words
    value: float


@value(kw_only=True)
class Chart(Block):
    """A bar chart; its text alternative is made from its data."""

    caption: Words
    unit: Literal["percent", "number"] = "percent"
    data: tuple[ChartValue, ...] = field(metadata=_many("value", most=12))


@value(kw_only=True)
class Slide(Block):
    """A slide that exists only in the deck."""

    title: Words
    text: Words | None = None
    items: tuple[Words, ...] = field(default=(), metadata=_many("item", most=12))
    layout: Literal["content", "section", "key-message"] = "content"
    ask: Words | None = None  # a question for the room, in the notes
    answers: Words | None = None  # what to say if asked, in the notes


@value(kw_only=True)
class Quiz(Block):
    """A question with lettered options; `answer` counts from 1. Deck only; the answer stands in the notes."""

    question: Words
    options: tuple[Words, ...] = field(metadata=_many("option", most=6))
    answer: int
    explanation: Words


@value(kw_only=True)
class TeachBack(Block):
    """Prompts to say things back in one's own words."""

    intro: Words | None = None
    prompts: tuple[Words, ...] = field(metadata=_many("prompt", most=6))
    lines: int = 0


@value(kw_only=True)
class Contact:
    """One way to reach someone: the value (phone, e-mail, address) is never translated and stays left to right."""

    label: Words
    value: str
    href: Link | None = None


@value(kw_only=True)
class Contacts(Block):
    """How to reach the clinic: each value in a left-to-right paragraph of its own."""

    intro: Words | None = None
    entry: tuple[Contact, ...] = field(metadata=_many("entry", most=20))


@value(kw_only=True)
class Organisation:
    """A place to find more help; its name stays as it calls itself."""

    name: str
    text: Words
    url: Link


@value(kw_only=True)
class Support(Block):
    """Vetted places for more information."""

    intro: Words | None = None
    entry: tuple[Organisation, ...] = field(metadata=_many("entry", most=12))


@value(kw_only=True)
class QrCode(Block):
    """A QR code with its address in print beside it."""

    text: Words
    url: Link


AnyBlock = (
    Paragraph | Heading | BulletList | Steps | Table | Callout | Image | KeyPoints | Glossary | Questions | Lines | Form
    | Pictogram | Chart | Slide | Quiz | TeachBack | Contacts | Support | QrCode
)  # fmt: skip

BLOCK_TYPES: dict[str, type[Block]] = {
    "paragraph": Paragraph, "heading": Heading, "list": BulletList, "steps": Steps, "table": Table, "callout": Callout,
    "image": Image, "keypoints": KeyPoints, "glossary": Glossary, "questions": Questions, "lines": Lines, "form": Form,
    "pictogram": Pictogram, "chart": Chart, "slide": Slide, "quiz": Quiz, "teachback": TeachBack, "contacts": Contacts,
    "support": Support, "qr": QrCode,
}  # fmt: skip


@value(kw_only=True)
class SectionSlides:
    """How a section stands in the deck: a full-sentence title and the presenter's notes."""

    title: Words | None = None
    notes: Words | None = None
    minutes: float | None = None
    ask: Words | None = None
    answers: Words | None = None


@value(kw_only=True)
class Section:
    """A heading and its blocks."""

    id: Id
    title: Words
    only: Scope | None = None
    slides: SectionSlides = SectionSlides()
    blocks: tuple[AnyBlock, ...] = field(default=(), metadata=_many("", key="block", most=200))


# --- the document, its brand and its place ----------------------------------------------------------------------------


@value(kw_only=True)
class Person:
    """Someone who had a part in the leaflet."""

    name: str
    role: Words


@value(kw_only=True)
class Review:
    """A clinician's sign-off of the source text; it lapses when the text changes (`hash`)."""

    by: str
    role: str
    on: date
    hash: str


@value(kw_only=True)
class DocumentInfo:
    """What the document is, for whom, and in which version."""

    id: Id
    language: Tag
    title: Words
    subtitle: Words | None = None
    short_title: Words | None = None
    audience: Words
    objective: Words
    main_message: Words
    version: str
    code: str | None = None  # the organisation's reference code
    published: date | None = None
    reviewed: date | None = None
    review_due: date | None = None
    authors: tuple[Person, ...] = field(default=(), metadata=_many("author", key="author", most=20))
    funding: Words | None = None
    feedback: Words | None = None
    formats: Words | None = None  # how to get other formats and languages
    keywords: tuple[str, ...] = ()
    review: Review | None = None


@value(kw_only=True)
class Brand:
    """Logo, colours and fonts of the organisation."""

    logo: AssetPath | None = None
    logo_alt: str | None = None  # the organisation's name in the logo
    primary: Hex = "#12405A"
    signal: Hex = "#A3161A"
    font_regular: AssetPath | None = None
    font_bold: AssetPath | None = None
    deck_font: str | None = None  # a typeface present on the machines that show the deck


@value(kw_only=True)
class Clinic:
    """Who gives out the document; `name` and `hours` may be translated (`clinic.name`), numbers never."""

    name: Words
    organisation: str
    phone: str
    hours: Words | None = None
    email: str | None = None
    address: str | None = None
    web: Link | None = None


@value(kw_only=True)
class Region:
    """What depends on the country, not on the language."""

    country: str  # ISO 3166-1 alpha-2
    emergency: str  # "999"
    advice: str | None = None  # "111"


@value(kw_only=True)
class DeckInfo:
    """What only the deck needs."""

    session_minutes: int | None = None
    objectives: tuple[Words, ...] = field(default=(), metadata=_many("objective", most=6))
    notes_language: Tag | None = None  # the presenter's language if it differs from the slides'
    size: Literal["16:9", "4:3"] = "16:9"
    template: AssetPath | None = None


@value(kw_only=True)
class Output:
    """What a build makes and what it lets pass."""

    name: str = "{{ document.id }}-{{ lang }}-v{{ document.version }}"
    languages: tuple[Tag, ...] = ()
    paper: Literal["A4", "Letter"] = "A4"
    min_status: Literal["machine", "draft", "translated", "reviewed"] = "reviewed"
    on_missing: Literal["fail", "source"] = "fail"


@value(kw_only=True)
class Name:
    """A person (family, given initials or names) or a body (`literal`), as in CSL-JSON."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None


@value(kw_only=True)
class Reference:
    """A cited work, CSL-JSON shaped; it keeps its own language. `short` overrides the short form in footers."""

    id: Id
    type: Literal["article-journal", "webpage", "report", "book", "chapter", "paper-conference", "thesis", "dataset"] = (
        "webpage"
    )
    author: tuple[Name | str, ...] | str = ()
    editor: tuple[Name | str, ...] = ()
    title: str
    short: str | None = None
    language: Tag = "en"
    container_title: str | None = field(default=None, metadata={"key": "container-title"})
    container_title_short: str | None = field(default=None, metadata={"key": "container-title-short"})
    issued: date | int | None = None
    accessed: date | None = None
    volume: str | int | None = None
    issue: str | int | None = None
    page: str | None = None
    edition: str | int | None = None
    publisher: str | None = None
    publisher_place: str | None = field(default=None, metadata={"key": "publisher-place"})
    number: str | None = None
    doi: str | None = field(default=None, metadata={"key": "DOI"})
    pmid: str | int | None = field(default=None, metadata={"key": "PMID"})
    url: Link | None = field(default=None, metadata={"key": "URL"})
    retracted: bool = False


@value(kw_only=True)
class UnitState:
    """A line of `[translations.<tag>.state]`: status, hash of the source it was made from, hash when signed, who, when."""

    s: Literal["machine", "draft", "translated", "reviewed"]
    src: str
    out: str | None = None
    by: str | None = None
    on: date | None = None
    numbers: str | None = None  # who vouches that the numbers are right although they are not those of the source


@value(kw_only=True)
class Translation:
    """One language: unit id -> text, unit id -> state; ids flattened from the dotted TOML keys."""

    tag: Tag
    file: AssetPath | None = None
    translator: str | None = None
    reviewer: str | None = None
    reviewed: date | None = None
    text: dict[str, str]
    state: dict[str, UnitState]


@value(kw_only=True)
class Content:
    """A whole content.toml."""

    format: Literal[1]
    document: DocumentInfo
    brand: Brand = Brand()
    clinic: Clinic
    region: Region
    deck: DeckInfo = DeckInfo()
    output: Output = Output()
    sections: tuple[Section, ...] = field(metadata=_many("", key="section", most=60))
    references: tuple[Reference, ...] = field(default=(), metadata=_many("", key="reference", most=300))
    translations: dict[str, Translation] = field(default_factory=dict)  # those that were asked for
    tags: tuple[Tag, ...] = ()  # every language the file has: the source language, then its translations in order


T = TypeVar("T")


def once(function: Callable[[Content], T]) -> Callable[[Content], T]:
    """Remember what a function said of the last content: every language of a batch asks the same of the same one."""
    last: list[tuple[Content, T]] = []

    def remembering(content: Content) -> T:
        if not last or last[0][0] is not content:
            last[:] = [(content, function(content))]
        return last[0][1]

    remembering.__doc__, remembering.__name__ = function.__doc__, function.__name__
    return remembering


def words_table(content: Content, tag: str) -> str:
    """Return where the words of a translation stand, as a hint says it: a table of the content, or of a file of its own."""
    own = content.translations.get(tag)
    return f"[text] of {own.file}" if own is not None and own.file else f"[translations.{tag}.text]"
