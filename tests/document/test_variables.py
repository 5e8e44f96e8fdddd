"""Variables: exactly `{{ name.field }}`, and Jinja's own parser agrees."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from generator.document.variables import VARIABLE, explain, slug, substitute

NAME = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z][a-z0-9_]{0,8})?", fullmatch=True).filter(
    lambda n: not set(n.split(".")[:1]) & {"true", "false", "none", "not", "in", "is", "and", "or", "if", "else"}
)


def by_jinja(text):
    """Return the text's pieces as Jinja reads them: ("text", words) and ("name", path)."""
    found = []
    for output in jinja2.Environment(autoescape=False, keep_trailing_newline=True).parse(text).body:
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                found.append(("text", node.data))
            elif isinstance(node, nodes.Getattr):
                found.append(("name", f"{node.node.name}.{node.attr}"))
            else:
                found.append(("name", node.name))
    return found


def by_regex(text):
    found, at = [], 0
    for match in VARIABLE.finditer(text):
        found += [("text", text[at : match.start()])] if match.start() > at else []
        found.append(("name", match[1]))
        at = match.end()
    return found + ([("text", text[at:])] if at < len(text) else [])


@given(
    st.lists(
        st.one_of(NAME.map(lambda n: "{{ " + n + " }}"), st.sampled_from(["{{\t", "a ", "}}", "{ ", "% }", "é", "x.y"]), NAME),
        max_size=6,
    )
)
def test_regex_and_jinja_agree(parts):
    """What is accepted reads the same in Jinja: the same names, the same text between them."""
    text = "".join(parts)
    if explain(text) is None:
        assert by_regex(text) == by_jinja(text)


@given(NAME, st.sampled_from(["", " ", "  ", "\t", "\n"]), st.sampled_from(["", " ", "\n "]))
def test_the_allowed_form_is_accepted(name, before, after):
    """White space inside the braces does not matter."""
    text = "{{" + before + name + after + "}}"
    assert explain(text) is None
    assert substitute(text, {name: "<b>*x*</b> {{ y }}"}) == "<b>*x*</b> {{ y }}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ a.b|upper }}", "filter"), ("{{ a.b() }}", "call"), ("{{ a.b.c }}", "longer path"), ("{{ 'a' * 9 }}", "mul"),
        ("{{ a['b'] }}", "getitem"), ("{{ a.b", "variable"), ("{{ }}", "variable"), ("{% for x in y %}{% endfor %}", "for"),
        ("{# x #}", "{#"), ("{{- a.b }}", "{{"), ("{{ A.b }}", "{{"), ("{{ a.__class__ }}", "{{"), ("{{ 1 }}", "const"),
        ("{{" + "(" * 500, "variable"),
    ],
)  # fmt: skip
def test_anything_else_is_explained(text, says):
    """Filters, calls, operators, statements and comments are refused, and the message names them."""
    message = explain(text)
    assert message is not None
    assert says in message


def test_hostile_templates_are_never_run():
    """An expression that would take gigabytes is refused: nothing is compiled or folded, or this test would not end."""
    for text in (
        "{{ 'a'*10**9 if false }}",
        "{{ 'x' * 300000000 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ " + "[" * 100_000,
    ):
        assert explain(text)


def test_slug():
    """A file name holds ASCII letters, digits, dot, dash and underscore, whatever goes in."""
    assert slug("Calcinosis é 1.2/../x") == "Calcinosis-e-1.2-..-x"
    assert slug("../..\\CON: a") == "CON-a"
    assert slug("ألم") == ""
