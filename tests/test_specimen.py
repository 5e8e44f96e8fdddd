"""A specimen of every language: one page, the language's own words, no box instead of a letter."""

import pypdfium2
import pytest

from generator.languages import all_languages, lookup
from generator.specimen import document, paint

SCRIPTS = {language.script + language.family: language.tag for language in all_languages()}


@pytest.mark.parametrize("tag", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_specimen_is_one_page_with_the_languages_name(tag):
    """One page for each script and family, and its text can be extracted."""
    language = lookup(tag)
    pdf = pypdfium2.PdfDocument(paint(language))

    assert len(pdf) == 1
    assert len(pdf[0].get_textpage().get_text_bounded()) > 400
    pdf.close()


def test_every_language_has_a_sentence():
    """All 111 languages can be shown."""
    assert all(document(language).title.plain for language in all_languages())
