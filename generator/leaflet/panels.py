"""Panels: callouts, the main points, teach-back; a tinted ground, drawn corners, and at a callout's start a bar."""

from __future__ import annotations

from dataclasses import replace

from generator.document import model as doc
from generator.leaflet.compositor import Compositor
from generator.leaflet.icons import draw_icon
from generator.leaflet.prose import (
    BLOCK_GAP,
    ITEM_GAP,
    PARAGRAPH_GAP,
    Column,
    introduction,
    listing,
    paragraphs,
    text_slabs,
    under,
)
from generator.leaflet.ruled import ruled_lines
from generator.leaflet.slabs import Frame, Keep, Sketch, Slab, framed, kept, spaced
from generator.leaflet.tree import Node

PADDING = 12.0
BAR = 4.0
ICON = 14.0


def callout(compositor: Compositor, block: doc.Callout, parent: Node, column: Column) -> list[Slab]:
    """Return a callout: bar, icon, the kind as a word, a bold title naming the action, text and bullets."""
    theme = compositor.theme
    emergency = block.kind == "emergency"
    ink = theme.signal if emergency else theme.primary
    fill = theme.signal_tint if emergency else theme.tint
    aside = parent.add("Aside")
    inner = Column(column.start + BAR + PADDING, column.width - BAR - 2 * PADDING)
    slabs = _callout_head(compositor, block, aside, inner)
    body = paragraphs(compositor, block.text, aside, inner)
    if block.items:
        body = under(body, listing(compositor, block.items, aside, inner), ITEM_GAP)
    slabs = under(slabs, body, ITEM_GAP)
    if slabs:
        slabs[-1] = replace(slabs[-1], after=0.0)
    frame = Frame(column.start, column.width, fill=fill, bar=ink, above=PADDING - 2, below=PADDING)
    return spaced(framed(slabs, frame), BLOCK_GAP, BLOCK_GAP)


def _callout_head(compositor: Compositor, block: doc.Callout, parent: Node, column: Column) -> list[Slab]:
    """Return the icon with the word beside it, and the title below."""
    theme, styles = compositor.theme, compositor.styles
    emergency = block.kind == "emergency"
    ink = theme.signal if emergency else theme.primary
    fill = theme.signal_tint if emergency else theme.tint
    indent = ICON + 8
    beside = column.indented(indent)
    word = compositor.plain(
        block.word, styles.caption, beside.width, parent.add("P"), key=f"{block.key}.word", colour=ink, bold=True
    )
    lines = text_slabs(compositor, word, beside)
    sketch = Sketch(compositor)
    top = word.baseline(0) - 0.36 * styles.caption.size - ICON / 2
    draw_icon(sketch, block.kind, sketch.left(column.start, ICON), top, ICON, ink, fill)
    lines[0] = replace(lines[0], items=(*sketch.items, *lines[0].items))
    title = compositor.phrase(block.title, styles.heading2, column.width, parent.add("P"), colour=ink, bold=True)
    return kept(lines + spaced(text_slabs(compositor, title, column), 2.0, ITEM_GAP), Keep.FIRM)


def key_points(
    compositor: Compositor, block: doc.KeyPoints, parent: Node, column: Column, section: doc.Phrase | None = None
) -> list[Slab]:
    """Return the main points: title, drawn bullets, the call to action last and bold.

    `section` is the title of the section that holds nothing before this block: it heads the panel, and the block's own title
    follows only where it says something else.
    """
    theme, styles = compositor.theme, compositor.styles
    div = parent.add("Div")
    inner = Column(column.start + PADDING + 4, column.width - 2 * PADDING - 8)
    titles: list[Slab] = []
    if section is not None:
        passage = compositor.phrase(section, styles.heading1, inner.width, div.add("H2"), colour=theme.primary)
        titles = kept(text_slabs(compositor, passage, inner), Keep.FIRM)
        titles[0] = replace(titles[0], heading=(2, section.plain))
    if section is None or section.plain != block.title.plain:
        style = styles.heading1 if section is None else styles.heading2
        passage = compositor.phrase(block.title, style, inner.width, div.add("P"), colour=theme.primary)
        titles += text_slabs(compositor, passage, inner)
    slabs = under(kept(titles, Keep.FIRM), listing(compositor, block.items, div, inner), 6.0)
    if block.action is not None:
        passage = compositor.phrase(block.action, styles.strong, inner.width, div.add("P"), colour=theme.primary)
        slabs = under(slabs, text_slabs(compositor, passage, inner), PARAGRAPH_GAP)
    frame = Frame(column.start, column.width, fill=theme.tint, above=PADDING, below=PADDING + 2)
    slabs[-1] = replace(slabs[-1], after=0.0)
    return spaced(framed(slabs, frame), BLOCK_GAP, BLOCK_GAP)


def teach_back(compositor: Compositor, block: doc.TeachBack, parent: Node, column: Column) -> list[Slab]:
    """Return the prompts to say things back, under their own heading words, with lines to write on if asked for."""
    theme, styles = compositor.theme, compositor.styles
    div = parent.add("Div")
    inner = Column(column.start + PADDING + 4, column.width - 2 * PADDING - 8)
    title = compositor.plain(
        compositor.document.words["teach_back"],
        styles.heading2,
        inner.width,
        div.add("P"),
        key=f"{block.key}.title",
        colour=theme.primary,
    )
    slabs = kept(text_slabs(compositor, title, inner), Keep.FIRM)
    slabs = under(slabs, introduction(compositor, block.intro, div, inner), ITEM_GAP)
    slabs = under(slabs, listing(compositor, block.prompts, div, inner), ITEM_GAP)
    if block.lines:
        slabs = under(slabs, ruled_lines(compositor, block.lines, div, inner, block.key))
    slabs[-1] = replace(slabs[-1], after=0.0)
    frame = Frame(column.start, column.width, stroke=theme.primary, above=PADDING, below=PADDING + 2)
    return spaced(framed(slabs, frame), BLOCK_GAP, BLOCK_GAP)
