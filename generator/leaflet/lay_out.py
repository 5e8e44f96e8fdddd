"""A Document becomes a Leaflet: every block set as slabs, slabs flowed to pages, pages furnished, the tree frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from generator.document import model as doc
from generator.leaflet import entries, figures, panels, prose, ruled, tables
from generator.leaflet.beside import Drafts, halves, is_short, pairs, side_by_side
from generator.leaflet.compositor import Compositor
from generator.leaflet.ending import ending
from generator.leaflet.flow import Flow, Sheet
from generator.leaflet.furniture import Foot, brand_band, running_header
from generator.leaflet.model import Leaflet, OutlineEntry, Page, TextLine
from generator.leaflet.prose import Column, text_slabs
from generator.leaflet.slabs import Keep, Slab, kept, spaced
from generator.leaflet.styles import measures_for, styles_for
from generator.leaflet.tree import Node, freeze
from generator.text.fonts import Fonts
from generator.text.model import SetParagraph
from generator.theme import Theme
from generator.values import replace

LITTLE = 0.4  # of a page: with less than that on the last, the leaflet is tried with less space between things
T = TypeVar("T")
TIGHTER = (0.85, 0.7)


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
    slabs = _opening(compositor, column)
    slabs += _Setting(compositor).all_sections(
        compositor, [s for s in document.sections if s.on_leaflet and _on_leaflet(s)], column
    )
    slabs += ending(compositor, column)
    left = compositor.left

    def flowed(tightness: float) -> list[Sheet]:
        flow = Flow(lambda index: top if index else first_top, foot.end, left, tightness)
        flow.add(slabs)
        return flow.sheets

    sheets = flowed(1.0)
    count = len(sheets)
    if count > 1 and sheets[-1].fill < LITTLE:
        for tightness in TIGHTER:
            tighter = flowed(tightness)
            if len(tighter) < count:
                sheets, count = tighter, len(tighter)
                break
        else:
            sheets = flowed(1.0)  # once more, for the tree remembers where its figures stand
    pages = tuple(
        Page(
            measures.width,
            measures.height,
            (*(header if sheet.index else band), *sheet.items, *foot.items(sheet.index + 1, count, sheet.cited)),
            tuple(sorted(sheet.cited)),
        )
        for sheet in sheets
    )
    _assert_whole(pages, compositor.promised)
    return Leaflet(
        pages=pages,
        structure=freeze(root),
        outline=_without_gaps([entry for sheet in sheets for entry in sheet.outline]),
        language=document.language.tag,
        direction=document.language.direction,
        title=document.title.plain,
        subject=document.objective.plain,
        provenance=document.provenance,
        page_labels=tuple(document.language.number(n + 1) for n in range(count)),
    )


def _assert_whole(pages: Sequence[Page], promised: Sequence[SetParagraph]) -> None:
    """Make sure that every line of every paragraph of the structure tree stands on just one page; a fault here is ours."""
    placed = Counter((id(item.paragraph), item.line) for page in pages for item in page.items if isinstance(item, TextLine))
    for paragraph in promised:
        for line in range(len(paragraph.lines)):
            assert placed[id(paragraph), line] == 1, f"placed {placed[id(paragraph), line]} times: {paragraph.text!r}"


def _opening(compositor: Compositor, column: Column) -> list[Slab]:
    """Return the title block: title, subtitle, and the main message as a standfirst."""
    document, styles, theme = compositor.document, compositor.styles, compositor.theme
    root = compositor.tree.root
    passage = compositor.balanced(document.title, styles.title, column.width, root.add("H1"), colour=theme.primary)
    slabs = kept(text_slabs(compositor, passage, column), Keep.FIRM)
    slabs[0] = replace(slabs[0], headings=((1, document.title.plain),))
    if document.subtitle is not None:
        subtitle = compositor.balanced(document.subtitle, styles.subtitle, column.width, root.add("P"), colour=theme.muted)
        slabs += spaced(text_slabs(compositor, subtitle, column), 2.0, 8.0)
    message = compositor.balanced(document.main_message, styles.lead, column.width, root.add("P"))
    slabs += spaced(text_slabs(compositor, message, column), 8.0, 12.0)
    return slabs


def _on_leaflet(section: doc.Section) -> list[doc.AnyBlock]:
    """Return the blocks of a section that stand on the leaflet."""
    return [block for block in section.blocks if block.on_leaflet and not isinstance(block, doc.Slide | doc.Quiz)]


class _Setting:
    """Sets the sections of one document and their blocks."""

    def __init__(self, compositor: Compositor) -> None:
        self.left = compositor.left
        self.sections = Drafts(self.section)
        self.blocks = Drafts(_block)

    def all_sections(self, compositor: Compositor, sections: list[doc.Section], column: Column) -> list[Slab]:
        """Return sections one under the other, or two short neighbours side by side where that saves room."""
        return self._stacked(
            compositor, sections, self.sections, compositor.tree.root, column, lambda one: is_short(_on_leaflet(one))
        )

    def section(self, compositor: Compositor, section: doc.Section, parent: Node, column: Column) -> list[Slab]:
        """Return a section: its heading and those of its blocks that stand on the leaflet."""
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
        return slabs + self._stacked(compositor, rest, self.blocks, node, column, lambda one: is_short([one]))

    def _stacked(
        self,
        compositor: Compositor,
        things: list[T],
        drafts: Drafts[T],
        parent: Node,
        column: Column,
        short: Callable[[T], bool],
    ) -> list[Slab]:
        """Return things one under the other, or two short neighbours side by side where that saves room."""
        slabs: list[Slab] = []
        for group in pairs(things, short, lambda thing, within: drafts.height(compositor, thing, within), column):
            places = (column,) if len(group) == 1 else halves(column)
            parts = [drafts.slabs(compositor, thing, parent, at) for thing, at in zip(group, places, strict=True)]
            slabs += parts[0] if len(parts) == 1 else [side_by_side(parts[0], parts[1], self.left)]
        return slabs


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
