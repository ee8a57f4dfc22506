"""The texts of the shipped publications: the words that figures ask for, every number traced, nothing hidden told."""

import html
import re
from decimal import Decimal
from functools import cache

import pytest

from drawn_publications import desk, release
from mutualis import reference
from mutualis import release as releases
from mutualis.publish.publications import draft, faults, publications
from mutualis.publish.publications.edition import edition
from mutualis.publish.publications.marks import numbers, plain
from mutualis.reference.publication_kinds import publication_kinds

YEARS = (2021, 2022, 2023)
PLANTED = {
    ("antibiotics_ddd", 2022, "BE", "total"): 1.1,
    ("antibiotics_ddd", 2023, "BE", "total"): 1.2,
    ("gp_contact", 2023, "BE", "total"): 0.9,
    ("antibiotics_ddd", 2023, "10000"): 1.5,
    ("polypharmacy", 2023, "BE", "age_class", "25-34"): 1.2,
    ("hospital_bill", 2023, "BE", "total"): 1.5,
}
HIDDEN = (("polypharmacy", 2023, "BE", "age_class", "00-04"), ("gp_contact", 2022, "30000"))
KEY_FIGURES = ("key-figure-antibiotics", "key-figure-gp-contact", "key-figure-hospital-bill", "key-figure-polypharmacy")
OF_FIGURES = sorted(name for name, each in publications().items() if each.indicators)
WORDS = {
    "key-figure-antibiotics": {
        "nl": "steeg van 22,0 in 2022 naar 24,0",
        "fr": "a augmenté, passant de 22,0 en 2022 à 24,0",
        "de": "stieg von 22,0 im Jahr 2022 auf 24,0",
        "en": "rose from 22.0 in 2022 to 24.0",
    },
    "key-figure-gp-contact": {
        "nl": "daalde van 85,0\u00a0% in 2022 naar 76,5\u00a0%",
        "fr": "a diminué, passant de 85,0\u00a0% en 2022",
        "de": "sank von 85,0\u00a0% im Jahr 2022 auf 76,5\u00a0%",
        "en": "fell from 85.0% in 2022 to 76.5%",
    },
    "key-figure-hospital-bill": {
        "nl": "steeg van 520,00 in 2022 naar 780,00",
        "fr": "a augmenté, passant de 520,00 en 2022 à 780,00",
        "de": "stieg von 520,00 im Jahr 2022 auf 780,00",
        "en": "rose from 520.00 in 2022 to 780.00",
    },
    "key-figure-polypharmacy": {
        "nl": "bleef gelijk: 16,0\u00a0% in 2023",
        "fr": "n'a pas changé\u00a0: 16,0\u00a0% en 2023",
        "de": "blieb gleich: 16,0\u00a0% im Jahr 2023",
        "en": "stayed the same: 16.0% in 2023",
    },
}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    release(folder / "releases", YEARS, PLANTED, HIDDEN)
    return folder


@pytest.fixture(scope="module")
def editions(work):
    """The edition of a publication for a year, made once, without PDF."""
    return cache(lambda name, year=2023: draft(desk(work), name, year, with_pdf=False))


@pytest.mark.parametrize("name", KEY_FIGURES)
@pytest.mark.parametrize("language", reference.TEXT_LANGUAGES)
def test_a_key_figure_says_in_each_language_what_was_planted(editions, name, language):
    text = plain(editions(name).texts[language].text)
    assert WORDS[name][language] in re.sub(" +", " ", text)


def test_a_trend_is_told_of_three_years_and_not_of_two(editions):
    text = editions("key-figure-antibiotics").texts["nl"]
    assert "steeg elk jaar sinds 2021" in plain(text.text)
    assert [each.kind for each in text.placed] == ["trend", "map", "bars"]
    assert '<path class="line' in drawn(editions("key-figure-antibiotics"), "nl")


@pytest.mark.parametrize("language", reference.TEXT_LANGUAGES)
def test_two_years_are_drawn_as_points_with_intervals_and_said_to_be_no_trend(editions, language):
    short = editions("key-figure-antibiotics", 2022)
    assert reference.text("publication.trend_short", language) in plain(short.texts[language].text)
    assert [each.kind for each in short.texts[language].placed] == ["trend", "map", "bars"]
    picture = drawn(short, language)
    assert (picture.count("<circle"), picture.count('class="whisker own"')) == (2, 2)
    assert 'class="line' not in picture
    caption = plain(short.texts[language].placed[0].caption)
    assert reference.text("publication.two_years_of", language).rpartition("). ")[2] in caption


def test_one_year_is_no_picture_of_a_trend(editions):
    first = editions("key-figure-antibiotics", 2021).texts["nl"]
    assert [each.kind for each in first.placed] == ["map", "bars"]


def drawn(edition, language):
    """The first chart of a text."""
    article = edition.files[f"{language}.article.html"].decode()
    return re.search(r'<svg class="trend".*?</svg>', article, re.S)[0]


def test_the_first_year_says_that_there_is_nothing_to_compare_with(editions):
    text = plain(editions("key-figure-gp-contact", 2021).texts["nl"].text)
    assert "Het aandeel van de verzekerden dat een huisarts zag bedroeg 85,0\u00a0% in 2021." in text
    assert "zijn er geen cijfers om mee te vergelijken" in text
    assert "tegenover" not in text


def test_provinces_and_groups_are_named_where_they_differ(editions):
    assert "Hoger dan in het hele land: Antwerpen." in plain(editions("key-figure-antibiotics").texts["nl"].text)
    assert "Het cijfer steeg voor: 25 tot 34 jaar." in plain(editions("key-figure-polypharmacy").texts["nl"].text)


def shown_numbers(edition, language):
    """Every number that a reader can meet: in words, in pictures, in what a screen reader says of them."""
    article = edition.files[f"{language}.article.html"].decode()
    said = re.findall(r'(?:aria-label|alt)="([^"]*)"', article)
    drawn = re.sub(r"<[^>]*>", " \n ", re.sub(r"<style>.*?</style>", "", article))
    return {each for text in [drawn, *said] for each in numbers(html.unescape(text))}


@pytest.mark.parametrize("name", OF_FIGURES)
def test_every_number_that_is_shown_is_in_the_trace(editions, name):
    edition = editions(name)
    for language, written in edition.texts.items():
        traced = [
            each.value if each.fact else reference.written(Decimal(each.value), language) for _, each in written.used
        ]
        known = {number for words in traced for number in numbers(words)}
        assert shown_numbers(edition, language) <= known


@pytest.mark.parametrize("name", OF_FIGURES)
def test_every_traced_cell_is_shown_by_the_release_with_that_value(editions, work, name):
    made = releases.read(releases.latest(work / "releases"))
    for written in editions(name).texts.values():
        cells = [each for _, each in written.used if each.kind == "cell"]
        assert cells
        for each in cells:
            at = each.place
            figures = made.figures(at.indicator, at.year, at.level, at.split)
            own = next(f for f in figures if (f.area_code, f.category) == (at.area, at.category))
            assert own.status == "shown"
            assert str(getattr(own, each.part)) == each.value


def test_a_hidden_cell_is_told_in_words_and_kept_in_no_number(editions):
    written = editions("key-figure-polypharmacy").texts["nl"]
    hidden = {(each.indicator, each.year, each.split, each.category) for each in written.hidden}
    assert ("polypharmacy", 2023, "age_class", "00-04") in hidden
    assert not any(
        each.place and each.place.category == "00-04" and each.place.year == 2023 for _, each in written.used
    )
    assert "0 tot 4 jaar: te weinig personen om te tonen" in next(
        each.alt for each in written.placed if each.kind == "bars"
    )
    assert "Niet te vergelijken met vroeger: 0 tot 4 jaar" in plain(written.text)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", sorted(set(OF_FIGURES) - {"study-antibiotics"}))
def test_no_shipped_publication_has_a_fault_but_its_missing_pdf(editions, name, year):
    assert {each.what for each in faults(editions(name, year))} == {"its pdf was not made"}


@pytest.mark.parametrize("name", sorted(publications()))
def test_every_shipped_publication_has_the_languages_that_it_must_have(name):
    each = publications()[name]
    assert not each.missing_languages
    assert set(each.languages) <= set(publication_kinds().possible)


def test_a_year_without_figures_names_the_years_that_there_are(work):
    with pytest.raises(Exception, match=r"no figures of 'gp_contact' for 2019.*2021, 2022, 2023"):
        draft(desk(work), "key-figure-gp-contact", 2019, with_pdf=False)


def test_an_earlier_release_gives_the_year_that_the_newest_has_not(tmp_path):
    release(tmp_path / "releases", (2022,), day="2026-11-01")
    release(tmp_path / "releases", (2023,), {("antibiotics_ddd", 2023): 1.1}, day="2026-11-22")
    made = draft(desk(tmp_path), "key-figure-antibiotics", with_pdf=False)
    text = made.texts["nl"]
    assert "steeg van 20,0 in 2022 naar 22,0 in 2023" in plain(text.text)
    assert len({each.release for _, each in text.used if each.kind == "cell"}) == 2


def test_words_stand_with_unbreakable_spaces_and_the_marks_of_their_language(editions):
    for language, mark in (("nl", ","), ("fr", ","), ("de", ","), ("en", ".")):
        text = plain(editions("key-figure-gp-contact").texts[language].text)
        assert f"76{mark}5" in text
        assert not re.search(r"\d %", text)
        assert not (language == "fr" and re.search(r" [:;?!%»]", text))
        assert ("76.5%" in text) == (language == "en")


def test_a_section_of_an_editor_is_rendered_like_the_text(work, editions):
    bound = editions("key-figure-antibiotics").bound
    made = edition(
        editions("key-figure-antibiotics").publication,
        bound,
        {"nl": {"context": "## Toelichting\nWij zagen {{ figure() }} in {{ year }}."}},
        with_pdf=False,
    )
    assert "Wij zagen 24,0 in 2023." in plain(made.texts["nl"].text)
    assert "Een redacteur schreef deze delen: Toelichting." in made.files["nl.article.html"].decode()
    assert {each.what for each in faults(made)} == {"its pdf was not made"}
