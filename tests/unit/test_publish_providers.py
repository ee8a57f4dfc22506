"""Figures by practice beside a release: nothing public names a practice, nothing is written twice."""

import json
import stat

import polars as pl
import pytest

from mutualis import release
from mutualis.model import MutualisError
from mutualis.publish.providers import publish_providers
from mutualis.release.providers import own_figures, point_of, provider_sets
from provider_world import PRACTICES, SMALL, TINY, protected, publish_world, rows


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    return folder, publish_world(folder)


def test_the_public_part_holds_no_code_and_no_small_count(world):
    _, written = world
    text = written.public.read_text()
    assert not [each for each in PRACTICES if each in text]
    said = json.loads(text)
    assert {tuple(point) for each in said["sets"] for point in each["points"]} == {("cases", "value")}
    assert "small" not in text


def test_points_are_in_order_of_size_with_rounded_cases(world):
    folder, written = world
    sets = provider_sets(folder / "releases", written.public.stem)
    points = [(each.cases, each.value) for each in sets.of("gmd", "practice", "2023").points]
    assert points == sorted(points)
    assert {cases % sets.base for cases, _ in points} == {0}


def test_practices_that_are_left_out_are_no_points(world):
    folder, written = world
    found = provider_sets(folder / "releases", written.public.stem).of("gmd", "practice", "2023")
    assert found.providers == len(PRACTICES)
    assert len(found.points) <= len(PRACTICES) - 2
    assert min(each.cases for each in found.points) > 100


def test_a_series_by_quarter_has_no_points(world):
    folder, written = world
    sets = provider_sets(folder / "releases", written.public.stem)
    assert sets.of("doctor_contact_quarter", "practice", "2023Q1").points == ()


def test_the_staff_part_is_its_owners_alone_and_outside_the_releases(world):
    folder, written = world
    assert stat.S_IMODE(written.staff.stat().st_mode) == 0o400
    assert not written.staff.is_relative_to(folder / "releases")


def test_a_practice_reads_its_own_rows_and_no_others(world):
    folder, written = world
    own = own_figures(folder / "staff", written.public.stem, "practice", PRACTICES[3])
    whole = rows(0.7, 1).row(3, named=True)
    (figure,) = [each for each in own if (each.indicator, each.period, each.split) == ("gmd", "2023", "total")]
    assert (figure.numerator, figure.denominator) == (whole["numerator"], whole["denominator"])
    table = pl.read_parquet(written.staff)
    assert len(own) == table.filter(pl.col("provider") == PRACTICES[3]).height < table.height


@pytest.mark.parametrize("practice", [TINY, SMALL])
def test_what_is_small_is_in_no_part(world, practice):
    _, written = world
    told = pl.read_parquet(written.staff).filter(
        pl.col("provider") == practice, pl.col("indicator") == "gmd", pl.col("split") == "total"
    )
    assert told["status"].unique().to_list() == ["suppressed"]
    assert told.select("persons", "numerator", "denominator", "expected").null_count().row(0) == (3, 3, 3, 3)


def test_the_same_again_writes_nothing_and_something_else_is_refused(world):
    folder, written = world
    again = publish_providers(protected(), written.public.stem, folder / "releases", folder / "staff")
    assert not again.is_new
    with pytest.raises(MutualisError, match="published before"):
        publish_providers(protected()[:-1], written.public.stem, folder / "releases", folder / "staff")


def test_only_what_was_protected_is_published(tmp_path):
    with pytest.raises(MutualisError, match="Only a ProtectedProviders"):
        publish_providers([rows(0.5, 1)], "r", tmp_path, tmp_path)


def test_the_folder_beside_the_releases_is_no_release(world):
    folder, written = world
    assert release.listing(folder / "releases") == (written.public.stem,)
    assert len(release.verify(folder / "releases")) == 1


def test_a_point_reckons_with_age_and_sex():
    older = point_of(60, 100, 60.0, release.providers.Decimal("40"), 10)
    younger = point_of(20, 100, 20.0, release.providers.Decimal("40"), 10)
    assert older.value == younger.value == 40


def test_a_damaged_public_part_is_told(tmp_path):
    (tmp_path / "providers").mkdir()
    (tmp_path / "providers" / "r.json").write_text("{}")
    with pytest.raises(MutualisError, match="damaged"):
        provider_sets(tmp_path, "r")
