"""The pages of publications: what was issued, newest first, in four languages, each file as it was issued."""

import re

import pytest

from atlas_country import Reader
from drawn_publications import SHORT, desk, release, short_publication
from mutualis import reference
from mutualis.publish.publications import issue, renew
from mutualis.release import publications as issued

CARD = re.compile(r'<a href="/publications/([a-z-]+/[\d.]+)\?lang=nl">')


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A workspace with two years of a publication issued, one of them corrected, and a newsletter."""
    work = tmp_path_factory.mktemp("work")
    release(work / "releases", (2022, 2023), {("antibiotics_ddd", 2023, "BE", "total"): 1.1})
    short_publication(work)
    for year in (2022, 2023):
        renew(desk(work), SHORT, year)
        issue(desk(work), SHORT, year)
    own = work / "publications" / SHORT / "2022" / "edits.nl.toml"
    own.write_text('[sections]\nlead = "Verbeterd."\n', encoding="utf-8")
    renew(desk(work), SHORT, 2022)
    issue(desk(work), SHORT, 2022, "de inleiding")
    renew(desk(work), "newsletter", 2023)
    issue(desk(work), "newsletter", 2023)
    return work


@pytest.fixture(scope="module")
def atlas(work):
    return Reader(work / "releases")


@pytest.mark.parametrize("language", reference.TEXT_LANGUAGES)
def test_the_list_and_an_edition_are_there_in_each_language(atlas, language):
    for address in ("/publications", f"/publications/{SHORT}/2023"):
        answer = atlas.ask(f"{address}?lang={language}")
        assert answer.status_code == 200
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}">' in answer.text
        assert (
            reference.text(
                "publication.publications_all" if "2023" in address else "publication.publications", language
            )
            in answer.text
        )


def test_the_list_has_every_edition_newest_first(atlas, work):
    there = [f"{each.name}/{each.address}" for each in issued.editions(work / "releases")]
    assert CARD.findall(atlas.ask("/publications?lang=nl").text) == there
    assert set(there) == {f"{SHORT}/2022", f"{SHORT}/2022.1", f"{SHORT}/2023", "newsletter/2023"}


def test_a_page_shows_the_article_as_it_was_issued(atlas, work):
    edition = next(each for each in issued.editions(work / "releases") if (each.name, each.address) == (SHORT, "2023"))
    page = atlas.ask(f"/publications/{SHORT}/2023?lang=fr").text
    assert issued.content(edition, "fr.article.html").decode() in page
    assert 'itemtype="https://schema.org/Report"' in page


def test_a_language_that_an_edition_has_not_is_told_and_its_text_is_marked(atlas):
    page = atlas.ask(f"/publications/{SHORT}/2023?lang=de").text
    assert "Diese Veröffentlichung gibt es nicht auf Deutsch. Sie lesen sie auf Niederländisch." in page
    assert '<article class="publication key-figure" lang="nl">' in page


def test_an_older_edition_names_the_newer_and_a_corrected_one_says_why(atlas):
    first = atlas.ask(f"/publications/{SHORT}/2022?lang=nl").text
    assert "Er is een recentere editie: 2023." in first
    assert f'<a href="/publications/{SHORT}/2022.1?lang=nl">Er is een verbeterde editie' in first
    assert "Verbeterde editie: de inleiding" in atlas.ask(f"/publications/{SHORT}/2022.1?lang=nl").text
    assert "recentere" not in atlas.ask(f"/publications/{SHORT}/2023?lang=nl").text


def test_each_file_is_given_as_it_was_issued_to_be_saved(atlas, work):
    for edition in issued.editions(work / "releases"):
        for name in edition.files:
            answer = atlas.ask(f"/publications/{edition.name}/{edition.address}/{name}")
            assert answer.content == issued.content(edition, name)
            assert answer.headers["content-disposition"].startswith("attachment")
            assert "immutable" in answer.headers["cache-control"]
    trace = atlas.ask(f"/publications/{SHORT}/2023/edition.json").json()
    assert trace["texts"]["nl"]["trace"]


@pytest.mark.parametrize(
    "address", ["nothing/2023", f"{SHORT}/1999", f"{SHORT}/2023/nl.exe", f"{SHORT}/2023/..%2Fx", "nothing"]
)
def test_what_was_not_issued_is_not_there(atlas, address):
    answer = atlas.ask(f"/publications/{address}?lang=nl")
    assert answer.status_code == 404
    assert '<html lang="nl">' in answer.text


def test_the_name_alone_leads_to_the_newest_year(atlas):
    answer = atlas.ask(f"/publications/{SHORT}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/publications/{SHORT}/2023")


def test_an_edition_issued_while_the_atlas_runs_is_shown(tmp_path):
    release(tmp_path / "releases", (2022, 2023))
    short_publication(tmp_path)
    atlas = Reader(tmp_path / "releases")
    assert "Er zijn nog geen publicaties uitgegeven." in atlas.ask("/publications?lang=nl").text
    for year in (2022, 2023):
        renew(desk(tmp_path), SHORT, year)
        issue(desk(tmp_path), SHORT, year)
        assert f"{SHORT}/{year}" in CARD.findall(atlas.ask("/publications?lang=nl").text)


def test_a_damaged_edition_is_told_and_never_shown(tmp_path):
    release(tmp_path / "releases", (2023,))
    short_publication(tmp_path)
    renew(desk(tmp_path), SHORT, 2023)
    path = issue(desk(tmp_path), SHORT, 2023).folder / "nl.article.html"
    path.chmod(0o644)
    path.write_text("<article>99,9</article>", encoding="utf-8")
    answer = Reader(tmp_path / "releases").ask(f"/publications/{SHORT}/2023?lang=nl")
    assert answer.status_code == 503
    assert "99,9" not in answer.text
