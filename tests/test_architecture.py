"""The shape of the house: who may import whom, one home per library, one voice, one writer."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "generator"
FILES = sorted(ROOT.rglob("*.py"))

BOTTOM = {"bare", "errors", "geometry", "picture", "values", "data", "languages"}
MAY_IMPORT = {
    "bare": set(),
    "values": set(),
    "errors": {"values"},
    "geometry": {"values"},
    "picture": {"values"},
    "data": set(),
    "languages": {"values", "data", "errors"},
    "content": BOTTOM,
    "theme": BOTTOM,
    "text": BOTTOM,
    "document": BOTTOM | {"content.model"},
    "leaflet": BOTTOM | {"document.model", "theme", "text"},
    "deck": BOTTOM | {"document.model", "theme", "text"},
    "pdf": BOTTOM | {"leaflet.model", "text", "theme"},
    "powerpoint": BOTTOM | {"deck.model", "text", "theme"},
    "checks": BOTTOM
    | {"content.model", "content.translations", "document.model", "leaflet.model", "deck.model", "text", "theme"},
}
SHELL = {"assets", "build", "together", "commands", "specimen", "translating", "writing", "cli", "__main__", "__init__"}

HOMES = {
    "reportlab": {"pdf"},
    "pptx": {"powerpoint"},
    "lxml": {"powerpoint"},
    "uharfbuzz": {"text", "pdf/embedding.py"},
    "icu": {"text", "document/locales.py"},
    "jinja2": {"document/variables.py", "build.py"},
    "pydantic": {"content"},
    "pydantic_core": {"content"},
    "markdown_it": {"document/markup.py"},
    "PIL": {"assets.py", "build.py"},
    "segno": {"document"},
    "click": {"cli.py"},
    "rich": {"cli.py"},
}


def room(path: Path) -> str:
    """The room a file is in: its package, or its own name at the top."""
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> set[str]:
    """Every module a file imports, at any depth of nesting."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_what_the_table_allows(path):
    """Arrows point one way: the dependency table of CONTRIBUTING.md."""
    here = room(path)
    if here in SHELL:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "generator" or len(parts) == 1:
            continue
        target = parts[1]
        if target not in MAY_IMPORT and target not in SHELL:
            continue  # an attribute of the package itself, such as __version__
        allowed = target == here or target in MAY_IMPORT[here] or ".".join(parts[1:3]) in MAY_IMPORT[here]
        package_of_allowed = len(parts) == 2 and any(a.startswith(target + ".") for a in MAY_IMPORT[here])
        assert allowed or package_of_allowed, f"{here} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_library_stays_in_its_home(path):
    """A library is imported only where the table puts it."""
    relative = path.relative_to(ROOT).as_posix()
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        if homes is not None:
            assert any(relative == home or relative.startswith(home + "/") for home in homes), f"{relative} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_module_says_what_it_is_for(path):
    """Every module opens with a sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring
    assert docstring.split("\n")[0].rstrip().endswith((".", ":")) or "\n" in docstring


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_shell_reads_writes_prints_and_asks_the_clock(path):
    """open, print, exit and the clock stay in assets, data, writing and cli."""
    allowed = {"print": {"cli"}, "open": {"assets", "data"}, "exit": {"cli"}, "input": {"cli"}}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in allowed:
            assert room(path) in allowed[node.func.id], f"{path}:{node.lineno} calls {node.func.id}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            clock = node.func.attr in {"today", "now", "utcnow", "time_ns"}
            assert not clock or room(path) == "cli", f"{path}:{node.lineno} asks the clock"
            writes = node.func.attr in {"write_bytes", "write_text"}
            assert not writes or room(path) == "writing", f"{path}:{node.lineno} writes"


def patterns(path: Path) -> list[str]:
    """Every string of a file, bytes as Latin-1."""
    found = [node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)]
    return [value.decode("latin-1") if isinstance(value, bytes) else value for value in found if isinstance(value, str | bytes)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_pattern_repeats_a_group_possessively(path):
    """Python 3.11.0 to 3.11.4 lose matches of `(...)*+` (gh-106052), and one of them is Debian's; `(?>(...)*)` is the same."""
    assert not [text for text in patterns(path) if re.search(r"\)(?:[*+?]|\{\d*,?\d*\})\+", text)]
