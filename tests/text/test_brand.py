"""Brand fonts: first in the chain where they can be, refused with a reason where they cannot."""

import struct

import pytest
import uharfbuzz as hb

from generator import data
from generator.errors import AssetError
from generator.languages import lookup
from generator.text.brand import font_problems
from generator.text.faces import face_of
from generator.text.fonts import BrandFonts, load_fonts
from generator.text.model import Span
from generator.text.paragraph import set_paragraph

REGULAR = data.read_bytes("fonts/noto-sans-georgian/NotoSansGeorgian-Regular.ttf")
BOLD = data.read_bytes("fonts/noto-sans-georgian/NotoSansGeorgian-Bold.ttf")


def table(file, tag):
    """Where a table lies: offset and length."""
    for index in range(struct.unpack_from(">H", file, 4)[0]):
        found, _, offset, length = struct.unpack_from(">4sLLL", file, 12 + 16 * index)
        if found == tag:
            return offset, length
    raise AssertionError(tag)


def patched(tag, at, value):
    """Return the regular file with two bytes changed at `at` in a table."""
    file = bytearray(REGULAR)
    struct.pack_into(">H", file, table(REGULAR, tag)[0] + at, value)
    return bytes(file)


def without(tag):
    """Return the regular file with a table renamed away."""
    return REGULAR.replace(tag, b"xxxx", 1)


def variable():
    """Return the regular file with a table that only variable fonts have."""
    return REGULAR.replace(b"GDEF", b"fvar", 1)


@pytest.mark.parametrize(
    ("file", "rule", "words"),
    [
        (b"OTTO" + REGULAR[4:], "T20", "PostScript outlines"),
        (b"wOF2" + REGULAR[4:], "T20", "WOFF2"),
        (b"ttcf" + REGULAR[4:], "T20", "font collection"),
        (b"%PDF-1.7", "T20", "something else"),
        (b"", "T20", "something else"),
        (REGULAR[:2000], "T21", "outside the file"),
        (REGULAR[:10], "T21", "outside the file"),
        (without(b"glyf"), "T21", "glyf"),
        (without(b"OS/2"), "T21", "OS/2"),
        (variable(), "T22", "variable"),
        (patched(b"OS/2", 8, 2), "T23", "forbids embedding"),
        (patched(b"OS/2", 8, 0x200), "T23", "forbids embedding"),
        (patched(b"head", 12, 0), "T21", "not a font header"),
        (patched(b"head", 18, 0), "T21", "not a font header"),
        (patched(b"hhea", 34, 60000), "T21", "advance widths"),
        (patched(b"maxp", 4, 65535), "T21", "fewer"),
        (patched(b"loca", 40, 65535), "T21", "out of order"),
    ],
)
def test_a_font_that_cannot_be_used_is_refused_with_the_reason(file, rule, words):
    """One problem, its rule, and words that say what is wrong; a hint says what to do."""
    (problem,) = font_problems(file, "regular")

    assert problem.rule == rule
    assert words in problem.message
    assert problem.hint
    with pytest.raises(AssetError):
        load_fonts(lookup("en"), BrandFonts(file))


@pytest.mark.parametrize("rights", [0, 4, 8])
def test_a_font_that_may_be_embedded_is_taken(rights):
    """Installable, preview and editable embedding are enough."""
    assert font_problems(patched(b"OS/2", 8, rights)) == ()


def test_both_files_are_checked_at_once():
    """All reasons come together."""
    with pytest.raises(AssetError) as caught:
        load_fonts(lookup("en"), BrandFonts(b"nothing", patched(b"OS/2", 8, 2)))

    assert [p.rule for p in caught.value.problems] == ["T20", "T23"]
    assert "regular" in caught.value.problems[0].message
    assert "bold" in caught.value.problems[1].message


def runs(tag, text, brand, *, bold=False):
    """Return the runs of a text on one line."""
    language = lookup(tag)
    fonts = load_fonts(language, brand)
    span = Span(text, 12, bold)
    return set_paragraph([span], width=1e9, direction=language.direction, language=tag, fonts=fonts).lines[0].runs


def test_the_brand_draws_what_it_has_and_ours_the_rest():
    """Letters come from the brand's file, a word or symbol it lacks from ours."""
    brand = BrandFonts(REGULAR, BOLD)

    assert [run.face.family for run in runs("en", "Text words", brand)] == ["Noto Sans Georgian"]
    assert [run.face.name for run in runs("en", "x ≤ y", brand)][1] == "NotoSansMath-Regular"
    assert {run.face.family for run in runs("ar", "اشرب الماء", brand)} == {"Noto Sans Arabic"}
    assert runs("en", "bold", brand, bold=True)[0].face.bold


def test_without_a_bold_file_bold_is_ours_and_really_bold():
    """The regular file is never passed off as bold."""
    (run,) = runs("en", "bold", BrandFonts(REGULAR), bold=True)

    assert run.face is face_of("Noto Sans", bold=True)


def test_a_brand_face_is_one_object_and_can_be_subset():
    """Two documents of a brand share its faces; a subset is a static font with the same glyph ids."""
    first, second = (runs("en", "Text", BrandFonts(REGULAR, BOLD))[0].face for _ in range(2))
    gid = first.gid("T")
    static = hb.Font(hb.Face(first.subset([gid])))

    assert first is second
    assert static.get_glyph_h_advance(gid) == first.advance(gid)
