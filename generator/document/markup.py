"""Inline markup: `*strong*`, `**strong**`, `[label](https://...)`, backslash escapes; citations and variables as slots.

The grammar is CommonMark's, read by markdown-it-py. Most texts are plain, or hold only evenly paired asterisks; those are
read here without loading it, and a property test holds that both readings agree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from generator.document.variables import HINT, TEMPLATE, VARIABLE, explain
from generator.values import value

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SPECIAL = re.compile(r"[*_\\\[]|\{[{%#]")
HARD = re.compile(r"[_\\\[]")  # what only markdown-it may read
STARS = re.compile(r"\*+")
CITATION = re.compile(r"(?<!\\)\[@([^\[\]]*)\]")
KEY = re.compile(r"@([a-z0-9][a-z0-9-]{0,63})(?:,\s*([^;@]*[^;@\s]))?")
SCHEME = re.compile(r"(?:https://|http://|mailto:|tel:)\S", re.IGNORECASE)

# Slots stand in the text as private-use characters of plane 16: to CommonMark they are letters.
FIRST_VARIABLE, FIRST_CITATION, END = 0x100000, 0x108000, 0x110000
SLOT = re.compile(f"[{chr(FIRST_VARIABLE)}-{chr(END - 1)}]")

# Scripts written without spaces, and Hangul, whose particles follow a bracket without one: there a marker beside a letter
# may open and close strong text on either side of punctuation, which CommonMark's flanking rule refuses.
SPACELESS = ((0x0E00, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7FF),
             (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFDC), (0x20000, 0x3FFFF),
             (FIRST_CITATION, END - 1))  # fmt: skip
HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDC))
FIRST_WIDE = 0x2E80
LINE_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
BLANKS = re.compile(r"[ \t\r\n]+")
EMPTY_LINE = re.compile(r"\r?\n[ \t]*\r?\n\s*")


@value
class Run:
    """Text as it prints; `href` may still hold variables."""

    text: str
    strong: bool = False
    href: str | None = None


@value
class Slot:
    """Where the value of a variable goes."""

    name: str
    strong: bool = False
    href: str | None = None


@value
class Citation:
    """Cited keys, each with its locator ("p. 3") or ""."""

    items: tuple[tuple[str, str], ...]


Node = Run | Slot | Citation


@value
class Fault:
    """What is wrong with a text: rule, message, hint."""

    rule: str
    message: str
    hint: str


@value
class Parsed:
    """A text as nodes in reading order, and what is wrong with it."""

    nodes: tuple[Node, ...]
    faults: tuple[Fault, ...] = ()


def paragraphs(text: str) -> tuple[str, ...]:
    """Split a text at its empty lines."""
    return tuple(EMPTY_LINE.split(text.strip())) if "\n" in text else (text,)


def one_line(text: str) -> str:
    """Return `text` with runs of white space as one space; a line break between CJK characters vanishes."""
    if "\n" in text:
        text = LINE_BREAK.sub(_joint, text)
    return BLANKS.sub(" ", text).strip(" ")


def _joint(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    around = text[start - 1 : start], text[end : end + 1]
    return "" if all(c >= chr(FIRST_WIDE) and _spaceless(c) and not _within(c, HANGUL) for c in around) else match[0]


def cited_keys(text: str) -> tuple[str, ...]:
    """Return the keys cited in `text`, in order, repeats included."""
    return tuple(m[1] for c in CITATION.finditer(text) for m in KEY.finditer(c[0]))


@lru_cache(maxsize=8192)
def parse(text: str) -> Parsed:
    """Read one paragraph of inline markup."""
    text = one_line(text)
    if SPECIAL.search(text) is None:
        return Parsed((Run(text),) if text else ())
    return _Reading(text).parsed()


class _Reading:
    """One text being read: its slots and faults so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.variables: list[str] = []
        self.citations: list[Citation] = []
        self.faults: list[Fault] = []
        self.nodes: list[Node] = []

    def parsed(self) -> Parsed:
        if (hit := SLOT.search(self.text)) is not None:
            self.faults.append(
                Fault("M04", f"private-use character U+{ord(hit[0]):X} in text", "replace it by an ordinary character")
            )
            return Parsed((), tuple(self.faults))
        if TEMPLATE.search(self.text) and (wrong := explain(self.text)):
            self.faults.append(Fault("V03", wrong, HINT))
        text = VARIABLE.sub(self._take_variable, self.text)
        text = CITATION.sub(self._take_citation, text)
        if self._evenly_starred(text):
            self._read_stars(text)
        elif "*" in text or HARD.search(text):
            self._read_tokens(_parser().inline.parse(text, _parser(), {}, []))
        else:
            self._add(text, strong=False, href=None)
        return Parsed(tuple(self.nodes), tuple(self.faults))

    def _take_variable(self, match: re.Match[str]) -> str:
        self.variables.append(match[1])
        return chr(FIRST_VARIABLE + len(self.variables) - 1)

    def _take_citation(self, match: re.Match[str]) -> str:
        parts = [part.strip() for part in match[1].split(";")]
        found = [KEY.fullmatch(part if i else f"@{part}") for i, part in enumerate(parts)]
        if not all(found):
            self.faults.append(
                Fault("C02", f"{match[0]!r} is not a citation", "write [@key] or [@key; @other], keys in small letters")
            )
            return match[0]
        self.citations.append(Citation(tuple((m[1], m[2] or "") for m in found if m is not None)))
        return chr(FIRST_CITATION + len(self.citations) - 1)

    # --- the two readings ---

    @staticmethod
    def _evenly_starred(text: str) -> bool:
        """Whether the only markup is asterisks, all runs equally long, that plainly open and close in turn."""
        if HARD.search(text) is not None:
            return False
        runs = list(STARS.finditer(text))
        if not runs or len(runs) % 2 or len({len(r[0]) for r in runs}) != 1 or len(runs[0][0]) > 2:
            return False
        return all(_flanking(text[r.start() - 1 : r.start()], text[r.end() : r.end() + 1])[i % 2] for i, r in enumerate(runs))

    def _read_stars(self, text: str) -> None:
        for i, part in enumerate(STARS.split(text)):
            self._add(part, strong=bool(i % 2), href=None)

    def _read_tokens(self, tokens: list[Token]) -> None:
        strong, href, label = 0, None, 0
        for token in tokens:
            if token.type in ("strong_open", "em_open"):
                strong += 1
            elif token.type in ("strong_close", "em_close"):
                strong -= 1
            elif token.type == "link_open":
                href, label = self._href(token), len(self.nodes)
            elif token.type == "link_close":
                if len(self.nodes) == label:
                    self.faults.append(Fault("M02", f"a link to {href!r} has no text", "write [words](https://...)"))
                href = None
            else:
                self._add(token.content, strong=strong > 0, href=href)

    def _href(self, token: Token) -> str:
        raw = str(token.attrs["href"])
        href = SLOT.sub(lambda m: f"{{{{ {self.variables[ord(m[0]) - FIRST_VARIABLE]} }}}}"
                        if ord(m[0]) < FIRST_CITATION else "[@]", raw)  # fmt: skip
        if SCHEME.match(raw) is None:
            self.faults.append(
                Fault("M01", f"link target {href!r} is not allowed", "links start with https://, http://, mailto: or tel:")
            )
        if "title" in token.attrs:
            self.faults.append(Fault("M03", "a link title does not print", "leave out the words in quotes after the address"))
        return href

    def _add(self, text: str, *, strong: bool, href: str | None) -> None:
        at = 0
        for match in SLOT.finditer(text):
            self._add_run(text[at : match.start()], strong=strong, href=href)
            code = ord(match[0])
            if code < FIRST_CITATION:
                self.nodes.append(Slot(self.variables[code - FIRST_VARIABLE], strong, href))
            else:
                self.nodes.append(self.citations[code - FIRST_CITATION])
            at = match.end()
        self._add_run(text[at:], strong=strong, href=href)

    def _add_run(self, text: str, *, strong: bool, href: str | None) -> None:
        if not text:
            return
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, Run) and (last.strong, last.href) == (strong, href):
            self.nodes[-1] = Run(last.text + text, strong, href)
        else:
            self.nodes.append(Run(text, strong, href))


# --- CommonMark's flanking rule, widened ------------------------------------------------------------------------------


def _flanking(before: str, after: str) -> tuple[bool, bool]:
    """Return whether asterisks between two characters ("" at either end) may open and may close strong text."""
    space_before, space_after = not before or before.isspace(), not after or after.isspace()
    if _spaceless(before) or _spaceless(after):
        return not space_after, not space_before
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    opens = not space_after and (not mark_after or space_before or mark_before)
    closes = not space_before and (not mark_before or space_after or mark_after)
    return opens, closes


def _spaceless(char: str) -> bool:
    return char >= chr(SPACELESS[0][0]) and _within(char, SPACELESS)


@cache
def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


@cache
def _is_punctuation(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "PS"


@cache
def _parser() -> MarkdownIt:
    """Return markdown-it with emphasis, links and escapes only, reading asterisks by our flanking rule."""
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import ParserInline
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Scanned

    class State(StateInline):
        def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - its names
            scanned = super().scanDelims(start, canSplitWord)
            end = start + scanned.length
            before, after = self.src[start - 1 : start] if start else "", self.src[end : end + 1]
            if self.src[start] == "*" and (_spaceless(before) or _spaceless(after)):
                opens, closes = _flanking(before, after)
                return Scanned(opens, closes, scanned.length)
            return scanned

    class Inline(ParserInline):
        def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401
            state = State(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens

    class Parser(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - schemes are judged by us, with a message
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - an address is kept as it was written
            return url

    parser = Parser("zero")
    parser.inline = Inline()
    parser.inline.ruler.enableOnly(["text", "escape", "emphasis", "link"])
    parser.inline.ruler2.enableOnly(["balance_pairs", "emphasis", "fragments_join"])
    return parser
