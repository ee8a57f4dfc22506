"""Self-registration from end to end: hospitals of a synthetic country register their strokes, and indicators 5 and 6
are those of the truth.
"""

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mutualis import synthetic
from mutualis.cli import self_registration as verbs
from mutualis.methods.self_registration import door_to_needle, swallow_screening
from mutualis.model import Years
from mutualis.node.sftp import Accounts
from mutualis.parcel.registration_name import RegistrationName
from mutualis.parcel.self_registration import read_registration, write_registration
from mutualis.pipeline import Workspace
from mutualis.pipeline import self_registration as flow
from mutualis.pipeline.linkage import Linkage, prepare
from mutualis.synthetic.parameters import section

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
KINDS = ("ischaemic", "intracerebral", "subarachnoid", "other_bleeding")
MADE, HOSPITALS = 25_000, 16


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    space, made = Workspace(tmp_path_factory.mktemp("registering")), tmp_path_factory.mktemp("made")
    space.create()
    synthetic.synthesise(made, insured=MADE, years=Years(2018, 2019), seed=3, hospitals=True)
    keep_some(made / "hospitals", space)
    linkage = Linkage(space, NAME, DAY)
    prepare(linkage, space.hospitals)
    return linkage, flow.run(linkage)


def keep_some(made: Path, space: Workspace) -> None:
    """The hospitals with most needles and one without a stroke: a node for each takes its time."""
    texts = {path: "".join(each.read_text() for each in path.glob("*.xml")) for path in sorted(made.iterdir())}
    needles = sorted(texts, key=lambda path: (-texts[path].count("<DeurNaaldTijd"), -texts[path].count("<Verblijf")))
    kept = [*needles[:HOSPITALS], next(path for path in texts if path.is_dir() and not texts[path])]
    for path in kept:
        shutil.copytree(path, space.hospitals / path.name)
    space.truth.mkdir()
    for name in ("registration", "truth"):
        frame = pl.read_parquet(made / f"{name}.parquet")
        own = frame.filter(pl.col("hospital_code").is_in([path.name for path in kept]))
        own.write_parquet(space.truth / f"hospital_{name}.parquet")


def true(linkage, name="registration") -> pl.DataFrame:
    return pl.read_parquet(linkage.space.truth / f"hospital_{name}.parquet")


def written(linkage) -> pl.DataFrame:
    files = sorted(linkage.space.hospitals.glob("*/*.xml"))
    return pl.concat([read_registration(path).rows.drop("line", "number") for path in files])


def test_what_hospitals_write_is_the_truth_but_for_what_they_do_not_know(country):
    linkage, _ = country
    known = true(linkage)
    shown = known.with_columns(
        onset_minutes=pl.when("is_onset_told").then("onset_minutes"),
        is_swallow_screened=pl.when("is_screening_told").then("is_swallow_screened"),
    ).select(written(linkage).columns)
    assert shown.height > 20
    assert shown.sort(shown.columns).equals(written(linkage).sort(shown.columns))
    assert known["is_screening_told"].sum() < known.height


def test_who_has_a_time_to_the_needle_was_given_thrombolysis_in_that_stay(country):
    linkage, _ = country
    stays, known = true(linkage, "truth"), true(linkage)
    met = known.join(stays, on=["hospital_code", "stay_number"], suffix="_stay")
    assert met.height == known.height == stays.filter(pl.col("kind").is_in(KINDS)).height
    assert (met["door_to_needle_minutes"].is_not_null() == (met["lysis_day"] >= 0)).all()
    assert (met["is_referred"] == met["is_followed"]).all()
    assert (met["is_in_hospital"] == met["is_in_hospital_stay"]).all()
    assert met["door_to_needle_minutes"].count() >= 5


def test_indicators_5_and_6_are_those_of_the_stays_that_were_written(country):
    linkage, found = country
    rows = written(linkage)
    dropped = rows.height - found.rows
    assert 0 <= dropped <= 4  # those for whom nothing but leaving them out would do
    told = rows["is_swallow_screened"]
    assert found.registered["swallow_screening"].equals(swallow_screening(rows))
    assert found.registered["door_to_needle"].equals(door_to_needle(rows))
    assert found.registered["door_to_needle"].equals(found.true["door_to_needle"])  # of times nothing is missing
    (shown,) = found.tables["swallow_screening"].rows(named=True)
    (known,) = found.true["swallow_screening"].rows(named=True)
    assert told.count() - dropped <= shown["recorded"] <= told.count()
    assert abs(shown["share"] - told.mean()) < 0.1
    assert known["recorded"] == known["stays"] == rows.height
    (times,) = found.tables["door_to_needle"].rows(named=True)
    assert rows["door_to_needle_minutes"].count() - dropped <= times["cases"] <= rows["door_to_needle_minutes"].count()


def test_by_hospital_nothing_is_told_of_few(country):
    _, found = country
    for name, size in (("door_to_needle_by_hospital", "cases"), ("swallow_screening_by_hospital", "recorded")):
        table = found.tables[name]
        assert not table.is_empty()
        assert table.filter(pl.col(size) < 10).is_empty()
        told = table.filter("is_hidden").select(pl.col("^(share|screened|low|high|within|door).*$"))
        assert told.null_count().row(0) == (told.height,) * told.width


def test_the_accounts_lose_no_row_unsaid(country):
    _, found = country
    hospitals, team, released = found.accounts
    assert hospitals.rows_in["rows"] == hospitals.rows_out["self-registration"] == team.rows_in["self-registration"]
    assert team.rows_out["rows"] == team.rows_in["self-registration"]
    assert released.rows_out["self-registration-analysis"] == found.rows
    assert team.dropped == {"files_refused": 0}


def test_the_tables_are_told_beside_the_truth(country, capsys):
    _, found = country
    verbs.tell(found)
    told = capsys.readouterr().out
    assert "never linked with indicators 1 to 4" in told
    assert [told.count(each) for each in ("as registered", "in truth", "after small cells")] == [2, 2, 2]
    assert "in hospital: no" in told


def test_what_is_sent_again_counts_once_and_a_newer_file_from_an_account_replaces_the_parcel(country):
    linkage, found = country
    space, rows = linkage.space, written(linkage)
    hospital, year = rows.select("hospital_code", "registration_year").row(0)
    newer = RegistrationName(hospital, year, 2)
    accounts = Accounts(space.transfer_host(), takes_registrations=True)
    accounts.add(newer.sender, "ssh-ed25519 AAAA")
    wrong = RegistrationName("999", year, 1)
    for name in (newer, wrong):
        write_registration(accounts.folder(newer.sender), name, rows.head(1))
    (copied,) = flow.copy_from_accounts(space)
    assert copied.name == str(newer)
    again = flow.run(linkage)
    replaced = rows.filter((pl.col("hospital_code") == hospital) & (pl.col("registration_year") == year)).height
    team = again.accounts[1]
    assert team.facts["files_replaced"] == 1
    assert team.rows_out["rows"] == found.accounts[1].rows_out["rows"] - replaced + 1
    assert len(list((accounts.host.store / "refused").glob("*.xml"))) == 1


def test_of_many_strokes_about_31_in_100_needles_are_within_30_minutes():
    """The target of the generator, on its own draws: what linkage 2.2 tells of the baseline."""
    given = section("self_registration")
    random = np.random.default_rng(1)
    spread = np.hypot(given["needle_sigma"], given["spread"])
    drawn = np.rint(given["needle_median"] * np.exp(spread * random.standard_normal(200_000)))
    assert (drawn <= 30).mean() == pytest.approx(0.31, abs=0.015)
