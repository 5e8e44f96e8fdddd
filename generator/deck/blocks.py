"""One block of the document -> what it puts on a slide: pieces of text, cards, a grid, a figure."""

from __future__ import annotations

from typing import Literal

from generator.deck.model import Para, TextRun
from generator.deck.phrases import Writer
from generator.deck.sheet import Card, Figure, Grid, Piece
from generator.document import model as doc
from generator.document.model import AnyBlock, Phrase
from generator.values import replace


def pieces(writer: Writer, block: AnyBlock) -> list[Piece]:
    """Return the text of a block that is nothing but text."""
    match block:
        case doc.Paragraph():
            return [writer.piece(phrase) for phrase in block.slide or block.phrases]
        case doc.Heading():
            return [writer.piece(block.text, role="strong", lead=True)]
        case doc.BulletList():
            return _intro(writer, block.intro) + [writer.piece(p, "bullet") for p in block.slide_items or block.items]
        case doc.Steps():
            steps = block.slide_items or block.items
            return _intro(writer, block.intro) + [writer.piece(p, "number", start=n) for n, p in enumerate(steps, 1)]
        case doc.Questions():
            return _intro(writer, block.intro) + [writer.piece(p, "bullet") for p in block.items]
        case doc.Contacts():
            return _intro(writer, block.intro) + [writer.contact(entry) for entry in block.entries]
        case doc.Support():
            return _intro(writer, block.intro) + [writer.organisation(entry) for entry in block.entries]
    raise AssertionError(f"{type(block).__name__} is not a block of text")


def full_form(block: AnyBlock) -> tuple[Phrase, ...]:
    """Return the leaflet's words where the slide shows a short form instead: the presenter says them."""
    match block:
        case doc.Paragraph() if block.slide:
            return block.phrases
        case doc.BulletList() | doc.Steps() if block.slide_items:
            return block.items
    return ()


def callout(writer: Writer, block: doc.Callout) -> Card:
    """Return a callout as a card: its kind in words and its title, then its text and items."""
    word = TextRun(f"{block.word} \N{MIDDLE DOT} ", writer.tag, strong=True)
    head = writer.piece(block.title, role="strong")
    own = writer.direction(block.title.language) == writer.language.direction
    runs = (word, *head.paras[0].runs) if own else head.paras[0].runs
    head = replace(head, paras=(replace(head.paras[0], runs=runs),), lead=True)
    body = [writer.piece(p) for p in block.text] + [writer.piece(p, "bullet") for p in block.items]
    fill: Literal["tint", "signal"] = "signal" if block.kind == "emergency" else "tint"
    return Card(block.key, head, tuple(body), fill, f"{block.word}: {block.title.plain}", block.kind)


def options(writer: Writer, block: doc.Quiz) -> list[Card]:
    """Return the lettered options of a quiz as cards."""
    cards = []
    for index, phrase in enumerate(block.options):
        piece = writer.piece(phrase)
        letter = Para((TextRun(writer.letter(index), writer.tag, strong=True),), direction=writer.language.direction)
        cards.append(Card(phrase.key, None, (piece,), "tint", writer.letter(index), badge=letter))
    return cards


def prompts(writer: Writer, block: doc.TeachBack) -> tuple[tuple[Piece, ...], tuple[Card, ...]]:
    """Return what introduces a teach-back, and each of its prompts as a card."""
    cards = tuple(Card(phrase.key, None, (writer.piece(phrase),), "tint", phrase.plain) for phrase in block.prompts)
    return tuple(_intro(writer, block.intro)), cards


def answer(writer: Writer, block: doc.Quiz) -> tuple[Para, ...]:
    """Return the answer as the presenter reads it: letter and option, then why."""
    right = block.options[block.answer]
    letter = TextRun(f"{writer.letter(block.answer)}. ", writer.tag, strong=True)
    return (replace(writer.para(right), runs=(letter, *writer.runs(right))), writer.para(block.explanation))


def answer_cited(block: doc.Quiz) -> tuple[int, ...]:
    """Return the sources cited in a quiz's answer."""
    return tuple(sorted({*block.options[block.answer].cited, *block.explanation.cited}))


def grid(writer: Writer, block: doc.Table) -> Grid:
    """Return a table as cells: bold header row, bold first column."""
    header = tuple(writer.piece(phrase, role="strong") for phrase in block.columns)
    rows = tuple(
        tuple(writer.piece(phrase, role="body" if column else "strong") for column, phrase in enumerate(row))
        for row in block.rows
    )
    return Grid(header, rows, block.numeric, block.caption.plain)


def figure(writer: Writer, block: doc.Image | doc.Chart | doc.Pictogram | doc.QrCode) -> Figure:
    """Return a figure with its caption; a pictogram's sentence stands in the body instead."""
    match block:
        case doc.Image():
            caption = writer.piece(block.caption) if block.caption else None
            return Figure(block, caption, tuple(writer.piece(label.text) for label in block.labels))
        case doc.Chart():
            return Figure(block, writer.piece(block.caption))
        case doc.QrCode():
            text = writer.piece(block.text)
            address = writer.foreign((TextRun(block.address, "en", href=block.url),))
            return Figure(block, replace(text, paras=(*text.paras, address)))
        case doc.Pictogram():
            return Figure(block)


def term(writer: Writer, entry: doc.GlossaryEntry) -> Piece:
    """Return a glossary entry as one paragraph: the term, its full form, its meaning."""
    runs = [*writer.runs(entry.term, strong=True)]
    cited = {*entry.term.cited, *entry.meaning.cited}
    if entry.expansion is not None:
        runs += [TextRun(" (", writer.tag), *writer.runs(entry.expansion), TextRun(")", writer.tag)]
        cited |= set(entry.expansion.cited)
    runs += [TextRun(" \N{EN DASH} ", writer.tag), *writer.runs(entry.meaning)]
    para = writer.para(entry.term)
    return Piece(entry.term.key, (replace(para, runs=tuple(runs)),), tuple(sorted(cited)))


def _intro(writer: Writer, intro: Phrase | None) -> list[Piece]:
    return [] if intro is None else [writer.piece(intro, lead=True)]
