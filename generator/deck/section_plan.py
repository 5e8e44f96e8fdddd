"""One section -> sheets: its blocks gathered into slides, one idea each, with what belongs at the deck's end set aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.deck import blocks
from generator.deck.phrases import Writer, joined
from generator.deck.sheet import Card, Figure, Piece, Script, Sheet
from generator.document import model as doc
from generator.document.model import AnyBlock, Section
from generator.values import replace

PAPER_ONLY = (doc.Lines, doc.Form)
CARDS_ON_A_SLIDE = 2


@dataclass(slots=True)
class Closing:
    """What sections leave for the end of the deck."""

    summary: list[tuple[Section, doc.KeyPoints]] = field(default_factory=list)
    help: list[Sheet] = field(default_factory=list)
    glossary: list[Sheet] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A sheet while its blocks are gathered."""

    key: str
    title: Piece
    pieces: list[Piece] = field(default_factory=list)
    figure: Figure | None = None
    cards: list[Card] = field(default_factory=list)
    script: Script = field(default_factory=Script)
    minutes: float = 0

    @property
    def empty(self) -> bool:
        """Whether nothing has been gathered yet."""
        return not (self.pieces or self.figure or self.cards)


class SectionPlan:
    """Gathers the blocks of one section into sheets."""

    def __init__(self, writer: Writer, section: Section, closing: Closing) -> None:
        """Plan `section`; what belongs at the end goes to `closing`."""
        self._writer = writer
        self._section = section
        self._closing = closing
        self._sheets: list[Sheet] = []
        self._pane = section.title.plain
        self._title = writer.title(section.slide_title or section.title)
        self._draft = Draft(section.id, self._title)
        self._questions = 0
        self._summed_up = False

    def sheets(self) -> list[Sheet]:
        """Return the section's sheets; its own notes and minutes stand with the first."""
        section = self._section
        for block in section.blocks:
            if block.on_slides and not isinstance(block, PAPER_ONLY):
                self._add(block)
        self._flush()
        if not self._sheets and not self._summed_up and section.slide_title is not None:
            self._sheets.append(Sheet(section.id, self._pane, "key-message", self._title))
        if self._sheets:
            first = self._sheets[0]
            script = joined(self._writer.script(section.notes, section.ask, section.answers), first.script)
            minutes = sum_known(section.minutes, first.minutes)
            self._sheets[0] = replace(first, script=script, minutes=minutes)
        return self._sheets

    def _add(self, block: AnyBlock) -> None:
        if isinstance(block, doc.KeyPoints):
            self._closing.summary.append((self._section, block))
            self._summed_up = True
            return
        if isinstance(block, doc.Glossary):
            self._closing.glossary.append(self._glossary(block))
            return
        alone = self._alone(block)
        if alone is not None:
            self._flush()
            self._sheets.append(alone)
            return
        if block.slide_title is not None or not self._has_room(block):
            self._flush()
            title = self._writer.title(block.slide_title) if block.slide_title else self._title
            self._draft = Draft(block.key, title)
        self._gather(block)
        self._draft.script = joined(self._draft.script, self._script(block))
        self._draft.minutes += block.minutes or 0

    def _has_room(self, block: AnyBlock) -> bool:
        """Whether the slide being gathered may take `block` too."""
        draft = self._draft
        if isinstance(block, doc.Callout):
            return draft.figure is None and len(draft.cards) < CARDS_ON_A_SLIDE
        if isinstance(block, doc.Image | doc.Chart | doc.Pictogram | doc.QrCode):
            return draft.figure is None and not draft.cards
        return not draft.cards

    def _gather(self, block: AnyBlock) -> None:
        writer, draft = self._writer, self._draft
        if isinstance(block, doc.Callout):
            draft.cards.append(blocks.callout(writer, block))
        elif isinstance(block, doc.Image | doc.Chart | doc.Pictogram | doc.QrCode):
            draft.figure = blocks.figure(writer, block)
            if isinstance(block, doc.Pictogram):
                draft.pieces.append(writer.piece(block.text))
        else:
            draft.pieces.extend(blocks.pieces(writer, block))

    def _script(self, block: AnyBlock) -> Script:
        """Return the block's notes; the leaflet's full words are spoken where the slide shows a short form."""
        return self._writer.script(say=(*block.notes, *blocks.full_form(block)))

    def _alone(self, block: AnyBlock) -> Sheet | None:
        """Return the sheet of a block that never shares one."""
        writer = self._writer
        own_title = writer.title(block.slide_title) if block.slide_title else None
        match block:
            case doc.Slide():
                return self._slide(block)
            case doc.Table():
                sheet = self._sheet(block, own_title or self._title)
                return replace(sheet, pieces=(writer.piece(block.caption),), grid=blocks.grid(writer, block))
            case doc.TeachBack():
                sheet = self._sheet(block, own_title or (self._title if self._untitled else self._teach_back_title()))
                intro, prompts = blocks.prompts(writer, block)
                return replace(sheet, pieces=intro, cards=prompts)
            case doc.Quiz():
                return self._quiz(block, own_title)
        return None

    @property
    def _untitled(self) -> bool:
        """Whether no sheet of this section bears its title yet."""
        return not self._sheets and self._draft.empty

    def _teach_back_title(self) -> Piece:
        return self._writer.words(self._writer.document.words["teach_back"], key=self._section.id)

    def _sheet(self, block: AnyBlock, title: Piece) -> Sheet:
        return Sheet(block.key, self._pane, "content", title, script=self._script(block), minutes=block.minutes)

    def _slide(self, block: doc.Slide) -> Sheet:
        writer = self._writer
        texts = tuple(writer.piece(phrase) for phrase in block.text)
        items = tuple(writer.piece(phrase, "bullet") for phrase in block.items)
        script = writer.script(block.notes, block.ask, block.answers)
        sheet = Sheet(block.key, self._pane, block.layout, writer.title(block.title), script=script, minutes=block.minutes)
        if block.layout == "section":
            return replace(sheet, second=texts + items)
        return replace(sheet, pieces=texts + items)

    def _quiz(self, block: doc.Quiz, title: Piece | None) -> Sheet:
        writer = self._writer
        self._questions += 1
        number = writer.language.number(self._questions)
        short = writer.words(writer.word("question", number=number), key=block.key)
        question = writer.title(block.question)
        script = writer.script(block.notes, answer=blocks.answer(writer, block), answer_cited=blocks.answer_cited(block))
        return Sheet(
            block.key, self._pane, "content",
            title or question,
            (question,) if title else (),
            cards=tuple(blocks.options(writer, block)),
            script=script,
            minutes=block.minutes,
            short_title=None if title else short,
        )  # fmt: skip

    def _glossary(self, block: doc.Glossary) -> Sheet:
        writer = self._writer
        title = writer.title(block.slide_title or self._section.slide_title or self._section.title)
        pieces = tuple(blocks.term(writer, entry) for entry in block.entries)
        script = writer.script(block.notes)
        return Sheet(block.key, writer.word("section_closing"), "content", title, pieces, script=script, minutes=block.minutes)

    def _flush(self) -> None:
        draft = self._draft
        if not draft.empty:
            self._sheets.append(
                Sheet(
                    draft.key, self._pane, "content", draft.title, tuple(draft.pieces), figure=draft.figure,
                    cards=tuple(draft.cards), script=draft.script, minutes=draft.minutes or None,
                )
            )  # fmt: skip
        self._draft = Draft(f"{self._section.id}.{len(self._sheets) + 1}", self._title)


def sum_known(*minutes: float | None) -> float | None:
    """Return the sum of the minutes that are given, None if none are."""
    known = [m for m in minutes if m is not None]
    return sum(known) if known else None
