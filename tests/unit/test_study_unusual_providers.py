"""The two studies of unusual providers: what their adapters make of lines and assessments."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis.methods.katz import ITEMS
from mutualis.model import MutualisError, Years
from mutualis.node import Node
from mutualis.study import read_study, root
from mutualis.study.desk import Desk
from mutualis.study.providers import Rules, screened
from mutualis.study.providers.drawn import drawn_care
from mutualis.study.providers.outputs import impossible_acts, rules_of
from mutualis.study.providers.words import flags_in_words
from mutualis.study.results import Run
from mutualis.study.returning import return_flags
from mutualis.study.running import code
from mutualis.study.sealed import read_sealed, write_sealed

NURSING, PHYSIO = "unusual-home-nursing", "unusual-physiotherapy"
DAY = dt.date(2020, 3, 1)
MOST_LINES = 80


def part(name: str, function: str) -> Any:
    """A function of the code of a study."""
    return code(read_study(root(), name)).__globals__[function]


def desk(name: str) -> Desk:
    return Desk(read_study(root(), name), data=None, years=Years(2020, 2020), k=10)  # type: ignore[arg-type]


def assessments(*rows: tuple[str, int, dt.date, dt.date, tuple[int, ...]]) -> pl.DataFrame:
    columns = ["person_id", "assessment", "start_day", "end_day", *ITEMS]
    return pl.DataFrame([(*row[:4], *row[4]) for row in rows], schema=columns, orient="row")


def billed_lines(provider: str, act: str, days: range) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": "N1",
            "provider": provider,
            "day": [DAY + dt.timedelta(days=each) for each in days],
            "act": act,
            "cents": 2_150,
        }
    )


def test_the_adapter_of_a_third_domain_takes_under_80_lines():
    lines = (root() / PHYSIO / "study.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < MOST_LINES


def test_a_case_is_an_assessment_and_a_nurse_with_the_class_billed_most():
    told = assessments(("N1", 0, DAY, DAY + dt.timedelta(days=29), (3, 3, 3, 1, 1, 1)))
    acts = pl.concat(
        [billed_lines("P1", "425272", range(10)), billed_lines("P1", "425294", range(10, 14)),
         billed_lines("P2", "425294", range(20, 26)), billed_lines("P3", "425272", range(28, 40))]
    )  # fmt: skip
    cases = part(NURSING, "billed")(acts, told, desk(NURSING)).sort("provider")
    assert cases.select("provider", "observed", "acts", "euros", "exposure").rows() == [
        ("P1", "FA", 14, 301.0, 30),
        ("P2", "FB", 6, 129.0, 30),
    ]


def test_lines_count_under_the_assessment_that_holds_on_their_day_and_under_none_after_its_end():
    second = DAY + dt.timedelta(days=10)
    told = assessments(
        ("N1", 0, DAY, DAY + dt.timedelta(days=29), (3, 3, 3, 1, 1, 1)),
        ("N1", 1, second, second + dt.timedelta(days=9), (3, 3, 3, 3, 3, 1)),
    )
    cases = part(NURSING, "billed")(billed_lines("P1", "425272", range(40)), told, desk(NURSING)).sort("assessment")
    assert cases["acts"].to_list() == [10, 10]


def test_as_many_lump_sums_of_two_classes_count_as_the_higher():
    told = assessments(("N1", 0, DAY, DAY + dt.timedelta(days=29), (3, 3, 3, 1, 1, 1)))
    acts = pl.concat([billed_lines("P1", "425272", range(5)), billed_lines("P1", "425294", range(5, 10))])
    assert part(NURSING, "billed")(acts, told, desk(NURSING))["observed"].to_list() == ["FB"]


def test_a_class_above_the_scores_has_no_distance_from_its_threshold():
    told = assessments(
        ("N1", 0, DAY, DAY, (3, 3, 3, 1, 1, 1)), ("N2", 1, DAY, DAY, (4, 3, 3, 3, 3, 1)), ("N3", 2, DAY, DAY, (1,) * 6)
    ).with_columns(observed=pl.lit("FB"))
    found = part(NURSING, "with_class")(told, "one>=3")
    assert found.select("assessed", "above").rows() == [("FA", None), ("FB", 1), ("none", None)]


def test_sessions_are_classed_by_their_number_and_the_first_of_a_class_is_its_threshold():
    acts = pl.concat(
        [billed_lines(provider, "560011", range(times)) for provider, times in (("P1", 9), ("P2", 10), ("P3", 20))]
    )
    found = part(PHYSIO, "classed")(acts, [9, 18], 3).sort("provider")
    assert found.select("observed", "above").rows() == [("few", None), ("some", 0), ("many", 1)]


def test_sessions_of_two_years_are_two_cases():
    acts = billed_lines("P1", "560011", range(-100, 20, 10))
    assert sorted(part(PHYSIO, "classed")(acts, [9, 18], 1)["acts"]) == [4, 8]


def test_the_rules_of_a_study_are_its_parameters_and_its_seed():
    found = rules_of(desk(NURSING))
    assert (found.share, found.fewest_impossible, found.seed) == (0.05, 10, 20261123)


@pytest.fixture(scope="module")
def flagged():
    care = drawn_care(np.random.default_rng(3), providers=30, patients=30)
    second = care.acts.filter(pl.col("provider") == "P004").head(12)
    return screened(replace(care, acts=pl.concat([care.acts, second])), Rules(fewest=20))


def test_a_flag_says_in_four_languages_what_beside_whom_and_that_it_proves_nothing(flagged):
    (row,) = flags_in_words(desk(NURSING), flagged).filter(pl.col("provider") == "P004").to_dicts()
    told = json.loads(row["flag"])
    assert set(told["sentences"]) == {"nl", "fr", "de", "en"}
    assert told["impossible"]["second_acts"] == 12
    english = " ".join(told["sentences"]["en"])
    assert "12 times an act was billed a second time" in english
    assert "the 10 providers whose patients are most alike" in english
    assert "no proof" in english
    assert "{" not in english


def test_a_flag_holds_nothing_about_a_patient(flagged):
    told = "".join(flags_in_words(desk(NURSING), flagged)["flag"])
    assert not any(person in told for person in flagged.given.cases["person_id"])


def test_every_act_is_in_the_table_once_with_why_it_cannot_be(flagged):
    told = impossible_acts(flagged.given)
    assert told.height == flagged.given.acts.height
    assert dict(told.group_by("impossible").len().rows())["second_acts"] == 12


def test_flags_in_the_folder_of_a_run_are_read_by_the_node_of_the_centre_alone(tmp_path):
    centre, other = (Node.create(tmp_path / role, role, role, "a passphrase for tests") for role in ("centre", "ttp"))
    flags = pl.DataFrame({"provider": ["b", "a"], "flag": ["{}", "{}"]})
    path = write_sealed(tmp_path, "flags", flags, centre)
    run = Run(tmp_path, {"id": "1", "study": "little"})
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_sealed(run, "flags", centre)["provider"].to_list() == ["a", "b"]
    with pytest.raises(MutualisError):
        read_sealed(run, "flags", other)


def test_flags_that_are_not_one_row_a_provider_are_refused():
    twice = pl.DataFrame({"provider": ["a", "a"], "flag": ["{}", "{}"]})
    with pytest.raises(MutualisError, match="not one row a provider"):
        desk(NURSING).flags("flags", twice)


def test_a_study_without_an_authorisation_to_return_gives_nothing_back():
    study = read_study(root(), NURSING)
    silent = replace(study, permission=replace(study.permission, returns=None))
    with pytest.raises(MutualisError, match=r"has no section \[returns\]"):
        return_flags(None, silent, Run(root(), {}))  # type: ignore[arg-type]


def test_a_study_without_flags_gives_nothing_back():
    with pytest.raises(MutualisError, match="It has no flags"):
        return_flags(None, replace(read_study(root(), NURSING), outputs=()), Run(root(), {}))  # type: ignore[arg-type]
