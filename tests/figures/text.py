"""Issue of every language: exact words, exact numbers, HarfBuzz's own shapes, no box instead of a letter, quick lines."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

import test_shaping

from figures import sample, words
from figures.report import Figure, all_of, at_most, none_of, share, skipped
from generator.languages import all_languages
from generator.leaflet import lay_out
from generator.leaflet.model import TextLine
from generator.text import breaks, paragraph, shaping

TITLE = "Every language: text (words found, numbers on paper, shapes)"


def figures(*, quick: bool) -> Iterator[Figure]:
    """Yield the figures about text."""
    for name, papers in {
        "sample leaflets": sample.leaflets(),
        **({} if quick else {"specimens": sample.specimens()}),
    }.items():
        yield from _recall(name, papers)
        yield none_of(f"phone numbers, doses, dates, numbers that differ on paper, {name}",
                      (f"{tag}: {fault}" for tag, paper in papers.items() for fault in words.wrong_numbers(paper)), f"{len(papers)} files")  # fmt: skip
        yield none_of(f"phone numbers, doses, dates, addresses broken over lines, {name}",
                      (f"{tag}: {fault}" for tag, paper in papers.items() for fault in words.torn(paper)), f"{len(papers)} files")  # fmt: skip
        yield none_of(
            f".notdef among the glyphs, {name}",
            (f"{tag}: {text}" for tag, p in papers.items() for text in notdef(p)),
            f"{len(papers)} files",
        )
        yield none_of(
            f"ink over the ink of a neighbour line, {name}",
            (f"{tag}: {text}" for tag, p in papers.items() for text in collisions(p)),
            f"{len(papers)} files",
        )
    prose = {language.tag: words.prose(language) for language in words.right_to_left()}
    for reader in filter(words.present, words.READERS):
        yield share(f"words of right-to-left prose, {reader}", 100, {tag: words.recall(p, reader) for tag, p in prose.items()})
    yield _shapes(quick=quick)
    yield from _speed()
    yield _cjk()


def _recall(name: str, papers: dict[str, sample.Paper]) -> Iterator[Figure]:
    for reader, mixed in (("PDFium", 96), ("Poppler", 99)):
        if not words.present(reader):
            yield skipped(f"words of {name}, {reader}", "100 %", f"{reader} is not installed")
            continue
        for rtl, least in ((False, 100), (True, mixed)):
            some = {tag: paper for tag, paper in papers.items() if paper.language.rtl is rtl}
            kind = "mixed right-to-left words" if rtl else "words"
            found = {tag: words.recall(paper, reader) for tag, paper in some.items()}
            lost = [
                f"{tag} lacks {' '.join(words.lost_words(some[tag], reader)[:4])}"
                for tag, value in found.items()
                if value < least
            ]
            yield share(f"{kind} of {name}, {reader}", least, found, hint="; ".join(lost[:6]))


def notdef(paper: sample.Paper) -> Iterator[str]:
    """Yield the text of each run that has a glyph 0."""
    for page in paper.leaflet.pages:
        for item in page.items:
            if isinstance(item, TextLine):
                for run in item.paragraph.lines[item.line].runs:
                    if any(glyph.gid == 0 for glyph in run.glyphs):
                        yield item.paragraph.text[run.start : run.end]


def collisions(paper: sample.Paper) -> Iterator[str]:
    """Yield pairs of lines whose ink overlaps, glyph boxes taken as ink."""
    for page in paper.leaflet.pages:
        inks = [(*_ink(item), item) for item in page.items if isinstance(item, TextLine)]
        boxed = [one for one in inks if one[0] < one[1]]
        for index, (left, right, top, bottom, item) in enumerate(boxed):
            for left2, right2, top2, bottom2, other in boxed[index + 1 :]:
                across, down = min(right, right2) - max(left, left2), min(bottom, bottom2) - max(top, top2)
                if across > 0.1 and down > 0.1 and abs(item.baseline - other.baseline) > 0.1 and _touch(item, other):
                    yield f"{_text(item)!r} and {_text(other)!r}"


def _ink(item: TextLine) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of a line's ink, in page coordinates."""
    boxes = [*_glyph_boxes(item)]
    if not boxes:
        return 0, 0, 0, 0
    return min(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), max(b[3] for b in boxes)


def _glyph_boxes(item: TextLine) -> Iterator[tuple[float, float, float, float]]:
    for run in item.paragraph.lines[item.line].runs:
        scale, pen = run.size / run.face.upem, item.x + run.x
        for glyph in run.glyphs:
            extents = run.face.hb_font.get_glyph_extents(glyph.gid)
            if extents and extents.width and extents.height:
                x = pen + (glyph.x_offset + extents.x_bearing) * scale
                top = item.baseline - (glyph.y_offset + extents.y_bearing) * scale
                yield x, x + extents.width * scale, top, top - extents.height * scale
            pen += glyph.x_advance * scale


def _touch(one: TextLine, other: TextLine) -> bool:
    """Whether a glyph of one line lies over a glyph of the other."""
    theirs = [*_glyph_boxes(other)]
    return any(min(a[1], b[1]) - max(a[0], b[0]) > 0.1 and min(a[3], b[3]) - max(a[2], b[2]) > 0.1
               for a in _glyph_boxes(one) for b in theirs)  # fmt: skip


def _text(item: TextLine) -> str:
    line = item.paragraph.lines[item.line]
    return item.paragraph.text[line.start : line.end].strip()


def _shapes(*, quick: bool) -> Figure:
    """Compare each language's test paragraph, regular and bold, with hb-shape."""
    name = "test paragraphs shaped as hb-shape does (glyphs, clusters, advances, offsets), regular and bold"
    if test_shaping.HB_SHAPE is None:
        return skipped(name, "all", "hb-shape is not installed")
    languages = all_languages()[:: 10 if quick else 1]
    faults: dict[str, None] = {}
    for language in languages:
        for bold in (False, True):
            text = test_shaping.PARAGRAPHS[language.tag]
            (line,) = test_shaping.set_in(language, text, 1e9, bold=bold).lines
            for run in line.runs:
                if [tuple(glyph) for glyph in run.glyphs] != test_shaping.hb_shape(run, text):
                    faults[language.tag] = None
    return all_of(name, len(languages) - len(faults), len(languages), faults)


def _speed() -> Iterator[Figure]:
    """Measure setting all paragraphs of a leaflet as its layout asks for them: a second time, and new to the process."""
    costs = {tag: _setting(tag) for tag in sample.texts()}
    again, new = ({tag: pair[index] for tag, pair in costs.items()} for index in (0, 1))
    worst = max(again, key=again.__getitem__)
    every = ", ".join(f"{tag} {cost:.0f}" for tag, cost in sorted(again.items(), key=lambda pair: -pair[1]))
    name = "shaping and breaking a leaflet that was set before (warm), slowest language, CPU"
    yield at_most(name, 10, again[worst], " ms", note=f" ({worst}; median {median(again.values()):.3g})", hint=every)
    worst = max(new, key=new.__getitem__)
    measured = f"{new[worst]:.0f} ms ({worst}; median {median(new.values()):.0f})"
    yield Figure("the same for a text new to the process, fonts warm", "-", measured, None)


def _setting(tag: str) -> tuple[float, float]:
    """Return the CPU in ms of setting a leaflet's paragraphs again, and of setting them anew."""
    asked: list[tuple[Callable[..., object], object, dict[str, object]]] = []

    def noting(work: Callable[..., object]) -> Callable[..., object]:
        def noted(spans: object, **how: object) -> object:
            asked.append((work, spans, how))
            return work(spans, **how)

        return noted

    setting = {"set_paragraph": paragraph.set_paragraph, "natural_width": paragraph.natural_width}
    laying = [module for name, module in sys.modules.items() if name.startswith("generator.leaflet.")]
    patched = [(module, name) for module in laying for name in setting if getattr(module, name, None) is setting[name]]
    for module, name in patched:
        setattr(module, name, noting(setting[name]))
    try:
        lay_out.lay_out_leaflet(sample.document(tag), sample.theme(), sample.fonts(tag))
    finally:
        for module, name in patched:
            setattr(module, name, setting[name])
    assert len(asked) > 100
    again, new = [], []
    for _ in range(5):
        for cache in (paragraph._prepare, shaping.shape, breaks.find_breaks):
            cache.cache_clear()
        new.append(_replayed(asked))
        again.append(_replayed(asked))
    return 1000 * median(again), 1000 * median(new)


def _replayed(asked: list[tuple[Callable[..., object], object, dict[str, object]]]) -> float:
    start = time.process_time()
    for work, spans, how in asked:
        work(spans, **how)
    return time.process_time() - start


FRESH = """
import sys
from figures import sample
from generator.build import Order, make
for tag in {tags!r}:
    for order in (Order(deck=False), Order(leaflet=False)):
        make(sample.project(), sample.content(), tag, sample.texts()[tag], order)
print("justmytype" in open("/proc/self/maps").read() or "justmytype_intl_cjk" in sys.modules)
"""


def _cjk() -> Figure:
    """Build every language but Chinese, Japanese and Korean in a new process and see whether a CJK font is mapped there."""
    name = "CJK fonts opened by a build of all other sample languages"
    if not sys.platform.startswith("linux"):
        return skipped(name, "none", "needs /proc")
    tags = [tag for tag in sample.texts() if tag.split("-")[0] not in {"zh", "yue", "ja", "ko"}]
    environment = {**sample.ENVIRONMENT, "PYTHONPATH": ":".join(sys.path[:8])}
    done = subprocess.run(
        [sys.executable, "-c", FRESH.format(tags=tags)], env=environment, capture_output=True, text=True, check=True
    )
    opened = done.stdout.split()[-1] == "True"
    return Figure(name, "none", "some" if opened else f"none ({len(tags)} languages)", not opened)
