"""Setting a paragraph: spans in, lines of placed glyphs out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, takewhile
from math import fsum
from typing import Literal

from generator.errors import LayoutError
from generator.text.breaks import HANGING, Breaks, find_breaks, forced_breaks, pieces, visible_end
from generator.text.fitting import Stretches
from generator.text.fonts import Fonts
from generator.text.itemise import Segment, itemise, uncovered_problem
from generator.text.lazy import lazy
from generator.text.metrics import line_height
from generator.text.model import Line, Run, SetParagraph, Span, Words
from generator.text.shaping import CONTEXT, Shaped, shape

Direction = Literal["ltr", "rtl"]
TOLERANCE = 1e-6  # points, against sums of floats in another order
LONGEST_CLUSTER = 64  # characters; more marks than that on one letter are no writing
OVERHANG = 0.1  # em of ink that may hang over a line's edge; Nastaliq hangs by up to half an em, nothing else by a tenth
REACH_IN = 2.0  # em from a line's edge in which a glyph that hangs over it begins
MOST_BALANCED = 4  # lines
BALANCE = 8.0  # points: nearer than that, two widths are the same
REMEMBERED = 8  # widths whose lines a prepared paragraph keeps


def set_paragraph(
    spans: Sequence[Span], *, width: float, direction: Direction, language: str, fonts: Fonts, balance: bool = False
) -> SetParagraph:
    """Return `spans` as one paragraph broken into lines no wider than `width` points; no text makes no lines.

    Lines are start-aligned and ragged, nothing is hyphenated. The spaces at a line's end hang: they are in its runs, after
    the last word (at x beyond `Line.width`, or below 0 from right to left), and not in its width. A word that is wider than
    the box breaks where it best can, at worst between grapheme clusters; one cluster that is wider stands alone.
    With `balance` a few lines are made about equally long, so that no single word is left over (for headings).
    Raises LayoutError (T10) for characters that no font draws.
    """
    spans = tuple(spans)
    prepared = _prepare(_unmarked(spans), direction, language, fonts)
    lines = prepared.balanced(width) if balance else prepared.lines(width)
    return SetParagraph(prepared.text, spans, direction, language, lines)


def natural_width(spans: Sequence[Span], *, direction: Direction, language: str, fonts: Fonts) -> float:
    """Return how wide `spans` are on one line, in points, without trailing spaces."""
    return _prepare(_unmarked(spans), direction, language, fonts).natural_width


def measure(spans: Sequence[Span], *, direction: Direction, language: str, fonts: Fonts, forced: int = 0) -> Stretches:
    """Return the stretches of `spans` between the places where a line may end.

    With `forced` also places of that many kinds where it must not end unless nothing else fits (`forced_breaks`).
    """
    return _prepare(_unmarked(spans), direction, language, fonts).stretches(forced)


def line_ends(
    spans: Sequence[Span], *, direction: Direction, language: str, fonts: Fonts
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return where the stretches that no line end parts end on one long line: with the spaces after them, and without.

    For whoever only counts lines (the deck): no line is built. Lengths are in points, from the line's start.
    """
    prepared = _prepare(_unmarked(spans), direction, language, fonts)
    x, text, ends = prepared.x, prepared.text, prepared.breaks.first
    shown = [x[visible_end(text, start, end)] for start, end in zip((0, *ends), ends, strict=False)]
    return tuple([x[end] for end in ends]), tuple(shown)


def _unmarked(spans: Sequence[Span]) -> tuple[Words, ...]:
    """Return the spans without the callers' marks."""
    return tuple([Words(span.text, span.size, span.bold, span.language) for span in spans])


@lru_cache(maxsize=512)
def _prepare(spans: tuple[Words, ...], direction: Direction, language: str, fonts: Fonts) -> Prepared:
    sizeless = tuple([span._replace(size=1.0) for span in spans])
    return Prepared(spans, direction, *_shaped(sizeless, direction, language, fonts))


@lru_cache(maxsize=512)
def _shaped(
    spans: tuple[Words, ...], direction: Direction, language: str, fonts: Fonts
) -> tuple[str, tuple[Segment, ...], tuple[Shaped, ...], Breaks, tuple[float, float]]:
    """Return what is the same at every size: leaflet and deck set many a sentence each at its own."""
    text = "".join(span.text for span in spans)
    segments = itemise(text, spans, direction=direction, language=language, fonts=fonts)
    shaped = tuple(_shape(text, segment, segment.start, segment.end) for segment in segments)
    lost = [s for segment, run in zip(segments, shaped, strict=True) for s in _undrawn(text, segment, run)]
    if lost:
        raise LayoutError(*(uncovered_problem(c, language) for c in dict.fromkeys(lost)))
    own = fonts.of(language)
    script = "Aran" if "Nastaliq" in own.main(bold=False).family else own.language.script
    return text, segments, shaped, find_breaks(text, language), line_height(script, own.language.base)


def _shape(text: str, segment: Segment, start: int, end: int) -> Shaped:
    """Shape text[start:end], a part of `segment`, as it stands in the paragraph."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return shape(before, text[start:end], after, segment.face, segment.script, segment.language, rtl=segment.level % 2 == 1)


def _undrawn(text: str, segment: Segment, shaped: Shaped) -> Iterator[str]:
    """Yield the characters that came out as .notdef in spite of the coverage check."""
    if 0 in shaped.gids:
        for gid, cluster in zip(shaped.gids, shaped.clusters, strict=True):
            if gid == 0:
                yield text[segment.start + cluster]


@dataclass(frozen=True)
class Prepared:
    """A paragraph itemised and shaped as one long line, ready to be broken to any width."""

    spans: tuple[Words, ...]
    direction: Direction
    text: str
    segments: tuple[Segment, ...]
    shaped: tuple[Shaped, ...]
    breaks: Breaks
    reach: tuple[float, float]  # ascent and descent in em that every line has at least, so that lines are even
    _set: dict[float, tuple[Line, ...]] = field(default_factory=dict)
    _lines: dict[tuple[int, int], Line] = field(default_factory=dict)  # other widths often break at the same places
    _stretches: dict[int, Stretches] = field(default_factory=dict)

    @property
    def level(self) -> int:
        """The paragraph's own embedding level."""
        return 1 if self.direction == "rtl" else 0

    @property
    def natural_width(self) -> float:
        """The width of the text on one line; only where ink may hang over the edge is that line made to know."""
        if any(segment.script == "Arab" for segment in self.segments):
            return self.line(0, len(self.text)).width
        return self._shown_x(len(self.text))

    def lines(self, width: float) -> tuple[Line, ...]:
        """Return the lines for a width: as much on each as fits."""
        found = self._set.get(width)
        if found is None:
            if len(self._set) >= REMEMBERED:
                self._set.clear()
                self._lines.clear()
            found = self._set[width] = tuple(self._broken(width))
        return found

    def balanced(self, width: float) -> tuple[Line, ...]:
        """Return as many lines as `lines(width)`, broken to about the narrowest width that needs no more."""
        best = self.lines(width)
        count = len(best)
        low, high = width / 2, width
        while 1 < count <= MOST_BALANCED and high - low > BALANCE:
            middle = (low + high) / 2
            tried = self.lines(middle)
            if len(tried) == count:
                high, best = middle, tried
            else:
                low = middle
        return best

    def stretches(self, forced: int) -> Stretches:
        """Return the text in stretches between places where a line may end, or may end of need."""
        found = self._stretches.get(forced)
        if found is None:
            found = self._stretches[forced] = self._stretched(forced)
        return found

    def _stretched(self, forced: int) -> Stretches:
        places: Sequence[int] = self.breaks.first
        if forced:
            places = sorted({*places, *(at for kind in self._forced[:forced] for at in kind)})
        ends, shown = [self.x[at] for at in places], [self._shown_x(at) for at in places]
        widths = [after - before for after, before in zip(shown, [0.0, *ends], strict=False)]
        # A stretch alone may be shaped a little wider than it is in its place: the widest are set to know.
        widest = sorted(range(len(places)), key=widths.__getitem__)[-2:]
        set_widths = [self.line(places[i - 1] if i else 0, places[i]).width for i in widest]
        spaced = [place for place in places if place == len(self.text) or self.text[place - 1] in HANGING]
        words = [self._shown_x(end) - self.x[start] for start, end in zip([0, *spaced], spaced, strict=False)]
        if any(segment.script == "Arab" for segment in self.segments):
            shown[-1] = max(shown[-1], self.line(0, len(self.text)).width)
        return Stretches(ends, shown, max(set_widths, default=0.0), max(words, default=0.0))

    def line(self, start: int, end: int) -> Line:
        """Return text[start:end] as one line, its runs in visual order (UAX #9, L1 and L2)."""
        found = self._lines.get((start, end))
        if found is None:
            found = self._lines[start, end] = self._line(start, end)
        return found

    def _line(self, start: int, end: int) -> Line:
        shown = visible_end(self.text, start, end)
        pieces = self._pieces(start, end, shown)
        order = _visual([p.level for p in pieces]) if len(pieces) > 1 else (0,)
        runs: list[Run] = []
        x = -fsum([p.hung for p in pieces]) if self.direction == "rtl" else 0.0
        for index in order:
            run = pieces[index].run(x)
            runs.append(run)
            x += run.width
        width = fsum([p.width - p.hung for p in pieces])
        size = max([p.size for p in pieces])
        if any(run.script == "Arab" for run in runs):
            runs, width = _drawn_in(runs, width, size)
        ascent, descent = self.reach[0] * size, self.reach[1] * size
        for piece in pieces:
            ascent, descent = piece.reach(ascent, descent)
        return Line(start, end, tuple(runs), width, ascent, descent)

    def _pieces(self, start: int, end: int, shown: int) -> list[_Piece]:
        """Return the parts of segments that lie in text[start:end]; the spaces after `shown` have the paragraph's level."""
        found = []
        for index in range(bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)):
            segment = self.segments[index]
            first, last = max(start, segment.start), min(end, segment.end)
            if first < shown < last and segment.level != self.level:
                found.append(self._piece(index, first, shown))
                first = shown
            piece = self._piece(index, first, last)
            if last > shown:
                piece.hang(shown)
                if first >= shown:
                    piece.level = self.level
            found.append(piece)
        return found

    def _piece(self, index: int, start: int, end: int) -> _Piece:
        """Return a part of a segment: a slice of its glyphs where HarfBuzz allows the cut, else shaped anew."""
        segment, shaped = self.segments[index], self.shaped[index]
        size = self.spans[segment.span].size
        at_start, at_end = shaped.edge(start - segment.start), shaped.edge(end - segment.start)
        if at_start is None or at_end is None:
            anew = _shape(self.text, segment, start, end)
            return _Piece(segment, start, end, anew, start, 0, len(anew.gids), size)
        low, high = (at_end, at_start) if shaped.rtl else (at_start, at_end)
        return _Piece(segment, start, end, shaped, segment.start, low, high, size)

    def _broken(self, width: float) -> Iterator[Line]:
        start, first = 0, self.breaks.first
        while start < len(self.text):
            line = self._fitting(first, start, width)
            if line is None:
                unit = first[bisect_right(first, start)]
                line = self._parted(start, unit, width) or self._torn(start, unit, width)
            yield line
            start = line.end

    def _parted(self, start: int, unit: int, width: float) -> Line | None:
        """Return a line that ends at the best place inside text[start:unit], though it holds together; None: none fits."""
        for places in self._forced:
            line = self._fitting(places[: bisect_left(places, unit)], start, width)
            if line is not None:
                return line
        return None

    def _torn(self, start: int, unit: int, width: float) -> Line:
        """Return a line that ends inside a word, between grapheme clusters; if none fits, the first cluster or number."""
        near = bisect_right(self.x, self.x[start] + width) + LONGEST_CLUSTER
        ends = [start + end for end in pieces(self.text[start : min(unit, near)])]
        if near < unit and len(ends) > 1:
            ends.pop()  # it may be cut
        return self._fitting(ends, start, width) or self.line(start, ends[0])

    @lazy
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @lazy
    def _forced(self) -> tuple[tuple[int, ...], ...]:
        return forced_breaks(self.text, self.breaks.second)

    def _fitting(self, places: Sequence[int], start: int, width: float) -> Line | None:
        """Return the longest line from `start` to one of `places` that is no wider than `width`; None if none fits."""
        first = bisect_right(places, start)
        reach = self.x[start] + width + TOLERANCE
        last = bisect_right(places, reach, lo=first, key=self.x.__getitem__)
        while last < len(places) and self._shown_x(places[last]) <= reach:  # what sticks out may be spaces, which hang
            last += 1
        for index in range(last - 1, first - 1, -1):
            line = self.line(start, places[index])
            if line.width <= width + TOLERANCE:
                return line
        return None

    def _shown_x(self, place: int) -> float:
        """Return the x of a place on the one long line, without the spaces before it."""
        return self.x[visible_end(self.text, 0, place)]

    @lazy
    def x(self) -> list[float]:
        """The x of each character on the one long line, as if every run went left to right."""
        widths = [0.0] * len(self.text)
        for segment, shaped in zip(self.segments, self.shaped, strict=True):
            scale = self.spans[segment.span].size / shaped.face.upem
            if shaped.is_even:
                advances = shaped.advances[::-1] if shaped.rtl else shaped.advances
                widths[segment.start : segment.end] = [advance * scale for advance in advances]
                continue
            for cluster, advance in zip(shaped.clusters, shaped.advances, strict=True):
                widths[segment.start + cluster] += advance * scale
        return list(accumulate(widths, initial=0.0))


class _Piece:
    """Part of a line: glyphs `low` to `high` of a shaped run whose clusters count from `origin`."""

    __slots__ = (
        "end",
        "high",
        "hung",
        "level",
        "low",
        "origin",
        "scale",
        "segment",
        "shaped",
        "size",
        "start",
        "width",
    )

    def __init__(
        self, segment: Segment, start: int, end: int, shaped: Shaped, origin: int, low: int, high: int, size: float
    ) -> None:
        """Measure the glyphs of text[start:end]."""
        self.segment, self.start, self.end, self.level = segment, start, end, segment.level
        self.shaped, self.origin, self.low, self.high, self.size = shaped, origin, low, high, size
        self.scale = scale = size / segment.face.upem
        self.width = (shaped.edges[high] - shaped.edges[low]) * scale
        self.hung = 0.0

    def reach(self, ascent: float, descent: float) -> tuple[float, float]:
        """Return the larger of a reach and the ink's own."""
        scale = self.scale
        top, bottom = self.shaped.whole_ink
        if top * scale <= ascent and -bottom * scale <= descent:
            return ascent, descent  # most runs, so that their parts need no measuring
        top, bottom = self.shaped.ink(self.low, self.high)
        return max(ascent, top * scale), max(descent, -bottom * scale)

    def hang(self, shown: int) -> None:
        """Measure the spaces from `shown` on, which are at the end of the line."""
        clusters, advances = self.shaped.clusters, self.shaped.advances
        inwards = range(self.low, self.high) if self.shaped.rtl else range(self.high - 1, self.low - 1, -1)
        at_end = takewhile(lambda i: clusters[i] + self.origin >= shown, inwards)
        units = sum(advances[i] for i in at_end)
        self.hung = units * self.size / self.segment.face.upem

    def run(self, x: float) -> Run:
        """Return the run with its left edge at `x`."""
        of = self.segment
        return Run(
            self.start, self.end, self.level, of.script, of.language, of.face, self.size, of.span,
            self.shaped, self.low, self.high, self.origin, x, self.width,
        )  # fmt: skip


def _drawn_in(runs: list[Run], width: float, size: float) -> tuple[list[Run], float]:
    """Return the runs and width of a line whose ink stays within it.

    Nastaliq hangs its words on a slope: the first may begin half an em to the right of where its advances do. Less than a
    tenth of an em is left to hang, as in any type.
    """
    reach = REACH_IN * size
    left = -_ink_between(runs, -width, reach)[0]
    right = _ink_between(runs, width - reach, width + reach)[1] - width
    left, right = (over if over > OVERHANG * size else 0.0 for over in (left, right))
    return ([run._replace(x=run.x + left) for run in runs] if left else runs), width + left + right


def _ink_between(runs: list[Run], low: float, high: float) -> tuple[float, float]:
    """Return where the ink of the glyphs of Arabic script begins and ends whose origin is between two places."""
    begins, ends = [0.0], [0.0]
    for run in runs:
        if run.script == "Arab" and run.x < high and run.x + run.width > low:
            edges, (lefts, rights), scale = run.shaped.edges, run.shaped.sides, run.size / run.face.upem
            origin = edges[run.low] - run.x / scale  # the line's left edge, as the run counts
            first = bisect_left(edges, origin + low / scale, run.low, run.high)
            last = bisect_right(edges, origin + high / scale, first, run.high)
            if first < last:
                begins.append((min(lefts[first:last]) - origin) * scale)
                ends.append((max(rights[first:last]) - origin) * scale)
    return min(begins), max(ends)


def _visual(levels: Sequence[int]) -> list[int]:
    """Return the indexes of runs from left to right (UAX #9, L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end + 1
    return order
