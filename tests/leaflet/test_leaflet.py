"""Whole leaflets: nothing dropped, nothing over anything else, every footer true, every mark in the tree."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import ledger
import specimens

from generator.document import model as doc
from generator.errors import LayoutError
from generator.geometry import from_mm
from generator.languages import lookup
from generator.leaflet.beside import GUTTER
from generator.leaflet.lay_out import lay_out_leaflet
from generator.leaflet.model import Box, Element, PlacedPicture, Rule, TextLine
from generator.leaflet.model import Path as Drawing
from generator.text.fonts import load_fonts
from generator.theme import make_theme

TAGS = tuple(specimens.SAMPLES)
PAPERS = ("A4", "Letter")


@cache
def theme():
    """Return the default brand with a logo."""
    return make_theme("#12405A", "#A3161A", logo=specimens.picture(150, 50), logo_alt="Riverside Hospitals")


@cache
def laid_out(tag: str, paper: str = "A4"):
    """Return the specimen document of a language and its leaflet."""
    document = specimens.document(tag)
    return document, lay_out_leaflet(document, theme(), load_fonts(lookup(tag)), paper=paper)


def leaflet_of(*blocks: doc.AnyBlock, tag: str = "en", draft: bool = False):
    """Return the leaflet of one section with these blocks, and its document."""
    write = specimens.Writer(tag)
    section = doc.Section("only", write("Only section", "only.title"), blocks)
    document = specimens.document(tag, sections=(section,), draft=draft)
    document = replace(document, control=document.control[1:3])
    return document, lay_out_leaflet(document, theme(), load_fonts(lookup(tag)))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("tag", TAGS)
def test_every_phrase_is_printed(tag, paper):
    """Each phrase of the document stands on the pages, whole, in logical order."""
    document, leaflet = laid_out(tag, paper)

    assert ledger.missing(document, leaflet) == []


def test_the_ledger_sees_a_lost_phrase():
    """A document that says more than its leaflet is caught."""
    document, leaflet = laid_out("en")
    lost = doc.Fact("Label", doc.Phrase("f", (doc.Text("Words nobody set"),), "en"))
    more = replace(document, control=(*document.control, lost))

    assert ledger.missing(more, leaflet) == ["Wordsnobodyset"]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("tag", TAGS)
def test_nothing_overlaps_and_nothing_leaves_the_page(tag, paper):
    """No two lines touch, no line touches a picture, nothing is within 8 mm of the edge, and text keeps to its column."""
    _, leaflet = laid_out(tag, paper)

    for page in leaflet.pages:
        assert ledger.overlaps(page) == []
        assert ledger.outside(page, from_mm(8) - 0.01) == []
        for item in page.items:
            if isinstance(item, TextLine):
                rect = ledger.bounds(item)
                assert rect.x >= from_mm(18) - 0.5, ledger.text_of(item)
                assert rect.right <= page.width - from_mm(18) + 0.5, ledger.text_of(item)


@pytest.mark.parametrize("tag", TAGS)
def test_each_foot_lists_exactly_the_sources_of_its_page(tag):
    """Markers on a page, its foot and `Page.cited` are the same set, and the leaflet cites something somewhere."""
    document, leaflet = laid_out(tag)
    words = document.words["sources_on_page"]

    for page in leaflet.pages:
        assert ledger.marker_numbers(page, words) == set(page.cited)
        assert ledger.foot_numbers(page, words) == set(page.cited)
    assert any(page.cited for page in leaflet.pages)


def test_a_split_paragraph_cites_where_the_marker_falls():
    """Of a paragraph over two pages, each marker counts on the page it is printed on."""
    filler = " ".join(["word"] * 700)
    phrase = doc.Phrase("p", specimens.inlines(f"Early [1]. {filler} late [2]."), "en")
    document, leaflet = leaflet_of(doc.Paragraph(key="p", phrases=(phrase,)))
    pages = [page for page in leaflet.pages if page.cited]

    assert [page.cited for page in pages] == [(1,), (2,)]
    for page in pages:
        assert ledger.foot_numbers(page, document.words["sources_on_page"]) == set(page.cited)


@pytest.mark.parametrize("tag", TAGS)
def test_ink_and_tree_fit_each_other(tag):
    """All ink of the tree belongs to leaves, ids are unique, leaves have ink (but for empty cells), artifacts have none."""
    _, leaflet = laid_out(tag)
    elements = ledger.elements(leaflet.structure)
    leaves = {e.id for e in elements if not e.children}
    used = ledger.used_elements(leaflet)

    assert len({e.id for e in elements}) == len(elements)
    assert used <= leaves
    assert {e.role for e in elements if e.id in leaves - used} <= {"TD"}


@pytest.mark.parametrize("tag", TAGS)
def test_structure_is_well_formed(tag):
    """Roles nest as ISO 32000 asks; figures have words and bounds, links have targets, header cells a scope."""
    _, leaflet = laid_out(tag)
    parents = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"},
               "THead": {"Table"}, "TBody": {"Table"}, "H1": {"Document"}}  # fmt: skip

    def walk(element: Element) -> None:
        for child in element.children:
            if child.role in parents:
                assert element.role in parents[child.role], (element.role, child.role)
            assert child.role != "Document"
            walk(child)

    walk(leaflet.structure)
    for element in ledger.elements(leaflet.structure):
        if element.role == "Figure":
            assert element.alt
            assert element.bounds is not None
            page, rect = element.bounds
            assert 0 <= page < len(leaflet.pages)
            assert rect.width > 0
            assert rect.height > 0
            assert rect.bottom < leaflet.pages[page].height
        if element.role == "TH":
            assert element.scope
        assert (element.role == "Link") == (element.href is not None)
    assert ledger.strays(leaflet) == []
    levels = [int(e.role[1]) for e in ledger.elements(leaflet.structure) if e.role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("tag", TAGS)
def test_the_tree_read_in_order_says_the_document(tag):
    """The leaves' text in tree order holds every phrase, in the order of the document."""
    document, leaflet = laid_out(tag)
    texts = ledger.element_texts(leaflet)
    said = ledger.plain("".join(texts.get(e.id, "") for e in ledger.elements(leaflet.structure)))

    at = 0
    for phrase in ledger.phrases(document.sections):
        if not isinstance(phrase, doc.Phrase) or phrase.plain.startswith(("1 of", "25 of")):
            continue
        found = said.find(ledger.plain(phrase.plain), 0)
        if found < 0:  # a chart's label is in its figure
            assert any(
                phrase in (v.label for v in b.values) for s in document.sections for b in s.blocks if isinstance(b, doc.Chart)
            )
            continue
        assert found >= 0
        at = max(at, found)
    assert at > 0


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_right_to_left_leaves_carry_their_text(tag):
    """Every leaf of a right-to-left paragraph carries its text in logical order, without bidi controls."""
    _, leaflet = laid_out(tag)
    texts = ledger.element_texts(leaflet)
    rtl = set()
    for page in leaflet.pages:
        for item in page.items:
            if isinstance(item, TextLine) and item.paragraph.direction == "rtl":
                rtl |= {span.mark.element for span in item.paragraph.spans}
    figures = {e.id for e in ledger.elements(leaflet.structure) if e.role == "Figure"}

    checked = 0
    for element in ledger.elements(leaflet.structure):
        if element.id in rtl - figures - {None}:
            assert element.actual_text == ledger.CONTROLS.sub("", texts[element.id])
            checked += 1
    assert checked > 50


@pytest.mark.parametrize("tag", TAGS)
def test_no_heading_is_last_on_its_page(tag):
    """Below every outlined heading of a page stands a line that is no heading."""
    _, leaflet = laid_out(tag)
    headings = {e.id for e in ledger.elements(leaflet.structure) if e.role in ("H2", "H3")}

    for page in leaflet.pages:
        lines = [item for item in page.items if isinstance(item, TextLine)]
        tagged = [(i.baseline, {s.mark.element for s in i.paragraph.spans} - {None}) for i in lines]
        body = [y for y, ids in tagged if ids and not ids & headings]
        drawn = [ledger.bounds(i).bottom for i in page.items if not isinstance(i, TextLine) and i.element is not None]
        for y, ids in tagged:
            if ids & headings:
                assert max([*body, *drawn], default=0) > y


def test_a_long_table_repeats_its_header_as_an_artifact():
    """On every page of a table the header row stands above its rows, in the tree only once."""
    write = specimens.Writer("en")
    rows = tuple((write(f"row {n}"), write.long()) for n in range(30))
    _, leaflet = leaflet_of(
        doc.Table(key="t", caption=write("Caption"), columns=(write("First head"), write("Second head")), rows=rows)
    )
    pages = [page for page in leaflet.pages if any("row " in ledger.text_of(i) for i in page.items if isinstance(i, TextLine))]

    assert len(pages) > 2
    marks = []
    for page in pages:
        heads = [i for i in page.items if isinstance(i, TextLine) and i.paragraph.text == "First head" and i.line == 0]
        assert len(heads) == 1
        first_row = min(i.baseline for i in page.items if isinstance(i, TextLine) and ledger.text_of(i).startswith("row "))
        assert heads[0].baseline < first_row
        marks.append(heads[0].paragraph.spans[0].mark.element)
    assert marks[0] is not None
    assert set(marks[1:]) == {None}


def test_rows_are_not_torn():
    """All cells of a row stand on one page."""
    write = specimens.Writer("en")
    rows = tuple((write(f"a{n}"), write(f"b{n} " + "word " * 60), write(f"c{n}")) for n in range(20))
    _, leaflet = leaflet_of(
        doc.Table(key="t", caption=write("Caption"), columns=tuple(write(f"h{n}") for n in range(3)), rows=rows)
    )

    for n in range(20):
        on = [
            k
            for k, p in enumerate(leaflet.pages)
            for i in p.items
            if isinstance(i, TextLine) and i.paragraph.text.split()[0] in (f"a{n}", f"b{n}", f"c{n}")
        ]
        assert len(on) > 4
        assert len(set(on)) == 1


def test_callouts_stay_whole():
    """A callout that fits a page is never on two."""
    write = specimens.Writer("en")
    blocks = [
        doc.Callout(
            key=f"c{n}",
            kind="warning",
            word="Warning",
            title=write(f"title {n}"),
            text=tuple(write(f"c{n}: " + "word " * 50) for _ in range(3)),
        )
        for n in range(8)
    ]
    _, leaflet = leaflet_of(*blocks)

    for n in range(8):
        on = {
            k
            for k, p in enumerate(leaflet.pages)
            for i in p.items
            if isinstance(i, TextLine) and (i.paragraph.text == f"title {n}" or i.paragraph.text.startswith(f"c{n}: "))
        }
        assert len(on) == 1


def test_a_callout_taller_than_a_page_is_split_not_lost():
    """What fits no page is taken apart, and each part has its ground and bar."""
    write = specimens.Writer("en")
    block = doc.Callout(
        key="c", kind="urgent", word="Urgent", title=write("title"), text=tuple(write.long() for _ in range(25))
    )
    document, leaflet = leaflet_of(block)

    assert ledger.missing(document, leaflet) == []
    tinted = [page for page in leaflet.pages if any(isinstance(i, Box) and i.fill == theme().tint for i in page.items)]
    assert len(tinted) >= 2
    for page in leaflet.pages:
        assert ledger.overlaps(page) == []


def test_a_picture_too_high_is_made_to_fit():
    """A picture is scaled to its greatest height and keeps its shape."""
    write = specimens.Writer("en")
    _, leaflet = leaflet_of(doc.Image(key="i", picture=specimens.picture(100, 900), alt=write("tall")))
    figure = next(e for e in ledger.elements(leaflet.structure) if e.alt == "tall")

    assert figure.bounds[1].height == pytest.approx(from_mm(60))
    assert figure.bounds[1].width == pytest.approx(from_mm(60) / 9)


def test_a_row_no_page_can_hold_is_an_error_with_its_key():
    """A table cell of several pages cannot be set: the error names the block."""
    write = specimens.Writer("en")
    row = (write("row"), write("word " * 3000))
    with pytest.raises(LayoutError) as caught:
        leaflet_of(doc.Table(key="care.table1", caption=write("c"), columns=(write("a"), write("b")), rows=(row,)))

    assert caught.value.problems[0].where.key == "care.table1"


def test_right_to_left_is_the_mirror_image():
    """Bars, bullets and step numbers stand at the start side: left in English, right in Arabic, at the same distance.

    Short things may stand side by side, so a mark may stand at the start of either half of the column.
    """
    side = from_mm(18)
    half = (from_mm(210) - 2 * side + GUTTER) / 2

    def at_start(x):
        return round(x - half if x >= side + half else x, 1)

    def marks(tag):
        _, leaflet = laid_out(tag)
        bars, dots = set(), set()
        for page in leaflet.pages:
            for item in page.items:
                if isinstance(item, Box) and item.rect.width == 4.0:
                    bars.add(at_start(item.rect.x if tag == "en" else page.width - item.rect.right))
                if (
                    isinstance(item, Drawing)
                    and item.element is not None
                    and item.fill == theme().primary
                    and len(item.commands) == 6
                ):
                    r = ledger.bounds(item)
                    dots.add(at_start(r.x + r.width / 2 if tag == "en" else page.width - r.x - r.width / 2))
        return bars, dots

    assert marks("en") == marks("ar")
    assert marks("en")[0] == {round(side, 1)}


def test_table_columns_run_from_the_start_side():
    """The first column of an Arabic table stands to the right of the second."""
    write = specimens.Writer("ar")
    rows = ((write("أول"), write("ثان")),)
    _, leaflet = leaflet_of(
        doc.Table(key="t", caption=write("جدول"), columns=(write("ألف"), write("باء")), rows=rows), tag="ar"
    )
    x = {i.paragraph.text: i.x for p in leaflet.pages for i in p.items if isinstance(i, TextLine)}

    assert x["أول"] > x["ثان"]
    assert x["ألف"] > x["باء"]


def test_phone_numbers_stand_in_left_to_right_paragraphs():
    """In an Arabic leaflet a contact's value is a left-to-right paragraph of its own at the start side."""
    _, leaflet = laid_out("ar")
    line = next(i for p in leaflet.pages for i in p.items if isinstance(i, TextLine) and i.paragraph.text == "01632 960 018")

    assert line.paragraph.direction == "ltr"
    assert line.x > leaflet.pages[0].width / 3


def test_references_keep_their_language_and_direction():
    """The list of references in an Arabic leaflet is left-to-right English."""
    _, leaflet = laid_out("ar")
    lines = [
        i for p in leaflet.pages for i in p.items if isinstance(i, TextLine) and i.paragraph.text.startswith("Valenzuela A")
    ]
    bodies = [e for e in ledger.elements(leaflet.structure) if e.role == "LBody" and e.language == "en"]

    assert lines
    assert {line.paragraph.direction for line in lines} == {"ltr"}
    assert {line.paragraph.language for line in lines} == {"en"}
    assert len(bodies) >= 6


def test_the_list_of_references_holds_what_the_leaflet_cites():
    """A source that only the deck cites is not in the leaflet's list; the others keep their numbers, facts' sources too."""
    write = specimens.Writer("en")
    document = specimens.document(
        "en", sections=(doc.Section("s", write("S"), (doc.Paragraph(key="p", phrases=(write("A [2]."),)),)),)
    )
    facts = (doc.Fact("Funding", write("A fund [5].")),)
    leaflet = lay_out_leaflet(replace(document, control=facts), theme(), load_fonts(lookup("en")))
    labels = [
        i.paragraph.text for p in leaflet.pages for i in p.items if isinstance(i, TextLine) and i.paragraph.spans[0].size == 9
    ]

    assert [text for text in labels if text in {f"{n}." for n in range(1, 10)}] == ["2.", "5."]


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize(("label", "beside"), [(0.9, True), (0.05, False)], ids=["label at the foot", "label at the head"])
def test_the_caption_of_a_labelled_picture_stands_beside_it_where_there_is_room(tag, label, beside):
    """Right of the picture and level with its top, unless a label stands there; then below it."""
    write = specimens.Writer(tag)
    labels = (doc.ImageLabel(write.short(), 0.2, 0.5, "left"), doc.ImageLabel(write.short(), 0.6, label, "right"))
    caption = write.short()
    image = doc.Image(key="i", picture=specimens.picture(), alt=write.short(), caption=caption, labels=labels)
    document, leaflet = leaflet_of(image, tag=tag)
    items = leaflet.pages[0].items
    picture = next(i.rect for i in items if isinstance(i, PlacedPicture) and i.picture == image.picture)
    line = next(i for i in items if isinstance(i, TextLine) and i.paragraph.text == caption.plain)

    assert (line.x > picture.right) == beside
    assert (picture.y < line.baseline < picture.y + 20) == beside
    assert beside or line.baseline > picture.bottom
    assert ledger.missing(document, leaflet) == []


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize("title", ["Call 999 now", "a title of many words" + 5 * " and more of them"], ids=["beside", "below"])
def test_only_an_emergency_has_a_filled_head(tag, title):
    """Its word and title stand white on the signal colour, all of them, and nothing else of it does; others have none."""
    write = specimens.Writer(tag)

    def callout(kind: str) -> doc.Callout:
        words = write(title, f"{kind}.title")
        return doc.Callout(key=kind, kind=kind, word=write.short().plain, title=words, text=(write.long(),), items=())

    document, leaflet = leaflet_of(*map(callout, ("note", "urgent", "warning", "emergency")), tag=tag)
    items = [item for page in leaflet.pages for item in page.items]
    band = [item for item in leaflet.pages[0].items if isinstance(item, TextLine) and item.baseline < 80]
    signal = [item.rect for item in items if isinstance(item, Box) and item.fill == theme().signal]
    white = [
        item for item in items
        if isinstance(item, TextLine) and item.paragraph.spans[0].mark.colour == theme().paper and item not in band
    ]  # fmt: skip
    top, bottom = min(rect.y for rect in signal), max(rect.bottom for rect in signal)

    assert {item.paragraph.text for item in white} == {document.sections[0].blocks[-1].word, title}
    assert all(top < ledger.bounds(item).y and ledger.bounds(item).bottom < bottom for item in white)


@pytest.mark.parametrize(
    ("own", "size"),
    [("Entwurf", 9.5), ("Borrador, sin revisión clínica · Traducción automática", 9.0), (30 * "sehr lang ", 9.5)],
    ids=["short", "long", "longer"],
)
def test_both_draft_statements_share_a_line_while_they_fit(own, size):
    """First at the foot's own size, then a little smaller; what is longer stands in two lines at the foot's own size."""
    english = "Draft, not clinically reviewed · Machine translation"
    document = replace(specimens.document("en"), draft=doc.Draft(own, english))
    leaflet = lay_out_leaflet(document, theme(), load_fonts(lookup("en")))
    last = [i for i in leaflet.pages[-1].items if isinstance(i, TextLine) and i.baseline > 700]
    strip = {words: [i for i in last if i.paragraph.text == words] for words in (own, english)}

    assert {i.paragraph.spans[0].size for lines in strip.values() for i in lines} == {size}
    assert (strip[own][0].baseline == strip[english][0].baseline) == (len(own) < 100)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_draft_statement_is_on_every_page_and_once_at_the_head_of_the_tree(tag):
    """Each page's foot holds it in both languages; only that of page one is in the tree, before everything else."""
    document, leaflet = laid_out(tag)
    first = ledger.elements(leaflet.structure)[1]

    for index, page in enumerate(leaflet.pages):
        for words in {document.draft.own, document.draft.english}:
            strip = [i for i in page.items if isinstance(i, TextLine) and i.paragraph.text == words and i.baseline > 740]
            assert len(strip) == 1
            assert (strip[0].paragraph.spans[0].mark.element is None) == (index > 0)
    assert ledger.element_texts(leaflet)[first.id] == document.draft.own


def test_no_draft_no_strip():
    """A reviewed leaflet says nothing of drafts."""
    document = specimens.document("en", draft=False)
    leaflet = lay_out_leaflet(document, theme(), load_fonts(lookup("en")))

    assert not any("Draft" in ledger.text_of(i) for p in leaflet.pages for i in p.items if isinstance(i, TextLine))


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_has_its_number_of_the_whole(tag):
    """The foot of each page says page x of y in the language's digits."""
    document, leaflet = laid_out(tag)
    count = len(leaflet.pages)

    for n, page in enumerate(leaflet.pages, start=1):
        number = document.language.number
        wanted = document.words["page_of"].format(page=number(n), pages=number(count))
        assert ledger.plain(wanted) in ledger.page_text(page)
        assert ledger.plain(document.furniture.short_title) in ledger.page_text(page)
        assert "RH-RHE-014" in ledger.page_text(page)
    assert leaflet.page_labels == tuple(document.language.number(n + 1) for n in range(count))


def test_slide_only_content_stays_out():
    """Slides, quizzes and blocks scoped to the deck are not printed; a section left empty has no heading."""
    write = specimens.Writer("en")
    deck = (
        doc.Slide(key="s", title=write("slide title")),
        doc.Quiz(key="q", question=write("quiz question"), options=(write("a"), write("b")), answer=0, explanation=write("e")),
        doc.Paragraph(key="p", phrases=(write("deck only"),), on_leaflet=False),
    )
    sections = (
        doc.Section("one", write("Empty heading"), deck),
        doc.Section("two", write("Hidden heading"), (doc.Paragraph(key="x", phrases=(write("hidden"),)),), on_leaflet=False),
    )
    leaflet = lay_out_leaflet(specimens.document("en", sections=sections), theme(), load_fonts(lookup("en")))
    text = "".join(ledger.page_text(page) for page in leaflet.pages)

    for words in ("slidetitle", "quizquestion", "deckonly", "Emptyheading", "Hiddenheading", "hidden"):
        assert words not in text


def test_outline_follows_the_headings():
    """Bookmarks are the headings in order, first the title, levels without gaps."""
    document, leaflet = laid_out("en")

    assert leaflet.outline[0].title == document.title.plain
    assert [e.level for e in leaflet.outline][:2] == [1, 2]
    assert {"References", "About this leaflet"} <= {e.title for e in leaflet.outline}
    assert [e.page for e in leaflet.outline] == sorted(e.page for e in leaflet.outline)


def test_a_proof_marks_what_is_not_translated():
    """A phrase that falls back to the source is marked in the reader's language and tagged with its own."""
    phrase = doc.Phrase("p", (doc.Text("Keep warm."),), "en", mark="لم يترجم")
    _, leaflet = leaflet_of(doc.Paragraph(key="p", phrases=(phrase,)), tag="ar")
    texts = [i.paragraph.text for p in leaflet.pages for i in p.items if isinstance(i, TextLine)]

    assert "[لم يترجم] Keep warm." in texts
    element = next(e for e in ledger.elements(leaflet.structure) if e.language == "en" and e.role == "P" and e.children)
    assert [child.language for child in element.children] == ["ar", None]


def test_glossary_expansion():
    """An abbreviation's leaf carries its full form."""
    _, leaflet = laid_out("en")

    assert [e.expansion for e in ledger.elements(leaflet.structure) if e.expansion] != []


def test_same_document_same_leaflet():
    """Layout is a function of its input."""
    document, leaflet = laid_out("ar")
    again = lay_out_leaflet(document, theme(), load_fonts(lookup("ar")))

    assert again == leaflet


def test_emergency_alone_uses_the_signal_colour():
    """The warning colour fills an emergency's head and outlines it; nothing else is drawn or set in it."""
    _, leaflet = laid_out("en")
    signal = theme().signal
    items = [item for page in leaflet.pages for item in page.items]
    boxes = [item for item in items if isinstance(item, Box) and signal in (item.fill, item.stroke)]
    texts = {item.paragraph.spans[0].mark.colour for item in items if isinstance(item, TextLine)}
    rules = {item.colour for item in items if isinstance(item, Rule)}
    mark = [item for item in items if isinstance(item, Drawing) and item.fill == signal]

    assert [(box.fill == signal, box.stroke == signal) for box in boxes] == [(False, True), (True, False), (True, False)]
    assert signal not in texts | rules
    assert len(mark) == 2, "the exclamation mark of the icon, cut out of its white disc"


def test_unknown_paper():
    """A paper nobody knows is one problem."""
    with pytest.raises(LayoutError):
        lay_out_leaflet(specimens.document("en"), theme(), load_fonts(lookup("en")), paper="A7")


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans", "ur"])
def test_long_names_push_the_text_down(tag):
    """A very long organisation and title grow the band and the running head; nothing is cut and nothing overlaps."""
    document = specimens.document(tag)
    long = "The Royal and Ancient University Teaching Hospitals of the Northern and Western Counties Foundation " * 2
    furniture = replace(document.furniture, organisation=long.strip(), short_title=long.strip())
    leaflet = lay_out_leaflet(replace(document, furniture=furniture), theme(), load_fonts(lookup(tag)))

    for page in leaflet.pages:
        assert ledger.overlaps(page) == []
        assert ledger.outside(page, from_mm(8) - 0.01) == []
        assert ledger.page_text(page).count(ledger.plain(long)) == 2  # head and foot


def test_a_document_without_sources_has_no_reference_list():
    """Nothing cited, nothing listed: neither heading nor foot."""
    write = specimens.Writer("en")
    section = doc.Section("s", write("Heading"), (doc.Paragraph(key="p", phrases=(write("No source."),)),))
    document = replace(specimens.document("en", sections=(section,), draft=False), sources=(), control=())
    leaflet = lay_out_leaflet(document, theme(), load_fonts(lookup("en")))
    text = "".join(ledger.page_text(page) for page in leaflet.pages)

    assert [e.title for e in leaflet.outline] == [document.title.plain, "Heading"]
    assert "Sourcesonthispage" not in text
    assert leaflet.pages[0].cited == ()


def test_many_sources_on_one_page_fit_its_foot():
    """A page that cites sixty works lists them all, and its text ends above them."""
    write = specimens.Writer("en")
    phrases = tuple(write(f"Claim {n} [{n}].") for n in range(1, 61))
    section = doc.Section("s", write("Heading"), (doc.Paragraph(key="p", phrases=phrases),))
    document = replace(specimens.document("en", sections=(section,)), sources=specimens.sources(60), control=())
    leaflet = lay_out_leaflet(document, theme(), load_fonts(lookup("en")))
    words = document.words["sources_on_page"]

    assert {n for page in leaflet.pages for n in page.cited} == set(range(1, 61))
    for page in leaflet.pages:
        assert ledger.foot_numbers(page, words) == ledger.marker_numbers(page, words) == set(page.cited)
        assert ledger.overlaps(page) == []
