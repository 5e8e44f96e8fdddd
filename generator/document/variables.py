"""Variables in text: `{{ clinic.phone }}` and nothing more; the values are data and are never read as markup.

The allowed form is found by a regular expression. Whatever else looks like a template is handed to Jinja2's parser (its
parser only: nothing is compiled or run) to say exactly what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

VARIABLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\s*\}\}")
TEMPLATE = re.compile(r"\{[{%#]")
LONGEST_PARSED = 2000  # characters shown to Jinja's parser, which recurses
HINT = "write a variable as {{ name.field }}; to print braces, put a backslash before each"


def explain(text: str) -> str | None:
    """Return what is wrong with the template syntax in `text`, or None if it holds only allowed variables."""
    rest = VARIABLE.sub(" ", text)
    found = TEMPLATE.search(rest)
    if found is None:
        return None
    return _ask_jinja(text[:LONGEST_PARSED]) or f"{found[0]!r} opens something that is not a variable"


def _ask_jinja(text: str) -> str | None:
    from jinja2 import Environment, TemplateSyntaxError, nodes

    try:
        tree = Environment(autoescape=False).parse(text)  # noqa: S701 - parsed only, never rendered
    except TemplateSyntaxError as error:
        return f"this is not a variable: {error.message}"
    except RecursionError:
        return "this is not a variable: it is nested too deeply"
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, nodes.Output | nodes.TemplateData | nodes.Name | nodes.Getattr):
            return f"only {{{{ name.field }}}} is allowed, found {_kind(type(node).__name__)}"
        if isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name):
            return "only {{ name.field }} is allowed, found a longer path"
    return None


def _kind(name: str) -> str:
    words = re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words} expression"


def substitute(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its variables replaced; raise KeyError for one that has no value."""
    return VARIABLE.sub(lambda m: values[m[1]], text)


def slug(text: str) -> str:
    """Return `text` as a safe part of a file name: ASCII letters, digits, dot, dash and underscore."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]+", "-", plain)).strip("-._")
