"""Each warning about content: planted once and found, absent from a text that is in order."""

from datetime import date

import pytest

from generator.checks.content import check_content
from generator.content.read import read_content
from generator.errors import Severity

GOOD = """\
format = 1
[document]
id = "x"
language = "en-GB"
title = "Title"
audience = "People"
objective = "To help"
main_message = "Ask us whenever you like"
version = "1"
reviewed = 2026-01-01
review_due = 2028-01-01
[clinic]
name = "Clinic"
organisation = "Trust"
phone = "1"
[region]
country = "GB"
emergency = "999"
[[section]]
id = "what"
title = "What?"
[[section.block]]
type = "paragraph"
text = "Short text [@a; @b, p. 3]."
[[section.block]]
type = "list"
items = ["one"]
[[section.block]]
type = "table"
caption = "Sizes [@a]"
columns = ["a"]
rows = [["1"]]
[[reference]]
id = "a"
title = "A page"
accessed = 2026-01-01
[[reference]]
id = "b"
type = "article-journal"
title = "An article"
issued = 2020
DOI = "10.1000/x"
"""
TODAY = date(2026, 11, 23)


def rules(source, today=TODAY):
    return [p.rule for p in check_content(read_content(source.encode()), today)]


def test_a_text_in_order_gets_no_warning():
    """No rule fires without its fault."""
    assert rules(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("@a; @b, p. 3", "@a", "Q01"),
        ("accessed = 2026-01-01\n", "", "Q02"),
        ('DOI = "10.1000/x"\n', "", "Q03"),
        ("accessed = 2026-01-01\n", 'accessed = 2026-01-01\nDOI = "https://doi.org/10.1000/X"\n', "Q04"),
        ("accessed = 2026-01-01\n", "accessed = 2026-01-01\nretracted = true\n", "Q05"),
        ("issued = 2020", "issued = 2015", "Q06"),
        ("Sizes [@a]", "Sizes", "Q07"),
        ("Short text", "Six words stand in this sentence. " * 11, "Q10"),
        ("Short text", "word " * 21, "Q11"),
        ('["one"]', '["**one"]', "Q13"),
        ('["one"]', '["1", "2", "3", "4", "5", "6", "7", "8"]', "Q12"),
        ("review_due = 2028-01-01", "review_due = 2026-11-23", "Q20"),
        ("reviewed = 2026-01-01", "reviewed = 2026-11-24", "Q21"),
        ("[[reference]]\n", '[translations.es.text]\nwhat.title = "¿Qué?"\n[[reference]]\n', "T05"),
        ("[[reference]]\n", '[translations.es.text]\nwhat.title = "¿Qué?"\n[[reference]]\n', "T14"),
        ("[[reference]]\n", '[translations.es.text]\nwhat.title = "¿Qué?"\n[translations.es.state]\n'
         'what.title = { s = "draft", src = "00000000" }\n[[reference]]\n', "T02"),
        ("[[reference]]\n", '[translations.es.text]\ndocument.main_message = "Ask us whenever you like"\n[[reference]]\n', "T17"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(old, new, rule):
    """Each rule finds its fault, as a warning with a hint, and says where."""
    assert old in GOOD
    found = list(check_content(read_content(GOOD.replace(old, new, 1).encode()), TODAY))

    assert rule in {p.rule for p in found}
    assert rule in {p.rule for p in found if p.hint and p.where.key and p.severity is Severity.WARNING}


def test_a_warning_names_a_block_as_translators_do():
    """The key of a block is the beginning of its text ids."""
    source = GOOD.replace('["one"]', '["1", "2", "3", "4", "5", "6", "7", "8"]')

    assert [p.where.key for p in check_content(read_content(source.encode()))] == ["what.list1"]


def test_dates_are_judged_only_against_a_given_day():
    """Without a day nothing is overdue: no clock is asked."""
    assert rules(GOOD.replace("2028-01-01", "2026-01-02"), None) == []
