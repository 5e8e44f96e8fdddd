"""Bad input through the command line: one line a problem with its place, exit 2 (5 or 6 for the output), nothing written."""

import io
import os
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from PIL import Image
from pptx import Presentation
from small_content import SMALL

from generator.cli import main

ROOT = Path(__file__).parents[1]
SOURCE = SMALL.replace('"What?"', '"What is it?"').replace("[[section]]", '[output]\nmin_status = "machine"\n[[section]]')
PLACED = re.compile(r"^[^:\n]+:\d+:\d+: error [A-Z]\d\d ", re.MULTILINE)


def run(*arguments):
    """Run the command in this process; it must not end in a traceback."""
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


@pytest.fixture
def project(tmp_path):
    """Write a project with this content and these files, and return the path of its content file."""

    def write(content=SOURCE, **files):
        folder = tmp_path / "project"
        (folder / "assets").mkdir(parents=True)
        (folder / "content.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
        for name, source in files.items():
            (folder / "assets" / name.replace("_", ".")).write_bytes(source)
        return folder / "content.toml"

    return write


def refused(content, *, rules=None, place=None, exit_code=2, placed=True, arguments=()):
    """Build and check: each ends with the same problems, each on a line with its place; nothing is written; it is quick."""
    for command in ("build", "check") if exit_code == 2 and not arguments else ("build",):
        start = time.process_time()
        result = run(command, content, *arguments)
        assert time.process_time() - start < 2
        errors = [line for line in result.stderr.splitlines() if re.search(r"(^|: )error [A-Z]\d\d ", line)]
        assert result.exit_code == exit_code, result.output
        assert errors
        assert all(PLACED.match(line) for line in errors) or not placed, result.stderr
        assert len(set(errors)) == len(errors), result.stderr
        assert rules is None or [re.search(r"error (\w+)", line)[1] for line in errors] == rules, result.stderr
        assert place is None or errors[0].startswith(f"content.toml:{place}: "), result.stderr
        assert not any(c for c in result.stderr if not c.isprintable() and c != "\n")
    assert not [p for p in (content.parent / "output").glob("*") if not p.name.startswith(".")]


def block(lines):
    """The content with one block more; its first line is line 29."""
    return SOURCE.replace("[[reference]]", f"[[section.block]]\n{lines}\n[[reference]]")


def changed(old, new):
    """The content with one change, which must be possible."""
    assert SOURCE.count(old) >= 1
    return SOURCE.replace(old, new, 1)


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rule", "place"),
    [
        (changed("Title", "Título").encode("cp1252"), "S08", "5:11"),
        (SOURCE.encode("utf-16"), "S08", "1:1"),
        (SOURCE.encode("utf-32"), "S08", "1:1"),
        (b"\0" * 1000, "S08", "1:1"),
        (SOURCE.encode().replace(b"Title", b"\xed\xa0\x80"), "S08", "5:10"),
        (SOURCE.replace("\n", "\r"), "S08", "1:11"),
        (changed('"Title"', "“Title”"), "S07", "5:9"),
        (changed('"Title"', '"Title”'), "S07", "5:15"),
        (changed("title =", "<<<<<<< HEAD\ntitle ="), "S07", "5:1"),
        (changed('"Title"', '"""Title'), "S07", "5:9"),
        (changed('"Title"', '"Title'), "S07", "5:15"),
        (changed('"Title"', "'Title"), "S07", "5:9"),
        (changed('"Title"', "'Title") + "x = 'y'\n", "S07", "5:15"),
        (changed('"Title"', '"The "big" title"'), "S07", "5:15"),
        (changed('"Title"', r'"C:\users"'), "S07", "5:14"),
        (changed('title = "Title"', 'title = "Title"\ntitle = "T"'), "S07", "6:1"),
        (changed('title = "Title"', 'title = "Title"\n  title = """\na\nb"""'), "S07", "6:3"),
        (SOURCE + "[clinic]\n", "S07", "31:1"),
        (changed('version = "1"', 'version = "1"\nreviewed = 2026-13-45'), "S07", "10:12"),
        (SOURCE + "x = " + "[" * 40 + "]" * 40, "S09", "31:37"),
        (SOURCE + "a" + ".a" * 400 + " = 1", "S09", "31:2"),
        (SOURCE + "x = " + "9" * 5000, "S09", "31:1"),
        (SOURCE + "#" + "x" * 60_000, "S09", "31:1"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(project, content, rule, place):
    """Encodings, quotes, merge marks, what is never closed, and what keeps a parser busy."""
    refused(project(content), rules=[rule], place=place)


@pytest.mark.parametrize(
    "content",
    [
        SOURCE + "#" + "x\n" * 2_500_000, SOURCE + "x = [" + "1," * 100_000 + "]",
        SOURCE + "x = [\n" + "1,\n" * 39_000 + "]", "[a.b]\n" * 39_000, SOURCE + "".join(f"k{i} = 1\n" for i in range(300)),
        SOURCE + "x = " + "{a=" * 5000 + "1" + "}" * 5000, SOURCE + "a" + ".a" * 40_000 + " = 1",
    ],
)  # fmt: skip
def test_a_bomb_is_refused_before_it_goes_off(project, content):
    """Too many bytes, commas, lines, tables, keys or brackets: refused quickly, with the file's name."""
    refused(project(content), placed=False)


# --- words ------------------------------------------------------------------------------------------------------------

LINK_PLACE = "30:7"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:x", "file:///etc/passwd", "data:text/html,x", "pdf:x", "//a.org/x", "ftp://a.org",
     r"\\\\srv\\x", "https://a.org/a b", r"https://a.org/\u00a0x", "https://u:p@a.org", "tel:abc", "mailto:x", "", "  ", "a.org",
     "https://a.org/" + "x" * 600],
)  # fmt: skip
def test_only_web_mail_and_phone_links_are_printed(project, url):
    """In a field of its own; every other scheme, incomplete addresses and those with spaces are refused."""
    refused(project(block(f'type = "qr"\ntext = "See"\nurl = "{url}"')), place="31:7")


@pytest.mark.parametrize(
    "link",
    ["[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](data:text/html,x)", r"[x](\\\\srv\\x)", "[x](https://a.org/a b)",
     "[x](https://a.org/y", r"[x](https://a.org/\u00a0y)", "[x](<https://a.org/a b>)", "[](https://a.org)", "![x](assets/a.png)"],
)  # fmt: skip
def test_links_inside_a_text_obey_the_same_rules(project, link):
    """What is meant as a link and cannot be one is a mistake, not words."""
    refused(project(block(f'type = "paragraph"\ntext = "See {link} now."')))


@pytest.mark.parametrize(
    "odd",
    [r"\u0000", r"\u0001", r"\u001b[31m", r"\u000b", r"\u0085", r"\u00ad", r"\u200b", r"\u202e51", r"\u202a", r"\u2066x", r"\u2069",
     r"\u2028", r"\ufeff", r"\ufffe", r"\ue000", r"\U000E0041", r"\t", "\u202e", "\u0085", "e" + "\u0301" * 5, "e" + r"\u0301" * 200],
)  # fmt: skip
@pytest.mark.parametrize("where", ['text = "Call', 'title = "Ti', 'phone = "0'])
def test_characters_that_deceive_are_refused_everywhere(project, odd, where):
    """Control characters, overrides, open isolates, invisible and private characters, towers of marks."""
    refused(project(changed(where, where + f"a{odd}b")), rules=["S10"])


@pytest.mark.parametrize(
    "code",
    ["{{ clinic.fax }}", "{{ clinic }}", "{{ cycler.__init__.__globals__.os.popen('id') }}", "{{ 'a'*10**9 if false }}",
     "{% for x in range(99999999) %}{% endfor %}", "{{ clinic.phone|center(1000000000) }}", "{# x #}", "{{", "{% raw %}",
     "{{ {{ clinic.phone }} }}", "{{ clinic.phone.__class__ }}", "{{ lipsum(100000) }}"],
)  # fmt: skip
@pytest.mark.parametrize("field", ['title = "', 'text = "'])
def test_template_code_is_a_mistake_and_never_run(project, code, field):
    """Only {{ name.field }} of a closed list is a variable; what else looks like a template is named as it stands."""
    content = project(changed(field, field + code + " "))
    refused(content)

    assert code.split("%}")[0][:20] in run("check", content).stderr
    assert "\\x00" not in run("check", content).stderr


@pytest.mark.parametrize("citation", ["[@b]", "[@a; @]", "[@A]", "[@a", "[@]", "[see @a]", "[-@a]"])
def test_a_citation_that_cites_nothing_is_a_mistake(project, citation):
    """Unknown keys, brackets that cannot be read or are never closed."""
    refused(project(changed("[@a]", citation)), rules=["S12"])


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        *(('id = "x"', f'id = "{name}"', "S05") for name in ("CON", "con", "nul", "com1", "a. ", "../x", "a/b", "É", "-a", "", "x" * 65)),
        *(('id = "what"', f'id = "{name}"', "S05") for name in ("A", "../x", "a b")),
        *(('language = "en-GB"', f'language = "{tag}"', "L01") for tag in ("english", "en_GB", "../en", "en/../x", "EN", "", "*", "x" * 300)),
        *(('language = "en-GB"', f'language = "{tag}"', "L02") for tag in ("xx", "zz-ZZ", "tlh", "con")),
        *(("[output]", f'[output]\nlanguages = ["{tag}"]', "L02") for tag in ("xx", "qaa")),
        ("[output]", '[output]\nlanguages = ["en-GB", "en-GB"]', "S11"),
        *(("[clinic]", f'[brand]\nprimary = "{colour}"\n[clinic]', "S05") for colour in ("red", "#12", "#GGGGGG", "#12405A00", "", "rgb(0,0,0)")),
        *(("[output]", f'[output]\nname = "{name}"', "S05") for name in ("a/b", "../x", r"a\\b", "con", "NUL.pdf", "a:b", "..", "x" * 300)),
        ("[output]", '[output]\nname = "{{ x.y }}"', "S13"), ("[output]", '[output]\nname = " "', "S06"),
        ('title = "Title"', 'title = ""', "S06"), ('title = "Title"', 'title = " \\t "', "S06"),
        ('version = "1"', 'version = ""', "S06"), ('version = "1"', f'version = "{"9" * 200}"', "S06"),
        ('organisation = "Trust"', 'organisation = ""', "S06"), ('phone = "01632 960018"', 'phone = " "', "S06"),
        ('country = "GB"', 'country = "zzz"', "S05"), ('emergency = "999"', 'emergency = ""', "S06"),
        ('emergency = "999"', 'emergency = "{{ clinic.phone }}"', "S13"),
        ('title = "A work"', 'title = ""', "S06"), ('title = "A work"', 'title = "A"\nDOI = "javascript:x"', "S05"),
        ('title = "A work"', 'title = "A"\nPMID = "<b>"', "S05"), ('title = "A work"', 'title = "A"\nURL = "file:///x"', "S14"),
        ("[[reference]]", '[[section]]\nid = "what"\ntitle = "T"\n[[reference]]', "S11"),
        ("[[reference]]", '[[reference]]\nid = "a"\ntitle = "T"\n[[reference]]', "S11"),
        ('type = "list"', 'type = "lits"', "S03"), ('title = "Title"', 'title = "Title"\ntitel = "x"', "S02"),
        ('version = "1"', 'version = "1"\nreviewed = 2026-01-01T00:00:00Z', "S01"), ('version = "1"', "version = 1", "S01"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_problem(project, old, new, rule):
    """Ids and names that are no file names, tags, colours, empty texts, what becomes part of an address, keys and types."""
    refused(project(changed(old, new)), rules=[rule])


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ('type = "chart"\ncaption = "C"', "S04"), ('type = "chart"\ncaption = "C"\ndata = []', "S06"),
        *((f'type = "chart"\ncaption = "C"\ndata = [{{ label = "a", value = {value} }}]', rule)
          for value, rule in (("nan", "S01"), ("inf", "S01"), ('"5"', "S01"), ("-5", "S17"), ("150", "S17"))),
        ('type = "chart"\ncaption = "C"\nunit = "number"\ndata = [{ label = "a", value = 1e300 }]', "S17"),
        ('type = "table"\ncaption = "C"\ncolumns = ["a"]\nrows = []', "S06"),
        ('type = "table"\ncaption = "C"\ncolumns = ["a", "b"]\nrows = [["", ""]]', "S16"),
        ('type = "table"\ncaption = "C"\ncolumns = ["a", "b"]\nrows = [["x"]]', "S16"),
        ('type = "table"\ncaption = "C"\ncolumns = ["a","b","c","d","e","f","g"]\nrows = [["1","2","3","4","5","6","7"]]', "S06"),
        ('type = "list"\nitems = []', "S06"), ('type = "list"\nitems = [" "]', "S06"), ('type = "list"\nitems = ["a", ""]', "S06"),
        ('type = "paragraph"\ntext = ""', "S06"), ('type = "paragraph"\ntext = "\\u00a0"', "S06"), ('type = "paragraph"\ntext = 5', "S01"),
        (f'type = "paragraph"\ntext = "{"many words " * 2500}"', "S06"), ('type = "paragraph"\ntext = "x"\nslide_title = " "', "S06"),
        ('type = "pictogram"\ncount = 5\ntotal = 4\ntext = "x"', "S17"), ('type = "pictogram"\ncount = 1\ntotal = 1000\ntext = "x"', "S17"),
        ('type = "pictogram"\ncount = 0\ntotal = 0\ntext = "x"', "S17"), ('type = "lines"\nlabel = "x"\ncount = -3', "S17"),
        ('type = "quiz"\nquestion = "Q"\noptions = ["a"]\nanswer = 1\nexplanation = "e"', "S17"),
        ('type = "quiz"\nquestion = "Q"\noptions = ["a", "b"]\nanswer = 3\nexplanation = "e"', "S17"),
        ('type = "contacts"\nentry = [{ label = "L", value = "" }]', "S06"), ('type = "callout"\nkind = "alert"\ntitle = "T"', "S03"),
        ('type = "paragraph"\ntext = "x"\nminutes = nan', "S01"), ('text = "x"', "S04"),
    ],
)  # fmt: skip
def test_a_wrong_block_is_one_problem(project, lines, rule):
    """Charts without numbers, tables of no width, empty lists, texts of 5,000 words, pictograms that fit no page."""
    refused(project(block(lines)), rules=[rule])


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (
            block(
                f'type = "table"\ncaption = "C"\ncolumns = ["a", "b", "c"]\nrows = [["{"x" * 90}", "{"y" * 90}", "{"z" * 90}"]]'
            ),
            "31:12",
        ),
        (block(f'type = "paragraph"\ntext = "{"many words " * 500}"'), "30:8"),
        (block(f'type = "list"\nitems = ["a", "{"many words " * 500}"]'), "30:15"),
        (changed("Title", "Long title " * 40), "5:9"),
        (changed("What is it?", "Long title " * 40), "21:9"),
        (changed("A work", "A work " * 300), None),
    ],
)
def test_what_cannot_be_laid_out_names_its_line(project, content, place):
    """A table wider than the slide, a paragraph, item or title too long: the line and column of the words that do not fit."""
    content = project(content)
    result = run("build", content)

    assert result.exit_code == 2
    assert all(PLACED.match(line) for line in result.stderr.splitlines() if " error " in line), result.stderr
    assert place is None or f"content.toml:{place}: error" in result.stderr
    assert not list((content.parent / "output").glob("*.p*"))


# --- pictures, fonts, templates ---------------------------------------------------------------------------------------


def encoded(kind="PNG", mode="RGB", size=(40, 30), **more):
    """A picture as bytes."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def png(width, height, data=b""):
    """A PNG whose header may lie."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


PNG, JPEG = encoded(), encoded("JPEG")
PICTURE = block('type = "image"\nfile = "assets/a.png"\nalt = "An arm"')
LOGO = changed("[clinic]", '[brand]\nlogo = "assets/a.png"\n[clinic]')
WRONG_PICTURES = {
    "text": b"hello", "empty": b"", "gif": encoded("GIF"), "tiff": encoded("TIFF"), "webp": encoded("WEBP"), "bmp": encoded("BMP"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "pdf": b"%PDF-1.4", "postscript": b"%!PS-Adobe", "cut": PNG[:-20],
    "cut jpeg": JPEG[:-40], "header alone": PNG[:30], "start of jpeg": JPEG[:3], "flipped bit": PNG[:50] + bytes([PNG[50] ^ 1]) + PNG[51:],
    "100 Mpixel": png(10_000, 10_000), "billions": png(2**31 - 1, 2**31 - 1), "no width": png(0, 10), "too wide": png(12_001, 1),
    "short data": png(10, 10, b"\0" * 10), "long data": png(10, 10, b"\0" * 100_000), "wrong filter": png(2, 2, b"\7" * 14),
    "animated": encoded(save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]), "20 Mpixel": png(5_000, 4_000),
}  # fmt: skip


@pytest.mark.parametrize("source", WRONG_PICTURES.values(), ids=WRONG_PICTURES)
@pytest.mark.parametrize(("content", "place"), [(PICTURE, "30:8"), (LOGO, "11:8")], ids=["block", "logo"])
def test_a_picture_that_cannot_be_printed_is_named_where_it_stands(project, source, content, place):
    """Wrong types, damage, bombs and animations; the place is where the content names the file."""
    refused(project(content, a_png=source), rules=["A07"], place=place)


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x.png", "assets/../../x.png", "./assets/a.png", "~/a.png", "http://a.org/a.png", r"\\\\srv\\a.png", "assets/",
     r"assets\\a.png", "C:/a.png", "assets/a.png:x", "", "assets//a.png", "a/" * 130 + "a.png", "/dev/zero", "assets/con.png"],
)  # fmt: skip
def test_a_path_stays_inside_the_project(project, path):
    """Absolute, upward, home, network, drive and stream paths are refused before anything is opened."""
    refused(project(block(f'type = "image"\nfile = "{path}"\nalt = "An arm"'), a_png=PNG), rules=["S14"], place="30:8")


@pytest.mark.parametrize(
    "kind", ["symlink", "dangling", "device", "pipe", "folder", "missing", "huge", "no folder", "linked folder"]
)
def test_only_ordinary_files_are_opened(project, kind):
    """Links, devices, pipes, folders, missing and huge files: no hanging, no reading, no following."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs POSIX")
    content = project(PICTURE)
    path = content.parent / "assets" / "a.png"
    match kind:
        case "symlink":
            (path.parent / "b.png").write_bytes(PNG)
            path.symlink_to("b.png")
        case "dangling":
            path.symlink_to("nowhere")
        case "device":
            path.symlink_to("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "huge":
            with path.open("wb") as file:
                file.truncate(2 * 10**9)
        case "no folder":
            path.parent.rmdir()
        case "linked folder":
            path.parent.rename(content.parent / "real")
            (content.parent / "real" / "a.png").write_bytes(PNG)
            path.parent.symlink_to("real")
    refused(content, place="30:8")


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "huge"])
def test_the_content_file_itself_must_be_an_ordinary_file(project, kind):
    """The same for content.toml."""
    content = project()
    content.unlink()
    if kind == "folder":
        content.mkdir()
    if kind == "pipe":
        os.mkfifo(content)
    if kind == "device":
        content.symlink_to("/dev/zero")
    if kind == "huge":
        with content.open("wb") as file:
            file.truncate(2 * 10**9)
    refused(content, placed=False)


FONT = next((ROOT / "generator" / "data" / "fonts").rglob("NotoSans-Regular.ttf")).read_bytes()


def without(tag):
    """The font without one table."""
    at = FONT.index(tag.encode(), 12)
    return FONT[:at] + b"zzzz" + FONT[at + 4 :]


def with_rights(value):
    """The font with other embedding rights."""
    offset = struct.unpack(">I", FONT[(at := FONT.index(b"OS/2", 12)) + 8 : at + 12])[0] + 8
    return FONT[:offset] + struct.pack(">H", value) + FONT[offset + 2 :]


WRONG_FONTS = {
    "text": b"hello", "empty": b"", "postscript": b"OTTO" + FONT[4:], "woff": b"wOFF" + FONT[4:], "collection": b"ttcf" + FONT[4:],
    "cut": FONT[: len(FONT) // 2], "header": FONT[:100], "restricted": with_rights(2), "bitmaps only": with_rights(0x200),
    **{f"no {tag}": without(tag) for tag in ("cmap", "glyf", "hmtx", "head", "loca", "maxp", "OS/2")},
    "variable": FONT.replace(b"GDEF", b"fvar", 1),
}  # fmt: skip


@pytest.mark.parametrize("source", WRONG_FONTS.values(), ids=WRONG_FONTS)
def test_a_font_that_must_not_be_used_is_named_where_it_stands(project, source):
    """Not TrueType, damaged, incomplete, variable, or not licensed for embedding."""
    content = changed("[clinic]", '[brand]\nfont_regular = "assets/f.ttf"\n[clinic]')
    result = run("check", project(content, f_ttf=source))

    assert re.match(r"content\.toml:11:16: error (A05|T2\d) \[brand\.font_regular\] assets/f\.ttf: ", result.stderr)
    assert result.exit_code == 2


def test_a_bold_font_without_its_regular_one_is_a_mistake(project):
    """It would never be used."""
    refused(
        project(changed("[clinic]", '[brand]\nfont_bold = "assets/f.ttf"\n[clinic]'), f_ttf=FONT), rules=["S04"], place="11:1"
    )


def template(change=lambda name, part: part, add=()):
    """A template with its parts changed (None drops one)."""
    plain, out = io.BytesIO(), io.BytesIO()
    Presentation().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in add:
            new.writestr(name, part)
    return out.getvalue()


def sized(width):
    """A change of the slide's width."""
    return lambda name, part: (
        re.sub(rb'cx="\d+" cy="6858000"', b'cx="%d" cy="6858000"' % width, part) if name == "ppt/presentation.xml" else part
    )


EXTERNAL = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://a/x.png" TargetMode="External"/></Relationships>'
WRONG_TEMPLATES = {
    "text": b"hello", "empty": b"", "no zip": b"PK\x03\x04xxxx", "cut": template()[:9000], "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
    "macro": template(add=[("ppt/vbaProject.bin", b"x")]), "ole": template(add=[("ppt/embeddings/oleObject1.bin", b"x")]),
    "outside": template(lambda n, p: p.replace(b"</Relationships>", EXTERNAL) if n.endswith("slideMaster1.xml.rels") else p),
    "doctype": template(lambda n, p: p.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1) if n == "ppt/presentation.xml" else p),
    "bomb": template(add=[("ppt/media/x.xml", b"\0" * 250_000_000)]), "slip": template(add=[("../../evil", b"x")]),
    "deep": template(lambda n, p: b"<a>" * 9999 + b"</a>" * 9999 if n == "ppt/theme/theme1.xml" else p),
    "no layouts": template(lambda n, p: None if "slideLayouts/slideLayout" in n else p),
    "no master": template(lambda n, p: None if n == "ppt/slideMasters/slideMaster1.xml" else p),
    "no theme": template(lambda n, p: None if n == "ppt/theme/theme1.xml" else p),
    "no presentation": template(lambda n, p: None if n == "ppt/presentation.xml" else p),
    "no placeholders": template(lambda n, p: re.sub(rb"<p:sp>.*?</p:sp>", b"", p, flags=re.DOTALL) if "slideLayouts/s" in n else p),
    "no width": template(sized(0)), "miles wide": template(sized(99_999_999_999)),
}  # fmt: skip


@pytest.mark.parametrize("source", WRONG_TEMPLATES.values(), ids=WRONG_TEMPLATES)
def test_a_template_that_must_not_be_used_is_named_where_it_stands(project, source):
    """Macros, programs, links to outside, entities, bombs, damage, and nothing to put a slide on."""
    content = changed("[output]", '[deck]\ntemplate = "assets/t.pptx"\n[output]')
    path = project(content, t_pptx=source)
    result = run("check", path)

    assert result.exit_code == 2
    assert all(line.startswith("content.toml:18:12: error ") for line in result.stderr.splitlines() if " error " in line), (
        result.stderr
    )
    assert run("template", "check", path.parent / "assets" / "t.pptx").exit_code == 2


# --- translations -----------------------------------------------------------------------------------------------------

WORDS = """\
document.title = "Título"
document.audience = "Personas"
document.objective = "Ayudar"
document.main_message = "Pregunte"
what.title = "¿Qué es?"
what.paragraph1.text = "Llame **ahora** al {{ clinic.phone }}: 5 mg [@a]."
what.list1.item1 = "uno"
what.list1.item2 = "dos"
"""


@pytest.mark.parametrize(
    ("old", "new", "state", "rule"),
    [
        ('what.title = "¿Qué es?"\n', "", "", "T14"), ("what.title", "what.titel", "", "T06"), ("uno", "u\u202eno", "", "S10"),
        (" [@a]", "", "", "T10"), ("[@a]", "[@a] [@b]", "", "T10"), ("{{ clinic.phone }}", "x", "", "T11"), ("5 mg", "50 mg", "", "T13"),
        ("**", "", "", "T12"), ('"uno"', '""', "", "S06"), ('"uno"', "5", "", "S01"), ("uno", "[u](javascript:x)", "", "S14"),
        ("uno", "{{ cycler }}", "", "T11"), ("uno", "[u](https://a.org/b c)", "", "S14"), ("uno", "u\U00012000", "", "F01"),
        ("", "", 'what.title = { s = "done", src = "0" }', "S03"), ("", "", 'what.title = { s = "draft" }', "S04"),
        ("", "", 'what.title = "draft"', "S01"), ("", "", 'what.title = { s = "machine", src = "zzzzzzzz" }', "T15"),
        ("", "", 'what.title = { s = "reviewed", src = "0" }', "T04"), ("", "", 'what.gone = { s = "draft", src = "0" }', "T06"),
        ("", 'ui.nothing = "x"\n', "", "T06"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("beside", [False, True])
def test_a_translation_says_what_is_wrong_with_it(project, beside, old, new, state, rule):
    """Missing, misspelt, extra, stale, unlike its source; in the content file or beside it, with line and column there."""
    words = WORDS.replace(old, new) if old else WORDS + new
    inside, tables = ("[translations.es.text]", "[translations.es.state]"), ("[text]", "[state]")
    text, states = tables if beside else inside
    translation = f"{text}\n{words}{states}\n{state}\n"
    if beside:
        path = project(SOURCE + '[translations.es]\nfile = "assets/es.toml"\n', es_toml=translation.encode())
    else:
        path = project(SOURCE + translation)
    result = run("build", path, "--lang", "es")

    assert result.exit_code == 2
    errors = [line for line in result.stderr.splitlines() if " error " in line]
    assert [re.search(r"error (\w+)", line)[1] for line in errors] in ([rule], ["T06", rule], [rule, "T06"]) or rule == "T12", (
        result.stderr
    )
    assert all(PLACED.match(line) for line in errors)
    if rule != "T14" and beside:
        assert all(line.startswith("assets/es.toml:") for line in errors)


@pytest.mark.parametrize("file", ["assets/no.toml", "/etc/passwd", "../es.toml", "assets"])
def test_a_translation_file_that_cannot_be_read_is_named_where_it_stands(project, file):
    """Missing, outside, or no file: the place in content.toml."""
    refused(project(f'{SOURCE}[translations.es]\nfile = "{file}"\n'), place="32:8")


@pytest.mark.parametrize(
    "table", ["[translations.'../x'.text]\na = 'x'", "[translations.zz.text]\na = 'x'", "[translations]\nes = 1"]
)
def test_a_translation_into_no_language_is_refused(project, table):
    """Tags with path characters, unknown tags, and what is no table."""
    refused(project(f"{SOURCE}{table}\n"))


def test_two_languages_never_share_a_file_name(project):
    """A name without the language would let one write over the other."""
    content = changed("[output]", '[output]\nname = "leaflet"') + f"[translations.es.text]\n{WORDS}"
    refused(project(content), rules=["S05"], place="18:8")


# --- ten at once ------------------------------------------------------------------------------------------------------

TEN = """\
format = 1
[document]
id = "x"
language = "en-GB"
title = "Title"
audience = "People"
objective = "To help"
main_message = "Ask us"
version = 1.2
reviewed = "2026-11-12"
[brand]
logo = "assets/logo.gif"
[clinic]
name = "Clinic"
organisation = ""
phone = "01632 960018"
[region]
country = "GB"
emergency = "999"
[[section]]
id = "what"
titel = "What?"
[[section.block]]
type = "callout"
kind = "alert"
title = "Look"
[[section.block]]
type = "table"
caption = "Sizes"
columns = ["a", "b"]
rows = [["1", "2"],
  ["5"]]
[[section.block]]
type = "paragraph"
text = \"\"\"
As [shown](javascript:x)
before [@nimas] by {{ clinic.phon }}.\"\"\"
[[reference]]
id = "niams"
title = "Scleroderma"
"""
MISTAKES = ["9:11", "10:12", "12:8", "15:16", "22:1", "25:8", "32:3", "36:12", "37:9", "37:23"]


def test_ten_mistakes_are_ten_problems_at_once(project):
    """Types, a misspelt key, a wrong picture, an empty name, a choice, a row, a link, a citation, a variable: each with a hint."""
    result = run("check", project(TEN, logo_gif=encoded("GIF")))
    lines = result.stderr.splitlines()

    assert result.exit_code == 2
    assert [line.split(": error")[0] for line in lines[:-1:2]] == [f"content.toml:{place}" for place in MISTAKES]
    assert all(line.startswith("  hint: ") for line in lines[1:-1:2])
    assert lines[-1] == "10 errors"


# --- output -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", ["output", ".leafdeck.lock", "x-en-GB-v1-DRAFT.pdf"])
def test_an_output_that_cannot_be_written_exits_5(project, taken):
    """A file where the folder should be, folders where files should be: one line, no traceback."""
    content = project()
    folder = content.parent / "output"
    if taken == "output":
        folder.write_text("mine")
    else:
        (folder / taken).mkdir(parents=True)
    result = run("build", content, "--only", "leaflet")

    assert result.exit_code == 5
    assert result.stderr.count("error W05") == 1
    assert taken != "output" or folder.read_text() == "mine"


@pytest.mark.parametrize("name", [".leafdeck.lock", "x-en-GB-v1-DRAFT.pdf"])
def test_a_link_in_the_output_folder_leads_nowhere(project, name):
    """A link in place of the lock is refused, one in place of an output is replaced; what it led to stays."""
    content = project()
    (content.parent / "output").mkdir()
    (content.parent / "output" / name).symlink_to(content)
    run("build", content, "--only", "leaflet")

    assert content.read_text() == SOURCE


def test_a_strange_leftover_does_not_stop_a_build(project):
    """A folder that is called like a part file stays."""
    content = project()
    (content.parent / "output" / ".leafdeck-part-x").mkdir(parents=True)

    assert run("build", content, "--only", "leaflet").exit_code == 0


def test_a_full_disk_leaves_the_old_files(project):
    """A write that fails half way: exit 5, one line, the files of the last build byte for byte, no part files."""
    resource = pytest.importorskip("resource")
    content = project()
    assert run("build", content).exit_code == 0
    before = {p.name: p.read_bytes() for p in (content.parent / "output").iterdir()}

    def small():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))

    done = subprocess.run([sys.executable, "-m", "generator", "build", content], cwd=ROOT, capture_output=True, text=True,
                          preexec_fn=small, check=False)  # fmt: skip

    assert done.returncode == 5
    assert done.stderr.count("error W05") == 1
    assert "Traceback" not in done.stderr
    assert {p.name: p.read_bytes() for p in (content.parent / "output").iterdir()} == before


def test_a_killed_build_leaves_whole_files(project):
    """Kill -9 at any moment: every file that is there is whole, and the next build succeeds and clears up."""
    if os.name != "posix":
        pytest.skip("needs POSIX")
    content = project()
    assert run("build", content).exit_code == 0
    for wait in (0.3, 0.5, 0.6, 0.7):
        running = subprocess.Popen([sys.executable, "-m", "generator", "build", content], cwd=ROOT, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        time.sleep(wait)
        running.kill()
        running.wait()
        assert (content.parent / "output" / "x-en-GB-v1-DRAFT.pdf").read_bytes().endswith(b"%%EOF\n")
        with zipfile.ZipFile(content.parent / "output" / "x-en-GB-v1-DRAFT.pptx") as package:
            assert package.testzip() is None
    time.sleep(1)  # a child that lives on holds the lock until it notices
    assert run("build", content).exit_code == 0
    assert not list((content.parent / "output").glob(".leafdeck-part-*"))


def test_a_bomb_costs_little_memory(project):
    """A 100 Mpixel picture and a bomb in a template are refused within 256 MB."""
    pytest.importorskip("resource")
    content = project(PICTURE.replace("[output]", '[deck]\ntemplate = "assets/t.pptx"\n[output]'), a_png=png(10_000, 10_000),
                      t_pptx=WRONG_TEMPLATES["bomb"])  # fmt: skip

    code = """if True:
        import resource, subprocess, sys
        done = subprocess.run([sys.executable, "-m", "generator", *sys.argv[1:]], capture_output=True)
        print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    """
    done = subprocess.run([sys.executable, "-c", code, "build", content], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    status, kilobytes = map(int, done.stdout.split())

    assert status == 2
    assert kilobytes < 256_000


# --- what is odd and legal is printed whole ---------------------------------------------------------------------------


def words_of(folder):
    """The words on the pages and on the slides, without white space."""
    page = "".join(p.extract_text() for p in pypdf.PdfReader(next(folder.glob("*.pdf"))).pages)
    with zipfile.ZipFile(next(folder.glob("*.pptx"))) as package:
        slides = [
            package.read(n).decode()
            for n in package.namelist()
            if re.fullmatch(r"ppt/(slides|charts)/(slide|chart)\d+\.xml", n)
        ]
    import html

    deck = html.unescape("".join(re.sub(r"<[^>]*>", "", s) for s in slides))
    deck = deck.replace("_x005F_", "_")  # ECMA-376, 22.9.2.19: an underscore that would begin an escape
    return [re.sub(r"\s|\u2066|\u2067|\u2068|\u2069", "", words) for words in (page, deck)]


MARKUP = "<script>alert(1)</script> &lt; <!-- not --> 5 < 6 & 7 %s {0} ${x} =1+1 #REF ~~x~~"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (block(f'type = "paragraph"\ntext = "{MARKUP}"'), [MARKUP]),
        (block(f'type = "list"\nitems = ["{MARKUP}"]'), [MARKUP, "one", "two"]),
        (block('type = "paragraph"\ntext = "a \\\\_x0041\\\\_ b"'), ["_x0041_"]),
        (block(f'type = "paragraph"\ntext = "{"x" * 300} end"'), ["x" * 300, "end"]),
        (block('type = "list"\nitems = ["only"]'), ["only"]),
        (block('type = "chart"\ncaption = "Cap"\ndata = [{ label = "aa", value = 0 }, { label = "bb", value = 0 }]'), ["Cap", "aa", "bb"]),
        (block('type = "paragraph"\ntext = "a\\n\\n\\n\\nb ** c *d _e [f](g"'), ["a", "b ** c *d _e [f](g"]),
        (SOURCE + "".join(f'[[section]]\nid = "s{i}"\ntitle = "Part {i}"\n[[section.block]]\ntype = "paragraph"\ntext = "Words {i}."\n'
                          for i in range(30)), [f"Part {i}" for i in range(30)] + [f"Words {i}." for i in range(30)]),
        ("\ufeff" + SOURCE.replace("\n", "\r\n"), ["5\u00a0mg", "one", "two"]),
        (changed("[clinic]", '[brand]\nprimary = "#FFFFFF"\nsignal = "#FFFF00"\n[clinic]'), ["one", "two"]),
    ],
)  # fmt: skip
def test_what_is_odd_but_legal_is_printed_whole(project, content, words):
    """Markup of other programs, a word of 300 letters, many sections: every character stands on page and slide."""
    path = project(content)
    assert run("build", path).exit_code == 0
    for printed in words_of(path.parent / "output"):
        for wanted in words:
            assert re.sub(r"\s", "", wanted) in printed, wanted


@pytest.mark.parametrize(
    "source",
    [
        encoded("JPEG", "CMYK"),
        encoded("PNG", "L"),
        encoded("PNG", "1"),
        encoded("PNG", "P"),
        encoded("PNG", "RGBA"),
        encoded("PNG", "I;16"),
    ],
    ids=["CMYK", "grey", "one bit", "palette", "transparent", "16 bits"],
)
def test_every_kind_of_picture_is_printed(project, source):
    """Colour spaces and depths: the picture is on page and slide."""
    path = project(PICTURE, a_png=source)

    assert run("build", path).exit_code == 0
    assert sum(len(page.images) for page in pypdf.PdfReader(next((path.parent / "output").glob("*.pdf"))).pages) == 1
