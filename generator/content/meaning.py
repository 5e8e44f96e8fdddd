"""What the shape of a file cannot show: ids that clash, keys that lead nowhere, numbers out of range, dates turned back.

Every rule reads raw TOML beside the strings found in it and passes over what has the wrong shape, so that mistakes of
meaning and of shape are reported in one run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from generator.content import inline
from generator.content.faults import Fault, suggestion
from generator.content.grammar import LONGEST_TEXT, Leaf, Path, block_ids, block_type
from generator.content.links import asset_fault, is_device, link_fault
from generator.languages import WELL_FORMED

RESERVED_SECTIONS = frozenset({"document", "clinic", "deck", "ui", "brand", "region", "output", "reference"})
RESERVED_BLOCKS = frozenset({"title", "slides"})
DOCUMENT_VARIABLES = frozenset(
    {"id", "title", "subtitle", "short_title", "version", "code", "published", "reviewed", "review_due"}
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.[0-9]{4,9}/[^\s\"<>{}\\]+", re.IGNORECASE)
LONGEST_IN_QR = 500  # characters; a code with more is too fine to be read from paper
LONGEST_VERSION = 40  # characters; it stands at the foot of every page
LONGEST_NAME = 80
MOST_FIGURES = 200  # people in a pictogram; more do not fit a page
WRITABLE = "the variables are {{ clinic.* }}, {{ region.* }} and {{ document.* }}, with keys that the file sets"

Raw = dict[str, Any]


def check_meaning(raw: Raw, leaves: Sequence[Leaf]) -> Iterator[Fault]:
    """Yield every fault of meaning in the source part of a content file."""
    yield from _ids(raw)
    yield from _references(raw)
    names, keys = variable_names(raw), reference_keys(raw)
    for leaf in leaves:
        yield from _leaf(leaf, names, keys)
    for path, block in blocks(raw):
        rule = _BLOCK_RULES.get(block_type(block))
        yield from rule(path, block) if rule else ()
        yield from _slide_minutes(path, block)
    yield from _names(raw)
    yield from _dates(raw)
    yield from _output(raw)


def sections(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Yield the path and table of each section that is a table."""
    yield from _tables(raw, "section")


def blocks(raw: Raw) -> Iterator[tuple[Path, Raw]]:
    """Yield the path and table of each block that is a table."""
    for path, section in sections(raw):
        for tail, block in _tables(section, "block"):
            yield (*path, *tail), block


def _tables(table: Raw, key: str) -> Iterator[tuple[Path, Raw]]:
    items = table.get(key)
    for i, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (key, i), item


def _list(table: Raw, key: str) -> list[Any]:
    value = table.get(key)
    return value if isinstance(value, list) else []


# --- ids, references, variables ---------------------------------------------------------------------------------------


def reference_keys(raw: Raw) -> frozenset[str]:
    """Return the ids of the references."""
    return frozenset(r["id"] for _, r in _tables(raw, "reference") if isinstance(r.get("id"), str))


def variable_names(raw: Raw) -> frozenset[str]:
    """Return the names that `{{ ... }}` may hold: what the file itself sets, and the language."""
    names = {
        f"{table}.{key}"
        for table in ("clinic", "region", "document")
        for key, value in (raw[table].items() if isinstance(raw.get(table), dict) else ())
        if isinstance(value, str | date) and (table != "document" or key in DOCUMENT_VARIABLES)
    }
    return frozenset(names | {"lang"})


def _ids(raw: Raw) -> Iterator[Fault]:
    yield from _twice([((*path, "id"), s.get("id")) for path, s in sections(raw)], "section")
    for path, section in sections(raw):
        if section.get("id") in RESERVED_SECTIONS:
            yield Fault("S11", (*path, "id"), f'the id "{section["id"]}" is reserved', "choose another id")
        own = [((*path, *tail, "id"), b.get("id")) for tail, b in _tables(section, "block")]
        yield from _twice(own, "block of this section")
        yield from _shadowed(own, block_ids(_list(section, "block")))
        for at, name in own:
            if isinstance(name, str) and name in RESERVED_BLOCKS:
                yield Fault("S11", at, f'the id "{name}" is reserved', "choose another id")


def _twice(found: list[tuple[Path, Any]], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, name in found:
        if isinstance(name, str):
            if name in seen:
                yield Fault("S11", path, f'another {what} has the id "{name}"', "give each an id of its own")
            seen.add(name)


def _shadowed(own: list[tuple[Path, Any]], names: list[str]) -> Iterator[Fault]:
    """Find a block called `list2` by hand where the second list has no id: they would share their text ids."""
    given = {name: path for path, name in own if isinstance(name, str)}
    unnamed = {int(str(path[3])) for path, name in own if not isinstance(name, str)}
    for i, name in enumerate(names):
        if i in unnamed and name in given:
            yield Fault("S11", given[name], f'another block is called "{name}" by its type and place', "choose another id")


def _references(raw: Raw) -> Iterator[Fault]:
    found = list(_tables(raw, "reference"))
    yield from _twice([((*path, "id"), r.get("id")) for path, r in found], "reference")
    for path, reference in found:
        for key in ("author", "editor"):
            for i, name in enumerate(_list(reference, key)):
                if isinstance(name, dict) and not (name.get("family") or name.get("literal")):
                    yield Fault("S04", (*path, key, i), 'a name needs "family" or "literal"', 'add family = "..."')
        yield from _identifiers(path, reference)


def _identifiers(path: Path, reference: Raw) -> Iterator[Fault]:
    """Check what becomes part of an address: the DOI (ISO 26324) and the PubMed number."""
    doi, pmid = reference.get("DOI"), reference.get("PMID")
    if isinstance(doi, str) and not _DOI.fullmatch(doi):
        yield Fault("S05", (*path, "DOI"), "expected a DOI", 'write it from "10." on: DOI = "10.1000/182"')
    if pmid is not None and not re.fullmatch(r"[1-9][0-9]{0,9}", str(pmid)):
        yield Fault("S05", (*path, "PMID"), "expected a PubMed number", "write its digits alone: PMID = 33795151")


# --- one string -------------------------------------------------------------------------------------------------------


def _leaf(leaf: Leaf, names: frozenset[str], keys: frozenset[str]) -> Iterator[Fault]:
    if len(leaf.text) > LONGEST_TEXT:
        return  # the schema has said so
    if leaf.kind == "words":
        yield from _empty(leaf)
        yield from citation_faults(leaf.text, leaf.path, keys)
        yield from link_faults(leaf.text, leaf.path)
    elif leaf.kind == "link":
        if wrong := link_fault(leaf.text):
            yield Fault("S14", leaf.path, *wrong)
    elif leaf.kind == "text" and not leaf.text.strip():
        yield Fault("S06", leaf.path, "the text is empty", "write it, or delete the line")
    elif leaf.kind == "asset":
        if wrong := asset_fault(leaf.text):
            yield Fault("S14", leaf.path, *wrong)
    elif leaf.kind == "tag" and leaf.path[0] == "reference" and not WELL_FORMED.fullmatch(leaf.text):
        yield tag_fault(leaf.text, leaf.path)
    if leaf.path[0] in ("section", "document", "deck") and leaf.kind in ("words", "link", "text"):
        yield from variable_faults(leaf.text, leaf.path, names)
    elif leaf.path[0] in ("clinic", "region") and "{{" in leaf.text:
        yield Fault(
            "S13", leaf.path, "a value that variables stand for cannot hold variables itself", "write it out", words="{{"
        )


def _empty(leaf: Leaf) -> Iterator[Fault]:
    if leaf.text.strip() or leaf.field in ("alt", "rows"):  # alt has a rule of its own; a table may have empty cells
        return
    yield Fault("S06", leaf.path, "the text is empty", "write the words, or delete the line")


def link_faults(text: str, path: Path) -> Iterator[Fault]:
    """Yield the links inside a text that must not be printed, and what was meant as a link and is none."""
    for url in inline.links(text):
        if wrong := link_fault(url):
            yield Fault("S14", path, *wrong, words=url)
    for begun in inline.broken_links(text):
        yield Fault("S14", path, "a link with a space in its address, or without its closing bracket",
                    "write [words](https://name.org/page), and %20 for a space", words=begun)  # fmt: skip


def tag_fault(tag: str, path: Path, *, at_key: bool = False) -> Fault:
    """Return the fault of a malformed language tag."""
    return Fault("S05", path, f'"{tag}" is not a language tag', "write it as en, es-419, zh-Hans or pt-BR", at_key=at_key)


def citation_faults(text: str, path: Path, keys: frozenset[str], rule: str = "S12") -> Iterator[Fault]:
    """Yield the citations in a text that cannot be read or that cite nothing."""
    if "@" not in text:
        return
    for bracket, key in inline.cited(text):
        if key is None:
            yield Fault(
                rule,
                path,
                f"{bracket} is no citation that can be read",
                "write [@key] or [@key; @other, p. 3], keys in small letters",
                words=bracket,
            )
        elif key not in keys:
            hint = suggestion(key, keys) or "add a [[reference]] with this id"
            yield Fault(rule, path, f'there is no reference "{key}"', hint, words=f"@{key}")
    for begun in inline.open_citations(text):
        yield Fault(rule, path, f"the citation {begun} is never closed", f"write {begun}]", words=begun)
    for match in inline.OTHER_CITATION.finditer(text):
        if not match[0].startswith("[@") and match[1].lower() in keys:
            yield Fault(
                rule, path, f"{match[0]} is no citation that can be read", f"write [@{match[1].lower()}]", words=match[0]
            )


def variable_faults(text: str, path: Path, names: frozenset[str], rule: str = "S13") -> Iterator[Fault]:
    """Yield the variables in a text that do not exist, and what looks like a template."""
    if "{" not in text:
        return
    for name in inline.variables(text):
        if name not in names:
            yield Fault(rule, path, f"there is no variable {{{{ {name} }}}}", _variable_hint(name, names), words=name)
    for code in inline.templates(text):
        yield Fault(
            rule,
            path,
            f"{code} is not a variable",
            "write {{ name.field }}; to print braces, put a backslash before each",
            words=code,
        )


def _variable_hint(name: str, names: Iterable[str]) -> str:
    return suggestion(name, names) or WRITABLE


# --- one block --------------------------------------------------------------------------------------------------------


def _image(path: Path, block: Raw) -> Iterator[Fault]:
    if block.get("alt") == "" and block.get("decorative") is not True:
        yield Fault(
            "S15",
            (*path, "alt"),
            "the picture has no description",
            "say what it shows; for mere decoration add decorative = true",
        )
    if block.get("alt") and block.get("decorative") is True:
        yield Fault(
            "S15", (*path, "alt"), "a decorative picture has no description", 'write alt = "", or delete decorative = true'
        )
    for tail, label in _tables(block, "label"):
        for key in ("x", "y"):
            yield from _between((*path, *tail, key), label.get(key), 0, 1, "a fraction of the picture")
    yield from _between((*path, "max_height_mm"), block.get("max_height_mm"), 10, 400, "millimetres")


def _table(path: Path, block: Raw) -> Iterator[Fault]:
    width = len(_list(block, "columns"))
    if not width:
        yield from _not_empty(path, block, "columns")
        return
    yield from _not_empty(path, block, "rows")
    for i, row in enumerate(_list(block, "rows")):
        if isinstance(row, list) and len(row) != width:
            yield Fault(
                "S16",
                (*path, "rows", i),
                f"the row has {len(row)} cells, the table has {width} columns",
                'write "" for an empty cell',
            )
        elif isinstance(row, list) and not any(cell != "" for cell in row):
            yield Fault("S16", (*path, "rows", i), "all cells of the row are empty",
                        'delete the row; a table to fill in by hand is a block of type "form"')  # fmt: skip
    for i, number in enumerate(_list(block, "numeric")):
        yield from _between((*path, "numeric", i), number, 1, width, "the number of a column")


def _pictogram(path: Path, block: Raw) -> Iterator[Fault]:
    count, total = block.get("count"), block.get("total", 0)
    yield from _between((*path, "total"), total, 1, MOST_FIGURES, "people")
    if _number(total):
        yield from _between((*path, "count"), count, 0, max(float(total), 0), 'not more than "total"')


def _quiz(path: Path, block: Raw) -> Iterator[Fault]:
    options = len(_list(block, "options"))
    if options < 2 and isinstance(block.get("options"), list):
        yield Fault("S17", (*path, "options"), "a question needs two options or more", "add another")
    else:
        yield from _between((*path, "answer"), block.get("answer"), 1, options, "the number of an option")


def _chart(path: Path, block: Raw) -> Iterator[Fault]:
    yield from _not_empty(path, block, "data")
    most = 100 if block.get("unit", "percent") == "percent" else 10**9
    for tail, value in _tables(block, "data"):
        yield from _between((*path, *tail, "value"), value.get("value"), 0, most, "percent" if most == 100 else "a count")


def _items(path: Path, block: Raw) -> Iterator[Fault]:
    for key in ("items", "entry", "prompts"):
        yield from _not_empty(path, block, key)
    yield from _between((*path, "lines"), block.get("lines"), 0, 12, "lines")


def _qr(path: Path, block: Raw) -> Iterator[Fault]:
    url = block.get("url")
    if isinstance(url, str) and len(url) > LONGEST_IN_QR:
        message = f"the address has {len(url):,} characters, a QR code takes at most {LONGEST_IN_QR}"
        yield Fault("S06", (*path, "url"), message, "use a shorter address that leads to the same page")


def _lines(path: Path, block: Raw) -> Iterator[Fault]:
    yield from _between((*path, "count"), block.get("count"), 1, 40, "lines")


def _form(path: Path, block: Raw) -> Iterator[Fault]:
    yield from _not_empty(path, block, "columns")
    yield from _between((*path, "count"), block.get("count"), 1, 40, "rows")


def _slide_minutes(path: Path, block: Raw) -> Iterator[Fault]:
    yield from _between((*path, "minutes"), block.get("minutes"), 0, 240, "minutes")


_BLOCK_RULES = {
    "image": _image, "table": _table, "pictogram": _pictogram, "quiz": _quiz, "chart": _chart, "lines": _lines,
    "form": _form, "qr": _qr,
    **dict.fromkeys(("list", "steps", "keypoints", "glossary", "questions", "teachback", "contacts", "support"), _items),
}  # fmt: skip


def _not_empty(path: Path, block: Raw, key: str) -> Iterator[Fault]:
    if block.get(key) == []:
        yield Fault("S06", (*path, key), "the list is empty", "add an item, or delete the block")


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _between(path: Path, value: Any, least: float, most: float, what: str) -> Iterator[Fault]:  # noqa: ANN401
    if _number(value) and math.isfinite(value) and not least <= value <= most:
        yield Fault(
            "S17",
            path,
            f"expected {what}, from {least:,.0f} to {most:,.0f}, found {value}",
            f"write a number from {least:,.0f} to {most:,.0f}",
        )


# --- the whole document -----------------------------------------------------------------------------------------------


def _names(raw: Raw) -> Iterator[Fault]:
    """Check what stands in file names and on every page, and a bold font without the regular one it goes with."""
    info, brand, region = (t if isinstance(t, dict) else {} for t in (raw.get("document"), raw.get("brand"), raw.get("region")))
    name, version, country = info.get("id"), info.get("version"), region.get("country")
    if isinstance(name, str) and is_device(name) and re.fullmatch("[a-z0-9-]+", name):
        yield Fault("S05", ("document", "id"), f'"{name}" is no file name on every computer', "choose another id")
    if isinstance(version, str) and len(version) > LONGEST_VERSION:
        message = f"the version has {len(version):,} characters, at most {LONGEST_VERSION} are allowed"
        yield Fault("S06", ("document", "version"), message, 'write it as version = "1.2"')
    if isinstance(country, str) and country.strip() and not re.fullmatch("[A-Z]{2}", country):
        hint = 'write its two capital letters (ISO 3166-1): country = "GB"'
        yield Fault("S05", ("region", "country"), f'expected a country, found the text "{country[:40]}"', hint)
    if "font_bold" in brand and "font_regular" not in brand:
        hint = "add font_regular, the same typeface in its regular weight"
        yield Fault("S04", ("brand", "font_bold"), "a bold font needs its regular font", hint, at_key=True)


def one_name_for_many(raw: Raw, tags: Iterable[str]) -> Iterator[Fault]:
    """Check that the languages of a file do not write over each other: the name of the output needs the language."""
    output, info = raw.get("output"), raw.get("document")
    name = output.get("name") if isinstance(output, dict) else None
    own = info.get("language") if isinstance(info, dict) else None
    if isinstance(name, str) and "lang" not in inline.variables(name) and set(tags) - {own}:
        hint = 'write name = "{{ document.id }}-{{ lang }}"'
        yield Fault("S05", ("output", "name"), "every language would get the same file name", hint)


def _dates(raw: Raw) -> Iterator[Fault]:
    info = raw.get("document")
    if not isinstance(info, dict):
        return
    due = info.get("review_due")
    for key in ("reviewed", "published"):
        day = info.get(key)
        if isinstance(day, date) and isinstance(due, date) and _day(day) and _day(due) and due <= day:
            yield Fault(
                "S18",
                ("document", "review_due"),
                f"the review is due on {due}, not after {key} = {day}",
                "write the date of the next review",
            )
            break


def _day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _output(raw: Raw) -> Iterator[Fault]:
    output = raw.get("output")
    if not isinstance(output, dict):
        return
    tags = _list(output, "languages")
    for i, tag in enumerate(tags):
        if tag in tags[:i]:
            yield Fault("S11", ("output", "languages", i), f'the language "{tag}" stands here twice', "delete one")
    name = output.get("name")
    if isinstance(name, str):
        names = variable_names(raw)
        yield from variable_faults(name, ("output", "name"), names)
        rest = inline.VARIABLE.sub("", name)
        if len(rest) > LONGEST_NAME:
            message = f"the file name has {len(rest):,} characters, at most {LONGEST_NAME} are allowed"
            yield Fault("S05", ("output", "name"), message, "shorten it")
        elif any(c in rest for c in '/\\:*?"<>|') or ".." in rest or is_device(name):
            yield Fault(
                "S05",
                ("output", "name"),
                "expected a file name without slashes, colons and wildcards",
                'write name = "{{ document.id }}-{{ lang }}"',
            )
