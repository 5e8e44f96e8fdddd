"""Which face draws what: every letter of every language, symbols behind, files opened only when a character asks."""

import subprocess
import sys
import tomllib
from pathlib import Path

import icu
import pytest

from generator import data
from generator.languages import all_languages, lookup
from generator.text.fonts import load_fonts, uncovered

PARAGRAPHS = tomllib.loads(data.read_text("specimens.toml"))
CLDR = {"prs": "fa_AF", "kmr": "ku", "tl": "fil", "aii": "syr", "pnb": "pa_Arab"}  # tags that CLDR calls otherwise
BORROWED = {"yue-Hant-HK": "残糥鐡静"}  # variant forms that CLDR lists and Noto Sans TC lacks; Noto Sans SC has them
LATIN = set("abcXYZ")
LEAFLET_SYMBOLS = "≤≥≠≈±×÷−←→↑↓✓✔✗☐☑☒□■●○▶☎✉⚠⚕µ½¼¾°™®©•…‑–—†‡′″₂²³①②★№€£"


def exemplars(tag):
    """Return the letters CLDR says a language is written with, and their capitals."""
    locale = icu.Locale(CLDR.get(tag, tag.replace("-", "_")))
    if locale.getLanguage() not in {icu.Locale(name).getLanguage() for name in icu.Locale.getAvailableLocales()}:
        return ""
    letters = "".join(str(item) for item in icu.LocaleData(locale.getName()).getExemplarSet(0, 0))
    return letters + letters.upper()


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_every_letter_of_a_language_is_drawn_by_its_own_family(language, bold):
    """CLDR's exemplar characters, the autonym, the test paragraph, the digits and ASCII come from its own font, in both weights."""
    fonts = load_fonts(language)
    text = exemplars(language.tag) + language.autonym + PARAGRAPHS[language.tag] + language.digits + "0123456789 abcXYZ()"

    faces = {char: fonts.face_for(char, bold) for char in text}

    assert uncovered(text, fonts, bold) == ()
    borrowed = {char for char, face in faces.items() if char.isalnum() and face.family != language.family}
    assert borrowed <= set(BORROWED.get(language.tag, "")) | (LATIN if (language.tag, bold) == ("kn", True) else set())
    assert all(face.bold == bold for face in faces.values() if face.family == language.family)


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
def test_symbols_of_leaflets_and_names_of_languages_are_covered_everywhere(language):
    """Arrows, ticks, boxes, fractions and every language's own name can stand in a text of any language."""
    fonts = load_fonts(language)

    assert uncovered(LEAFLET_SYMBOLS, fonts) == ()
    assert (
        uncovered("".join(PARAGRAPHS[tag] for tag in ("ar", "zh-Hans", "th", "am", "pl", "ta", "ko", "ja")), fonts, bold=True)
        == ()
    )


def weight(face, char):
    """How much ink a character has: the area of its outline."""

    class Pen:
        area = 0.0
        first = last = (0.0, 0.0)

        def moveTo(self, point):  # noqa: N802
            self.first = self.last = point

        def lineTo(self, point):  # noqa: N802
            self.area += (self.last[0] * point[1] - point[0] * self.last[1]) / 2
            self.last = point

        def qCurveTo(self, *points):  # noqa: N802
            for point in points:
                self.lineTo(point)

        def curveTo(self, *points):  # noqa: N802
            self.qCurveTo(*points)

        def closePath(self):  # noqa: N802
            self.lineTo(self.first)

        def endPath(self):  # noqa: N802
            self.closePath()

    pen = Pen()
    face.hb_font.draw_glyph_with_pen(face.gid(char), pen)
    return abs(pen.area)


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
def test_bold_is_really_bold(language):
    """Whatever face draws them, letters, Latin letters and digits have at least a quarter more ink in bold."""
    fonts = load_fonts(language)
    letters = [c for c in PARAGRAPHS[language.tag] if c.isalpha()][:6] + list("lm5")
    for char in letters:
        regular, bold = fonts.face_for(char, bold=False), fonts.face_for(char, bold=True)
        if weight(regular, char):  # Nastaliq draws its letters by substitution; the nominal glyphs are empty
            assert weight(bold, char) > 1.25 * weight(regular, char), (char, regular, bold)


def test_what_no_font_has_is_named_once_in_order():
    """Emoji and private use characters are reported, not replaced by boxes."""
    assert uncovered("a🏥b\ue000🏥", load_fonts(lookup("en"))) == ("🏥", "\ue000")


def test_a_mark_on_a_foreign_letter_is_reported_with_it():
    """No font joins a Devanagari vowel sign to a Hebrew letter; each of them alone is covered."""
    fonts = load_fonts(lookup("he"))

    assert uncovered("א \u093f", fonts) == ()
    assert uncovered("א\u093f", fonts) == ("א\u093f",)


def test_characters_drawn_as_nothing_need_no_glyph():
    """Joiners, isolates, soft hyphens and odd spaces are covered by every font."""
    assert uncovered("\u200d\u200c\u2066\u2069\u00ad\u2060\u200b\u202f\u2009\u2011", load_fonts(lookup("km"))) == ()


OPENED = """
import sys
sys.path.insert(0, {root!r})
import uharfbuzz as hb
opened = []
real = hb.Blob.from_file_path
class Watched(hb.Blob):
    @classmethod
    def from_file_path(cls, path):
        opened.append(path)
        return real(path)
hb.Blob = Watched
from generator.languages import lookup
from generator.text.fonts import load_fonts
from generator.text.paragraph import set_paragraph
from generator.text.model import Span
for tag, text in {texts!r}:
    language = lookup(tag)
    set_paragraph([Span(text, 12), Span(text, 12, True)], width=200, direction=language.direction, language=tag, fonts=load_fonts(language))
print("\\n".join(opened))
"""


def opened(*tags, extra=""):
    """Return the font files a fresh process opens to set the test paragraphs of these languages."""
    root = str(Path(__file__).parents[2])
    script = OPENED.format(root=root, texts=[(tag, PARAGRAPHS[tag] + extra) for tag in tags])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return sorted(Path(line).name for line in done.stdout.split("\n") if line)


def test_an_english_document_opens_two_files():
    """Faces are opened when a character asks for them."""
    assert opened("en") == ["NotoSans-Bold.ttf", "NotoSans-Regular.ttf"]


def test_a_symbol_opens_the_symbol_face_and_nothing_else():
    """The first face of the chain that has the character is the last that is opened."""
    assert opened("en", extra=" ≤ →") == ["NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "NotoSansMath-Regular.ttf"]


def test_no_language_but_chinese_japanese_and_korean_opens_a_cjk_font():
    """All 106 others together, symbols included, stay with the vendored files."""
    tags = [language.tag for language in all_languages() if language.script not in ("Hans", "Hant", "Jpan", "Kore")]

    files = opened(*tags, extra=" ≤✓☐µ½")

    assert len(tags) == 106
    assert not [name for name in files if "[wght]" in name]


def test_a_cjk_file_is_opened_once_for_both_weights():
    """Regular and Bold are two settings of one mapped file."""
    assert opened("zh-Hans", "zh-Hans") == ["NotoSansSC[wght].ttf"]
