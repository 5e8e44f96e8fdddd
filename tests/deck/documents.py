"""Small documents for the deck's tests: one builder per noun, and random ones for properties."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from hypothesis import strategies as st

from generator import data
from generator.content.model import Status
from generator.document import model as doc
from generator.languages import lookup
from generator.picture import Picture
from generator.text.fonts import Fonts, load_fonts
from generator.theme import Theme, make_theme

WORDS_OF = {
    "en": [
        "skin",
        "lumps",
        "under",
        "the",
        "arm",
        "may",
        "calm",
        "treatment",
        "calcium",
        "doctor",
        "operation",
        "slowly",
        "protect",
        "warm",
        "moisturiser",
        "pharmacist",
        "small",
    ],
    "ar": [
        "الجلد",
        "كتل",
        "تحت",
        "الذراع",
        "قد",
        "العلاج",
        "الكالسيوم",
        "الطبيب",
        "عملية",
        "ببطء",
        "احم",
        "دافئا",
        "مرطب",
        "صغيرة",
    ],
    "hi": ["त्वचा", "गांठ", "बांह", "के", "नीचे", "इलाज", "कैल्शियम", "डॉक्टर", "धीरे", "बचाव", "गर्म", "छोटा"],
    "zh-Hans": ["皮肤", "肿块", "手臂", "下面", "治疗", "钙", "医生", "手术", "缓慢", "保护", "温暖", "药剂师"],
    "ur": ["جلد", "گانٹھ", "بازو", "کے", "نیچے", "علاج", "کیلشیم", "ڈاکٹر", "آہستہ", "حفاظت", "گرم"],
}
PNG = Picture("arm.png", b"", "image/png", 800, 600)
SOURCES = 30


@cache
def words(tag: str) -> dict[str, str]:
    name = f"words/{tag}.toml"
    exists = data.path(name).exists()
    return tomllib.loads(data.read_text(name if exists else "words/en.toml"))["words"]


@cache
def fonts(tag: str) -> Fonts:
    return load_fonts(lookup(tag))


@cache
def theme() -> Theme:
    return make_theme("#12405A", "#A3161A")


def phrase(text: str, key: str = "s.p", cited: tuple[int, ...] = (), tag: str = "en", **more: Any) -> doc.Phrase:
    marker = (doc.Cite(cited, "[" + ", ".join(map(str, cited)) + "]"),) if cited else ()
    space = " " if cited else ""
    return doc.Phrase(key, (doc.Text(text + space), *marker), tag, **more)


def source(number: int) -> doc.Source:
    full = (doc.Text(f"Author{number} A, Writer B. A long title about deposits number {number}. Journal. 2016;46(3):344-9."),)
    return doc.Source(number, f"k{number}", full, f"Author{number} {1990 + number}", "en", f"https://example.org/{number}")


def section(key: str, *blocks: doc.AnyBlock, title: str = "", tag: str = "en", **more: Any) -> doc.Section:
    return doc.Section(key, phrase(title or f"Section {key}", f"{key}.title", tag=tag), blocks, **more)


def document(*sections: doc.Section, tag: str = "en", notes_tag: str | None = None, **more: Any) -> doc.Document:
    language = lookup(tag)
    notes_language = lookup(notes_tag or tag)
    some = WORDS_OF[tag]
    fields: dict[str, Any] = {
        "language": language,
        "words": words(tag),
        "notes_words": words(notes_tag or tag),
        "notes_language": notes_language,
        "title": phrase(" ".join(some[:4]), "document.title", tag=tag),
        "subtitle": phrase(" ".join(some[2:6]), "document.subtitle", tag=tag),
        "audience": phrase(" ".join(some[:5]), "document.audience", tag=tag),
        "objective": phrase(" ".join(some[3:8]), "document.objective", tag=tag),
        "main_message": phrase(" ".join(some[1:7]), "document.main_message", tag=tag),
        "furniture": doc.Furniture(
            "Riverside Hospitals", " ".join(some[:3]), language.autonym, language.english_name, "Version 1", "", "RH-1"
        ),
        "draft": doc.Draft(words(tag)["draft"], words("en")["draft"]),
        "sections": sections,
        "objectives": (
            phrase(" ".join(some[4:9]), "deck.objective1", tag=tag),
            phrase(" ".join(some[5:9]), "deck.objective2", tag=tag),
        ),
        "session_minutes": 45,
        "sources": tuple(source(n) for n in range(1, SOURCES + 1)),
        "control": (),
        "provenance": doc.Provenance("id", "1", "0" * 64, Status.DRAFT, "2026-11-23", ("A",), ()),
    }
    return doc.Document(**{**fields, **more})


# --- random documents -------------------------------------------------------------------------------------------------


@st.composite
def phrases(draw: st.DrawFn, key: str, tag: str, most: int = 25, *, cites: int = 2) -> doc.Phrase:
    """Draw a phrase that begins with its own key, so that each can be found again."""
    text = " ".join(draw(st.lists(st.sampled_from(WORDS_OF[tag]), min_size=1, max_size=most)))
    cited = tuple(sorted(draw(st.sets(st.integers(1, SOURCES), max_size=cites)))) if draw(st.booleans()) else ()
    return phrase(f"{key}# {text}", key, cited, tag)


@st.composite
def blocks(draw: st.DrawFn, key: str, tag: str) -> doc.AnyBlock:
    def many(name: str, low: int, high: int, most: int = 20) -> tuple[doc.Phrase, ...]:
        return tuple(draw(phrases(f"{key}.{name}{n}", tag, most)) for n in range(1, draw(st.integers(low, high)) + 1))

    def one(name: str, most: int = 20) -> doc.Phrase:
        return draw(phrases(f"{key}.{name}", tag, most))

    match draw(st.sampled_from(KINDS)):
        case "paragraph":
            return doc.Paragraph(key=key, phrases=many("text", 1, 3, 40))
        case "list":
            return doc.BulletList(key=key, intro=one("intro") if draw(st.booleans()) else None, items=many("item", 1, 14))
        case "steps":
            return doc.Steps(key=key, intro=one("intro"), items=many("item", 1, 14))
        case "table":
            columns = draw(st.integers(1, 4))
            rows = draw(st.integers(0, 12))
            return doc.Table(
                key=key,
                caption=one("caption"),
                columns=tuple(draw(phrases(f"{key}.column{c}", tag, 3, cites=0)) for c in range(1, columns + 1)),
                rows=tuple(
                    tuple(draw(phrases(f"{key}.r{r}c{c}", tag, 8, cites=1)) for c in range(1, columns + 1))
                    for r in range(1, rows + 1)
                ),
            )
        case "callout":
            return doc.Callout(
                key=key,
                kind="warning",
                word="Warning",
                title=one("title", 6),
                text=many("text", 0, 1),
                items=many("item", 0, 8),
            )
        case "image":
            return doc.Image(key=key, picture=PNG, alt=phrase("alt", tag=tag), caption=one("caption") if draw(st.booleans()) else None,
                             labels=tuple(doc.ImageLabel(draw(phrases(f"{key}.label{n}", tag, 2)), 0.3 * n, 0.2 * n, side)
                                          for n, side in enumerate(draw(st.lists(st.sampled_from(["left", "right"]), max_size=3)), 1)))  # fmt: skip
        case "chart":
            values = tuple(doc.ChartValue(draw(phrases(f"{key}.value{n}", tag, 2)), 10.0 * n, str(n)) for n in range(1, 4))
            return doc.Chart(key=key, caption=one("caption"), unit="percent", values=values, alt="a chart")
        case "pictogram":
            return doc.Pictogram(key=key, count=1, total=draw(st.integers(1, 100)), text=one("text"), alt="one")
        case "heading":
            return doc.Heading(key=key, text=one("text", 6))
        case "quiz":
            options = many("option", 2, 6, 12)
            return doc.Quiz(key=key, question=one("question", 12), options=options, answer=0, explanation=one("explanation"))
        case "questions":
            return doc.Questions(key=key, items=many("item", 1, 12), lines=2)
    raise AssertionError


KINDS = ["paragraph", "list", "steps", "table", "callout", "image", "chart", "pictogram", "heading", "quiz", "questions"]


@st.composite
def documents(draw: st.DrawFn, tags: tuple[str, ...] = ("en", "ar", "zh-Hans", "hi")) -> doc.Document:
    tag = draw(st.sampled_from(tags))
    made = []
    for s in range(1, draw(st.integers(1, 3)) + 1):
        inside = tuple(draw(blocks(f"s{s}.b{b}", tag)) for b in range(1, draw(st.integers(0, 5)) + 1))
        made.append(doc.Section(f"s{s}", draw(phrases(f"s{s}.title", tag, 5)), inside))
    return document(*made, tag=tag)
