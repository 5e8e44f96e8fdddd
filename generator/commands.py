"""What the command line offers besides building: check, list, start a project, judge finished files, templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator import data
from generator.assets import Project, open_project, read_finished
from generator.build import ALL, Order, brand_theme, chosen, localized
from generator.errors import AssetError, ContentError, GeneratorError, Place, Problem, Severity
from generator.values import replace, value
from generator.writing import make_folder, write_atomically

if TYPE_CHECKING:
    from datetime import date

    from generator.content.model import Content
    from generator.powerpoint.their_template import TemplateReport

UNREADABLE = {"S07", "S08", "S09"}  # a file that cannot be parsed at all
NOT_IN_A_PROJECT = ("assets/readme/", "assets/source/")


def check(content_path: Path, languages: tuple[str, ...], *, today: date) -> list[Problem]:
    """Return every problem of a project, errors and warnings, without building."""
    from generator.checks.content import check_content

    name = content_path.name
    project = open_project(content_path.parent)
    try:
        content = project.content(name, languages or None)
    except ContentError as error:
        places = project.places(name) if error.problems[0].rule not in UNREADABLE else None
        files = places.placed(project.file_problems(places.raw)) if places else []
        return in_order([*error.problems, *files])
    if wrong := project.file_problems(content):
        return project.places(name).placed(wrong)
    problems = list(check_content(content, today=today))
    for language, text in chosen(content, languages or (ALL,)).items():
        problems.extend(_check_language(project, content, language, text))
    return project.places(name).placed(_said_once(problems)) if problems else []


def _said_once(problems: list[Problem]) -> list[Problem]:
    """Drop the warning that a text is missing or stale where the same is an error because it stops the build."""
    stops = {
        (p.language, p.where.key) for p in problems if p.rule in {"T14", "T15"} and p.severity is Severity.ERROR and p.where
    }
    return [
        p for p in problems
        if not (p.severity is Severity.WARNING and p.rule in {"T02", "T14"} and p.where and (p.language, p.where.key) in stops)
    ]  # fmt: skip


def in_order(problems: list[Problem]) -> list[Problem]:
    """Return the problems by file, in the order the files were first named, and by line and column."""
    files = list(dict.fromkeys(p.where.file if p.where else "" for p in problems))
    return sorted(problems, key=lambda p: _position(p, files))


def _position(problem: Problem, files: list[str]) -> tuple[int, int, int]:
    where = problem.where or Place("")
    return files.index(where.file), where.line or 0, where.column or 0


def _check_language(project: Project, content: Content, language: str, text: str) -> list[Problem]:
    """Return what would stop or mark a build in this language: missing, stale and unreviewed texts, uncovered characters."""
    from generator.checks.document import check_document
    from generator.text.fonts import load_fonts

    try:
        document = localized(project, content, language, text, Order())
        fonts = load_fonts(document.language, project.brand_fonts(content))
    except GeneratorError as error:
        return [replace(p, language=p.language or language) for p in error.problems]
    return [replace(p, language=p.language or language) for p in check_document(document, fonts)]


def languages() -> list[dict[str, str]]:
    """Return one row for each supported language."""
    from generator.document.locales import interface_words, word_keys
    from generator.languages import all_languages

    rows = []
    for language in all_languages():
        wording = interface_words(language)
        lacking = len(wording.missing)
        state = "complete" if not lacking else "partial" if lacking < len(word_keys()) else "none"
        rows.append({
            "tag": language.tag, "english_name": language.english_name, "autonym": language.autonym, "script": language.script,
            "direction": language.direction, "family": language.family,
            "words": f"{state}, {wording.status}" if wording.status else state,
        })  # fmt: skip
    return rows


def init(folder: Path) -> list[Path]:
    """Copy the sample project into a new folder and return the files. Raises AssetError if it has a content.toml already."""
    if (folder / "content.toml").exists():
        problem = Problem(
            "A09", "there is a project here already", Place(str(folder / "content.toml")), "choose another folder"
        )
        raise AssetError(problem)
    written = []
    for name, content in sample():
        path = folder / name
        make_folder(path.parent)
        write_atomically(path, content)
        written.append(path)
    return written


def sample() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the sample project: path inside the project, bytes."""
    root = data.sample_root()
    names = ["content.toml", *sorted(p.relative_to(root).as_posix() for p in (root / "assets").rglob("*") if p.is_file())]
    for name in names:
        if not name.startswith(NOT_IN_A_PROJECT):
            yield name, (root / name).read_bytes()


@value
class Verdict:
    """What was found in a finished file, and who looked."""

    path: Path
    problems: tuple[Problem, ...]
    judged_by: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether the file breaks a rule."""
        return any(p.severity is Severity.ERROR for p in self.problems)

    def as_json(self, problem: Callable[[Problem], dict[str, object]]) -> dict[str, object]:
        """Return the facts a machine wants."""
        return {"path": str(self.path), "passes": not self.failed, "judged_by": list(self.judged_by),
                "problems": [problem(p) for p in self.problems]}  # fmt: skip


def verify(path: Path) -> Verdict:
    """Judge a finished PDF or PPTX. Raises AssetError for a file that is neither, or cannot be read."""
    content = read_finished(path)
    if content.startswith(b"%PDF"):
        from generator.checks.pdf import judges, verify_pdf

        found, judged_by = verify_pdf(content, external=True), judges()
    elif content.startswith(b"PK"):
        from generator.checks.deck import verify_deck

        found, judged_by = verify_deck(content), ("leafdeck",)
    else:
        raise AssetError(
            Problem("A08", "expected a PDF or a PPTX file", Place(str(path)), "name the .pdf and .pptx files of output/")
        )
    return Verdict(path, tuple(replace(p, where=_in_file(path, p.where)) for p in found), judged_by)


def _in_file(path: Path, where: Place | None) -> Place:
    return Place(str(path)) if where is None else replace(where, file=f"{path}!{where.file}")


def export_template(content_path: Path, language: str | None, output: Path) -> Path:
    """Write the PowerPoint template made from the brand, for a brand team to finish."""
    from generator.deck.boxes import default_boxes
    from generator.languages import lookup
    from generator.powerpoint.template import export_template as template_of

    project = open_project(content_path.parent)
    content = project.content(content_path.name, ())
    spoken = lookup(language or content.document.language)
    boxes = default_boxes(content.deck.size, spoken.direction)
    theme = brand_theme(project, content)
    write_atomically(output, template_of(theme, boxes, spoken.tag, spoken.script, rtl=spoken.rtl))
    return output


def check_template(path: Path, preview: Path | None) -> tuple[list[str], tuple[Problem, ...]]:
    """Return what a template offers, one line a fact, and what is wrong with it; write a preview deck if asked."""
    from generator.powerpoint.their_template import check_template as report_on

    content = read_finished(path)
    report = report_on(content, path=str(path))
    if preview is not None and not any(p.severity is Severity.ERROR for p in report.problems):
        write_atomically(preview, _preview(content, path))
    return list(_report_lines(report)), report.problems


def _report_lines(report: TemplateReport) -> Iterator[str]:
    yield f"slides {report.width / 72:.2f} x {report.height / 72:.2f} in; fonts: {', '.join(report.fonts) or 'none named'}"
    for one in report.mapped:
        sizes = ", ".join(f"{role} {size:g} pt" for role, size in report.sizes.get(one.purpose, {}).items())
        added = f"; added: {', '.join(one.added)}" if one.added else ""
        yield f"{one.purpose}: layout {one.layout!r} ({one.how}); {sizes}{added}"
    yield "usable" if report.usable else "not usable"


def _preview(template: bytes, path: Path) -> bytes:
    """Return the sample's deck in the template."""
    from generator.deck.lay_out import lay_out_deck
    from generator.powerpoint.their_template import read_boxes
    from generator.powerpoint.write import write_pptx
    from generator.text.fonts import load_fonts

    project = open_project(data.sample_root())
    content = project.content("content.toml", ())
    document = localized(project, content, content.document.language, content.document.language, Order())
    fonts = load_fonts(document.language)
    deck = lay_out_deck(document, brand_theme(project, content), fonts, boxes=read_boxes(template, path=str(path)))
    return write_pptx(deck, template)
