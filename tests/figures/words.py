"""What readers find in a finished PDF: its words by PDFium and Poppler, and its numbers as they stand on paper.

Words are white-space tokens with their punctuation, counted as often as they occur (multiset recall), in NFC, controls of
direction and joining left out; where a script does not space its words, the words that ICU finds in each line.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import icu
import pypdfium2
from leaflets import plain
from pypdfium2 import raw
from reading import IGNORED, pdfium_text, poppler_text, words

from figures import sample
from generator import data
from generator.languages import Language, all_languages, lookup
from generator.leaflet.model import TextLine
from generator.pdf.painter import paint_pdf

Reader = Callable[[bytes], "str | None"]
READERS: dict[str, Reader] = {"PDFium": pdfium_text, "Poppler": poppler_text}

SPACE = "[ \u00a0\u202f]"
PHONE = r"(?<![\w+])(?:\+\d{1,3}|0\d{2,4})(?:[ \u00a0-]\d{2,4}){1,3}"
DOSE = rf"\d+(?:[.,]\d+)?{SPACE}(?:mg|mcg|ml|mL|g|kg|IU|mm|cm|°C)\b"
DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)"
ADDRESS = r"(?:https?://|www\.)[^\s<>\u2066-\u2069]+|[\w.+-]+@[\w.-]+\w|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:org|com|net|uk)(?:/[^\s<>\u2066-\u2069]*)?"
NUMBER = re.compile(rf"{PHONE}|{DOSE}|{DATE}|\d+(?:[.,:]\d+)*")
WHOLE = re.compile(f"{PHONE}|{DOSE}|{DATE}|{ADDRESS}")


# --- words ------------------------------------------------------------------------------------------------------------


def present(reader: str) -> bool:
    """Whether a reader is installed."""
    return reader != "Poppler" or shutil.which("pdftotext") is not None


def printed_words(paper: sample.Paper) -> Counter[str]:
    """Return the words of a leaflet as often as they are printed."""
    found: Counter[str] = Counter()
    for lines in sample.occurrences(paper.leaflet):
        found.update(_words("".join(lines), paper.language) if _spaced(paper.language) else _in_lines(lines, paper.language))
    return found


def lost_words(paper: sample.Paper, reader: str) -> list[str]:
    """Return the words that a reader does not give back."""
    text = READERS[reader](paper.pdf) or ""
    found = Counter(_words(text, paper.language) if _spaced(paper.language) else _in_lines(text.split("\n"), paper.language))
    return [*(printed_words(paper) - found).elements()]


def recall(paper: sample.Paper, reader: str) -> float:
    """Return the percentage of words that a reader gives back."""
    total = printed_words(paper).total()
    return 100 * (total - len(lost_words(paper, reader))) / total


def _spaced(language: Language) -> bool:
    return language.script not in sample.UNSPACED


def _words(text: str, _: Language) -> list[str]:
    return words(text)


def _in_lines(lines: list[str], language: Language) -> Iterator[str]:
    """Yield the words that ICU finds in lines of unspaced writing."""
    for line in lines:
        for token in words(line):
            if token.isascii():
                yield token
                continue
            breaks = icu.BreakIterator.createWordInstance(icu.Locale(language.tag))
            text = icu.UnicodeString(token)
            breaks.setText(text)
            at = 0
            for end in breaks:
                yield str(text[at:end])
                at = end


def painted(tag: str, texts: list[str]) -> sample.Paper:
    """Return a heading and paragraphs in one language, as they are, on paper."""
    leaflet = plain(tag, texts)
    return sample.Paper(lookup(tag), leaflet, paint_pdf(leaflet))


def prose(language: Language) -> sample.Paper:
    """Return running text of one language: the specimen's sentence in paragraphs of growing length."""
    sentence = _sentences()[language.base]
    return painted(language.tag, [sentence.split()[0], *(" ".join([sentence] * times) for times in (1, 3, 6))])


@cache
def _sentences() -> dict[str, str]:
    return tomllib.loads(data.read_text("specimens.toml"))


def right_to_left() -> list[Language]:
    """Return the supported languages that run from right to left."""
    return [language for language in all_languages() if language.rtl]


# --- numbers on paper -------------------------------------------------------------------------------------------------


def wrong_numbers(paper: sample.Paper) -> list[str]:
    """Return the phone numbers, doses, dates and other numbers that do not stand on paper as they are in the text.

    Paper is what PDFium draws: the characters of a line from left to right by where they are drawn, whatever their order in
    the file.
    """
    wanted: Counter[str] = Counter()
    for lines in sample.occurrences(paper.leaflet):
        for line in lines:
            wanted.update(_numbers(line.translate(IGNORED)))
    drawn: Counter[str] = Counter()
    for line in drawn_lines(paper.pdf):
        drawn.update(_numbers(line))
    return [*(wanted - drawn).elements()]


def _numbers(line: str) -> list[str]:
    return [re.sub(SPACE, " ", found) for found in NUMBER.findall(line)]


def torn(paper: sample.Paper) -> list[str]:
    """Return the phone numbers, doses, dates and addresses that are broken over two lines."""
    faults = []
    for page in paper.leaflet.pages:
        seen = {id(item.paragraph): item.paragraph for item in page.items if isinstance(item, TextLine)}
        for paragraph in seen.values():
            ends = {line.end for line in paragraph.lines[:-1]}
            for match in WHOLE.finditer(paragraph.text):
                if any(match.start() < end < match.end() for end in ends):
                    faults.append(match[0])  # noqa: PERF401 - three loops deep
    return faults


def drawn_lines(pdf: bytes) -> Iterator[str]:
    """Yield the lines of a PDF as they are seen: characters by their place from left to right, gaps as spaces."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        lines: dict[float, list[tuple[float, float, str]]] = {}  # where a character begins, where the next may begin
        for index in range(raw.FPDFText_CountChars(text)):
            char = chr(raw.FPDFText_GetUnicode(text, index))
            if raw.FPDFText_IsGenerated(text, index) == 1 or ord(char) < 0x20 or ord(char) in IGNORED or char == "\ufffe":
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            box = raw.FS_RECTF()
            raw.FPDFText_GetLooseCharBox(text, index, box)
            size = raw.FPDFText_GetFontSize(text, index)
            lines.setdefault(round(y.value, 1), []).append((x.value, box.right + size / 10, char))
        for characters in lines.values():
            yield _joined(sorted(characters, key=lambda one: one[0]))
        text.close()
        page.close()
    document.close()


def _joined(characters: list[tuple[float, float, str]]) -> str:
    line, end = "", None
    for x, right, char in characters:
        if end is not None and x > end and not line.endswith(" "):
            line += " "
        line += char
        end = right
    return line
