"""The barometer, the counter of the maximum billing and patient data of a country agree to the cent; and the Atlas."""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from mutualis import pipeline
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study import Desk, read_study, root
from mutualis.study.data import data
from mutualis.study.running import code

STUDY = read_study(root(), "hospital-barometer")
CODE = code(STUDY).__globals__
ROWS, FIGURES, FEES, IDENTITIES = (CODE[name] for name in ("rows", "figures", "fees", "identities"))


@pytest.fixture(scope="module")
def desk(country: Workspace) -> Iterator[Desk]:
    with data(country, STUDY.permission) as opened:
        yield Desk(STUDY, opened, Years(2023, 2023), 5)


@pytest.fixture(scope="module")
def lines(desk: Desk) -> pl.DataFrame:
    return ROWS.lines_of_stays(desk)


@pytest.fixture(scope="module")
def every(desk: Desk, lines: pl.DataFrame) -> pl.DataFrame:
    return ROWS.stays(desk, lines)


def test_stays_hold_the_cents_of_their_lines_and_patient_data_those_of_all_lines(
    desk: Desk, every: pl.DataFrame, lines: pl.DataFrame
) -> None:
    IDENTITIES.of_stays(desk, every)
    beside = IDENTITIES.with_patient_data(desk, IDENTITIES.of_lines(desk, every, lines))
    assert {"general_stays", "psychiatric_stays", "other_care"} == set(beside["part"])
    held = desk.kept.identities
    assert held["stays that hold other cents than their lines"] == 0
    assert held["persons and years whose co-payments in patient data are another sum of lines"] == 0
    assert held["persons and years whose MAF counter is another sum of lines"] == 0
    assert held["MAF counter = lines that count"] > 0
    assert held["co-payments: stays + other care = patient data"] > held["MAF counter = lines that count"]


def test_a_cent_that_a_stay_holds_and_no_line_does_stops_the_study(
    desk: Desk, every: pl.DataFrame, lines: pl.DataFrame
) -> None:
    wrong = every.with_columns(pl.col("copayment_cents") + (pl.int_range(pl.len()) == 0).cast(pl.Int64))
    with pytest.raises(MutualisError, match="stays that hold other cents than their lines"):
        IDENTITIES.of_lines(desk, wrong, lines)


def test_fees_of_physicians_by_line_are_those_of_the_stays(desk: Desk, every: pl.DataFrame) -> None:
    told = desk.read(FEES.of_persons(FEES.fees(desk)))
    general = every.filter(~pl.col("is_psychiatric"))
    assert told["supplement_cents"].sum() == general["fee_supplement_cents"].sum() > 0
    assert told["official_cents"].sum() == general["official_fee_cents"].sum() > 0
    assert told["specialty"].n_unique() >= 3


def test_the_barometer_tells_the_figures_that_the_atlas_tells(
    desk: Desk, every: pl.DataFrame, country: Workspace
) -> None:
    found = FIGURES.in_the_atlas(every, CODE["insured"](desk))
    own = dict(found.select("measure", "value").rows())
    counted: dict[str, Any] = {each.indicator.name: each.counted for each in pipeline.library(country)}
    for name in (*FIGURES.ATLAS, "single_room"):
        atlas = counted[name]
        scale = 100 if name == "single_room" else 1 / 100
        assert own[name] == pytest.approx(scale * atlas.numerator / atlas.denominator, rel=1e-9)
