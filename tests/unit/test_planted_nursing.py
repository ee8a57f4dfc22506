"""Home nursing: the lump sum follows the class of the scores, and what nurses do wrong is in lines and in the truth."""

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.registers.dependency import CLASSES, ITEMS, home_class
from mutualis.synthetic.stays import in_a_stay
from mutualis.synthetic.tariffs import tariffs
from planted_country import of_database, texts

RATE = 0.4
UPCODING = [{"name": "upcoding_40", "nurses": 0.3, "rate": RATE}]
CODES = scenario("studies")["home_nursing"]["codes"]
CLASS_OF_CODE = dict(zip(CODES, ("0T", "FA", "FB", "FC"), strict=True))


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    wrong = {"impossible_nurses": 0.2, "jumping_nurses": 0.1}
    return planted_country.world("home_nursing", Years(2022, 2022), insured=10_000, upcoding=UPCODING, **wrong)


@pytest.fixture(scope="module")
def patients(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("home_nursing_patient"))


@pytest.fixture(scope="module")
def providers(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("home_nursing_provider"))


def lump_sums(lived: planted_country.Lived) -> pl.DataFrame:
    """The lump sums of one block: person, day, class of the code and provider."""
    lines = lived.after["gz"]
    code = np.array([each["code"] for each in tariffs().rows])[lines["tariff"] - 1]
    chosen = np.isin(code, CODES) & (lines["tariff"] > 0)
    return pl.DataFrame(
        {
            "person": lines["person"][chosen].astype(np.int64),
            "day": lines["service_day"][chosen].astype(np.int64),
            "class": [CLASS_OF_CODE[each] for each in code[chosen].tolist()],
            "provider": lived.where.pool.texts[lines["provider"][chosen]].astype("U11"),
        }
    )


def assessments(lived: planted_country.Lived) -> planted_country.Rows:
    return next(each for each in of_database(lived.rows, "kz") if (each.columns["setting"] == 1).all())


def test_upcoding_nurses_bill_the_planted_share_of_their_patients_a_class_too_high(patients):
    theirs = patients.filter(pl.col("behaviour") == "upcoding_40", pl.col("true_class") != "C")
    error = (RATE * (1 - RATE) / theirs.height) ** 0.5
    assert abs(theirs["is_upcoded"].mean() - RATE) < 4 * error
    honest = patients.filter(pl.col("behaviour").is_in(["none", "impossible_days"]))
    assert not honest["is_upcoded"].any()
    order = ["toilet", "A", "B", "C"]
    step = [order.index(row["billed_class"]) - order.index(row["true_class"]) for row in patients.to_dicts()]
    assert step == patients["is_upcoded"].cast(int).to_list()


def test_every_assessment_at_home_has_the_class_of_its_scores_and_belongs_to_a_nurse(world):
    for lived in world.years:
        rows = assessments(lived)
        scores = np.column_stack([rows.columns[item] for item in ITEMS])
        written = [CLASSES.index(each) for each in texts(rows.columns["dependency_class"])]
        assert home_class(scores).tolist() == written
        assert set(texts(rows.columns["assessor"])) <= set(lived.where.pool.texts.astype("U11").tolist())
        assert (rows.columns["setting"] == 1).all()


def test_upcoded_patients_sit_exactly_at_the_thresholds_of_the_class_that_is_billed(world, patients):
    at = {"FA": (3, 3, 3, 1, 1, 1), "FB": (3, 3, 3, 3, 3, 1), "FC": (4, 4, 4, 4, 3, 1)}
    lived = world.years[0]
    rows = assessments(lived)
    numbers = [f"{lived.where.people.skeleton.block:03d}{each:08d}" for each in rows.person]
    scores = np.column_stack([rows.columns[item] for item in ITEMS]).tolist()
    of = {
        (number, day): (tuple(own), label)
        for number, day, own, label in zip(
            numbers, rows.day.tolist(), scores, texts(rows.columns["dependency_class"]), strict=True
        )
    }
    upcoded = patients.filter("is_upcoded", pl.col("person").str.starts_with("000")).with_columns(
        pl.col("first_day").cast(pl.Int32)
    )
    assert upcoded.height > 5
    for row in upcoded.to_dicts():
        own, label = of[row["person"], row["first_day"]]
        assert own == at[label]


def test_lump_sums_are_those_of_the_assessment_in_force_by_one_nurse(world):
    for lived in world.years:
        rows = assessments(lived)
        length = lived.where.state.last.max() - rows.day + 1
        assert (length > 0).all()
        known = pl.DataFrame(
            {
                "person": rows.person.astype(np.int64),
                "first": rows.day.astype(np.int64),
                "own": texts(rows.columns["dependency_class"]),
                "nurse": texts(rows.columns["assessor"]),
            }
        )
        billed = (
            lump_sums(lived)
            .sort("day")
            .join_asof(known.sort("first"), left_on="day", right_on="first", by="person", check_sortedness=False)
        )
        assert billed["own"].null_count() == 0
        assert (billed["provider"] == billed["nurse"]).all()
        same = billed.filter(pl.col("class") == pl.col("own"))
        assert same.height > 0.95 * billed.height
        assert same.select("person", "day").is_duplicated().sum() == 0


def test_only_nurses_of_impossible_days_bill_during_a_stay_or_twice_a_day_and_the_truth_counts_it(world, providers):
    inside, twice = 0, 0
    wrong = set(providers.filter(pl.col("behaviour") == "impossible_days")["provider"])
    for lived in world.years:
        billed = lump_sums(lived)
        during = in_a_stay(lived.stays, billed["person"].to_numpy(), billed["day"].to_numpy())
        assert set(billed.filter(during)["provider"]) <= wrong
        again = billed.group_by("person", "day", "provider").len().filter(pl.col("len") > 1)
        assert set(again["provider"]) <= wrong
        inside, twice = inside + int(during.sum()), twice + again.height
    assert inside == providers["days_in_hospital"].sum() > 0
    assert twice == providers["second_lump_sums"].sum() > 0


def test_long_days_of_all_blocks_together_hold_more_visits_than_a_day_has_hours_for(world, providers):
    wrong = providers.filter(pl.col("behaviour") == "impossible_days")
    days = scenario("studies")["home_nursing"]["long_days"] * wrong.height
    visits = wrong["visits_on_long_days"].sum()
    assert visits / days == pytest.approx(70, rel=0.15)
    assert providers.filter(pl.col("behaviour") == "none")["visits_on_long_days"].sum() == 0


def test_the_class_jumps_on_the_day_that_a_jumping_nurse_takes_over_and_with_no_other():
    made = planted_country.world("home_nursing", Years(2022, 2022), insured=10_000, upcoding=[], jumping_nurses=0.4)
    patients = pl.from_arrow(made.growth.table("home_nursing_patient"))
    taken = patients.filter("is_taken_over", pl.col("true_class") != "C")
    jumped = taken.filter(pl.col("behaviour") == "class_jump")
    assert jumped.height > 0
    assert jumped["is_upcoded"].all()
    assert not taken.filter(pl.col("behaviour") == "none")["is_upcoded"].any()


def test_even_in_a_hamlet_half_of_the_nurses_do_nothing_wrong():
    made = planted_country.world("home_nursing", Years(2022, 2022), insured=300)
    behaviour = pl.from_arrow(made.growth.table("home_nursing_provider"))["behaviour"]
    assert (behaviour == "none").sum() * 2 >= len(behaviour) > 0


def test_the_features_that_others_see_tell_dependency(patients, world):
    lived = world.years[0]
    first = patients.filter(pl.col("person").str.starts_with("000"), pl.col("billed_class").is_in(["B", "C"]))
    heavy = first["person"].str.slice(3).cast(int).to_numpy()
    light = patients.filter(pl.col("person").str.starts_with("000"), pl.col("true_class") == "toilet")
    light = light["person"].str.slice(3).cast(int).to_numpy()
    frailty, age = lived.where.people.frailty, lived.where.state.age
    assert frailty[heavy].mean() > frailty[light].mean()
    assert age[heavy].mean() > age[light].mean()
