"""Versions of definitions over releases, reviews, and a release of before the German fiches."""

import datetime as dt
import json

import pytest

from atlas_country import Reader, publish_atlas
from mutualis import reference, release
from mutualis.model import MutualisError
from mutualis.reference import indicator_reviews
from mutualis.release import files


def without_german(folder):
    """The release as it was published when fiches were in three languages: no German in it, hashes that fit."""
    target = release.latest(folder)
    said = json.loads((target / "release.json").read_text())
    sheets = json.loads((target / "indicators.json").read_text())
    for each in sheets:
        del each["fiche"]["de"]
    for path in target.glob("fiches/*.de.html"):
        path.unlink()
        del said["files"][f"fiches/{path.name}"]
    path = target / "indicators.json"
    path.chmod(0o644)
    path.write_text(json.dumps(sheets))
    said["files"]["indicators.json"] = {"sha256": files.digest(path), "size": path.stat().st_size}
    said["root"] = files.root({name: each["sha256"] for name, each in said["files"].items()}, said)
    (target / "release.json").chmod(0o644)
    (target / "release.json").write_text(json.dumps(said))
    return target


def test_a_new_release_has_a_whole_german_fiche_and_no_english_in_it(tmp_path):
    there = release.read(publish_atlas(tmp_path, ("mean_copayment",)))
    german, english = (str(there.sheet("mean_copayment").fiche[each]) for each in ("de", "en"))
    assert "fiches/mean_copayment.de.html" in there.files
    assert len(german) > 0.8 * len(english)
    for key, words in reference.texts("en").items():
        if key.startswith("release.fiche") and " " in words and "{" not in words:
            assert words not in german


def test_a_release_of_before_the_german_fiches_is_read_and_shown_in_german(tmp_path):
    publish_atlas(tmp_path, ("gp_contact",))
    target = without_german(tmp_path)
    there = release.read(target)
    assert set(there.sheet("gp_contact").fiche) == {"nl", "fr", "en"}
    page = Reader(tmp_path).ask("/fiche?lang=de&indicator=gp_contact").text
    assert reference.text("views.fiche_other_language", "de") in page
    assert there.sheet("gp_contact").text("definition", "de") in page
    assert there.sheet("gp_contact").text("definition", "en") not in page
    assert "gp_contact.de.html" not in page
    assert reference.text("views.fiche_other_language", "nl") not in Reader(tmp_path).ask("/fiche?lang=nl").text


def test_definitions_are_read_without_the_figures_and_checked(tmp_path):
    target = publish_atlas(tmp_path, ("insured", "gp_contact"))
    there, found = release.read(target), release.definitions(target)
    assert found.versions == {name: each.version for name, each in there.sheets.items()}
    assert (found.release, found.created, found.years) == (there.id, there.created, there.years)
    other = tmp_path / "other" / target.name
    other.parent.mkdir()
    target.rename(other)
    (other / "indicators.json").chmod(0o644)
    (other / "indicators.json").write_text("[]")
    with pytest.raises(MutualisError, match="is not the one that was published"):
        release.definitions(other)


def test_the_newest_review_of_an_indicator_counts(tmp_path, monkeypatch):
    (tmp_path / "indicator_reviews.csv").write_text(
        "name,reviewer,reviewed,next_review,source,mark\n"
        "gmd,B. Boss,2026-02-03,2027-02-03,letter,ours\n"
        "gmd,A. Ander,2024-02-03,,letter,ours\n"
        "insured,A. Ander,2024-02-03,,letter,ours\n"
    )
    monkeypatch.setattr(indicator_reviews, "ROOT", tmp_path)
    indicator_reviews._reviews.cache_clear()
    try:
        found = reference.indicator_review("gmd")
        assert (found.reviewer, found.next_review) == ("B. Boss", dt.date(2027, 2, 3))
        assert reference.indicator_review("insured").next_review is None
        assert reference.indicator_review("deaths") is None
    finally:
        indicator_reviews._reviews.cache_clear()


def test_every_database_has_a_name_in_four_languages():
    for each in reference.source_databases():
        assert all((each.nl, each.fr, each.de, each.en)), each.code
