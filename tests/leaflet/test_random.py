"""Random documents: whatever an author writes, all of it is printed, inside the margins, over nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import ledger
import specimens
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.document import model as doc
from generator.geometry import from_mm
from generator.languages import lookup
from generator.leaflet.lay_out import lay_out_leaflet
from generator.leaflet.model import TextLine
from generator.text.fonts import load_fonts
from generator.theme import make_theme

WORDS = {
    "en": ("a", "lump", "calcium", "deposits", "electroencephalographically", "1 in 4", "skin,", "£5"),
    "ar": ("و", "كتلة", "الكالسيوم", "ترسبات", "500 mg", "calcinosis", "(نعم)", "١٢"),
    "zh-Hans": ("钙", "皮肤", "沉积，", "CT", "请告诉您的医疗团队。", "12"),
    "th": ("แขน", "แคลเซียม", "ผิวหนัง", "CT", "12"),
}
SOURCES = 12


@st.composite
def phrase(draw, tag, most=40):
    """Words, some bold, some cited."""
    inlines: list[doc.Inline] = []
    for index, words in enumerate(
        draw(st.lists(st.lists(st.sampled_from(WORDS[tag]), min_size=1, max_size=most), min_size=1, max_size=3))
    ):
        inlines.append(doc.Text(" ".join(words) + " ", strong=bool(index % 2)))
        numbers = tuple(sorted(draw(st.sets(st.integers(1, SOURCES), max_size=3))))
        if numbers:
            inlines.append(doc.Cite(numbers, "[" + ", ".join(map(str, numbers)) + "]"))
    return doc.Phrase(f"u{draw(st.integers(0, 10**9))}", tuple(inlines), tag)


def many(tag, least=1, most=5, words=40):
    """Several phrases."""
    return st.lists(phrase(tag, words), min_size=least, max_size=most).map(tuple)


@st.composite
def table(draw, tag):
    """Return a table of up to five columns and ten rows."""
    columns = draw(st.integers(1, 5))
    row = st.tuples(*[phrase(tag, 8)] * columns)
    rows = tuple(draw(st.lists(row, min_size=1, max_size=10)))
    return doc.Table(key="t", caption=draw(phrase(tag, 8)), columns=draw(row), rows=rows, numeric=(columns,))


@st.composite
def image(draw, tag):
    """Return a picture of any shape with labels."""
    side = st.sampled_from(("left", "right"))
    fraction = st.floats(0, 1)
    labels = draw(st.lists(st.builds(doc.ImageLabel, phrase(tag, 3), fraction, fraction, side), max_size=4))
    picture = specimens.picture(draw(st.integers(1, 400)), draw(st.integers(1, 400)))
    return doc.Image(
        key="i", picture=picture, alt=draw(phrase(tag, 3)), caption=draw(st.none() | phrase(tag, 8)), labels=tuple(labels)
    )


def block(tag):
    """Any block."""
    maybe = st.none() | phrase(tag)
    kinds = st.sampled_from(("note", "tip", "warning", "urgent", "emergency"))
    values = st.builds(doc.ChartValue, phrase(tag, 4), st.floats(0, 1e6), st.sampled_from(("5%", "1,000")))
    entries = st.builds(doc.GlossaryEntry, phrase(tag, 4), phrase(tag), st.none() | phrase(tag, 4))
    contacts = st.builds(doc.Contact, phrase(tag, 4), st.sampled_from(("01632 960 018", "a@example.org")), st.just("tel:1"))
    return st.one_of(
        st.builds(doc.Paragraph, key=st.just("p"), phrases=many(tag, words=120)),
        st.builds(doc.Heading, key=st.just("h"), text=phrase(tag, 8)),
        st.builds(doc.BulletList, key=st.just("l"), intro=maybe, items=many(tag)),
        st.builds(doc.Steps, key=st.just("s"), intro=maybe, items=many(tag, most=12)),
        table(tag),
        st.builds(doc.Callout, key=st.just("c"), kind=kinds, word=st.just(WORDS[tag][1]), title=phrase(tag, 8), text=many(tag, 0, 3), items=many(tag, 0)),
        image(tag),
        st.builds(doc.KeyPoints, key=st.just("k"), title=phrase(tag, 8), items=many(tag), action=maybe),
        st.builds(doc.Glossary, key=st.just("g"), entries=st.lists(entries, min_size=1, max_size=4).map(tuple)),
        st.builds(doc.Questions, key=st.just("q"), intro=maybe, items=many(tag), lines=st.integers(0, 30)),
        st.builds(doc.Lines, key=st.just("n"), label=phrase(tag, 8), count=st.integers(1, 40)),
        st.builds(doc.Form, key=st.just("f"), caption=phrase(tag, 8), columns=many(tag, 1, 5, 5), count=st.integers(1, 30)),
        st.integers(1, 100).flatmap(lambda total: st.builds(doc.Pictogram, key=st.just("i"), count=st.integers(0, total), total=st.just(total), text=phrase(tag, 8), alt=st.just("alt"))),
        st.builds(doc.Chart, key=st.just("b"), caption=phrase(tag, 8), unit=st.sampled_from(("percent", "number")), values=st.lists(values, min_size=1, max_size=8).map(tuple), alt=st.just("alt")),
        st.builds(doc.TeachBack, key=st.just("t"), intro=maybe, prompts=many(tag), lines=st.integers(0, 4)),
        st.builds(doc.Contacts, key=st.just("o"), intro=maybe, entries=st.lists(contacts, min_size=1, max_size=4).map(tuple)),
    )  # fmt: skip


@st.composite
def documents(draw):
    """Return a document of up to three sections in one of four languages."""
    tag = draw(st.sampled_from(sorted(WORDS)))
    section = st.builds(doc.Section, st.just("s"), phrase(tag, 10), st.lists(block(tag), max_size=6).map(tuple))
    from dataclasses import replace

    document = specimens.document(
        tag, sections=tuple(draw(st.lists(section, min_size=1, max_size=3))), draft=draw(st.booleans())
    )
    return replace(document, title=draw(phrase(tag, 20)), sources=specimens.sources(SOURCES))


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    database=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
@given(documents(), st.sampled_from(("A4", "Letter")))
def test_any_document(document, paper):
    """Every word is printed, each footer is true, nothing overlaps or leaves its page, all ink has its place in the tree."""
    theme = make_theme("#12405A", "#A3161A")
    leaflet = lay_out_leaflet(document, theme, load_fonts(lookup(document.language.tag)), paper=paper)
    words = document.words["sources_on_page"]

    assert ledger.missing(document, leaflet) == []
    assert ledger.strays(leaflet) == []
    for page in leaflet.pages:
        assert ledger.overlaps(page) == []
        assert ledger.outside(page, from_mm(8) - 0.01) == []
        assert ledger.marker_numbers(page, words) == ledger.foot_numbers(page, words) == set(page.cited)
        for item in page.items:
            if isinstance(item, TextLine):
                rect = ledger.bounds(item)
                assert rect.x >= from_mm(18) - 0.5
                assert rect.right <= page.width - from_mm(18) + 0.5
    leaves = {e.id for e in ledger.elements(leaflet.structure) if not e.children}
    assert ledger.used_elements(leaflet) <= leaves
