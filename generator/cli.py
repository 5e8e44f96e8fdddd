"""The command line: the only place that prints, exits, or asks the clock and the environment.

Exit codes: 0 done; 2 wrong input (arguments, content, pictures; nothing was written); 3 some languages failed, the others
were written; 5 the output cannot be written; 6 another build holds the output folder; 130 interrupted. A traceback (exit 1)
is a fault of leafdeck itself.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from generator import __version__
from generator.errors import ContentError, GeneratorError, OutputError, Problem, Severity, render

if TYPE_CHECKING:
    from datetime import date

    from generator.translating import Row

COPIES: dict[str, tuple[Copy, ...]] = {
    "presenter": ("presenter",), "participant": ("participant",), "both": ("presenter", "participant"),
}  # fmt: skip
OK, WRONG_INPUT, SOME_FAILED, CANNOT_WRITE, LOCKED, INTERRUPTED = 0, 2, 3, 5, 6, 130

if TYPE_CHECKING:
    from generator.build import Copy

F = TypeVar("F", bound=Callable[..., Any])


class Group(click.Group):
    """Turns what the user can mend into lines and an exit code; our own faults keep their traceback."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run as a program that ends at once: to take a finished interpreter apart would take a tenth of a build."""
        gc.disable()  # nothing a command makes is garbage before it ends
        try:
            return super().__call__(*args, **kwargs)
        except SystemExit as end:
            with suppress(OSError):  # who reads us has gone: the interpreter knows what to say then
                print(end="", flush=True)
                if isinstance(end.code, int):
                    os._exit(end.code)
            raise

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; see the module's exit codes."""
        try:
            return super().invoke(ctx)
        except OutputError as error:
            _report(error.problems, as_json=_asked_for_json())
            locked = any(p.rule == "W06" for p in error.problems)
            sys.exit(LOCKED if locked else CANNOT_WRITE)
        except GeneratorError as error:
            _report(error.problems, as_json=_asked_for_json())
            sys.exit(WRONG_INPUT)
        except KeyboardInterrupt:
            click.echo("interrupted; finished files are whole, others were not touched", err=True)
            sys.exit(INTERRUPTED)


def _asked_for_json() -> bool:
    return "--json" in sys.argv


def _report(problems: Iterable[Problem], *, as_json: bool = False) -> None:
    """Print problems: lines on stderr for people, or one JSON document on stdout for machines."""
    problems = list(problems)
    if as_json:
        click.echo(json.dumps({"written": [], "problems": [_as_json(p) for p in problems]}, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        click.echo(render(problem), err=True)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    counts = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    if counts:
        click.echo(", ".join(counts), err=True)


def _as_json(problem: Problem) -> dict[str, object]:
    where = problem.where
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "file": where.file if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "key": where.key if where else None,
        "language": problem.language,
        "message": problem.message,
        "hint": problem.hint,
    }


def _content_argument(command: F) -> F:
    return click.argument("content", default="content.toml", type=click.Path(path_type=Path))(command)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="leafdeck")
def main() -> None:
    """One content.toml becomes a printable leaflet (PDF) and an editable teaching deck (PowerPoint).

    Start with "leafdeck init my-leaflet", edit my-leaflet/content.toml, then run "leafdeck check" and "leafdeck build" there.
    """


@main.command()
@_content_argument
@click.option("--lang", "languages", help="Languages to build, by tag: es,ar or all. Default: the list in [output].")
@click.option("--only", type=click.Choice(["leaflet", "deck"]), help="Make one of the two documents.")
@click.option("--paper", type=click.Choice(["A4", "Letter"]), help="Paper size. Default: the one in [output].")
@click.option(
    "--copy",
    "copies",
    type=click.Choice(["presenter", "participant", "both"]),
    default="presenter",
    show_default=True,
    help="The deck with notes and answers, without them, or both.",
)
@click.option("--proof", is_flag=True, help="Build what is missing, stale or unreviewed too, with visible marks.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write to. Default: output/ beside the content file.")
@click.option("--json", "as_json", is_flag=True, help="Report to standard output as JSON.")
def build(
    content: Path, languages: str | None, only: str | None, paper: str | None, copies: str, output: Path | None, *,
    proof: bool, as_json: bool,
) -> None:  # fmt: skip
    """Build the leaflet and the deck in every language asked for."""
    from generator import build as builder

    order = builder.Order(
        languages=_tags(languages),
        leaflet=only != "deck",
        deck=only != "leaflet",
        paper=paper,
        copies=COPIES[copies],
        proof=proof,
        folder=output,
        date=_source_date(),
    )
    with _Progress(quiet=as_json) as progress:
        report = builder.build(content, order, tell=progress)
    if as_json:
        click.echo(json.dumps({
            "written": [w.as_json() for w in report.written],
            "problems": [_as_json(p) for p in report.problems],
        }, ensure_ascii=False, indent=1))  # fmt: skip
    else:
        for written in report.written:
            click.echo(f"{written.path}  {written.count} {written.unit}  {written.size / 1000:.0f} kB  {written.state}")
        _report(report.problems)
        if report.failed and report.written:
            click.echo(f"not built: {', '.join(report.failed)}; what an earlier build wrote for them is untouched", err=True)
    if report.failed:
        sys.exit(SOME_FAILED if report.written else WRONG_INPUT)


def _tags(languages: str | None) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in languages.split(",") if tag.strip()) if languages else ()


def _source_date() -> str | None:
    """Return the date of SOURCE_DATE_EPOCH as ISO 8601, None if unset (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {epoch!r}"
        raise ContentError(Problem("E01", message, hint="unset it or give whole seconds")) from None


def _today() -> date:
    from datetime import datetime

    return datetime.now().astimezone().date()


class _Progress:
    """Says on a terminal which language is being made; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._status = None
        if not quiet and sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True).status("reading")

    def __enter__(self) -> Callable[[str], None]:
        if self._status is not None:
            self._status.start()
        return self.tell

    def __exit__(self, *exception: object) -> None:
        if self._status is not None:
            self._status.stop()

    def tell(self, what: str) -> None:
        """Show what is being worked on."""
        if self._status is not None:
            from rich.text import Text

            self._status.update(Text(what))


@main.command()
@_content_argument
@click.option("--lang", "languages", help="Languages to check, by tag; default all that the file names.")
@click.option("--json", "as_json", is_flag=True, help="Report to standard output as JSON.")
def check(content: Path, languages: str | None, *, as_json: bool) -> None:
    """Check the content without building: grammar, citations, variables, pictures, translations, plain language."""
    from generator import commands

    problems = commands.check(content, _tags(languages), today=_today())
    _report(problems, as_json=as_json)
    if any(p.severity is Severity.ERROR for p in problems):
        sys.exit(WRONG_INPUT)
    if not as_json and not problems:
        click.echo("no problems found; what only a person can judge is listed in the README")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start a new project in FOLDER from the sample: content.toml and assets/."""
    from generator import commands

    for path in commands.init(folder):
        click.echo(path)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="List as JSON.")
def languages(*, as_json: bool) -> None:
    """List every language: script, direction, font, and how complete its interface words are."""
    from generator import commands

    rows = commands.languages()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo("  ".join((row["tag"].ljust(12), row["script"], row["direction"], row["family"].ljust(22),
                              row["words"].ljust(22), f"{row['english_name']} / {row['autonym']}")))  # fmt: skip


@main.command()
@click.option("--lang", "languages", default="all", show_default=True, help="Languages, by tag: es,ar or all.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Folder to write to."
)
def specimen(languages: str, output: Path) -> None:
    """Write a one-page PDF per language that lets a native reader judge its type in a minute."""
    from generator import specimen as specimens

    with _Progress(quiet=False) as progress:
        for path in specimens.write(() if languages == "all" else _tags(languages), output, tell=progress):
            click.echo(path)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Report to standard output as JSON.")
def verify(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Judge finished files: a PDF against PDF/UA-1 and PDF/A-2a, a deck against Open XML and accessibility rules."""
    from generator import commands

    verdicts = [commands.verify(path) for path in files]
    if as_json:
        click.echo(json.dumps([v.as_json(_as_json) for v in verdicts], ensure_ascii=False, indent=1))
    else:
        for verdict in verdicts:
            for problem in verdict.problems:
                click.echo(render(problem), err=True)
            click.echo(f"{verdict.path}: {'fails' if verdict.failed else 'passes'} ({', '.join(verdict.judged_by)})")
    if any(v.failed for v in verdicts):
        sys.exit(WRONG_INPUT)


@main.group()
def translate() -> None:
    """Translations: beginning one, how far each is, and binding its words to the source they were made from."""


@translate.command("status")
@_content_argument
@click.option("--json", "as_json", is_flag=True, help="List as JSON.")
def translate_status(content: Path, *, as_json: bool) -> None:
    """Count the texts of each language by status: missing, stale, machine, draft, translated, reviewed."""
    from generator import translating

    rows = translating.status(content)
    if as_json:
        click.echo(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        _table(rows)


def _table(rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows):
        facts = row.as_json()
        tag, signed = str(facts.pop("language")), facts.pop("signed")
        if not number:
            click.echo("language".ljust(12) + "".join(name.rjust(12) for name in facts))
        counts = "".join(str(count or "-").rjust(12) for count in facts.values())
        click.echo(f"{tag.ljust(12)}{counts}" + (f"  {signed}" if signed else ""))


def _texts(count: int) -> str:
    return f"{count} text{'' if count == 1 else 's'}"


@translate.command("start")
@click.argument("language", metavar="LANG")
@_content_argument
def translate_start(language: str, content: Path) -> None:
    """Begin a translation into LANG: write a file with every text to translate, and name it in the content."""
    from generator import translating

    begun = translating.start(content, language)
    begun.write()
    click.echo(f"{begun.words}: {_texts(begun.texts)} to translate into {language}")
    click.echo(f"{begun.content}: [translations.{language}] names it")


@translate.command("stamp")
@click.argument("language", metavar="LANG")
@_content_argument
@click.option("--as", "level", type=click.Choice(["machine", "draft", "translated"]), required=True, help="How far they are.")
@click.option("--all", "everything", is_flag=True, help="Also texts that have not changed: you compared each with its source.")
def translate_stamp(
    language: str, content: Path, level: Literal["machine", "draft", "translated"], *, everything: bool
) -> None:
    """Bind the new and changed texts of LANG to the source as it is now: write a line of state for each."""
    from generator import translating

    change = translating.stamp_language(content, language, level, everything=everything, on=_today())
    change.write()
    click.echo(f"{change.path}: {_texts(change.written)} stamped as {level}")
    if change.left:
        click.echo(f"left stale: {_texts(change.left)} not changed since the source was; --all takes them too")


@main.command()
@click.argument("language", metavar="LANG")
@_content_argument
@click.option("--by", required=True, help="The name of the person who signs.")
@click.option("--role", help="What entitles them to: consultant rheumatologist, sworn translator ... The source needs it.")
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal, before signing.")
def sign(language: str, content: Path, by: str, role: str | None, *, yes: bool) -> None:
    """Sign every text of LANG as reviewed; if LANG is the source language, the source text as it is now.

    Any later change of a signed word, or of the source of a translation, lifts the signature again.
    """
    from generator import translating

    change = translating.sign(content, language, by=by, role=role, on=_today())
    _table([change.row])
    if not yes and sys.stdin.isatty():
        click.confirm(f"Sign {_texts(change.written)} in {language} as {by}?", abort=True)
    change.write()
    click.echo(f"{change.path}: {_texts(change.written)} signed by {by}")


@main.group()
def template() -> None:
    """PowerPoint templates: export the brand's own, or check one made elsewhere."""


@template.command("export")
@_content_argument
@click.option("--lang", "language", help="Language whose fonts and direction it carries; default the content's own.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("template.pptx"), show_default=True, help="File to write."
)
def template_export(content: Path, language: str | None, output: Path) -> None:
    """Write the template made from the brand, for a brand team to finish in PowerPoint."""
    from generator import commands

    click.echo(commands.export_template(content, language, output))


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--preview", type=click.Path(path_type=Path), help="Also write the sample's deck in this template to this file.")
def template_check(file: Path, preview: Path | None) -> None:
    """Report what a template offers: which layout serves what, what is missing, contrast and fonts."""
    from generator import commands

    lines, problems = commands.check_template(file, preview)
    for line in lines:
        click.echo(line)
    _report(problems)
    if any(p.severity is Severity.ERROR for p in problems):
        sys.exit(WRONG_INPUT)
