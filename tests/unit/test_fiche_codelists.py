"""The fiche of an indicator lists the code lists of its definition, from the release; an old release does not say."""

import html
import json

import pytest

from atlas_country import Reader, publish_atlas
from mutualis import reference, release
from mutualis.indicators.definitions import INDICATORS
from mutualis.release import LANGUAGES, files

LISTS = {each.name: each.codelists for each in INDICATORS}
NAME = "gp_contact"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("codelists")
    publish_atlas(target)
    return target


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_of_the_definition_is_there_with_what_it_is_its_size_and_its_validity(folder, language):
    page = html.unescape(Reader(folder).ask(f"/fiche?indicator={NAME}&lang={language}").text)
    assert LISTS[NAME]
    for name in LISTS[NAME]:
        found = reference.codelist(name)
        (row,) = (each for each in page.split("<tr>") if f"<code>{name}</code>" in each)
        assert reference.text(f"catalogue_lists.{name}", language) in row
        assert reference.written(len(found.rows), language) in row
        assert found.version[:12] in row
        assert str(min(each["valid_from"] for each in found.rows)[:4]) in row


def test_the_release_holds_them_and_its_own_page_too(folder):
    there = release.read(release.latest(folder))
    for name in there.indicators:
        assert tuple(each.name for each in there.sheet(name).codelists) == LISTS[name]
    page = (release.latest(folder) / files.fiche_name(NAME, "nl")).read_text()
    assert all(reference.text(f"catalogue_lists.{name}", "nl") in page for name in LISTS[NAME])


def test_a_definition_without_lists_says_so(folder):
    page = Reader(folder).ask("/fiche?indicator=insured&lang=en").text
    assert reference.text("views.lists_used_none", "en") in page


def test_a_list_that_no_longer_holds_says_until_when(folder, tmp_path):
    edited(
        folder, tmp_path, lambda each: each["codelists"][0].update(valid_to="2024-12-31") if each["codelists"] else 0
    )
    assert "31 Dec 2024" in Reader(tmp_path).ask(f"/fiche?indicator={NAME}&lang=en").text


def test_a_release_of_before_the_code_lists_is_read_and_says_nothing_of_them(folder, tmp_path):
    edited(folder, tmp_path, lambda each: each.pop("codelists"))
    assert release.read(release.latest(tmp_path)).sheet(NAME).codelists is None
    page = Reader(tmp_path).ask(f"/fiche?indicator={NAME}&lang=en").text
    assert reference.text("views.lists_used", "en") not in page
    assert reference.text("views.lists", "en") in page


def edited(folder, target, change):
    """A copy of the release with other sheets, and hashes that fit."""
    old = release.latest(folder)
    copy = target / old.name
    copy.mkdir(parents=True)
    for path in old.rglob("*"):
        if path.is_file():
            (copy / path.relative_to(old)).parent.mkdir(exist_ok=True)
            (copy / path.relative_to(old)).write_bytes(path.read_bytes())
    sheets = json.loads((copy / files.INDICATORS).read_text())
    for each in sheets:
        change(each)
    (copy / files.INDICATORS).write_text(json.dumps(sheets))
    said = json.loads((copy / "release.json").read_text())
    said["files"][files.INDICATORS] = {
        "size": (copy / files.INDICATORS).stat().st_size,
        "sha256": files.digest(copy / files.INDICATORS),
    }
    digests = {name: each["sha256"] for name, each in said["files"].items()}
    said["root"] = files.root(digests, said)
    (copy / "release.json").write_text(json.dumps(said))
    (target / files.POINTER).write_text(copy.name)
