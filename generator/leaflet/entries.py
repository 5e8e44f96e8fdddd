"""Things in two columns: glossary, contacts, places for support, the document control table."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document import model as doc
from generator.leaflet.compositor import Compositor, Passage, latin_in
from generator.leaflet.prose import BLOCK_GAP, PARAGRAPH_GAP, Column, introduction, under
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, spaced
from generator.leaflet.tree import Node

GAP = 16.0
ROW_GAP = 5.0
LABEL_GAP = 10.0
ROW_HEIGHT = 13.0  # of the control table at least; tall scripts leave room of their own
CARD_GAP = 24.0
TWO_CARDS = 360.0  # points: a narrower column holds one card


def glossary(compositor: Compositor, block: doc.Glossary, parent: Node, column: Column) -> list[Slab]:
    """Return terms in bold with their meanings beside them; an abbreviation's full form follows it and is its expansion."""
    node = parent.add("L", numbering="None")
    body = compositor.styles.body
    width = _start_width(compositor, [e.term.plain for e in block.entries], column)
    slabs: list[Slab] = []
    for entry in block.entries:
        item = node.add("LI")
        label = item.add("Lbl")
        term_node = label
        if entry.expansion is not None:
            term_node = label.add("Span", expansion=entry.expansion.plain)
        term = [compositor.phrase(entry.term, compositor.styles.strong, width, term_node, colour=compositor.theme.primary)]
        if entry.expansion is not None:
            passage = compositor.phrase(entry.expansion, compositor.styles.caption, width, label.add("Span"))
            term.append(passage)
        meaning = compositor.phrase(entry.meaning, body, column.width - width - GAP, item.add("LBody"))
        slabs.append(_pair(compositor, term, [(meaning, "own")], width, column, entry.term.key))
    return spaced(slabs, PARAGRAPH_GAP, BLOCK_GAP)


def contacts(compositor: Compositor, block: doc.Contacts, parent: Node, column: Column) -> list[Slab]:
    """Return labels with the value beside each, the value in a left-to-right paragraph of its own."""
    head = introduction(compositor, block.intro, parent, column)
    node = parent.add("L", numbering="None")
    styles = compositor.styles
    width = _start_width(compositor, [e.label.plain for e in block.entries], column)
    slabs: list[Slab] = []
    for entry in block.entries:
        item = node.add("LI")
        label = compositor.phrase(entry.label, styles.body, width, item.add("Lbl"))
        rest = column.width - width - GAP
        language = latin_in(entry.value, compositor.language) or compositor.language.tag
        value = compositor.plain(
            entry.value, compositor.styles_of(language).strong, rest, item.add("LBody"),
            key=entry.label.key, language=language, href=entry.href, direction="ltr",
        )  # fmt: skip
        slabs.append(_pair(compositor, [label], [(value, "start")], width, column, entry.label.key))
    return spaced(under(head, slabs), PARAGRAPH_GAP, BLOCK_GAP)


def support(compositor: Compositor, block: doc.Support, parent: Node, column: Column) -> list[Slab]:
    """Return places for more information, two side by side: name in bold, what they offer, their address in print."""
    head = introduction(compositor, block.intro, parent, column)
    node = parent.add("L", numbering="None")
    across = 2 if len(block.entries) > 1 and column.width > TWO_CARDS else 1
    width = (column.width - (across - 1) * CARD_GAP) / across
    slabs: list[Slab] = []
    for first in range(0, len(block.entries), across):
        sketch = Sketch(compositor)
        cards = [_card(compositor, entry, node, width) for entry in block.entries[first : first + across]]
        height = 0.0
        for place, card in enumerate(cards):
            y = 0.0
            for passage, align in card:
                y += sketch.text(passage, column.start + place * (width + CARD_GAP), width, y, align)
            height = max(height, y)
        cited = tuple(n for card in cards for passage, _ in card for _, numbers in passage.cites for n in numbers)
        key = block.entries[first].text.key
        slabs.append(sketch.slab(height, key=key, cited=cited, before=PARAGRAPH_GAP, after=PARAGRAPH_GAP))
    return spaced(under(head, slabs), PARAGRAPH_GAP, BLOCK_GAP)


def _card(compositor: Compositor, entry: doc.Organisation, parent: Node, width: float) -> list[tuple[Passage, Align]]:
    """Return a place's name, what it offers and its address, each as a paragraph of its own."""
    body = parent.add("LI").add("LBody")
    language = latin_in(entry.name, compositor.language) or compositor.language.tag
    name = compositor.plain(
        entry.name, compositor.styles_of(language).strong, width, body.add("P"),
        key=entry.text.key, language=language, colour=compositor.theme.primary,
    )  # fmt: skip
    text = compositor.phrase(entry.text, compositor.styles.body, width, body.add("P"))
    address = compositor.plain(
        entry.address, compositor.styles_of("en").body, width, body.add("P"),
        key=entry.text.key, language="en", href=entry.url, direction="ltr",
    )  # fmt: skip
    return [(name, "start"), (text, "own"), (address, "start")]


def control(compositor: Compositor, facts: Sequence[doc.Fact], parent: Node, column: Column) -> list[Slab]:
    """Return the document control table: labels with values, hairlines between; two short facts share a row."""
    body = parent.add("Table").add("TBody")
    style = compositor.styles.reference
    gap = max(0.0, (ROW_HEIGHT - style.leading) / 2)
    half = (column.width - GAP) / 2
    label_width = min(max(compositor.width_of(fact.label, style, bold=True) for fact in facts) + 2, 0.5 * half)
    value_width = half - label_width - LABEL_GAP
    slabs: list[Slab] = []
    for row in _rows(compositor, facts, value_width):
        sketch = Sketch(compositor)
        height = 0.0
        cited: tuple[int, ...] = ()
        for place, fact in enumerate(row):
            key = fact.value.key
            node = body.add("TR")  # in the tree each fact is a row of its own
            start = column.start + place * (half + GAP)
            width = value_width if len(row) == 2 else column.width - label_width - LABEL_GAP
            label = compositor.plain(fact.label, style, label_width, node.add("TH", scope="Row"), key=key, bold=True)
            cell = node.add("TD")
            value = compositor.phrase(fact.value, style, width, cell)
            align: Align = "start" if len(value.paragraph.lines) == 1 else "own"
            top = max(label.baseline(0), value.baseline(0))
            under_label = top - label.baseline(0) + sketch.text(label, start, label_width, top - label.baseline(0))
            drop = top - value.baseline(0)
            height = max(height, under_label, drop + sketch.text(value, start + label_width + LABEL_GAP, width, drop, align))
            cited = (*cited, *(n for _, numbers in value.cites for n in numbers))
        sketch.rule(column.start, column.width, height + gap, 0.5, compositor.theme.hairline)
        keep = Keep.TABLE if slabs else Keep.FREE
        slabs.append(sketch.slab(height + gap, key=row[0].value.key, cited=cited, before=gap, keep=keep))
    return spaced(slabs, gap, BLOCK_GAP)


def _rows(compositor: Compositor, facts: Sequence[doc.Fact], width: float) -> list[list[doc.Fact]]:
    """Return the facts in rows: two neighbours whose values are short share one."""
    style = compositor.styles.reference
    rows: list[list[doc.Fact]] = []
    short_before = False
    for fact in facts:
        short = compositor.width_of(fact.value.plain, style, language=fact.value.language) <= width and fact.value.mark is None
        if short and short_before and len(rows[-1]) == 1:
            rows[-1].append(fact)
        else:
            rows.append([fact])
        short_before = short
    return rows


def _start_width(compositor: Compositor, texts: Sequence[str], column: Column) -> float:
    """Return the width of the start column: as wide as its longest text, between a sixth and a third of the whole."""
    natural = max((compositor.width_of(text, compositor.styles.strong) for text in texts), default=0.0)
    return min(max(natural + 2, column.width / 6), column.width / 3)


def _pair(
    compositor: Compositor,
    start: Sequence[Passage],
    end: Sequence[tuple[Passage, Align]],
    width: float,
    column: Column,
    key: str,
) -> Slab:
    """Return two cells side by side, their first baselines level."""
    sketch = Sketch(compositor)
    drop = start[0].baseline(0) - end[0][0].baseline(0)
    y = max(0.0, -drop)
    for passage in start:
        y += sketch.text(passage, column.start, width, y)
    height = y
    y = max(0.0, drop)
    beside = column.indented(width + GAP)
    for passage, align in end:
        y += sketch.text(passage, beside.start, beside.width, y, align)
    cited = tuple(n for p in (*start, *(p for p, _ in end)) for _, numbers in p.cites for n in numbers)
    return sketch.slab(max(height, y), key=key, cited=cited, before=ROW_GAP, after=ROW_GAP)
