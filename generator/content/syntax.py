"""From bytes to a parsed TOML table: sizes are capped before parsing, and every refusal says what to do about it."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NoReturn

from generator.errors import ContentError, Place, Problem
from generator.values import value

# The stock parser needs 43 s for an 80 kB dotted key and overflows the stack on nested lists, so these are checked first.
# Forty languages inside one file are 2.6 MB, 25,000 lines and 110,000 tokens.
MOST_BYTES = 4_000_000
MOST_LINES = 40_000
MOST_TOKENS = 200_000
MOST_COMMAS = 90_000
MOST_ESCAPES = 40_000
LONGEST_LINE = 50_000  # characters
LONGEST_BARE = 2_000  # characters outside quotes without a bracket, dot or line end
DEEPEST = 32
MOST_DOTS = 8

_STRINGS = r"""
      "{3}.*?(?<!\\)(?:\\\\)*"{3,5} | '{3}.*?'{3,5}
    """
# A long text ends at the first three quotes after an even number of backslashes; `.*?` needs no memory for it, as a repeated
# group would. Groups are not repeated possessively anywhere: until Python 3.11.5 that loses matches (gh-106052).
# The run before a token is consumed with it, which makes the search five times faster. Every run must end in a match, or
# the search would begin anew at each of its characters: hence the stray quote and the end.
TOKEN = re.compile(
    rf"""
    [^"'\#\[\]{{}}\n.]*+ (?:
      (?P<string>{_STRINGS})
    | (?P<unclosed>"{{3}}|'{{3}})
    | (?P<short>"(?>(?:[^"\\\n]|\\.)*)" | '[^'\n]*+' | \#[^\n]*+)
    | (?P<open>[\[{{]) | (?P<close>[\]}}]) | (?P<line>\n)
    | (?P<dots>(?:\.[ \t]*+(?:[A-Za-z0-9_-]++|"(?>(?:[^"\\\n]|\\.)*)"|'[^'\n]*+')[ \t]*+){{{MOST_DOTS}}}\.)
    | (?P<dot>\.) | (?P<stray>["']) | (?P<end>\Z) )
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADER = re.compile(r"\[\[?[ \t]*([^\]\n]*?)[ \t]*\]\]?")
_OF_LANGUAGE = re.compile(r"translations\.([A-Za-z0-9-]+)(?:\.(?:text|state)(?:\.[A-Za-z0-9_-]+)*)?")
_MERGE_MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb\u2033\u2032"
_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
_DATE_LIKE = re.compile(r"(?<=[=,\[ \t])\d{4}-\d{1,2}-\d{1,2}(?!\d)")
CLOSE = 'close it with """ after its last word'
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


# --- bytes to text ----------------------------------------------------------------------------------------------------


def decode(source: bytes, file: str) -> str:
    """Return the text of a UTF-8 file, without a byte order mark; anything else is refused with the place of the fault."""
    if len(source) > MOST_BYTES:
        _refuse(
            file,
            "S09",
            f"the file has more than {MOST_BYTES // 1_000_000} MB",
            hint='move languages to files of their own: [translations.es] file = "assets/translations/es.toml"',
        )
    if source[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in source[:64]:
        _refuse(
            file,
            "S08",
            "the file is saved as UTF-16",
            1,
            1,
            hint='save it as UTF-8 (in Notepad: "Save as", encoding "UTF-8")',
        )
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        start = source.rfind(b"\n", 0, fault.start) + 1
        before = source[start : fault.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        byte = source[fault.start]
        guess = bytes([byte]).decode("cp1252", "replace")
        meant = f', "{guess}" in ANSI' if guess.isprintable() and guess != "\ufffd" else ""
        _refuse(
            file,
            "S08",
            f"the file is not UTF-8: found the byte 0x{byte:02X}{meant}",
            source.count(b"\n", 0, fault.start) + 1,
            len(before) + 1,
            hint='save it as UTF-8 (in Notepad: "Save as", encoding "UTF-8")',
        )


# --- the survey: limits, and which table stands where -----------------------------------------------------------------


@value
class Stretch:
    """A table of the file as written: its header without brackets, from the header's line to the next header's line."""

    header: str
    start: int
    end: int

    @property
    def language(self) -> str | None:
        """The tag if this is (part of) a `[translations.<tag>]` block in its plain spelling."""
        match = _OF_LANGUAGE.fullmatch(self.header)
        return match.group(1) if match else None


def survey(text: str, file: str = "content.toml") -> list[Stretch]:
    """Return the tables of a TOML text in file order (what stands before the first header has the header "").

    Refuses what could keep the parser busy: too many lines or tokens, lists too deep, keys of too many parts.
    """
    _check_bulk(text, file)
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (mark := _MERGE_MARK.search(text)):
        _refuse(
            file,
            "S07",
            f'a mark of an unfinished merge: "{mark.group()}"',
            *_line_column(text, mark.start()),
            hint="keep one of the two versions and delete the three marker lines (<<<<<<<, =======, >>>>>>>)",
        )
    starts, depth, fresh = [(0, "")], 0, 0
    for count, token in enumerate(TOKEN.finditer(text)):
        kind = token.lastgroup or ""
        at = token.start(kind)
        if at - token.start() > LONGEST_BARE:
            _refuse(
                file,
                "S09",
                f"more than {LONGEST_BARE:,} characters without quotes",
                *_line_column(text, token.start()),
                hint="put text between quotes",
            )
        if kind == "line":
            fresh = at + 1
        elif kind == "open":
            if depth == 0 and not text[fresh:at].strip():
                header = _HEADER.match(text, at)
                starts.append((fresh, header.group(1) if header else "?"))
            depth += 1
            if depth > DEEPEST:
                _refuse(
                    file,
                    "S09",
                    f"lists or tables inside each other more than {DEEPEST} deep",
                    *_line_column(text, at),
                    hint="a bracket may be open that should be closed",
                )
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "dots":
            _refuse(file, "S09", f"a key with more than {MOST_DOTS} dots", *_line_column(text, at))
        elif kind == "unclosed":
            _unclosed(text, at, token[kind], file)
        if count > MOST_TOKENS:
            _refuse(file, "S09", f"the file has more than {MOST_TOKENS:,} values, brackets and lines",
                    hint="move languages to files of their own")  # fmt: skip
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [Stretch(header, start, end) for (start, header), end in zip(starts, ends, strict=True)]


def _unclosed(text: str, at: int, quotes: str, file: str) -> NoReturn:
    """Refuse a text without an end: this one, or an earlier one that took this one's quotes for its own."""
    if (runaway := _runaway(text, at)) is not None:
        _refuse(file, "S07", _runs_on(text, runaway), *_line_column(text, runaway[0]), hint=CLOSE)
    _refuse(
        file,
        "S07",
        f"the text opened here with {quotes} is never closed",
        *_line_column(text, at),
        hint=f"write {quotes} where the text ends",
    )


def _check_bulk(text: str, file: str) -> None:
    if "\r" in text and "\n" not in text:
        _refuse(file, "S08", "the lines end in a carriage return alone", 1, text.index("\r") + 1,
                hint="save it with ordinary line ends (LF or CRLF)")  # fmt: skip
    lines = text.split("\n")
    for count, most, what in (
        (len(lines), MOST_LINES, "lines"),
        (text.count(","), MOST_COMMAS, "commas"),
        (text.count("\\"), MOST_ESCAPES, "backslashes"),
    ):
        if count > most:
            _refuse(file, "S09", f"the file has more than {most:,} {what}", hint="move languages to files of their own")
    longest = max(lines, key=len)
    if len(longest) > LONGEST_LINE:
        _refuse(
            file,
            "S09",
            f"a line with more than {LONGEST_LINE:,} characters",
            lines.index(longest) + 1,
            1,
            hint="break the text or list over several lines",
        )


def without(text: str, tables: list[Stretch]) -> str:
    """Return `text` with these tables blanked out; every line keeps its number."""
    pieces, done = [], 0
    for table in tables:
        pieces += [text[done : table.start], "\n" * text.count("\n", table.start, table.end)]
        done = table.end
    return "".join([*pieces, text[done:]])


# --- parsing ----------------------------------------------------------------------------------------------------------


def parse(text: str, file: str) -> dict[str, Any]:
    """Return the tables of a surveyed TOML text; a fault of syntax becomes one problem with its place and a hint."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ContentError(_explain(text, str(fault), file)) from None
    except RecursionError:
        _refuse(file, "S09", "lists or tables inside each other too deep")
    except ValueError:  # a number of more than 4,300 digits, or a date that does not exist
        at = _odd_number(text)
        _refuse(file, "S07", "a number or date that cannot be read", *_line_column(text, at), hint="put text between quotes")


def _odd_number(text: str) -> int:
    match = re.search(r"\d{41,}", text)
    return match.start() if match else 0


def _explain(text: str, fault: str, file: str) -> Problem:
    """Turn the parser's message into ours."""
    where = _AT.search(fault)
    message = _AT.sub("", fault)
    if where is None or where.group(1) is None:
        offset = len(text.rstrip())
    else:
        offset = _offset(text, int(where.group(1)), int(where.group(2)))
    start, words, hint = _guess(text, offset, message)
    line, column = _line_column(text, start)
    return Problem("S07", words, Place(file, line, column), hint)


def _guess(text: str, offset: int, fault: str) -> tuple[int, str, str]:
    """Return where the mistake most likely is, what it is and what to do about it."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    if (runaway := _runaway(text, offset)) is not None:
        return runaway[0], _runs_on(text, runaway), CLOSE
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', lambda m: "x" * len(m.group()), line)
    for at, char in enumerate(outside):
        if char == "#":
            break
        if char in _CURLY:
            return (
                begin + at,
                f"found the quotation mark {char} (U+{ord(char):04X}) around or beside a value",
                ('use straight quotes: "..."'),
            )
        if _ODD_SPACE.match(char):
            return (
                begin + at,
                f"found a special space (U+{ord(char):04X}) outside quotes",
                "delete it and type an ordinary space",
            )
    if fault.startswith('Expected "\'"'):
        offset = next((m.start("stray") for m in TOKEN.finditer(text) if m.lastgroup == "stray"), offset)
        return offset, "the text is not closed on its line", "close it with '"
    if fault.startswith("Cannot overwrite a value"):
        return _statement(text, begin, offset), "this key stands here for the second time", "keep one of the two"
    if fault.startswith("Expected newline") and (day := _DATE_LIKE.search(line[: offset - begin + 7])):
        return begin + day.start(), "a date that does not exist", "write year-month-day: 2026-11-12"
    if fault.startswith("Cannot declare"):
        return begin, "this table stands here for the second time", "put the keys of both under one header"
    for sign, words, hint in _FAULTS:
        if sign in fault:
            return (offset - 2 if sign.startswith("Unescaped") else offset), words, hint
    if fault.startswith("Expected newline or end of document"):
        if outside[: offset - begin].rstrip().endswith("x"):
            return (
                offset,
                "something stands after the closing quote",
                (r"quotes inside a text are written \" (or use “ ”); each key stands on a line of its own"),
            )
        return offset, "something stands after the value", 'put text between quotes: "..."'
    return offset, f"this line cannot be read: {fault[:1].lower()}{fault[1:]}", 'a line reads: key = "words"'


_FAULTS = (
    ("Illegal character '\\n'", "the text is not closed on its line", 'close it with ", or open and close it with """'),
    ("Found invalid character '\\n'", "the text is not closed on its line", "close it with '"),
    ("Unescaped '\\'", "a backslash that stands for nothing", r"write \\ for a backslash, or / in a path"),
    ("Invalid hex", "a backslash that stands for nothing", r"write \\ for a backslash, or / in a path"),
    ("Escaped character is not", "an escape for a character that does not exist", "type the character itself"),
    ("Illegal character", "an invisible control character", "delete it"),
    ("Invalid value", "expected a value", 'put text between quotes: "..."; numbers, dates, true and false stand without'),
    ("Expected '='", "expected = after the key", 'a line reads: key = "words"; a key has no spaces'),
    ("Invalid initial character for a key", "expected a key", 'a line reads: key = "words"'),
    ("Invalid statement", "expected a key, a [table] or a comment", 'a line reads: key = "words"; a comment begins with #'),
    ("Unclosed array", "the list is never closed", "write ] after its last item, and a comma after each other"),
    ("Unclosed inline table", "the { is never closed", "an inline table stands on one line: { a = 1, b = 2 }"),
    ("Unterminated string", "the text is never closed", 'close it with "'),
    ('Expected "', "the text is never closed", 'close it with """'),
    ("Duplicate inline table key", "this key stands in the table for the second time", "keep one of the two"),
    ("Cannot mutate immutable", "this table was already closed", "put all its keys under one header"),
    ("Cannot redefine namespace", "this table stands here for the second time", "put the keys of both under one header"),
    ("Expected ']", "the header is not closed", "a header reads [document] or [[section]]"),
    ("Invalid date or datetime", "a date that does not exist", "write year-month-day: 2026-11-12"),
)


def _statement(text: str, begin: int, offset: int) -> int:
    """Return where the statement begins that ends at `offset`, in the line from `begin` or before."""
    for token in TOKEN.finditer(text, 0, offset + 1):
        if token.lastgroup == "string" and token.end() >= offset:
            begin = text.rfind("\n", 0, token.start("string")) + 1
    return begin + len(text[begin:]) - len(text[begin:].lstrip(" \t"))


def _runs_on(text: str, runaway: tuple[int, int]) -> str:
    number, _ = _line_column(text, runaway[1])
    return f"the text opened here runs on to line {number}: its closing quotes are missing"


def _runaway(text: str, offset: int) -> tuple[int, int] | None:
    """Return start and end of a multi-line text that ends just before `offset` where in truth another one opens."""
    last = None
    for token in TOKEN.finditer(text, 0, offset + 1):
        if token.lastgroup == "string":
            last = token
    if last is None or "\n" not in last["string"] or text.count("\n", last.end(), offset) > 2:
        return None
    tail = last["string"].rstrip("\"'").rsplit("\n", 1)[-1]
    return last.span("string") if re.fullmatch(r"\s*[A-Za-z0-9_.-]+[ \t]*=[ \t]*", tail) else None


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _line_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _refuse(
    file: str, rule: str, message: str, line: int | None = None, column: int | None = None, hint: str | None = None
) -> NoReturn:
    raise ContentError(Problem(rule, message, Place(file, line, column), hint))
