"""Issue of the main job: a cold build beside the floor, a warm pair of documents, memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from seen import texts as slide_texts

from figures import floor, sample
from figures.clock import least, spread, timed
from figures.report import Figure, at_most, skipped
from generator import build, data
from generator.build import Order, localized
from generator.checks.deck import verify_deck
from generator.checks.document import check_document
from generator.checks.pdf import verify_pdf
from generator.deck.lay_out import lay_out_deck
from generator.leaflet.lay_out import lay_out_leaflet
from generator.pdf.painter import paint_pdf
from generator.powerpoint.write import write_pptx
from generator.text.fonts import load_fonts

TITLE = "Speed and memory of a build"
HERE = Path(__file__).parent
FIVE = ("en", "es", "ar", "hi", "zh-Hans")
WARM_SHARE = 1.25  # 100 ms, as promised, where the bare script takes 80 once warm


def figures(*, quick: bool) -> Iterator[Figure]:
    """Yield the figures about time and memory."""
    yield from _cold(3 if quick else 15)
    yield from _warm(3 if quick else 7)
    yield from _memory()


def measured(commands: list[list[str]], rounds: int, *, watch: bool = False) -> list[list[dict[str, float]]]:
    """Run commands in turns through the launcher and return what each used, round by round."""
    request = {"commands": commands, "rounds": rounds, "environment": sample.ENVIRONMENT, "watch": watch}
    launcher = [sys.executable, "-I", "-S", str(HERE / "launcher.py")]
    done = subprocess.run(launcher, input=json.dumps(request), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    failed = [command for command, one in zip(commands, found[0], strict=True) if one["status"] != 0]
    if failed:
        raise RuntimeError(f"{failed[0]} failed: {done.stderr}")
    return found


def leafdeck(*arguments: str) -> list[str]:
    """Return the installed command, or the module where it is not installed."""
    installed = Path(sys.executable).with_name("leafdeck")
    return [str(installed), *arguments] if installed.exists() else [sys.executable, "-m", "generator", *arguments]


def _cold(rounds: int) -> Iterator[Figure]:
    """Run the command and the floor from process start, in turns, the first turn uncounted."""
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.json"
        words.write_text(json.dumps(same_words()), encoding="utf-8")
        ours = leafdeck("build", str(sample.ROOT / "content.toml"), "--lang", "en", "--output", folder)
        floor = [sys.executable, str(HERE / "floor.py"), str(words), folder]
        turns = measured([ours, floor], rounds + 1)[1:]
    spent = imported()
    name = "cold `leafdeck build --lang en` / bare script, "
    wall, cpu = (_beside(turns, kind) for kind in ("wall", "cpu"))
    yield at_most(f"{name}wall clock", 1.3, wall[0], "", note=wall[1], hint=spent)
    yield Figure(f"{name}CPU of all its processes", "-", f"{cpu[0]:.2f}{cpu[1]}", None)


def _beside(turns: list[list[dict[str, float]]], kind: str) -> tuple[float, str]:
    """Return how much more the first command of each turn used than the second, and what both used in words."""
    took = [1000 * median(turn[index][kind] for turn in turns) for index in (0, 1)]
    return median(a[kind] / b[kind] for a, b in turns), f" ({took[0]:.0f} / {took[1]:.0f} ms)"


def imported() -> str:
    """Return what a cold build spends on imports, in ms by package, dearest first, as Python itself counts it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "generator",
            "build",
            str(sample.ROOT / "content.toml"),
            "--lang",
            "en",
        ]
        done = subprocess.run(
            [*command, "--output", folder], env=sample.ENVIRONMENT, capture_output=True, text=True, check=True
        )
    costs: Counter[str] = Counter()
    for own, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr):
        costs[name.partition(".")[0]] += int(own)
    parts = ", ".join(f"{name} {cost / 1000:.0f}" for name, cost in costs.most_common(8))
    return f"imports {costs.total() / 1000:.0f} ms in all processes, by `python -X importtime` (which slows them): {parts}"


def same_words() -> dict[str, object]:
    """Return the words of the English leaflet and deck, for the floor to write."""
    tag = next(iter(sample.texts()))
    deck = lay_out_deck(sample.document(tag), sample.theme(), sample.fonts(tag))
    slides = []
    for slide in deck.slides:
        title, *lines = slide_texts(slide)
        more = [*(para.plain for para in slide.citations), "".join(run.text for run in deck.footer)]
        slides.append([title, [*lines, *more], "\n".join(para.plain for para in slide.notes)])
    fonts = {weight: str(data.path(f"fonts/noto-sans/NotoSans-{weight.title()}.ttf")) for weight in ("regular", "bold")}
    return {
        "paragraphs": ["".join(lines) for lines in sample.occurrences(sample.leaflet(tag).leaflet)],
        "slides": slides,
        **fonts,
    }


def _warm(rounds: int) -> Iterator[Figure]:
    """Make both documents of each language again and again in this process, as the command does, checks included.

    First one language after the other, each in turns with the bare script, which says how fast the machine is just then;
    then all of them in turns, as in a batch, where what is remembered of one text has made room for the others before it
    comes again.
    """
    tasks = {
        tag: partial(build.make, sample.project(), sample.content(), tag, text, Order()) for tag, text in sample.texts().items()
    }
    words = same_words()
    floor.register(words)
    with tempfile.TemporaryDirectory() as folder:
        costs = spread({tag: (task, partial(floor.write, words, folder)) for tag, task in tasks.items()}, rounds)
    again = {tag: 1000 * own for tag, (own, _) in costs.items()}
    beside = {tag: own / bare for tag, (own, bare) in costs.items()}
    turns = [{tag: 1000 * timed(task) for tag, task in tasks.items()} for _ in range(max(2, rounds // 2))]
    batch = {tag: min(turn[tag] for turn in turns) for tag in tasks}
    five = [tag for tag in tasks if tag in FIVE or tag.partition("-")[0] in FIVE]
    worst, slowest = max(five, key=again.__getitem__), max(five, key=beside.__getitem__)
    bare = 1000 * min(bare for _, bare in costs.values())
    every = ", ".join(f"{tag} {cost:.0f}" for tag, cost in again.items())
    name = "warm language pair, checks included, CPU, "
    hint = f"{every}; one after the other, stage by stage, {worst}: {stages(worst)}"
    yield at_most(f"{name}slowest of {' '.join(five)}", 100, again[worst], " ms", note=f" ({worst})", hint=hint)
    yield at_most(f"{name}/ bare script once warm", WARM_SHARE, beside[slowest], "", note=f" ({slowest}; bare {bare:.0f} ms)")
    yield Figure(f"{name}all {len(again)} languages of the sample", "-", _spread(again), None)
    yield Figure(f"{name}the same in turns, every text new to what is remembered", "-", _spread(batch), None)


def _spread(costs: dict[str, float]) -> str:
    slowest = max(costs, key=costs.__getitem__)
    return f"median {median(costs.values()):.0f} ms, slowest {costs[slowest]:.0f} ({slowest})"


def stages(tag: str) -> str:
    """Return what each stage of a warm pair costs, in ms, dearest first."""
    document, fonts, theme, content = sample.document(tag), sample.fonts(tag), sample.theme(), sample.content()
    leaflet, deck = lay_out_leaflet(document, theme, fonts), lay_out_deck(document, theme, fonts)
    pdf, pptx = paint_pdf(leaflet), write_pptx(deck)
    works: dict[str, Callable[[], object]] = {
        "localize": lambda: localized(sample.project(), content, tag, sample.texts()[tag], Order()),
        "check_document": lambda: check_document(
            document, load_fonts(document.language, sample.project().brand_fonts(content))
        ),
        "lay_out_leaflet": lambda: lay_out_leaflet(document, theme, fonts),
        "paint_pdf": lambda: paint_pdf(leaflet),
        "verify_pdf": lambda: verify_pdf(pdf),
        "lay_out_deck": lambda: lay_out_deck(document, theme, fonts),
        "write_pptx": lambda: write_pptx(deck),
        "verify_deck": lambda: verify_deck(pptx),
    }
    costs = {name: 1000 * least(work, 5) for name, work in works.items()}
    return ", ".join(f"{name} {cost:.0f}" for name, cost in sorted(costs.items(), key=lambda pair: -pair[1]))


def _memory() -> Iterator[Figure]:
    """Build five languages with one command and watch its memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = leafdeck("build", str(sample.ROOT / "content.toml"), "--lang", ",".join(FIVE), "--output", folder)
        ((used,),) = measured([command], 1)
        ((watched,),) = measured([command], 1, watch=True)
    yield at_most("peak memory of its largest process, building en es ar hi zh-Hans", 200, used["largest"] / 1e6, " MB")
    name = "peak memory of all its processes together (shared pages once)"
    if watched["together"]:
        yield at_most(name, 200, watched["together"] / 1e6, " MB")
    else:
        yield skipped(name, "<= 200 MB", "needs /proc")
