"""Charlson by the tables of Quan, beside another implementation of them (pycomorb): equal for every stay."""

import random

import ibis
import polars as pl
import pytest
from pycomorb import CharlsonComorbidityIndex

from mutualis import reference, tables
from mutualis.engine import DuckEngine
from mutualis.methods import charlson as index

STAY = ibis.table({"stay": "string", "diagnosis": "string"}, "stay_diagnosis")
SCORE = "Charlson Comorbidity Index"
SHAPES = ("{}", "{}0", "{}1", "{}9", "{}12")


def drawn(stays: int) -> pl.DataFrame:
    """Stays of one to six codes: those of the list with and without more digits, and others near them."""
    dice = random.Random(20)
    codes = sorted({row["begins_with"].replace(".", "") for row in reference.codelist("charlson").rows})
    near = [
        f"{letter}{number:02d}{digit}" for letter in "ABCEFGIJKMNZ" for number in range(0, 100, 7) for digit in (0, 5)
    ]
    pool = [shape.format(code)[:7] for code in codes for shape in SHAPES] + near
    rows = [(f"{place:05}", code) for place in range(stays) for code in dice.sample(pool, dice.randint(1, 6))]
    return pl.DataFrame(rows, schema=["stay", "diagnosis"], orient="row")


@pytest.fixture
def ours(tmp_path):
    def score(codes: pl.DataFrame, profile: str) -> dict[str, int]:
        engine = DuckEngine(temporary=tmp_path)
        codes.write_parquet(tmp_path / "codes.parquet")
        engine.use("stay_diagnosis", [tmp_path / "codes.parquet"], STAY.schema())
        engine.use("reference_charlson", [tables.write_reference("charlson", tmp_path / "list.parquet")])
        found = engine.rows(index.charlson(STAY, tables.reference_table("charlson"), ["stay"], profile))
        engine.close()
        return {row["stay"]: row["charlson_score"] for row in found}

    return score


@pytest.mark.parametrize(("profile", "weights"), [("quan2005", "charlson"), ("quan2011", "quan")])
def test_every_stay_has_the_score_that_the_other_gives(ours, profile, weights):
    codes = drawn(4_000)
    asked = codes.rename({"stay": "id", "diagnosis": "code"}).with_columns(age=pl.lit(40))
    told = CharlsonComorbidityIndex(asked, implementation="quan", weights=weights)
    theirs = {row["id"]: int(row[SCORE]) for row in told.rows(named=True)}
    found = ours(codes, profile)
    differing = {stay: (found.get(stay, 0), score) for stay, score in theirs.items() if found.get(stay, 0) != score}
    assert sum(score > 0 for score in theirs.values()) > 1_000
    assert differing == {}
