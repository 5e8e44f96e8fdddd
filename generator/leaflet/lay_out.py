"""A Document becomes a Leaflet: every block set as slabs, slabs flowed to pages, pages furnished, the tree frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from generator.document import model as doc
from generator.leaflet import entries, figures, panels, prose, ruled, tables
from generator.leaflet.beside import (
    Drafts,
    Pages,
    Strip,
    halves,
    is_short,
    measured,
    parts_of,
    side_by_side,
    strips,
)
from generator.leaflet.compositor import Compositor
from generator.leaflet.ending import ending
from generator.leaflet.flow import FREELY, Flow, Spacing
from generator.leaflet.furniture import Foot, brand_band, running_header
from generator.leaflet.model import Leaflet, OutlineEntry, Page, TextLine
from generator.leaflet.prose import Column, text_slabs
from generator.leaflet.slabs import Keep, Slab
from generator.leaflet.stack import height_of
from generator.leaflet.styles import measures_for, styles_for
from generator.leaflet.tree import Node, freeze
from generator.text.fonts import Fonts
from generator.text.model import SetParagraph
from generator.theme import Theme
from generator.values import replace

T = TypeVar("T")
CLOSEST = (Spacing(0.6), Spacing(0.6, empty=0.0))  # tried if that saves a page, tables whole first
LINES_OF_SOURCES = 2  # at the foot of most pages


def lay_out_leaflet(document: doc.Document, theme: Theme, fonts: Fonts, *, paper: str = "A4") -> Leaflet:
    """Return the leaflet of a document: pages of placed items, and the structure tree that says what they mean.

    Raises LayoutError for a character that no font covers or a block that no page can hold.
    """
    measures = measures_for(paper)
    compositor = Compositor(document, theme, styles_for(theme.type, document.language), fonts, measures)
    root = compositor.tree.root
    foot = Foot(compositor, root)
    band, first_top = brand_band(compositor, root)
    header, top = running_header(compositor)
    column = Column(measures.side, measures.column)
    left = compositor.left
    opening = _opening(compositor, column)
    sections = [section for section in document.sections if section.on_leaflet and _on_leaflet(section)]
    set_sections = Drafts(compositor, partial(_section, Drafts(compositor, _block)))
    middle = _Arrangement(compositor, sections, _on_leaflet, set_sections, column)
    last = compositor.drafting()
    closing = ending(last, column, middle.cited.union(*(slab.cited for slab in opening)))
    end = foot.end(frozenset()) - LINES_OF_SOURCES * compositor.styles.small.leading
    room = Pages(end - first_top - height_of(opening), end - top)

    def flowed(spacing: Spacing) -> tuple[Flow, list[Strip]]:
        arranged = middle.strips(room, spacing)
        flow = Flow(lambda index: top if index else first_top, foot.end, spacing)
        flow.add([*opening, *middle.slabs(arranged, spacing), *closing])
        return flow, arranged

    flow, arranged = flowed(FREELY)
    for spacing in CLOSEST if flow.may_save_a_page(CLOSEST[0].tightness) else ():
        closer, others = flowed(spacing)
        if len(closer.sheets) < len(flow.sheets):
            flow, arranged = closer, others
            break
    sheets = flow.opened((1.0, 0.85, 0.7))
    count = len(sheets)
    middle.adopt(arranged, root)
    compositor.adopt(last, root)
    for sheet in sheets:
        for node, rect in sheet.figures():
            node.bounds = sheet.index, rect
    pages = tuple(
        Page(
            measures.width,
            measures.height,
            (*(header if sheet.index else band), *sheet.items(left), *foot.items(sheet.index + 1, count, sheet.cited)),
            tuple(sorted(sheet.cited)),
        )
        for sheet in sheets
    )
    _assert_whole(pages, compositor.promised)
    return Leaflet(
        pages=pages,
        structure=freeze(root),
        outline=_without_gaps(
            [OutlineEntry(level, title, sheet.index, y) for sheet in sheets for level, title, y in sheet.headings()]
        ),
        language=document.language.tag,
        direction=document.language.direction,
        title=document.title.plain,
        subject=document.objective.plain,
        provenance=document.provenance,
        page_labels=tuple(document.language.number(n + 1) for n in range(count)),
    )


def _assert_whole(pages: Sequence[Page], promised: Sequence[SetParagraph]) -> None:
    """Make sure that every line of every paragraph of the structure tree stands on just one page; a fault here is ours."""
    placed = defaultdict[int, list[int]](list)
    for page in pages:
        for item in page.items:
            if isinstance(item, TextLine):
                placed[id(item.paragraph)].append(item.line)
    for paragraph in promised:
        lines = sorted(placed[id(paragraph)])
        assert lines == list(range(len(paragraph.lines))), f"lines {lines} of {len(paragraph.lines)}: {paragraph.text!r}"


def _opening(compositor: Compositor, column: Column) -> list[Slab]:
    """Return the title block: title, subtitle, and the main message as a standfirst, unless the main points follow."""
    document, styles, theme = compositor.document, compositor.styles, compositor.theme
    root = compositor.tree.root
    passage = compositor.balanced(document.title, styles.title, column.width, root.add("H1"), colour=theme.primary)
    slabs = text_slabs(compositor, passage, column, keep=Keep.FIRM)
    slabs[0] = slabs[0]._replace(headings=((1, document.title.plain),))
    if document.subtitle is not None:
        subtitle = compositor.balanced(document.subtitle, styles.subtitle, column.width, root.add("P"), colour=theme.muted)
        slabs += text_slabs(compositor, subtitle, column, before=2.0, after=8.0)
    if not _opens_with_main_points(document):
        message = compositor.balanced(document.main_message, styles.lead, column.width, root.add("P"))
        slabs += text_slabs(compositor, message, column, before=8.0, after=12.0)
    return slabs


def _opens_with_main_points(document: doc.Document) -> bool:
    """Whether the main points come first: they hold the main message, which then needs no words of its own above them."""
    blocks = [block for section in document.sections if section.on_leaflet for block in _on_leaflet(section)]
    return bool(blocks) and isinstance(blocks[0], doc.KeyPoints)


def _on_leaflet(section: doc.Section) -> list[doc.AnyBlock]:
    """Return the blocks of a section that stand on the leaflet."""
    return [block for block in section.blocks if block.on_leaflet and not isinstance(block, doc.Slide | doc.Quiz)]


class _Arrangement(Generic[T]):
    """Sections, or the blocks of one, one under the other or in two stacks beside each other where that saves room."""

    def __init__(
        self,
        compositor: Compositor,
        things: Sequence[T],
        blocks: Callable[[T], Sequence[doc.AnyBlock]],
        drafts: Drafts[T],
        column: Column,
    ) -> None:
        """Set the things; what has no short neighbour is not set in half a column at all."""
        self._compositor = compositor
        self._things = things
        self._column = column
        self._half = halves(column)[0]
        self._drafts = drafts
        short = [is_short(compositor, blocks(thing), self._half.width) for thing in things]
        near = [fit and True in (*short[max(i - 1, 0) : i], *short[i + 1 : i + 2]) for i, fit in enumerate(short)]
        self._whole = [self._drafts.slabs(thing, column) for thing in things]
        self._parts = [
            parts_of(self._drafts.slabs(thing, self._half)) if fit else [] for thing, fit in zip(things, near, strict=True)
        ]

    @property
    def cited(self) -> frozenset[int]:
        """The numbers of the sources that the things cite."""
        return frozenset(number for slabs in self._whole for slab in slabs for number in slab.cited)

    def strips(self, pages: Pages, spacing: Spacing = FREELY) -> list[Strip]:
        """Return the best strips."""
        if not any(self._parts):
            return [Strip((index, 0), (index + 1, 0)) for index in range(len(self._things))]
        heights = [measured(slabs, parts, spacing) for slabs, parts in zip(self._whole, self._parts, strict=True)]
        return strips(heights, pages)

    def slabs(self, arranged: Sequence[Strip], spacing: Spacing = FREELY) -> list[Slab]:
        """Return the slabs of strips."""
        slabs: list[Slab] = []
        for strip in arranged:
            if strip.cut:
                slabs.append(
                    side_by_side(self._narrow(strip), strip.cut, self._column, self._compositor.left, spacing.tightness)
                )
            else:
                slabs += self._whole[strip.begin[0]]
        return slabs

    def _narrow(self, strip: Strip) -> list[Slab]:
        """Return the slabs of a strip as they stand in half a column."""
        (first, skipped), (last, some) = strip.begin, strip.end
        stack: list[Slab] = []
        for index in range(first, last + (1 if some else 0)):
            kept_parts = self._parts[index][skipped if index == first else 0 : some if index == last else None]
            stack += [slab for part in kept_parts for slab in part]
        return stack

    def adopt(self, arranged: Sequence[Strip], parent: Node) -> None:
        """Make what the strips show the last children of `parent`."""
        for strip in arranged:
            (first, skipped), (last, some) = strip.begin, strip.end
            for index in range(first + (1 if skipped else 0), last + (1 if some else 0)):
                self._drafts.adopt(self._things[index], self._half if strip.cut else self._column, parent, self._compositor)


def _section(
    drafts: Drafts[doc.AnyBlock], compositor: Compositor, section: doc.Section, parent: Node, column: Column
) -> list[Slab]:
    """Return a section: its heading and those of its blocks that stand on the leaflet, each set once at a width."""
    blocks = _on_leaflet(section)
    node = parent.add("Sect")
    match blocks[0]:
        case doc.KeyPoints() as first:
            slabs = panels.key_points(compositor, first, node, column, section.title)
            rest = blocks[1:]
        case doc.TeachBack() as first:
            slabs = panels.teach_back(compositor, first, node, column, section.title)
            rest = blocks[1:]
        case _:
            slabs = prose.heading(compositor, section.title, 2, node, column)
            rest = blocks
    if column.width < compositor.measures.column:  # a half is not halved again
        return slabs + [slab for block in rest for slab in drafts.adopt(block, column, node, compositor)]
    arrangement = _Arrangement(compositor, rest, lambda block: [block], drafts, column)
    chosen = arrangement.strips(Pages())
    arrangement.adopt(chosen, node)
    return slabs + arrangement.slabs(chosen)


def _block(compositor: Compositor, block: doc.AnyBlock, node: Node, column: Column) -> list[Slab]:
    """Return one block as slabs."""
    match block:
        case doc.Paragraph():
            return prose.paragraphs(compositor, block.phrases, node, column)
        case doc.Heading():
            return prose.heading(compositor, block.text, 3, node, column)
        case doc.BulletList() | doc.Steps():
            return prose.bullets(compositor, block, node, column)
        case doc.Table():
            return tables.table(compositor, block, node, column)
        case doc.Callout():
            return panels.callout(compositor, block, node, column)
        case doc.Image():
            return figures.image(compositor, block, node, column)
        case doc.KeyPoints():
            return panels.key_points(compositor, block, node, column)
        case doc.Glossary():
            return entries.glossary(compositor, block, node, column)
        case doc.Questions():
            return ruled.questions(compositor, block, node, column)
        case doc.Lines():
            return ruled.lines(compositor, block, node, column)
        case doc.Form():
            return tables.form(compositor, block, node, column)
        case doc.Pictogram():
            return figures.pictogram(compositor, block, node, column)
        case doc.Chart():
            return figures.chart(compositor, block, node, column)
        case doc.TeachBack():
            return panels.teach_back(compositor, block, node, column)
        case doc.Contacts():
            return entries.contacts(compositor, block, node, column)
        case doc.Support():
            return entries.support(compositor, block, node, column)
        case doc.QrCode():
            return figures.qr_code(compositor, block, node, column)
        case doc.Slide() | doc.Quiz():
            raise AssertionError(block.key)


def _without_gaps(entries_: list[OutlineEntry]) -> tuple[OutlineEntry, ...]:
    """Return the entries with no level skipped on the way down."""
    made: list[OutlineEntry] = []
    level = 0
    for entry in entries_:
        level = min(entry.level, level + 1)
        made.append(replace(entry, level=level))
    return tuple(made)
