"""Reading content.toml: what is right becomes Content; what is wrong becomes problems with a place and a hint."""

import subprocess
import sys
from pathlib import Path

import pytest
from small_content import SMALL, one, problems, translated

from generator.content import model
from generator.content.read import read_content

ROOT = Path(__file__).parents[2]

# --- what is right ---


def test_small_content_becomes_frozen_values():
    """A valid file gives the model's own classes, chosen by type, defaults filled in."""
    content = read_content(SMALL.encode())

    assert content.document.title == "Title"
    assert [type(b) for b in content.sections[0].blocks] == [model.Paragraph, model.BulletList]
    assert content.sections[0].blocks[1].items == ("one", "two")
    assert content.output == model.Output()
    assert content.tags == ("en-GB",)


@pytest.mark.parametrize(
    "change", [lambda s: "\ufeff" + s, lambda s: s.replace("\n", "\r\n"), lambda s: "\ufeff" + s.replace("\n", "\r\n")]
)
def test_byte_order_mark_and_windows_line_ends_change_nothing(change):
    """A file saved by Notepad reads as the same content."""
    assert read_content(change(SMALL).encode()) == read_content(SMALL.encode())


def test_the_sample_is_right():
    """The sample project reads without a problem, all its languages included."""
    content = read_content((ROOT / "content.toml").read_bytes(), read_file=lambda p: (ROOT / p).read_bytes())

    assert content.sections
    assert set(content.translations) == set(content.tags) - {content.document.language}


def test_languages_that_are_not_wanted_are_not_even_parsed():
    """A fault of syntax in another language's block does not stop this one; its tag is still known."""
    source = translated('what.title = "¿Qué?" garbage') + '[translations.fr.text]\nwhat.title = "Quoi ?"\n'

    content = read_content(source.encode(), languages={"fr"})

    assert list(content.translations) == ["fr"]
    assert content.tags == ("en-GB", "es", "fr")


def test_a_finer_tag_wants_the_block_it_falls_back_to():
    """es-419 is served by the block of es."""
    assert list(read_content(translated('what.title = "¿Qué?"').encode(), languages={"es-419"}).translations) == ["es"]


# --- ten mistakes ---

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
[clinic]
name = "Clinic"
organisation = "Trust"
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
rows = [["1", "2"], ["3", 4],
  ["5"]]
[[section.block]]
type = "paragraph"
text = \"\"\"
As shown
before [@nimas] by {{ clinic.phon }}.\"\"\"
[[section.block]]
type = "image"
file = "../arm.png"
alt = "An arm"
[[reference]]
id = "niams"
title = "Scleroderma"
"""


def test_ten_mistakes_give_ten_problems():
    """Each mistake is reported once, in one run, at its own line and column, each with a hint."""
    places, found = problems(TEN.replace('alt = "An arm"\n', ""))

    assert places == [
        (9, 11, "S01"),  # version
        (10, 12, "S01"),  # reviewed
        (20, 1, "S02"),  # a misspelt key
        (23, 8, "S03"),  # kind
        (29, 27, "S01"),  # a number in a table
        (30, 3, "S16"),  # a short row
        (35, 9, "S12"),  # reference
        (35, 23, "S13"),  # variable
        (36, 1, "S04"),  # no alt
        (38, 8, "S14"),  # path
    ]
    assert all(p.hint for p in found)
    hints = {p.rule: p.hint for p in found}
    assert found[1].hint == "write 2026-11-12 without quotes"
    assert hints["S02"] == 'did you mean "title"?'
    assert hints["S12"] == 'did you mean "niams"?'
    assert hints["S13"] == 'did you mean "clinic.phone"?'
    assert found[4].where.key == "what.table1.r2c2"


def test_a_problem_reads_as_one_line_and_a_hint():
    """The form is file:line:column, severity, rule, name, words; then the hint."""
    _, problem = one(SMALL.replace('version = "1"', 'version = "1"\nreviewed = "2026-11-12"'))

    assert str(problem) == (
        'content.toml:10:12: error S01 [document.reviewed] expected a date, found the text "2026-11-12"\n'
        "  hint: write 2026-11-12 without quotes"
    )


# --- the shape ---


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ('id = "what"', 'id = "What is"', (18, 6, "S05"), "small letters"),
        ('id = "what"', 'id = "deck"', (18, 6, "S11"), "another id"),
        ('language = "en-GB"', 'language = "english"', (4, 12, "L01"), "en, es-419"),
        ('language = "en-GB"', 'language = "xx"', (4, 12, "L02"), "leafdeck languages"),
        ('type = "list"', 'type = "bullets"', (24, 8, "S03"), "the types are"),
        ('type = "list"', 'type = "lsit"', (24, 8, "S03"), 'did you mean "list"?'),
        ('type = "list"\n', "", (23, 1, "S04"), "the types are"),
        ('items = ["one", "two"]', 'items = "one"', (25, 9, "S01"), "brackets"),
        ('items = ["one", "two"]', "items = []", (25, 9, "S06"), "delete"),
        ('items = ["one", "two"]', 'items = ["one", ""]', (25, 17, "S06"), "words"),
        ("format = 1", "format = 2", (1, 10, "S03"), "format = 1"),
        ('title = "What?"', 'title = "Wh\u202eat?"', (19, 12, "S10"), "order"),
        ('title = "What?"', 'title = "Wh\\u202eat?"', (19, 9, "S10"), "order"),
        ('title = "What?"', 'title = "Wh\tat?"', (19, 12, "S10"), "space"),
        ('title = "What?"', 'title = "{{ 7*7 }}"', (19, 10, "S13"), "name.field"),
        ('title = "What?"', 'title = "{{ document.objective }}"', (19, 13, "S13"), "document.title"),
        ('title = "What?"', 'title = "{{ clinic.email }}"', (19, 13, "S13"), "clinic."),
        ('title = "What?"', 'title = "{% if x %}"', (19, 10, "S13"), "name.field"),
        ('title = "What?"', 'title = "[a](javascript:x)"', (19, 14, "S14"), "https"),
        ('title = "What?"', 'title = "a [see @a]"', (19, 12, "S12"), "[@a]"),
        ('title = "What?"', 'title = "a [@A]"', (19, 12, "S12"), "small letters"),
        ('phone = "01632 960018"', 'phone = "{{ clinic.name }}"', (13, 10, "S13"), "write it out"),
        ('[[reference]]\nid = "a"', '[[reference]]\nid = "a"\ntitle = "Same"\n[[reference]]\nid = "a"', (30, 6, "S11"), "its own"),
        ('version = "1"', 'version = "1"\npublished = 2026-01-02\nreview_due = 2026-01-02', (11, 14, "S18"), "next review"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_place(old, new, place, hint):
    """One planted mistake gives one problem at its line and column with a fitting hint."""
    assert old in SMALL
    found, problem = one(SMALL.replace(old, new, 1))

    assert found == place
    assert hint in (problem.hint or "")


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ('type = "image"\nfile = "a.png"\nalt = ""', "S15"),
        ('type = "image"\nfile = "a.png"\nalt = "x"\ndecorative = true', "S15"),
        ('type = "image"\nfile = "/etc/passwd"\nalt = "x"', "S14"),
        ('type = "image"\nfile = "a\\\\b.png"\nalt = "x"', "S14"),
        ('type = "pictogram"\ncount = 5\ntotal = 4\ntext = "x"', "S17"),
        ('type = "table"\ncaption = "x"\ncolumns = ["a"]\nrows = [["1", "2"]]', "S16"),
        ('type = "table"\ncaption = "x"\ncolumns = ["a"]\nrows = [["1"]]\nnumeric = [2]', "S17"),
        ('type = "quiz"\nquestion = "x"\noptions = ["a", "b"]\nanswer = 3\nexplanation = "x"', "S17"),
        ('type = "chart"\ncaption = "x"\ndata = [{ label = "a", value = 101 }]', "S17"),
        ('type = "chart"\ncaption = "x"\ndata = [{ label = "a", value = nan }]', "S01"),
        ('type = "qr"\ntext = "x"\nurl = "file:///etc/passwd"', "S14"),
        ('type = "qr"\ntext = "x"\nurl = "example.org"', "S14"),
        ('type = "lines"\nlabel = "x"\ncount = 1000', "S17"),
        ('type = "heading"\ntext = "x"\nid = "title"', "S11"),
        ('type = "heading"\ntext = "x"\nid = "list1"', "S11"),
        ('type = "heading"\ntext = "x"\nonly = "paper"', "S03"),
        ('type = "heading"\ntext = "x"\nminutes = -1', "S17"),
    ],
)
def test_a_block_that_cannot_be_right_is_refused(block, rule):
    """Numbers out of range, shapes that do not fit, pictures without description, links and paths that lead elsewhere."""
    (_, _, found), _ = one(SMALL.replace("[[reference]]", f"[[section.block]]\n{block}\n[[reference]]"))

    assert found == rule


def test_good_links_and_addresses_pass():
    """The four schemes are allowed, variables in them too."""
    for url in ("https://a.org/x?y=1#z", "http://a.org", "mailto:a@b.org", "tel:+441632960018", "tel:{{ clinic.phone }}"):
        block = f'[[section.block]]\ntype = "qr"\ntext = "x"\nurl = "{url}"\n[[reference]]'
        assert read_content(SMALL.replace("[[reference]]", block).encode())


# --- traps of Notepad and git ---


@pytest.mark.parametrize(
    ("source", "place", "words", "hint"),
    [
        (SMALL.encode("utf-16"), (1, 1, "S08"), "UTF-16", "UTF-8"),
        (SMALL.encode("utf-16-le"), (1, 1, "S08"), "UTF-16", "UTF-8"),
        (SMALL.replace("Title", "Café").encode("cp1252"), (5, 13, "S08"), '0xE9, "é" in ANSI', "UTF-8"),
        (SMALL.replace('"Title"', "“Title”"), (5, 9, "S07"), "“", "straight quotes"),
        (SMALL.replace("title = ", "title\u00a0= ", 1), (5, 6, "S07"), "U+00A0", "ordinary space"),
        (SMALL.replace("title = ", "<<<<<<< HEAD\ntitle = ", 1), (5, 1, "S07"), "merge", "marker"),
        (SMALL.replace('"Title"', '"""Title'), (5, 9, "S07"), "never closed", '"""'),
        (SMALL.replace('"Title"', '"""\nTitle').replace('"People"', '"""\nPeople"""'), (5, 9, "S07"), "runs on to line 7", '"""'),
        (SMALL.replace('"Title"', '"Title'), (5, 15, "S07"), "not closed", "close it"),
        (SMALL.replace('"Title"', '"A "B" C"'), (5, 13, "S07"), "after the closing quote", '\\"'),
        (SMALL.replace('"Title"', r'"C:\new\dir"'), (5, 16, "S07"), "backslash", r"\\"),
        (SMALL.replace('"Title"', "Title"), (5, 9, "S07"), "expected a value", "quotes"),
        (SMALL.replace('title = "Title"', 'title "Title"'), (5, 7, "S07"), "expected =", "key"),
        (SMALL.replace('title = "Title"', 'title = "T"\ntitle = "U"', 1), (6, 1, "S07"), "second time", "one of the two"),
        (SMALL.replace('"Title"', '"Ti\x01tle"'), (5, 12, "S07"), "control character", "delete"),
        (SMALL.replace("[clinic]", "[clinic"), (10, 8, "S07"), "header", "[document]"),
        (SMALL + '[translations.es.text]\nx = "1"\n\n\nwhat\n', (33, 5, "S07"), "expected =", "key"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_parsed_says_why_and_where(source, place, words, hint):
    """Each trap has a message of its own, with line, column and what to do."""
    found, problem = one(source)

    assert found == place
    assert words in problem.message
    assert hint in problem.hint


def test_an_invisible_character_in_a_comment_is_found():
    """What steers the reading order is refused even where nothing is printed."""
    place, _ = one(SMALL.replace("format = 1", "format = 1 # \u202e"))

    assert place == (1, 14, "S10")


# --- bombs ---

DEEP = "[" * 20_000
BOMBS = {
    "lists in lists": "a = " + DEEP,
    "lists in lists over lines": "a = " + "[\n" * 30_000,
    "tables in tables": "a = " + "{a=" * 10_000,
    "dotted key": "a" + ".a" * 20_000 + " = 1",
    "dotted header": "[a" + ".a" * 20_000 + "]",
    "quoted dotted key": '"a"' + '."a"' * 10_000 + " = 1",
    "long header with many keys": "[a.b.c.d.e.f.g.h.i]\n" + "".join(f"k{i}.b.c.d.e.f.g.h = 1\n" for i in range(39_000)),
    "many keys": "".join(f"k{i} = 1\n" for i in range(39_000)),
    "many numbers": "a = [" + "1,\n" * 39_000 + "]",
    "long number": "a = " + "9" * 5_000,
    "many lines": "\n" * 3_000_000,
    "one line": "a = '" + "x" * 3_000_000 + "'",
    "quotes": '"""' * 10_000,
    "too large": "#" * 4_000_001,
    "many invisible characters": 'format = 1\n[document]\ntitle = """' + ("\u202e" * 10_000 + "\n") * 40 + '"""',
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_keep_the_parser_busy_is_refused(name, tmp_path):
    """Such a file ends in a problem, within the memory that any bad input may take, in a process of its own."""
    file = tmp_path / "content.toml"
    file.write_text(BOMBS[name], encoding="utf-8")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (8, 8))\n"
        "from generator.content.read import read_content\nfrom generator.errors import ContentError\n"
        "try: read_content(open(sys.argv[1], 'rb').read())\n"
        "except ContentError as fault: problems = len(fault.problems)\n"
        # not ru_maxrss: on Linux it starts from what the parent held before the new program began
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(problems, int(peak.split()[1]) // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, file], cwd=ROOT, capture_output=True, text=True, check=True)

    count, megabytes = map(int, done.stdout.split())
    assert 1 <= count <= 101
    assert megabytes < 256


def test_hostile_text_cannot_forge_a_line():
    """What a message echoes is escaped."""
    _, found = problems(SMALL.replace('type = "list"', 'type = "a\\nerror: \\u001b[31m"'))

    for problem in found:
        assert str(problem).count("\n") == 1
        assert "\x1b" not in str(problem)
