"""References in NLM/Vancouver form, after the ICMJE's kinds of sample, with works of our own."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.model import Name, Reference
from generator.document.references import full_form, initials, one_name, short_forms, short_pages, sources


def people(*names):
    return tuple(Name(family=n.split()[0], given=" ".join(n.split()[1:])) for n in names)


def shown(**fields):
    return "".join(text.text for text in full_form(Reference(**{"id": "x", "title": "T", **fields})))


ARTICLE = {
    "type": "article-journal", "title": "Lumps of the arm", "container_title": "Annals of Arms", "container_title_short": "Ann Arms",
    "issued": date(2016, 8, 3), "volume": 46, "issue": 3, "page": "344-349", "doi": "10.1000/a.b", "pmid": 123,
}  # fmt: skip
CASES = {
    "article": (
        {**ARTICLE, "author": (*people("Valenzuela Ana", "Baron M."), Name(family="de Vries", given="Jan-Pieter"))},
        "Valenzuela A, Baron M, de Vries JP. Lumps of the arm. Ann Arms. 2016;46(3):344-9. doi:10.1000/a.b. PMID: 123.",
    ),
    "six authors": (
        {"author": people("A A", "B B", "C C", "D D", "E E", "F F"), "type": "article-journal", "container_title": "J", "issued": 2020},
        "A A, B B, C C, D D, E E, F F. T. J. 2020.",
    ),
    "seven authors": (
        {"author": people("A A", "B B", "C C", "D D", "E E", "F F", "G G"), "type": "article-journal", "container_title": "J", "issued": 2020},
        "A A, B B, C C, D D, E E, F F, et al. T. J. 2020.",
    ),
    "et al written out": ({"author": (*people("A A", "B B"), Name(literal="et al."))}, "A A, B B, et al. T."),
    "body as author": ({"author": (Name(literal="Arm Research Group"), *people("B B"))}, "Arm Research Group, B B. T."),
    "no volume": (
        {**ARTICLE, "volume": None, "issue": None, "page": None, "pmid": None},
        "Lumps of the arm. Ann Arms. 2016 Aug 3. doi:10.1000/a.b.",
    ),
    "article number": ({**ARTICLE, "issue": None, "page": "151980", "doi": None, "pmid": None}, "Lumps of the arm. Ann Arms. 2016;46:151980."),
    "pages without volume": ({**ARTICLE, "volume": None, "issue": None, "doi": None, "pmid": None}, "Lumps of the arm. Ann Arms. 2016:344-9."),
    "question": ({**ARTICLE, "title": "Does it help?", "doi": None, "pmid": None}, "Does it help? Ann Arms. 2016;46(3):344-9."),
    "retracted": ({**ARTICLE, "retracted": True, "doi": None, "pmid": None}, "Lumps of the arm [retracted]. Ann Arms. 2016;46(3):344-9."),
    "web page": (
        {"author": "Arm Society", "title": "Skin", "url": "https://arm.example/skin", "accessed": date(2026, 11, 23), "issued": date(2024, 5, 1),
         "publisher": "Arm Society", "publisher_place": "London"},
        "Arm Society. Skin [Internet]. London: Arm Society; 2024 May 1 [cited 2026 Nov 23]. Available from: https://arm.example/skin",
    ),
    "bare web page": (
        {"title": "Skin", "url": "https://arm.example/skin", "accessed": date(2026, 11, 2)},
        "Skin [Internet]. [cited 2026 Nov 2]. Available from: https://arm.example/skin",
    ),
    "report": (
        {"type": "report", "author": "Office of Arms", "title": "Arms in brief", "publisher": "The Office", "publisher_place": "Leeds",
         "issued": 2019, "number": "12/3"},
        "Office of Arms. Arms in brief. Leeds: The Office; 2019. Report No.: 12/3.",
    ),
    "book": (
        {"type": "book", "author": people("Gray Henry"), "title": "The arm", "edition": 2, "publisher": "Limb Press",
         "publisher_place": "York", "issued": 2002},
        "Gray H. The arm. 2nd ed. York: Limb Press; 2002.",
    ),
    "edited book": (
        {"type": "book", "editor": people("Gray Henry", "Black Jo"), "title": "The arm", "edition": "revised ed.", "publisher": "Limb Press",
         "issued": 2002},
        "Gray H, Black J, editors. The arm. revised ed. Limb Press; 2002.",
    ),
    "chapter": (
        {"type": "chapter", "author": people("Bartoli F"), "title": "Calcinosis", "editor": people("Matucci Marco"),
         "container_title": "Atlas of ulcers", "publisher": "Spring", "publisher_place": "Cham", "issued": 2019, "page": "93-113", "volume": 2},
        "Bartoli F. Calcinosis. In: Matucci M, editor. Atlas of ulcers. Vol. 2. Cham: Spring; 2019. p. 93-113.",
    ),
    "conference paper": (
        {"type": "paper-conference", "author": people("Fonseca C"), "title": "Minocycline", "container_title": "ACR Meeting", "issued": 2019,
         "number": "abstract 2612"},
        "Fonseca C. Minocycline. In: ACR Meeting. 2019. Abstract 2612.",
    ),
    "conference web page": (
        {"type": "paper-conference", "title": "Minocycline", "container_title": "ACR Meeting", "number": "836", "url": "https://acr.example",
         "accessed": date(2026, 11, 23)},
        "Minocycline. In: ACR Meeting [Internet]. [cited 2026 Nov 23]. No. 836. Available from: https://acr.example",
    ),
    "thesis": (
        {"type": "thesis", "author": people("Borg Mia"), "title": "Sleep", "publisher": "University of Gozo", "publisher_place": "Gozo",
         "issued": 2002},
        "Borg M. Sleep [dissertation]. Gozo: University of Gozo; 2002.",
    ),
    "dataset": (
        {"type": "dataset", "author": "Registry", "title": "Trials", "issued": 2024, "url": "https://t.example", "accessed": date(2026, 1, 2)},
        "Registry. Trials [dataset on the Internet]. 2024 [cited 2026 Jan 2]. Available from: https://t.example",
    ),
    "other language": ({"author": people("مصطفى علي"), "title": "الكلس", "language": "ar", "issued": 2020}, "مصطفى علي. الكلس. 2020."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_full_form(case):
    """Each kind of work prints as the style asks."""
    fields, expected = CASES[case]
    assert shown(**fields) == expected


OPTIONAL = ("author", "container_title", "container_title_short", "issued", "volume", "issue", "page", "edition", "publisher",
            "publisher_place", "number", "doi", "pmid", "url", "accessed", "editor")  # fmt: skip
WHOLE = {
    **ARTICLE, "author": people("Gray Henry"), "edition": 2, "publisher": "Press", "publisher_place": "York", "number": "7",
    "url": "https://x.example/a", "accessed": date(2026, 11, 23), "editor": people("Black Jo"),
}  # fmt: skip


@given(st.sets(st.sampled_from(OPTIONAL)), st.sampled_from(["article-journal", "webpage", "report", "book", "chapter", "paper-conference",
                                                             "thesis", "dataset"]))  # fmt: skip
def test_missing_fields_leave_no_punctuation(absent, kind):
    """Whatever is left out, no stray, doubled or leading punctuation remains, and every link is an address."""
    fields = {key: value for key, value in WHOLE.items() if key not in absent}
    text = shown(**{**fields, "type": kind})
    assert not re.search(r"\.\.|,,|;;|::|\s\s|\(\)|\[\]|[,;:]\.|\s[.,;:]|[,;:]$|^[\s.,;:]|: ;|; \.", text), text
    assert "None" not in text
    for part in full_form(Reference(id="x", **{**fields, "type": kind})):
        assert part.href is None or (part.href.startswith("https://") and " " not in part.text)


def test_every_kind_prints_its_title_and_authors():
    """No kind of work drops the title, the authors, the year or the address."""
    for kind, has_url in itertools.product(
        ("article-journal", "webpage", "report", "book", "chapter", "paper-conference", "thesis", "dataset"), (0, 1)
    ):
        fields = {**WHOLE, "type": kind, **({} if has_url else {"url": None})}
        text = shown(**fields)
        assert all(words in text for words in ("Lumps of the arm", "Gray H", "2016", "10.1000/a.b")), text


def test_links():
    """DOI, PMID and web address link; the full stop after a DOI is not part of the link."""
    parts = full_form(Reference(id="x", **{**ARTICLE, "title": "T", "doi": "https://doi.org/10.1000/a.b"}))
    assert [(p.text, p.href) for p in parts if p.href] == [
        ("doi:10.1000/a.b", "https://doi.org/10.1000/a.b"),
        ("123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("344-349", "344-9"), ("344–349", "344-9"), ("2148-2155", "2148-55"), ("93-113", "93-113"), ("928.e1-9", "928.e1-9"), ("5", "5"),
     ("12-12", "12-12"), ("891 - 896", "891-6")],
)  # fmt: skip
def test_pages(pages, expected):
    """Repeated digits at the end of a range are left out."""
    assert short_pages(pages) == expected


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        ("Ana", "A"),
        ("Ana María", "AM"),
        ("Jean-Paul", "JP"),
        ("J. P.", "JP"),
        ("JP", "JP"),
        ("é", "É"),
        ("", ""),
        ("小明", "小明"),
        ("Иван П.", "ИП"),
    ],
)
def test_initials(given_names, expected):
    """Given names shrink to capitals without stops; names in scripts without capitals stay."""
    assert initials(given_names) == expected


def test_names():
    """A body is printed as it is; half a name is still a name."""
    assert one_name(Name(literal=" WHO ")) == "WHO"
    assert one_name(Name(family="Teller")) == "Teller"
    assert one_name("Arm Society") == "Arm Society"


def test_short_forms():
    """The first author's family name or the body, and the year; `short` wins; equal ones are told apart."""
    a = Reference(id="a", title="One", author=people("Valenzuela A", "Baron M"), issued=date(2016, 1, 1))
    body = Reference(id="c", title="Skin", author="Arm Society")
    assert short_forms([a, body]) == ("Valenzuela 2016", "Arm Society")
    assert short_forms([a, replace(a, id="b")]) == ("Valenzuela 2016a", "Valenzuela 2016b")
    assert short_forms([body, replace(body, title="Bones")]) == ("Arm Society, Skin", "Arm Society, Bones")
    assert short_forms([replace(a, short="SCTC"), a]) == ("SCTC", "Valenzuela 2016")
    assert short_forms([Reference(id="d", title="No names", issued=2000)]) == ("No names 2000",)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ray A", "Ray B", "Lee C"]), st.sampled_from([None, 2016, 2017]), st.sampled_from(["T", "U"])
        ),
        max_size=8,
    )
)
def test_short_forms_always_differ(works):
    """No two sources of a document have the same short form."""
    made = [Reference(id=f"r{i}", author=people(a), issued=y, title=t) for i, (a, y, t) in enumerate(works)]
    shorts = short_forms(made)
    assert len(set(shorts)) == len(shorts)


def test_sources_by_number():
    """Sources stand by number; a work nobody cites is left out."""
    works = [Reference(id=name, title=name.upper(), language="de") for name in ("a", "b", "c")]
    listed = sources(works, {"c": 1, "a": 2})
    assert [(s.number, s.key, s.language) for s in listed] == [(1, "c", "de"), (2, "a", "de")]
