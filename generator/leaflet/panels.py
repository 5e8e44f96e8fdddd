"""Panels: callouts, the main points, teach-back; a tinted ground, drawn corners, and at a callout's start a bar."""

from __future__ import annotations

from math import fsum

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
from generator.leaflet.stack import Stack
from generator.leaflet.tree import Node
from generator.theme import Colour

PADDING = 12.0  # at the sides
ABOVE, BELOW, BELOW_HEAD = 8.0, 10.0, 5.0  # with what the lines themselves leave free, twelve points to the eye
WORD_GAP = 10.0
BAR = 4.0
ICON = 14.0


def callout(compositor: Compositor, block: doc.Callout, parent: Node, column: Column) -> list[Slab]:
    """Return a callout: bar, icon, the kind as a word, a bold title naming the action, text and bullets.

    An emergency is outlined, and its head stands white on the signal colour: it is told apart on a grey printout too.
    """
    theme = compositor.theme
    emergency = block.kind == "emergency"
    aside = parent.add("Aside")
    inner = Column(column.start + BAR + PADDING, column.width - BAR - 2 * PADDING)
    ink, ground = (theme.paper, theme.signal) if emergency else (theme.primary, theme.tint)
    head = _callout_head(compositor, block, aside, inner, ink, ground)
    body = paragraphs(compositor, block.text, aside, inner)
    if block.items:
        body = under(body, listing(compositor, block.items, aside, inner), ITEM_GAP)
    if emergency:
        slabs = under([_on_signal(head, compositor, column)], body, PARAGRAPH_GAP)
        frame = Frame(column.start, column.width, fill=theme.signal_tint, stroke=theme.signal, above=ABOVE, below=BELOW)
    else:
        slabs = under(head, body, ITEM_GAP)
        frame = Frame(column.start, column.width, fill=theme.tint, bar=theme.primary, above=ABOVE, below=BELOW)
    return _panel(slabs, frame, Keep.WHOLE)


def _callout_head(
    compositor: Compositor, block: doc.Callout, parent: Node, column: Column, ink: Colour, ground: Colour
) -> list[Slab]:
    """Return icon, word and title: on one line if they fit, else the title below."""
    styles = compositor.styles
    beside = column.indented(ICON + 7)
    word = compositor.plain(block.word, styles.body, beside.width, parent.add("P"), key=f"{block.key}.word", colour=ink)
    node = parent.add("P")
    rest = beside.indented(word.width + WORD_GAP)
    alone = fsum(compositor.width_of(i.text, styles.heading2) for i in block.title.inlines if isinstance(i, doc.Text))
    beside_word = alone <= rest.width and not block.title.cited and block.title.mark is None
    title = compositor.phrase(
        block.title, styles.heading2, rest.width if beside_word else column.width, node, colour=ink, bold=True
    )
    sketch = Sketch(compositor)
    first = max(word.baseline(0), title.baseline(0)) if beside_word else word.baseline(0)
    top = first - 0.36 * styles.body.size - ICON / 2
    draw_icon(sketch, block.kind, sketch.left(column.start, ICON), top, ICON, ink, ground)
    height = first - word.baseline(0) + sketch.text(word, beside.start, beside.width, first - word.baseline(0))
    if not beside_word:
        head = sketch.slab(height, key=block.key)
        return kept([head, *text_slabs(compositor, title, column)], Keep.FIRM)
    drop = first - title.baseline(0)
    height = max(height, drop + sketch.text(title, rest.start, rest.width, drop))
    return [sketch.slab(height, key=block.title.key)]


def _on_signal(head: list[Slab], compositor: Compositor, column: Column) -> Slab:
    """Return the head of an emergency as one slab on the signal colour, which fills the panel's top from edge to edge."""
    stack = Stack(0.0, 1.0)
    for slab in head:
        stack.put(slab)
    sketch = Sketch(compositor)
    deep = ABOVE + stack.y + BELOW_HEAD
    for radius, skipped in ((4.0, 0.0), (0.0, 4.0)):  # round above, square below
        rect = sketch.rect(column.start, skipped - ABOVE, column.width, deep - skipped)
        sketch.box(rect, fill=compositor.theme.signal, radius=radius)
    sketch.items += stack.items(sketch.left)
    return sketch.slab(stack.y + BELOW_HEAD, key=head[0].key, cited=tuple(sorted(stack.cited)))


def key_points(
    compositor: Compositor, block: doc.KeyPoints, parent: Node, column: Column, section: doc.Phrase | None = None
) -> list[Slab]:
    """Return the main points: title, drawn bullets, the call to action last and bold.

    `section` is the title of a section that begins with this block: it heads the panel.
    """
    theme, styles = compositor.theme, compositor.styles
    div = parent.add("Div")
    inner = _inside(column)
    slabs = _titles(compositor, div, inner, block.title, section)
    slabs = under(slabs, listing(compositor, block.items, div, inner), 4.0)
    if block.action is not None:
        passage = compositor.phrase(block.action, styles.strong, inner.width, div.add("P"), colour=theme.primary)
        slabs = under(slabs, text_slabs(compositor, passage, inner), PARAGRAPH_GAP)
    frame = Frame(column.start, column.width, fill=theme.tint, above=ABOVE, below=BELOW)
    return _panel(slabs, frame, Keep.TABLE)  # page one is never left empty for its sake


def teach_back(
    compositor: Compositor, block: doc.TeachBack, parent: Node, column: Column, section: doc.Phrase | None = None
) -> list[Slab]:
    """Return the prompts to say things back, headed by words of their own, with lines to write on if asked for."""
    div = parent.add("Div")
    inner = _inside(column)
    words = doc.Phrase(f"{block.key}.title", (doc.Text(compositor.document.words["teach_back"]),), compositor.language.tag)
    slabs = _titles(compositor, div, inner, words, section)
    slabs = under(slabs, introduction(compositor, block.intro, div, inner), 4.0)
    slabs = under(slabs, listing(compositor, block.prompts, div, inner), 4.0)
    if block.lines:
        slabs = under(slabs, ruled_lines(compositor, block.lines, div, inner, block.key))
    frame = Frame(column.start, column.width, stroke=compositor.theme.primary, above=ABOVE, below=BELOW)
    return _panel(slabs, frame, Keep.WHOLE)


def _inside(column: Column) -> Column:
    return Column(column.start + PADDING + 2, column.width - 2 * PADDING - 4)


def _panel(slabs: list[Slab], frame: Frame, keep: Keep) -> list[Slab]:
    slabs[-1] = slabs[-1]._replace(after=0.0)
    return spaced(framed(slabs, frame, keep), BLOCK_GAP, BLOCK_GAP)


def _titles(compositor: Compositor, parent: Node, column: Column, own: doc.Phrase, section: doc.Phrase | None) -> list[Slab]:
    """Return a panel's title; below the title of the section it opens, only if it says something else."""
    theme, styles = compositor.theme, compositor.styles
    slabs: list[Slab] = []
    if section is not None:
        passage = compositor.balanced(section, styles.heading1, column.width, parent.add("H2"), colour=theme.primary)
        slabs = text_slabs(compositor, passage, column, keep=Keep.FIRM)
        slabs[0] = slabs[0]._replace(headings=((2, section.plain),))
    if section is None or section.plain != own.plain:
        style = styles.heading2
        passage = compositor.balanced(own, style, column.width, parent.add("P"), colour=theme.primary)
        slabs += text_slabs(compositor, passage, column, before=2.0 if slabs else 0.0)
    return kept(slabs, Keep.FIRM)
