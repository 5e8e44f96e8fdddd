"""Issue of the deck: no findings in any language, size and copy, templates of others, quick and linear writing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import test_their_template as theirs
from audit import findings
from sample_deck import long_deck, sample_deck

from figures import sample
from figures.clock import compared, least
from figures.report import Figure, at_most, none_of, skipped
from generator.checks.deck import verify_deck
from generator.deck.lay_out import lay_out_deck
from generator.deck.model import Deck
from generator.document.model import Document
from generator.errors import GeneratorError, Severity
from generator.powerpoint.their_template import read_boxes
from generator.powerpoint.write import write_pptx
from generator.text.fonts import load_fonts

TITLE = "The deck"
SIZES, COPIES = ("16:9", "4:3"), ("presenter", "participant")


def figures(*, quick: bool) -> Iterator[Figure]:
    """Yield the figures about decks."""
    tags = [*sample.texts()][:: 4 if quick else 1]
    faults = [
        f"{tag} {size} {copy}: {fault}" for tag in tags for size in SIZES for copy in COPIES for fault in wrong(tag, size, copy)
    ]
    tried = f"{len(tags)} languages x 2 sizes x 2 copies"
    yield none_of("findings of openxml-audit and of our own checks", faults, tried)
    yield from _templates(quick=quick)
    yield from _speed(quick=quick)


def deck(tag: str, size: str = "16:9", copy: str = "presenter") -> bytes:
    """Return the sample's deck as a file."""
    return write_pptx(lay_out_deck(sample.document(tag), sample.theme(), sample.fonts(tag), size=size, copy=copy))


def wrong(tag: str, size: str, copy: str) -> list[str]:
    """Return what openxml-audit and our own checks find, warnings included, or why the deck cannot be laid out."""
    try:
        data = deck(tag, size, copy)
    except GeneratorError as error:
        return [f"cannot be laid out: {error.problems[0]}"]
    return [*findings(data), *map(str, verify_deck(data))]


# --- templates of others ----------------------------------------------------------------------------------------------


def _templates(*, quick: bool) -> Iterator[Figure]:
    templates = {"python-pptx": theirs.python_pptx(), **({} if quick else impress())}
    faults = {name: [*_on_template(name, data)] for name, data in templates.items()}
    clean = [name for name in templates if not faults[name]]
    others = [f"{name}: {len(found)}, first {found[0]}" for name, found in faults.items() if found]
    name = "templates of others with 0 new findings, no overlap, no box off the slide, sample deck in en and ar"
    measured = f"{len(clean)} of {len(templates)}" + (f" (not {'; '.join(others)})" if others else "")
    if len(templates) < 8:
        yield skipped(name, ">= 8", f"{measured}; LibreOffice Impress has more")
    else:
        yield Figure(name, ">= 8", measured, len(clean) >= 8)


def impress() -> dict[str, bytes]:
    """Return LibreOffice's own presentation templates as .pptx, none where they are not installed."""
    office, sources = shutil.which("soffice"), sorted(theirs.IMPRESS.glob("*.otp"))
    if office is None or not sources:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, "--headless", profile, "--convert-to", "pptx", "--outdir", folder, *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return {path.stem: path.read_bytes() for path in Path(folder).glob("*.pptx")}


def _on_template(name: str, template: bytes) -> Iterator[str]:
    """Yield what is wrong with the sample's deck on a template, beyond what was wrong with the template."""
    before = set(findings(template))
    try:
        boxes = read_boxes(template, path=name)
    except GeneratorError as error:
        yield f"refused: {error.problems[0]}"
        return
    yield from theirs.separate(boxes)
    for tag in [*sample.texts()][:1] + [tag for tag in sample.texts() if tag == "ar"]:
        try:
            made = write_pptx(lay_out_deck(sample.document(tag), sample.theme(), sample.fonts(tag), boxes=boxes), template)
        except GeneratorError as error:
            yield f"{tag} cannot be laid out: {error.problems[0]}"
            continue
        yield from (f"{tag}: {finding}" for finding in findings(made) if finding not in before)
        yield from (f"{tag}: {problem}" for problem in verify_deck(made) if problem.severity is Severity.ERROR)


# --- speed ------------------------------------------------------------------------------------------------------------


def _speed(*, quick: bool) -> Iterator[Figure]:
    slides = sample_deck()
    assert len(slides.slides) == 16
    yield at_most("16 slides with notes, table, chart, picture written, warm, CPU", 40, _cost(slides), " ms")
    tag = next(iter(sample.texts()))
    document, theme, fonts = sample.document(tag), sample.theme(), sample.fonts(tag)
    count = len(lay_out_deck(document, theme, fonts).slides)
    cost = 1000 * least(lambda: write_pptx(lay_out_deck(document, theme, fonts)), 8) * 16 / count
    yield at_most(
        "16 slides laid out and written, warm, CPU",
        40,
        cost,
        " ms",
        note=f" (the sample's {count} slides: {cost * count / 16:.0f} ms)",
    )
    if not quick:
        hundred, thousand = long_deck(100), long_deck(1000)
        dear, cheap = compared((partial(write_pptx, thousand), partial(write_pptx, hundred)), 7)
        ratio = dear / cheap
        yield at_most("1,000 slides / 100 slides, written, CPU", 11, ratio, "")
        works = [partial(_laid_out, _repeated(tag, times)) for times in (6, 60)]
        small, large = (len(work().slides) for work in works)
        cheap, dear = compared(works, 7)
        ratio = 10 * (dear / large) / (cheap / small)
        note = f" (measured with {small} and {large} slides)"
        yield at_most("1,000 slides / 100 slides, laid out and written, CPU", 11, ratio, "", note=note)


def _repeated(tag: str, times: int) -> Document:
    """Return the sample with its sections over and over."""
    document = sample.document(tag)
    again = (replace(section, id=f"{section.id}-{turn}") for turn in range(times) for section in document.sections)
    return replace(document, sections=tuple(again), session_minutes=None)


def _laid_out(document: Document) -> Deck:
    """Lay out a document and write it; return the deck."""
    deck = lay_out_deck(document, sample.theme(), load_fonts(document.language))
    write_pptx(deck)
    return deck


def _cost(slides: Deck, times: int = 7) -> float:
    """Return the CPU of writing a deck, in ms."""
    return 1000 * least(lambda: write_pptx(slides), times)
