"""The smallest content file that is right, the head of it that others share, and how tests ask what is wrong with a changed one."""

import pytest

from generator.content.read import read_content
from generator.errors import ContentError

HEAD = """\
format = 1
[document]
id = "x"
language = "en-GB"
title = "Title"
audience = "People"
objective = "To help"
main_message = "Ask us"
version = "1"
[clinic]
name = "Clinic"
organisation = "Trust"
phone = "01632 960018"
[region]
country = "GB"
emergency = "999"
"""
SMALL = (
    HEAD
    + """\
[[section]]
id = "what"
title = "What?"
[[section.block]]
type = "paragraph"
text = "Call **now** on {{ clinic.phone }}: 5 mg [@a]."
[[section.block]]
type = "list"
items = ["one", "two"]
[[reference]]
id = "a"
title = "A work"
"""
)


def problems(source, **more):
    """The problems of a source as (line, column, rule), and the problems themselves."""
    with pytest.raises(ContentError) as caught:
        read_content(source if isinstance(source, bytes) else source.encode(), **more)
    found = caught.value.problems
    return [(p.where.line, p.where.column, p.rule) for p in found], found


def one(source, **more):
    """The only problem of a source, with its place as a tuple."""
    places, found = problems(source, **more)
    assert len(found) == 1, [str(p) for p in found]
    return places[0], found[0]


def translated(text, state=""):
    """The small file with a Spanish block."""
    return f"{SMALL}[translations.es.text]\n{text}\n[translations.es.state]\n{state}\n"
