"""Issue of the leaflet's standards: PDF/UA-1 and PDF/A-2a by two validators, the tree's text, the cost of tags, equal bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import page
from reading import expected_texts, structure_texts
from test_verapdf import TOOLS, verdicts

from figures import sample
from figures.clock import spread
from figures.report import Figure, all_of, at_most, skipped
from figures.untagged import paint_untagged
from generator.build import Order, localized
from generator.checks.pdf import _FALSE_ALARM, verify_pdf
from generator.leaflet.lay_out import lay_out_leaflet
from generator.pdf.painter import paint_pdf
from generator.text.fonts import load_fonts

TITLE = "The leaflet's standards (PDF/UA-1 and PDF/A-2a at once)"


def figures(*, quick: bool) -> Iterator[Figure]:
    """Yield the figures about conformance."""
    for name, papers in {
        "sample leaflets": sample.leaflets(),
        **({} if quick else {"specimens": sample.specimens()}),
    }.items():
        for profile in ("ua1", "2a"):
            faults = [f"{tag}: {fault}" for tag, paper in papers.items() for fault in refusals(paper.pdf, profile)]
            yield all_of(f"{name} pass {profile}, page-validation", _passed(papers, faults), len(papers), faults)
        faults = [f"{tag}: {fault}" for tag, paper in papers.items() for fault in verify_pdf(paper.pdf)]
        yield all_of(f"{name} pass leafdeck's own checks", _passed(papers, faults), len(papers), faults)
        faults = [f"{tag}: {fault}" for tag, paper in papers.items() for fault in misread(paper)]
        yield all_of(f"{name} whose structure tree says their text, in order", _passed(papers, faults), len(papers), faults)
    if not quick:
        yield from _referee()
    yield from _cost()
    yield _same_bytes(quick=quick)


def _passed(papers: dict[str, sample.Paper], faults: list[str]) -> int:
    return len(papers.keys() - {fault.partition(":")[0] for fault in faults})


def refusals(pdf: bytes, profile: str) -> list[str]:
    """Return what page-validation finds, its known false alarm about stream lengths aside."""
    failures = page.validate_pdf_bytes(pdf, profile=profile).failures
    return [f"{f.rule_id} {f.message}" for f in failures if not f.rule_id.endswith(_FALSE_ALARM)]


def misread(paper: sample.Paper) -> Iterator[str]:
    """Yield where the text read through the structure tree is not the leaflet's own."""
    spoken, wanted = structure_texts(paper.pdf), expected_texts(paper.leaflet)
    if len(spoken) != len(wanted):
        yield f"{len(spoken)} leaves, expected {len(wanted)}"
    for one, other in zip(spoken, wanted, strict=False):
        if one != other:
            yield f"{one} instead of {other}"


def _referee() -> Iterator[Figure]:
    """Ask veraPDF about every file, one run a profile."""
    papers = {**sample.leaflets(), **{f"specimen-{tag}": paper for tag, paper in sample.specimens().items()}}
    ready = TOOLS.is_dir() and shutil.which("java") is not None
    with tempfile.TemporaryDirectory() as folder:
        for tag, paper in papers.items():
            (Path(folder) / f"{tag}.pdf").write_bytes(paper.pdf)
        for profile in ("ua1", "2a"):
            name = f"sample leaflets and specimens pass {profile}, veraPDF"
            if not ready:
                yield skipped(name, "all", "run `make verapdf` first (needs Java)")
                continue
            said = verdicts(Path(folder), profile)
            faults = [tag for tag in papers if said.get(tag) != "PASS"]
            yield all_of(name, len(papers) - len(faults), len(papers), faults)


def _cost() -> Iterator[Figure]:
    """Compare builds from the content to the finished leaflet, warm, with tags and without, in turns."""
    ratios, sizes, spent = {}, {}, {}
    paints = (paint_pdf, paint_untagged)
    leaflets = {tag: sample.leaflet(tag).leaflet for tag in sample.texts()}
    works = {
        tag: [*(partial(_build, tag, paint) for paint in paints), *(partial(paint, laid_out) for paint in paints)]
        for tag, laid_out in leaflets.items()
    }
    for tag, (tagged, plain, with_tags, without) in spread(works, 9).items():
        ratios[tag] = tagged / plain
        spent[tag] = f"{tag} {1000 * (with_tags - without):.0f} of {1000 * tagged:.0f} ms"
        sizes[tag] = (len(sample.leaflet(tag).pdf) - len(paint_untagged(leaflets[tag]))) / 1000
    worst, largest = max(ratios, key=ratios.__getitem__), max(sizes, key=sizes.__getitem__)
    note = f" ({worst}; median {median(ratios.values()):.2f})"
    yield at_most("tagged build / untagged build, warm, slowest language, CPU", 1.25, ratios[worst], "", note=note,
                  hint="tags cost in painting " + ", ".join(spent.values()))  # fmt: skip
    yield at_most("size of tags and metadata, largest", 30, sizes[largest], " kB", note=f" ({largest})")


def _build(tag: str, paint: Callable[..., bytes]) -> bytes:
    document = localized(sample.project(), sample.content(), tag, sample.texts()[tag], Order())
    fonts = load_fonts(document.language, sample.project().brand_fonts(sample.content()))
    return paint(lay_out_leaflet(document, sample.theme(), fonts))


def _same_bytes(*, quick: bool) -> Figure:
    """Build everything in two processes that differ in hash seed, time zone, locale and order of languages."""
    tags = [*sample.texts()][:: 4 if quick else 1]
    with tempfile.TemporaryDirectory() as folder:
        one = built_bytes(tags, Path(folder) / "one", {"PYTHONHASHSEED": "1", "TZ": "America/Lima"})
        other = built_bytes(tags[::-1], Path(folder) / "other", {"PYTHONHASHSEED": "77", "TZ": "Asia/Kathmandu", "LC_ALL": "C"})
    faults = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    return all_of(
        "leaflets and decks with the same bytes in another process, order, hash seed, time zone",
        len(one) - len(faults),
        len(one),
        faults,
    )


def built_bytes(tags: list[str], folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Build languages in a process of its own and return each file's SHA-256."""
    command = [sys.executable, "-m", "generator", "build", str(sample.ROOT / "content.toml"), "--lang", ",".join(tags), "--copy", "both",
               "--output", str(folder), "--json"]  # fmt: skip
    done = subprocess.run(command, env={**sample.ENVIRONMENT, **environment}, capture_output=True, text=True, check=True)
    paths = [Path(one["path"]) for one in json.loads(done.stdout)["written"]]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
