"""Residents of institutions: who is competent for a place, where somebody comes from, and who counts once."""

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from mutualis.methods.intervals import wilson
from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "residents-of-institutions")
PARTS = code(STUDY).__globals__
MODELS = PARTS["models"]
ROWS = SimpleNamespace(**PARTS["persons"].__globals__)


def desk(**parameters: Any) -> Desk:
    """A desk without data: what is made stays on it."""
    given = dict(STUDY.parameters) | parameters
    study = SimpleNamespace(name=STUDY.name, seed=7, parameters=given, output=STUDY.output, outputs=STUDY.outputs)
    return Desk(study, None, Years(2017, 2021), 5)  # type: ignore[arg-type]


def test_the_authority_of_a_place_is_that_of_its_region() -> None:
    found = ROWS.authorities(desk())
    assert (found["11002"], found["62063"], found["21004"]) == ("flemish", "walloon", "brussels")
    assert found["63023"] == "walloon"


def test_the_nine_municipalities_stand_apart_where_the_parameters_say_so() -> None:
    found = ROWS.authorities(desk(german_apart=True))
    assert {code for code, authority in found.items() if authority == "german"} >= set(
        STUDY.parameters["german_speaking"]
    )
    assert found["63049"] == "walloon"


def test_a_code_of_before_a_merger_has_the_authority_of_what_it_became() -> None:
    assert ROWS.authorities(desk())["12030"] == "flemish"


def test_an_institution_named_by_number_is_of_the_authority_that_is_named() -> None:
    code = next(iter(ROWS.institutions(desk())))
    assert ROWS.institutions(desk(other_authority={code: "german"}))[code] == "german"


def test_every_authority_has_its_words() -> None:
    for authority in {*ROWS.authorities(desk(german_apart=True)).values()}:
        for each in (authority, f"{authority}_short"):
            assert STUDY.value(each, "nl") != each


def years(*told: tuple[int, str]) -> pl.DataFrame:
    """The authority of the home of person a by year."""
    rows = [("a", year, authority) for year, authority in told]
    return pl.DataFrame(rows, schema={"person_id": pl.String, "year": pl.Int32, "authority": pl.String}, orient="row")


def test_the_home_is_that_of_before_the_first_year_in_an_institution() -> None:
    stay = pl.DataFrame({"kind": "nursing_home", "person_id": "a", "year": [2020, 2019]}).with_columns(
        pl.col("year").cast(pl.Int32)
    )
    insured = years((2017, "walloon"), (2018, "brussels"), (2019, "flemish"), (2020, "flemish"))
    assert ROWS.homes(stay, insured)["home"].to_list() == ["brussels"]
    assert ROWS.homes(stay, years((2019, "flemish")))["home"].to_list() == [None]


def residents(*told: tuple[str, int, str, str, int]) -> pl.DataFrame:
    """Rows of person, year, authority of home and institution, and days."""
    made = pl.DataFrame(told, schema=["person_id", "year", "home", "competent", "days"], orient="row")
    return made.with_columns(
        kind=pl.lit("nursing_home"), cents=pl.col("days") * 100, home_now="home", dependency=pl.lit("B"),
        age_class=pl.lit("90+"), ten_years=pl.lit(0.5), woman=pl.lit(value=True), sex=pl.lit("2"),
        increased=pl.lit(value=False),
    )  # fmt: skip


def test_everybody_counts_once_with_the_institution_of_most_days() -> None:
    told = residents(
        ("a", 2018, "flemish", "walloon", 300),
        ("a", 2019, "flemish", "flemish", 20),
        ("b", 2019, "walloon", "walloon", 5),
    )
    found = ROWS.persons(told)
    assert found.select("person_id", "competent", "days", "cents", "crosses").rows() == [
        ("a", "walloon", 320, 32_000, True),
        ("b", "walloon", 5, 500, False),
    ]


def many() -> pl.DataFrame:
    """Forty persons of Flanders, of whom ten are in Wallonia, and twenty of Wallonia who stay there."""
    rows = [
        (f"p{each}", 2019, "flemish", "walloon" if each < 10 else "flemish", 100 if each < 10 else 200)
        for each in range(40)
    ]
    rows += [(f"q{each}", 2019, "walloon", "walloon", 100) for each in range(20)]
    return ROWS.persons(residents(*rows))


def test_shares_of_destinations_are_of_persons_and_add_up_by_home() -> None:
    found = pl.concat([*MODELS.destinations(many())])
    values = {(row["home"], row["competent"]): row for row in found.to_dicts()}
    assert values["flemish", "walloon"]["value"] == 25
    assert values["all", "walloon"]["value"] == 50
    assert values["flemish", "walloon"]["persons"] == 10
    assert values["flemish", "walloon"]["low"] == pytest.approx(100 * float(wilson(10, 40)[0]))
    for (_,), own in found.group_by(["home"]):
        assert own["value"].sum() == pytest.approx(100)


def test_who_crosses_is_told_of_persons_and_of_days() -> None:
    found = {
        (row["variant"], row["measure"]): row["value"]
        for row in pl.concat([*MODELS.crossing(desk(), many())]).to_dicts()
    }
    assert found["before", "residents"] == pytest.approx(100 * 10 / 60)
    assert found["before", "days"] == pytest.approx(100 * 1_000 / (1_000 + 6_000 + 2_000))


def test_the_home_of_the_year_is_told_where_enough_persons_make_the_difference() -> None:
    few, enough = (
        many().with_columns(home_now=pl.when(pl.int_range(pl.len()) < moved).then(pl.lit("brussels")).otherwise("home"))
        for moved in (5, 30)
    )
    own = desk()
    assert {*pl.concat([*MODELS.crossing(own, few)])["variant"]} == {"before"}
    assert own.kept.deviations[0].what == "crossing is not told by the home of the year (nursing_home)"
    assert {*pl.concat([*MODELS.crossing(desk(), enough)])["variant"]} == {"before", "now"}


def test_residents_whose_place_is_not_known_are_left_out_and_told() -> None:
    own = desk()
    both = pl.concat([residents(("a", 2019, "flemish", "flemish", 5)), residents(("b", 2019, "flemish", "unknown", 5))])
    both = pl.concat([both, both.with_columns(kind=pl.lit("psychiatric"))])
    assert PARTS["placed"](own, both)["person_id"].to_list() == ["a", "a"]
    assert own.kept.deviations[0].what == "50.0 percent of residents are left out"


def test_years_without_a_resident_of_a_kind_are_refused() -> None:
    with pytest.raises(MutualisError, match="psychiatric"):
        PARTS["placed"](desk(), residents(("a", 2019, "flemish", "flemish", 5)))


def test_too_few_who_cross_for_the_factors_are_refused() -> None:
    with pytest.raises(MutualisError):
        list(MODELS.factors(many()))
