"""Runs the arrows from content to files, language by language; a language that fails leaves its old files untouched."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generator.assets import Project, open_project
from generator.errors import AssetError, ContentError, GeneratorError, LayoutError, OutputError, Problem, Severity
from generator.together import Beside, together
from generator.values import replace, value
from generator.writing import locked, write_atomically

if TYPE_CHECKING:
    from generator.content.model import Content
    from generator.deck.model import LayoutBoxes
    from generator.document.model import Document
    from generator.text.fonts import BrandFonts
    from generator.theme import Theme

Tell = Callable[[str], None]
ALL = "all"
Copy = Literal["presenter", "participant"]

Result = tuple["Made", list[Problem]]  # a finished file and the warnings about it


@value
class Order:
    """What to build. Empty languages mean the ones the content lists; `date` (ISO 8601) overrides the content's own."""

    languages: tuple[str, ...] = ()
    leaflet: bool = True
    deck: bool = True
    paper: str | None = None
    copies: tuple[Copy, ...] = ("presenter",)
    proof: bool = False
    folder: Path | None = None
    date: str | None = None


@value
class Made:
    """A finished file in memory."""

    name: str
    kind: str  # leaflet | deck
    language: str
    content: bytes
    count: int
    unit: str  # pages | slides
    state: str  # draft | reviewed


@value
class Written:
    """A file on disk."""

    path: Path
    kind: str
    language: str
    count: int
    unit: str
    state: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """The facts a machine wants."""
        return {"path": str(self.path), "kind": self.kind, "language": self.language, self.unit: self.count,
                "state": self.state, "bytes": self.size, "sha256": self.sha256}  # fmt: skip


@value
class Report:
    """What a build did: files written, every problem, and the languages that failed."""

    written: tuple[Written, ...]
    problems: tuple[Problem, ...]
    failed: tuple[str, ...]


# --- building ---------------------------------------------------------------------------------------------------------


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: documents are trees that live until they are written, so it would look in vain."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()
def build(content_path: Path, order: Order, *, tell: Tell = lambda _: None) -> Report:
    """Build what is ordered and write it; a language that fails leaves its old files untouched.

    Raises ContentError or AssetError if the project itself is wrong (nothing is written then), and OutputError if the
    folder cannot be written or another build holds it.
    """
    if not _one_pair(order):
        return _build(content_path, order, tell, None)
    _load_common()
    decks = Beside(_decks, _load_deck)
    try:
        return _build(content_path, order, tell, decks)
    finally:
        decks.close()


def _one_pair(order: Order) -> bool:
    """Whether one language is asked for, and both its documents: they are then made at once."""
    return len(order.languages) == 1 and order.languages != (ALL,) and order.leaflet and order.deck


def _build(content_path: Path, order: Order, tell: Tell, decks: Beside[list[Result]] | None) -> Report:
    tell("reading " + content_path.name)
    project = open_project(content_path.parent)
    content = _read(project, content_path.name, order.languages)
    if wrong := project.file_problems(content):
        raise AssetError(*project.places(content_path.name).placed(wrong))
    jobs = [_Job(*both) for both in chosen(content, order.languages).items()]
    run = _Run(project, content, order, order.folder or content_path.parent / "output")
    with locked(run.folder):
        if len(jobs) == 1:
            outcomes = _outcomes(run, jobs, tell, decks)
        else:
            _load_deck()  # before there is a child process, so that it is loaded once
            shares = [partial(_outcomes, run, jobs[0::2], tell), partial(_outcomes, run, jobs[1::2], lambda _: None)]
            outcomes = sorted((one for share in together(shares) for one in share), key=lambda one: jobs.index(one.job))
        written = tuple(w for one in outcomes for w in one.written)
        if len(jobs) > 1 and written:
            write_atomically(run.folder / "index.html", _index_page(content, written))
    problems = [p for one in outcomes for p in one.problems]
    if problems:
        problems = project.places(content_path.name).placed(problems)
    return Report(written, tuple(problems), tuple(one.job.language for one in outcomes if not one.made))


@value
class _Job:
    """One language to build, and the language of the texts it uses."""

    language: str
    text: str


@value
class _Run:
    """What all jobs of a build share."""

    project: Project
    content: Content
    order: Order
    folder: Path


@value
class _Outcome:
    """What became of a job: its files, or the problems that kept it from being made."""

    job: _Job
    written: tuple[Written, ...]
    problems: tuple[Problem, ...]
    made: bool


def _outcomes(run: _Run, jobs: list[_Job], tell: Tell, decks: Beside[list[Result]] | None = None) -> list[_Outcome]:
    """Build jobs one after the other; a child process may wait to make the decks of the only one."""
    done = []
    for job in jobs:
        tell(job.language)
        try:
            made, warnings = make(run.project, run.content, job.language, job.text, run.order, decks)
        except OutputError:
            raise
        except GeneratorError as error:
            problems = tuple(replace(p, language=p.language or job.language) for p in error.problems)
            done.append(_Outcome(job, (), problems, made=False))
        else:
            done.append(_Outcome(job, tuple(_write(run.folder, made)), tuple(warnings), made=True))
        if len(jobs) > 1:
            gc.collect(0)  # what little garbage holds itself, language by language
    return done


def _read(project: Project, name: str, asked: tuple[str, ...]) -> Content:
    """Return the content with the translations that this build needs: those asked for, and the presenter's."""
    if asked in {(), (ALL,)}:
        return project.content(name)
    content = project.content(name, asked)
    notes = content.deck.notes_language
    if notes is None or notes == content.document.language or notes in content.translations:
        return content
    return project.content(name, (*asked, notes))


def _load_common() -> None:
    """Load what leaflet and deck both need before the child process is made, so that it is loaded once."""
    import PIL.Image  # noqa: F401 - ReportLab and python-pptx both load it

    import generator.document.model
    import generator.text.paragraph
    import generator.theme  # noqa: F401


def chosen(content: Content, asked: tuple[str, ...]) -> dict[str, str]:
    """Return the languages to build, each with the language of the texts it uses: `es-419` may use those of `es`.

    Raises ContentError for each language the content has no texts for.
    """
    available = content.tags or (content.document.language, *content.translations)
    if not asked:
        asked = content.output.languages or available
    elif asked == (ALL,):
        asked = available
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for tag in asked:
        text = _text_for(tag, available)
        if text is None:
            message = f"no text in language {tag!r}; the content has {', '.join(available)}"
            problems.append(Problem("T00", message, hint=f"add [translations.{tag}] or drop it"))
        else:
            found[text if text.startswith(f"{tag}-") else tag] = text
    if problems:
        raise ContentError(*problems)
    return found


def _text_for(tag: str, available: tuple[str, ...]) -> str | None:
    """Return the language whose texts serve `tag`: itself, a wider one (RFC 4647, 3.4), or the only kind of it there is."""
    from generator.languages import lookup

    wider = tag
    while wider:
        if wider in available:
            return wider
        wider = wider.rpartition("-")[0]
    finer = [one for one in available if one.startswith(f"{tag}-")]
    base = lookup(tag).base
    return finer[0] if finer else base if base in available else None


def localized(project: Project, content: Content, language: str, text: str, order: Order) -> Document:
    """Return the document of one language, its pictures read, dated as ordered."""
    from generator.content.translations import is_signed, status_of
    from generator.document.localize import localize

    notes = content.deck.notes_language
    document = localize(
        content,
        language,
        status_of(content, text),
        notes_texts=status_of(content, notes) if notes else None,
        pictures=project.pictures(content),
        signed=is_signed(content),
        proof=order.proof,
    )
    if order.date is not None:
        document = replace(document, provenance=replace(document.provenance, date=order.date))
    return document


@_uncollected()
def make(
    project: Project, content: Content, language: str, text: str, order: Order, beside: Beside[list[Result]] | None = None
) -> tuple[list[Made], list[Problem]]:
    """Return the finished, verified files of one language, and the warnings on the way.

    `beside` is a child process that makes the decks (`_decks`) while the leaflet is made here.
    """
    from generator.checks.document import check_document
    from generator.languages import fallback_note
    from generator.text.fonts import load_fonts

    document = localized(project, content, language, text, order)
    brand = project.brand_fonts(content)
    if uncovered := check_document(document, load_fonts(document.language, brand)):
        raise LayoutError(*uncovered)
    note = fallback_note(document.language)
    warnings = [note] if note is not None and language != content.document.language else []
    task = _Task(document, brand_theme(project, content), brand, _file_name(content, document))
    results: list[Result] = []
    if order.deck:
        path = content.deck.template
        decks = _DeckTask(task, content.deck.size, order.copies, path or "", project.template(path) if path else None)
        if beside is not None:
            beside.send(decks)
    if order.leaflet:
        results.append(_leaflet(task, order.paper or content.output.paper))
    if order.deck:
        results += _decks(decks) if beside is None else beside.result()
    for _, said in results:
        warnings.extend(said)
    return [one for one, _ in results], warnings


@value
class _Task:
    """What leaflet and deck are made of; `name` is that of their files, without an ending."""

    document: Document
    theme: Theme
    brand: BrandFonts | None
    name: str


@value
class _DeckTask:
    """What else the decks of a language take: the path of their template is for messages."""

    task: _Task
    size: Literal["16:9", "4:3"]
    copies: tuple[Copy, ...]
    template_path: str
    template: bytes | None


def _leaflet(task: _Task, paper: str) -> Result:
    """Return the finished leaflet."""
    from generator.checks.pdf import verify_pdf
    from generator.leaflet.lay_out import lay_out_leaflet
    from generator.pdf.painter import paint_pdf
    from generator.text.fonts import load_fonts

    language = task.document.language
    leaflet = lay_out_leaflet(task.document, task.theme, load_fonts(language, task.brand), paper=paper)
    painted = paint_pdf(leaflet)
    warnings = _warnings(verify_pdf(painted))
    name = f"{task.name}.pdf"
    return Made(name, "leaflet", language.tag, painted, len(leaflet.pages), "pages", _state(task.document)), warnings


def _load_deck() -> None:
    """Load what makes decks, while another process still makes the document."""
    import generator.checks.deck
    import generator.deck.lay_out
    import generator.powerpoint.parts
    import generator.powerpoint.write  # noqa: F401


def _decks(order: _DeckTask) -> list[Result]:
    """Return the finished decks, one for each copy."""
    boxes = None
    if order.template is not None:
        from generator.powerpoint.their_template import read_boxes

        boxes = read_boxes(order.template, path=order.template_path)
    return [_deck(order, boxes, copy) for copy in order.copies]


def _deck(order: _DeckTask, boxes: LayoutBoxes | None, copy: Copy) -> Result:
    from generator.checks.deck import verify_deck
    from generator.deck import timing
    from generator.deck.lay_out import lay_out_deck
    from generator.powerpoint.write import write_pptx
    from generator.text.fonts import load_fonts

    task = order.task
    language = task.document.language
    fonts = load_fonts(language, task.brand)
    deck = lay_out_deck(task.document, task.theme, fonts, boxes=boxes, size=order.size, copy=copy)
    written = write_pptx(deck, order.template)
    warnings = _warnings(verify_deck(written))
    if copy == "presenter":
        warnings.extend(timing.problems(task.document, deck))
    name = f"{task.name}{'-participant' if copy == 'participant' else ''}.pptx"
    return Made(name, "deck", language.tag, written, len(deck.slides), "slides", _state(task.document)), warnings


def _warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Return the warnings; an error in a file we made ourselves is our fault, so it is raised as one."""
    warnings = []
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise AssertionError(f"a finished file breaks its own rules: {problem}")
        warnings.append(problem)
    return warnings


def _state(document: Document) -> str:
    return "draft" if document.draft else "reviewed"


def _file_name(content: Content, document: Document) -> str:
    from generator.document.variables import slug, substitute

    values = {
        "document.id": content.document.id,
        "document.version": content.document.version,
        "document.title": content.document.title,
        "lang": document.language.tag,
    }
    return slug(substitute(content.output.name, values)) + ("-DRAFT" if document.draft else "")


def brand_theme(project: Project, content: Content) -> Theme:
    """Return the theme of the content's brand, its logo read."""
    from generator.theme import make_theme

    brand = content.brand
    return make_theme(
        brand.primary,
        brand.signal,
        logo=project.picture(brand.logo) if brand.logo else None,
        logo_alt=brand.logo_alt or content.clinic.organisation,
        deck_font=brand.deck_font,
    )


# --- writing ----------------------------------------------------------------------------------------------------------


def _write(folder: Path, made: Iterable[Made]) -> Iterator[Written]:
    for one in made:
        path = folder / one.name
        write_atomically(path, one.content)
        digest = hashlib.sha256(one.content).hexdigest()
        yield Written(path, one.kind, one.language, one.count, one.unit, one.state, len(one.content), digest)


def _index_page(content: Content, written: Iterable[Written]) -> bytes:
    """Return the library page: one row a language, links to its files."""
    from jinja2 import Environment, StrictUndefined

    from generator import data
    from generator.languages import lookup

    rows: dict[str, dict[str, object]] = {}
    for one in written:
        language = lookup(one.language)
        row = rows.setdefault(one.language, {"language": language, "files": [], "state": one.state})
        row["files"].append({"name": one.path.name, "kind": one.kind, "size": f"{one.size / 1000:.0f} kB"})  # type: ignore[attr-defined]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(data.read_text("library.html"))
    return page.render(document=content.document, clinic=content.clinic, rows=list(rows.values())).encode()
