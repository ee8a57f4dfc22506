"""The page of authorisations in plain words, without a browser."""

import html

import pytest

from atlas_country import Reader, published
from mutualis.reference import authorisations as law

TITLES = [("nl", "Machtigingen"), ("fr", "Autorisations"), ("en", "Authorisations")]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return Reader(published(tmp_path_factory))


@pytest.mark.parametrize(("language", "title"), TITLES)
def test_every_authorisation_is_told_in_plain_words(reader, language, title):
    answer = reader.ask(f"/authorisations?lang={language}")
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    assert f"<h1>{title}</h1>" in answer.text
    for name in law.authorisation_names():
        given = law.authorisation(name)
        assert f'id="{name}"' in answer.text
        assert given.plain[language] in html.unescape(answer.text)
        assert law.duration_in_words(given.clocks[0], language) in html.unescape(answer.text)


def test_authorisations_are_in_english_where_a_language_has_none_of_them_and_every_page_leads_there(reader):
    assert '<div class="fiche" lang="en">' in reader.ask("/authorisations?lang=de").text
    assert reader.ask("/authorisations", accept_language="fr").headers["content-language"] == "fr"
    assert "/authorisations?lang=nl" in reader.ask("/?lang=nl").text
