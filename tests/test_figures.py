"""The promised figures that do not depend on the machine, on the sample in every language; `make figures` prints them all."""

from __future__ import annotations

import tomllib

import pytest
from figures import decks, sample, standards, text, words

SOURCE = tomllib.loads((sample.ROOT / "content.toml").read_text(encoding="utf-8"))
LANGUAGES = [SOURCE["document"]["language"], *SOURCE["translations"]]
LEAST = {"PDFium": 96, "Poppler": 99}  # per cent of the words of mixed right-to-left text; 100 of all other


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language of the sample."""
    return request.param


def test_another_process_writes_the_same_bytes(built, language):
    """What the command wrote, after other languages and with another hash seed, is byte for byte what is made here."""
    assert built[language]["leaflet"].read_bytes() == sample.leaflet(language).pdf
    assert built[language]["deck"].read_bytes() == decks.deck(language)


@pytest.mark.parametrize("reader", words.READERS)
def test_a_reader_gives_the_words_back(language, reader):
    """Every word with its punctuation, as often as it is printed; of mixed right-to-left text what is promised."""
    if not words.present(reader):
        pytest.skip(f"{reader} is not installed")
    paper = sample.leaflet(language)

    least = LEAST[reader] if paper.language.rtl else 100

    assert words.recall(paper, reader) >= least, words.lost_words(paper, reader)


def test_numbers_stand_on_paper_as_in_the_text(language):
    """Phone numbers, doses, dates and other numbers are drawn in their own order, and none is broken over lines."""
    paper = sample.leaflet(language)

    assert words.printed_words(paper).total() > 1000
    assert words.wrong_numbers(paper) == []
    assert words.torn(paper) == []


def test_a_reversed_phone_number_would_be_seen():
    """The measure can say no: a phone number without isolates is drawn group by group from the right in Arabic."""
    paper = words.painted("ar", ["اتصل", "اتصل على 01632 960 018 الآن"])

    assert words.wrong_numbers(paper) == ["01632 960 018"]


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_leaflet_passes(built, language, profile):
    """An independent validator finds nothing in the file that was written."""
    assert standards.refusals(built[language]["leaflet"].read_bytes(), profile) == []


def test_the_structure_tree_says_the_text(language):
    """Read as assistive technology reads, a leaflet says its own text in reading order."""
    assert [*standards.misread(sample.leaflet(language))] == []


def test_no_box_and_no_collision(language):
    """No glyph is .notdef, and no line's ink lies over its neighbour's."""
    paper = sample.leaflet(language)

    assert [*text.notdef(paper)] == []
    assert [*text.collisions(paper)] == []


@pytest.mark.parametrize(("size", "copy"), [("16:9", "presenter"), ("4:3", "participant")])
def test_a_deck_has_no_findings(language, size, copy):
    """openxml-audit and our own checks find nothing in either size and copy."""
    assert decks.wrong(language, size, copy) == []
