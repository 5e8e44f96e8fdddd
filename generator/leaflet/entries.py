"""Things in two columns: glossary, contacts, places for support, the document control table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.document import model as doc
from generator.leaflet.compositor import Compositor, Passage, direction_of
from generator.leaflet.prose import BLOCK_GAP, PARAGRAPH_GAP, Column, introduction, text_slabs, under
from generator.leaflet.slabs import Align, Keep, Sketch, Slab, kept, spaced
from generator.leaflet.tree import Node

GAP = 16.0
ROW_GAP = 6.0


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
        value = compositor.plain(
            entry.value, styles.strong, rest, item.add("LBody"), key=entry.label.key, href=entry.href, direction="ltr"
        )
        slabs.append(_pair(compositor, [label], [(value, "start")], width, column, entry.label.key))
    return spaced(under(head, slabs), PARAGRAPH_GAP, BLOCK_GAP)


def support(compositor: Compositor, block: doc.Support, parent: Node, column: Column) -> list[Slab]:
    """Return places for more information: name in bold, what they offer, their address in print."""
    head = introduction(compositor, block.intro, parent, column)
    node = parent.add("L", numbering="None")
    styles = compositor.styles
    slabs: list[Slab] = []
    for entry in block.entries:
        body = node.add("LI").add("LBody")
        direction = direction_of(entry.name, compositor.language.direction)
        language = "en" if direction == "ltr" and compositor.rtl else None
        name = compositor.plain(
            entry.name, styles.strong, column.width, body.add("P"),
            key=entry.text.key, language=language, colour=compositor.theme.primary, direction=direction,
        )  # fmt: skip
        text = compositor.phrase(entry.text, styles.body, column.width, body.add("P"))
        address = compositor.plain(
            entry.address, styles.body, column.width, body.add("P"),
            key=entry.text.key, language="en", href=entry.url, direction="ltr",
        )  # fmt: skip
        own = text_slabs(compositor, name, column, align="start")
        own += text_slabs(compositor, text, column) + text_slabs(compositor, address, column, align="start")
        slabs += spaced(kept(own, Keep.FIRM), PARAGRAPH_GAP, PARAGRAPH_GAP)
    return spaced(under(head, slabs), PARAGRAPH_GAP, BLOCK_GAP)


def control(compositor: Compositor, facts: Sequence[doc.Fact], parent: Node, column: Column) -> list[Slab]:
    """Return the document control table: labels at the start, values beside them, hairlines between."""
    node = parent.add("Table").add("TBody")
    style = compositor.styles.table
    width = min(max(compositor.width_of(fact.label, style, bold=True) for fact in facts) + 2, 0.36 * column.width)
    slabs: list[Slab] = []
    for number, fact in enumerate(facts):
        row = node.add("TR")
        key = fact.value.key
        label = compositor.plain(fact.label, style, width, row.add("TH", scope="Row"), key=key, bold=True)
        value = compositor.phrase(fact.value, style, column.width - width - GAP, row.add("TD"))
        slab = _pair(
            compositor, [label], [(value, "start" if len(value.paragraph.lines) == 1 else "own")], width, column, key
        )
        sketch = Sketch(compositor)
        sketch.rule(column.start, column.width, slab.height + 4, 0.5, compositor.theme.hairline)
        items = (*slab.items, *sketch.items)
        slabs.append(
            replace(
                slab, items=items, height=slab.height + 4, before=4.0, after=0.0, keep=Keep.TABLE if number else Keep.FREE
            )
        )
    return spaced(slabs, 4.0, BLOCK_GAP)


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
