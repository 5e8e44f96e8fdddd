"""Document -> sheets: which idea gets a slide of its own, in which order, with which words for the presenter.

Opening (title, plan, objectives), the sections in their order, then the closing: summary, where to find help, words
explained, references. Blocks that only make sense on paper (lines, forms) are left to the leaflet.
"""

from __future__ import annotations

from generator.deck.model import Para, TextRun
from generator.deck.phrases import Writer, joined, with_role
from generator.deck.section_plan import PAPER_ONLY, Closing, SectionPlan, sum_known
from generator.deck.sheet import Piece, Sheet
from generator.document import model as doc
from generator.document.model import Document, Section
from generator.values import replace

NO_BREAK = "\N{NO-BREAK SPACE}"


def plan(document: Document) -> tuple[Sheet, ...]:
    """Return the sheets of the deck in their order."""
    writer = Writer(document)
    body: list[Sheet] = []
    closing = Closing()
    for section in document.sections:
        if section.on_slides:
            sheets = SectionPlan(writer, section, closing).sheets()
            (closing.help if _is_help(section) else body).extend(sheets)
    summary = _summary(writer, closing)
    help_sheets = [replace(s, pane=writer.word("section_closing")) for s in closing.help]
    last = [*summary, *help_sheets, *closing.glossary, *_references(writer)]
    return (*_opening(writer, body), *body, *last)


def _is_help(section: Section) -> bool:
    return any(isinstance(block, doc.Support) and block.on_slides for block in section.blocks)


# --- opening ----------------------------------------------------------------------------------------------------------


def _opening(writer: Writer, body: list[Sheet]) -> list[Sheet]:
    document = writer.document
    pane = writer.word("section_opening")
    sheets = [_cover(writer, pane)]
    if document.session_minutes:
        sheets.append(_session_plan(writer, pane, body))
    if document.objectives:
        title = writer.words(document.words["objectives"], key="deck.objectives")
        pieces = tuple(writer.piece(phrase, "bullet") for phrase in document.objectives)
        script = writer.script(say=(document.objective, *document.objectives))
        sheets.append(Sheet("objectives", pane, "content", title, pieces, script=script))
    return sheets


def _cover(writer: Writer, pane: str) -> Sheet:
    document = writer.document
    furniture, draft = document.furniture, document.draft
    lines: list[Piece] = []
    if document.subtitle is not None:
        lines.append(writer.piece(document.subtitle, role="lead"))
    lines.append(writer.piece(document.audience))
    facts = [furniture.organisation, furniture.version, furniture.reviewed, furniture.code]
    lines.append(writer.words(" \N{MIDDLE DOT} ".join(f for f in facts if f), role="note", key="document"))
    lines.append(writer.words(document.words["general_information"], role="note"))
    if draft is not None:
        lines.append(writer.words(draft.own, role="strong"))
        if draft.english != draft.own:
            lines.append(Piece("", (writer.foreign((TextRun(draft.english, "en"),), role="strong"),)))
    script = writer.script(say=(document.objective, document.main_message))
    return Sheet("title", pane, "title", writer.title(document.title), second=tuple(lines), script=script)


def _session_plan(writer: Writer, pane: str, body: list[Sheet]) -> Sheet:
    """Return the plan: each section by its title, with its minutes."""
    document = writer.document
    titles = {section.id: section.title for section in document.sections}
    minutes: dict[str, float] = {}
    for sheet in body:
        section = sheet.key.partition(".")[0]
        minutes[section] = minutes.get(section, 0) + (sheet.minutes or 0)
    pieces = []
    for section, spent in minutes.items():
        whole = minutes_words(document, spent).replace(" ", NO_BREAK)  # no line between a number and its unit
        time = f" \N{EN DASH}{NO_BREAK}{whole}" if spent else ""
        runs = (*writer.runs(titles[section]), *((TextRun(time, writer.tag),) if time else ()))
        pieces.append(
            Piece(titles[section].key, (replace(writer.para(titles[section], "bullet"), runs=runs),), titles[section].cited)
        )
    whole = minutes_words(document, document.session_minutes or 0)
    title = writer.words(f"{document.words['session_plan']} \N{EN DASH} {whole}", key="deck.session_minutes")
    return Sheet("plan", pane, "content", title, tuple(pieces), columns=True)


def minutes_words(document: Document, minutes: float, *, notes: bool = False) -> str:
    """Return "3 minutes" in the reader's or the presenter's language."""
    words, language = (document.notes_words, document.notes_language) if notes else (document.words, document.language)
    count = language.number(f"{minutes:g}")
    pattern = words.get("minute", words["minutes"]) if minutes == 1 else words["minutes"]
    return pattern.format(count=count)


# --- closing ----------------------------------------------------------------------------------------------------------


def _summary(writer: Writer, closing: Closing) -> list[Sheet]:
    """Return the summary: the key points, or else the objectives again."""
    pane = writer.word("section_closing")
    if not closing.summary:
        if not writer.document.objectives:
            return []
        title = writer.words(writer.document.words["summary"], key="deck.objectives")
        pieces = tuple(writer.piece(phrase, "bullet") for phrase in writer.document.objectives)
        return [Sheet("summary", pane, "content", title, pieces)]
    return [_key_points(writer, pane, section, block) for section, block in closing.summary]


def _key_points(writer: Writer, pane: str, section: Section, block: doc.KeyPoints) -> Sheet:
    title = block.slide_title or section.slide_title or block.title
    pieces = [writer.piece(phrase, "bullet") for phrase in block.items]
    if block.action is not None:
        pieces.append(with_role(writer.piece(block.action), "strong"))
    own = not any(b.on_slides and not isinstance(b, (doc.KeyPoints, *PAPER_ONLY)) for b in section.blocks)
    script = writer.script(block.notes)
    if own:  # the section is nothing but its key points, so its notes belong here
        script = joined(writer.script(section.notes, section.ask, section.answers), script)
    minutes = sum_known(section.minutes if own else None, block.minutes)
    return Sheet(block.key, pane, "content", writer.title(title), tuple(pieces), script=script, minutes=minutes)


def _references(writer: Writer) -> list[Sheet]:
    """Return the full list of sources: left to right, each in its own language."""
    document = writer.document
    if not document.sources:
        return []
    pieces = tuple(
        Piece(
            f"reference.{source.key}",
            (Para((TextRun(f"{source.number}. ", source.language), *_source_runs(source))),),
        )
        for source in document.sources
    )
    title = writer.words(document.words["references"], key="reference")
    return [Sheet("references", writer.word("section_closing"), "references", title, pieces, scripted=False)]


def _source_runs(source: doc.Source) -> tuple[TextRun, ...]:
    return tuple(TextRun(t.text, t.language or source.language, t.strong, t.href) for t in source.full)
