"""The index of places agrees with tomllib: every path is found, at text that really holds its key and value."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.positions import index

ROOT = Path(__file__).parents[2]
LIMIT = settings(deadline=None, max_examples=150)


def walk(value, path=()):
    """Every path of a parsed file and its value."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from walk(inside, (*path, key))
    elif isinstance(value, list):
        for i, inside in enumerate(value):
            yield from walk(inside, (*path, i))


def agrees(text):
    """Hold the index of `text` against what tomllib reads."""
    positions = index(text)
    for path, value in walk(tomllib.loads(text.removeprefix("\ufeff"))):
        assert path in positions.values, path
        start, end = positions.values[path]
        span = text[start:end]
        header = isinstance(value, dict) or (isinstance(value, list) and span.startswith("[["))
        if span.startswith("{") or not header:
            assert tomllib.loads(f"k = {span}")["k"] == value, (path, span)
        if isinstance(path[-1], str):
            at = positions.keys[path]
            assert key_at(text, at) == path[-1], path
        line, column = positions.value(path)
        shown = text.split("\n")[line - 1].removeprefix("\ufeff" if line == 1 else "")
        assert shown[column - 1 :][:1] == text[start : start + 1].replace("\n", "")[:1]


def key_at(text, at):
    """The key that stands at an offset, as tomllib reads it."""
    end = at + 1
    if text[at] in "\"'":
        quote = text[at]
        while text[end] != quote or (quote == '"' and (len(text[at:end]) - len(text[at:end].rstrip("\\"))) % 2):
            end += 1
        return next(iter(tomllib.loads(f"{text[at : end + 1]} = 1")))
    while text[end : end + 1].isalnum() or text[end : end + 1] in ("-", "_"):
        end += 1
    return text[at:end]


CASES = [
    "a = 1\nb = 'x'\n",
    "[a.b.c]\nd = 1\n[a]\ne = 2\n",
    "[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3\n[[a.c]]\nz = 1\n[[a.c]]\nz = 2\n[[a]]\n[[a.c]]\nz = 3\n",
    'a = [1, [2, 3], { b = 4, c.d = "}" }, # ]\n "#", \'\'\'[\'\'\', """\n]"""]\nz = 1\n',
    'a.b.c = 1\na.b.d = { e.f = 1 }\n"a b".\'c.d\'."\\u00e9" = 2\n',
    'x = """a "quoted" ""word"" \\""" end"""""\ny = \'\'\'it\'s\'\'\'\'\nz = 1\n',
    'x = """\\\n   joined \\\n   lines"""\nd = 1979-05-27 07:32:00\nt = 07:32:00\ny = 1979-05-27 # c\n',
    "\ufeffa = 1\r\n[b]\r\nc = [\r\n 1,\r\n 2,\r\n]\r\n",
    "a = inf\nb = -nan\nc = 1_000\nd = 0xff\ne = 1e5\nf = true\n[g]\n",
    "[ a . b ]\nc=1\n[[ d ]]\ne=''\n",
    "a = []\nb = {}\nc = [[], {}]\n",
]  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_every_construct_is_placed(text):
    """Arrays of tables, inline tables, dotted and quoted keys, every kind of string, comments, Windows line ends."""
    if "nan" in text:
        assert index(text).values[("b",)] == (12, 16)
        text = text.replace("-nan", "-inf")
    agrees(text)


@pytest.mark.parametrize("name", ["content.toml", "pyproject.toml", "generator/data/words/ar.toml", *sorted(
    str(p.relative_to(ROOT)) for p in ROOT.glob("assets/translations/*.toml"))])  # fmt: skip
def test_real_files_are_placed(name):
    """The sample and the product's own files."""
    agrees((ROOT / name).read_text(encoding="utf-8"))


# --- generated files ---

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\"'\\\n#[]{}=., \t"), max_size=12
)
bare = st.text("ab1-_", min_size=1, max_size=3)
keys = bare | words.filter(lambda w: "\n" not in w)
scalars = (
    st.integers(-(10**6), 10**6) | st.booleans() | st.dates() | st.times().map(lambda t: t.replace(microsecond=0)) | words
    | st.floats(allow_nan=False, allow_infinity=False) | st.datetimes().map(lambda d: d.replace(microsecond=0))
)  # fmt: skip
inline = st.recursive(
    scalars, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(keys, inside, max_size=3), max_leaves=8
)
table = st.dictionaries(keys, inline, max_size=5)
documents = st.dictionaries(keys, inline | table.map(lambda t: ("table", t)) | st.lists(table, min_size=1, max_size=3).map(lambda t: ("tables", t)), max_size=6)  # fmt: skip


def quoted(text, draw):
    """A text as one of TOML's strings."""
    if draw(st.booleans()) and "\n" not in text and "'" not in text and "\t" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if draw(st.booleans()):
        return f'"""\n{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'


def key(text, draw):
    """A key, quoted where it must be."""
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if plain and draw(st.booleans()) else quoted(text, draw).replace('"""\n', '"').replace('"""', '"')


def written(value, draw):
    """A value as TOML, with gaps and comments where they may be."""
    gap = draw(st.sampled_from(["", " ", "\n", ' # c ] } "\n  ']))
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value, draw)
        case datetime() | date() | time():
            return value.isoformat()
        case list():
            return f"[{gap}" + f",{gap}".join(written(v, draw) for v in value) + f"{gap}]"
        case dict():
            return "{ " + ", ".join(f"{key(k, draw)} = {written(v, draw)}" for k, v in value.items()) + " }"
    return repr(value)


@st.composite
def files(draw):
    """A TOML file of any shape."""
    document = draw(documents)
    lines = [f"{key(k, draw)} = {written(v, draw)}" for k, v in document.items() if not isinstance(v, tuple)]
    for k, v in document.items():
        if isinstance(v, tuple):
            brackets = "[{}]" if v[0] == "table" else "[[{}]]"
            for one in v[1] if v[0] == "tables" else [v[1]]:
                lines += [draw(st.sampled_from(["", "# [x]"])), brackets.format(key(k, draw))]
                lines += [f"{key(a, draw)} = {written(b, draw)}" for a, b in one.items()]
    return "\n".join([*lines, ""])


@given(files())
@LIMIT
def test_generated_files_are_placed(text):
    """Whatever tomllib can read, the index places."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a multi-line string in an inline table, a repeated key: not TOML
    agrees(text)


@given(st.text(st.sampled_from("a=\"'[]{}.,\n# \\1-"), max_size=60))
@LIMIT
def test_what_is_not_toml_ends_quietly(text):
    """The index never fails: it places what stands before the fault."""
    assert index(text).value(("a",))[0] >= 1
