"""Shaping: what we hold is what HarfBuzz says, for a paragraph of every language, whole and cut into lines."""

import importlib.resources
import json
import shutil
import subprocess
import tomllib

import pytest
import uharfbuzz as hb

from generator import data
from generator.languages import all_languages
from generator.text.faces import CJK_FILES
from generator.text.fonts import load_fonts
from generator.text.model import Span
from generator.text.paragraph import set_paragraph

PARAGRAPHS = tomllib.loads(data.read_text("specimens.toml"))
LANGUAGES = pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
WEIGHTS = pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
HB_SHAPE = shutil.which("hb-shape")


def set_in(language, text, width, *, bold=False, size=10.0):
    """Set a text in its language."""
    span = Span(text, size, bold)
    return set_paragraph([span], width=width, direction=language.direction, language=language.tag, fonts=load_fonts(language))


def font_file(face):
    """Return the file of a face and the options that put hb-shape at its weight."""
    if face.family in CJK_FILES:
        folder = importlib.resources.files("justmytype_intl_cjk") / "fonts" / "ofl"
        return str(folder / CJK_FILES[face.family][0]), [f"--variations=wght={700 if face.bold else 400}"]
    return str(data.path(f"fonts/{face.family.lower().replace(' ', '-')}/{face.name}.ttf")), []


def hb_shape(run, text):
    """Return what HarfBuzz's command-line tool makes of a run's text: (glyph, cluster, advance, x offset, y offset)."""
    path, variations = font_file(run.face)
    options = ["--no-glyph-names", "--output-format=json", f"--direction={'rtl' if run.level % 2 else 'ltr'}"]
    options += [f"--script={run.script}", f"--language={run.language}", *variations]
    done = subprocess.run([HB_SHAPE, path, *options, text[run.start : run.end]], capture_output=True, text=True, check=True)
    return [(g["g"], g["cl"] + run.start, g["ax"], g["dx"], g["dy"]) for g in json.loads(done.stdout)]


def harfbuzz(run, text):
    """Return what HarfBuzz makes of a run's text when it stands alone, straight from the library."""
    buffer = hb.Buffer()
    buffer.add_str(text[run.start : run.end])
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script
    buffer.language = run.language
    hb.shape(run.face.hb_font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(i.codepoint, i.cluster + run.start, p.x_advance, p.x_offset, p.y_offset) for i, p in pairs]


@pytest.mark.skipif(HB_SHAPE is None, reason="hb-shape (Debian package libharfbuzz-bin) is not installed")
@LANGUAGES
@WEIGHTS
def test_a_paragraph_is_shaped_as_the_command_line_tool_shapes_it(language, bold):
    """Glyph ids, clusters, advances and offsets equal hb-shape's for the paragraph as one run."""
    text = PARAGRAPHS[language.tag]

    (line,) = set_in(language, text, 1e9, bold=bold).lines
    (run,) = line.runs

    assert [tuple(glyph) for glyph in run.glyphs] == hb_shape(run, text)


@LANGUAGES
def test_lines_are_shaped_as_if_each_stood_alone(language):
    """Cutting the long line, where HarfBuzz says it is safe and by shaping anew where not, changes no glyph."""
    text = PARAGRAPHS[language.tag]
    for width in (60.0, 120.0, 200.0):
        for line in set_in(language, text, width).lines:
            for run in line.runs:
                whole_words = text[run.start - 1 : run.start].strip() == "" and text[run.end - 1 : run.end].strip() == ""
                if whole_words or language.script in ("Hans", "Hant", "Jpan", "Kore"):
                    assert [tuple(glyph) for glyph in run.glyphs] == harfbuzz(run, text)


@LANGUAGES
@WEIGHTS
def test_no_glyph_is_notdef(language, bold):
    """Glyph 0 appears nowhere."""
    lines = set_in(language, PARAGRAPHS[language.tag], 150.0, bold=bold).lines

    assert lines
    assert not [g for line in lines for run in line.runs for g in run.glyphs if g.gid == 0]


def test_marathi_gets_its_own_forms():
    """The language reaches HarfBuzz: Marathi and Hindi draw the same letters differently (locl)."""
    languages = {language.tag: language for language in all_languages()}
    text = "श ल"
    drawn = [[g.gid for r in set_in(languages[t], text, 1e9).lines[0].runs for g in r.glyphs] for t in ("hi", "mr")]

    assert drawn[0] != drawn[1]


def test_letters_join_across_spans():
    """Bold inside an Arabic word keeps the joined forms: context is passed, though the face changes."""
    arabic = next(language for language in all_languages() if language.tag == "ar")
    spans = [Span("بب", 12), Span("ب", 12, bold=True)]
    joined = set_paragraph(spans, width=1e9, direction="rtl", language="ar", fonts=load_fonts(arabic)).lines[0]
    alone = set_paragraph(spans[1:], width=1e9, direction="rtl", language="ar", fonts=load_fonts(arabic)).lines[0]

    assert [g.gid for g in joined.runs[0].glyphs] != [g.gid for g in alone.runs[0].glyphs]


@LANGUAGES
def test_units_hold_every_glyph_and_every_character_once(language):
    """The units of a run are its glyphs in order, and what they stand for is its text, from left to right."""
    for line in set_in(language, PARAGRAPHS[language.tag], 200).lines:
        for run in line.runs:
            text = PARAGRAPHS[language.tag][run.start : run.end]
            known = [run.face.units.numbered[number] for number in run.units]
            units = reversed(known) if run.shaped.rtl else known
            assert "".join(unit[-1] for unit in units) == text
            parts = [part for unit in known for part in (unit[0] if len(unit) == 2 else [(*unit[:2], 0, 0)])]
            assert parts == [(g.gid, g.x_advance, g.x_offset, g.y_offset) for g in run.glyphs]
