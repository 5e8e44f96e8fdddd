"""The vendored fonts are the files the manifest names, unmodified, static, embeddable and under the OFL."""

import csv
import hashlib
import struct

import pytest
import uharfbuzz as hb

from generator import data
from generator.languages import all_languages
from generator.text.faces import CJK_FILES, ONE_WEIGHT, face_of
from generator.text.fonts import FAMILY_OF_SCRIPT, SYMBOLS

FOLDER = data.path("fonts")
MANIFEST = list(csv.DictReader((FOLDER / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()))


def test_the_manifest_lists_every_font_and_no_other():
    """A font without a line, or a line without a font, is a mistake of vendoring."""
    assert {row["file"] for row in MANIFEST} == {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.ttf")}


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_a_font_is_the_file_that_was_vendored(row):
    """Its SHA-256 is the manifest's; it is static TrueType of the weight it claims and may be embedded (fsType 0)."""
    file = (FOLDER / row["file"]).read_bytes()
    face = hb.Face(file)
    os2 = face.reference_table("OS/2").data

    assert hashlib.sha256(file).hexdigest() == row["sha256"]
    assert {"glyf", "loca", "hmtx", "cmap"} <= set(face.table_tags)
    assert not {"fvar", "CFF ", "CFF2"} & set(face.table_tags)
    assert struct.unpack_from(">H", os2, 4)[0] == int(row["weight"])
    assert struct.unpack_from(">H", os2, 8)[0] == 0


@pytest.mark.parametrize("folder", sorted(p for p in FOLDER.iterdir() if p.is_dir()), ids=lambda p: p.name)
def test_every_family_carries_its_licence(folder):
    """The OFL asks that copyright and licence travel with the fonts."""
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")

    assert licence.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_every_family_that_is_named_can_be_opened_in_both_weights():
    """No language, script or symbol list names a family that is not there; bold is another face."""
    families = {language.family for language in all_languages()} | set(FAMILY_OF_SCRIPT.values()) | set(SYMBOLS)
    for family in families:
        regular, bold = face_of(family, bold=False), face_of(family, bold=True)
        assert regular.name.endswith("-Regular")
        if family in ONE_WEIGHT:
            assert bold is regular
        else:
            assert bold.name == regular.name.replace("-Regular", "-Bold")


@pytest.mark.parametrize("family", sorted(CJK_FILES))
def test_a_cjk_subset_is_static_and_has_the_advances_that_were_shaped_with(family):
    """At both weights: glyf without fvar, glyph ids kept, hmtx equal to `advance`, outlines where they were asked for."""
    outlines = []
    for bold in (False, True):
        face = face_of(family, bold=bold)
        wanted = [face.gid(c) for c in "Am5。，一丁三水你"]
        wanted = [gid for gid in wanted if gid]
        static = hb.Face(face.subset(wanted))
        font = hb.Font(static)

        assert "glyf" in static.table_tags
        assert not {"fvar", "gvar", "HVAR", "GSUB", "GPOS"} & set(static.table_tags)
        assert [font.get_glyph_h_advance(gid) for gid in wanted] == [face.advance(gid) for gid in wanted]
        assert all(font.get_glyph_extents(gid).width > 0 for gid in wanted)
        assert font.get_glyph_extents(max(wanted) - 1).width == 0 or max(wanted) - 1 in wanted
        outlines.append([font.get_glyph_extents(gid)[:] for gid in wanted])
    assert outlines[0] != outlines[1]


def test_a_changed_cjk_file_is_refused(monkeypatch):
    """The hash is compared before the file is used."""
    from generator.text import faces

    faces._cjk_file.cache_clear()
    monkeypatch.setitem(faces.CJK_FILES, "Noto Sans JP", (faces.CJK_FILES["Noto Sans JP"][0], "0" * 64))
    with pytest.raises(RuntimeError, match="is not the file of justmytype-intl-cjk"):
        faces._cjk_file("Noto Sans JP")
