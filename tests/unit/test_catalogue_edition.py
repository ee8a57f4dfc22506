"""Editions of the catalogue: immutable, checked before they are used, and no trouble for the releases beside them."""

import json
import shutil
from pathlib import Path

import pytest

from atlas_country import publish_atlas
from catalogue_country import SEX, catalogued
from mutualis import catalogue, release
from mutualis.catalogue import editing
from mutualis.model import MutualisError
from mutualis.reference import codelist
from mutualis.release.catalogue import latest_edition, listing_editions, read_edition
from mutualis.release.catalogue.files import codes_as_csv, codes_of


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return catalogued(tmp_path_factory)


@pytest.fixture
def copied(releases: Path, tmp_path: Path) -> Path:
    """An edition of one's own to damage."""
    target = tmp_path / "releases"
    shutil.copytree(releases, target)
    return latest_edition(target)


def test_the_releases_hold_with_editions_beside_them(releases: Path) -> None:
    assert len(release.verify(releases)) in (0, 1)
    assert listing_editions(releases)
    assert "catalogue" not in release.listing(releases)


def test_an_edition_is_named_by_its_day_and_its_root(releases: Path) -> None:
    edition = read_edition(latest_edition(releases))
    assert edition.id == f"{edition.created[:10]}-{edition.root[:12]}"


def test_an_edition_holds_what_was_approved_and_who_reviewed(releases: Path) -> None:
    item = read_edition(latest_edition(releases)).item(*SEX)
    assert [(note.sort, note.author, note.reviewer) for note in item.notes] == [
        ("explanation", "a.adam", "b.baert"),
        ("question", "a.adam", "b.baert"),
    ]
    assert [(each.reviewer, each.is_current) for each in item.reviews] == [("c.claes", True)]


def test_an_edition_has_the_codes_of_every_list(releases: Path) -> None:
    codes = read_edition(latest_edition(releases)).codes["sex"]
    assert [(each.code, each.words["fr"]) for each in codes] == [
        (row["code"], row["fr"]) for row in codelist("sex").rows
    ]


def test_codes_as_csv_are_read_back_as_they_were(releases: Path) -> None:
    for codes in read_edition(latest_edition(releases)).codes.values():
        assert tuple(codes_of(codes_as_csv(codes).decode())) == codes


def test_the_same_content_is_the_same_edition_and_an_addition_makes_another(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    publish_atlas(folder)
    store = catalogue.open_store(tmp_path / catalogue.FILE)
    catalogue.fill(store, folder)
    first = catalogue.publish(store, folder)
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert catalogue.publish(store, folder) == first
    editing.confirm(store, "b.baert", *SEX)
    second = catalogue.publish(store, folder)
    assert second != first
    assert latest_edition(folder) == second
    assert {path: path.read_bytes() for path in first.rglob("*") if path.is_file()} == before


def test_an_empty_catalogue_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="Fill it first"):
        catalogue.publish(catalogue.open_store(tmp_path / catalogue.FILE), tmp_path)


@pytest.mark.parametrize("name", ["catalogue.json", "codelists/sex.csv", "edition.json"])
def test_a_changed_edition_is_refused(copied: Path, name: str) -> None:
    path = copied / name
    path.chmod(0o644)
    text = path.read_text()
    path.write_text(text.replace("mannen", "vrouwen", 1) if "mannen" in text else text.replace("CC BY", "CC0", 1))
    if path.read_text() == text:
        path.write_text(text + " ")
    with pytest.raises(MutualisError, match="damaged"):
        read_edition(copied)


def test_an_edition_with_a_missing_or_a_foreign_file_is_refused(copied: Path) -> None:
    (copied / "more.txt").write_text("x")
    with pytest.raises(MutualisError, match=r"more\.txt was not published"):
        read_edition(copied)
    (copied / "more.txt").unlink()
    (copied / "catalogue.ttl").unlink()
    with pytest.raises(MutualisError, match=r"catalogue\.ttl is missing"):
        read_edition(copied)


def test_no_edition_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="catalogue publish"):
        latest_edition(tmp_path)


def test_identifiers_begin_with_the_address_that_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    publish_atlas(folder)
    store = catalogue.open_store(tmp_path / catalogue.FILE)
    catalogue.fill(store, folder)
    made = catalogue.publish(store, folder, "https://meta.example.be")
    assert "https://meta.example.be/id/dataset/" in (made / "catalogue.ttl").read_text()
    assert json.loads((made / "edition.json").read_text())["about"]["address"] == "https://meta.example.be/"
    with pytest.raises(MutualisError, match="no address"):
        catalogue.publish(store, folder, "meta.example.be")
