"""What hospitals tell of care at home, beside what they billed."""

import polars as pl

from mutualis.model import MutualisError
from mutualis.study import Study
from mutualis.study.delivered import delivered

COLUMNS = {"hospital_number": pl.String, "year": pl.Int32, "patients": pl.Int64, "home_days": pl.Int64}
MEASURES = ("patients", "home_days")


def own_figures(study: Study) -> pl.DataFrame:
    """What hospitals tell by year. Raises where one tells a year twice or a number below nought."""
    told = delivered(study, "hospitals", COLUMNS)
    if told.select("hospital_number", "year").is_duplicated().any():
        raise MutualisError("A hospital tells its figures of a year twice.", do="ask it which are right")
    if told.select(pl.any_horizontal(pl.col(MEASURES) < 0).any()).item():
        raise MutualisError("A hospital tells a number below nought.", do="ask it what is meant")
    return told


def billed(home: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """Patients at home and their days by hospital and year of the first day, a row a patient and first day."""
    return home.with_columns(year=pl.col("service_day").dt.year().cast(pl.Int32)).filter(
        pl.col("year").is_between(*years)
    )


def compared(told: pl.DataFrame, home: pl.DataFrame, tolerance: float, least: int) -> pl.DataFrame:
    """What each hospital tells, in percent of what it billed, all years together; and whether that agrees.

    A hospital that tells figures and billed nothing is a row without percentage: it has `nothing_billed`. Of fewer than
    `least` patients nothing is said.
    """
    own = home.group_by("hospital_number").agg(
        patients=pl.len().cast(pl.Int64), home_days=pl.col("home_days").sum(), persons=pl.col("person_id").n_unique()
    )
    sums = told.group_by("hospital_number").agg(pl.col(MEASURES).sum())
    met = sums.join(own, on="hospital_number", how="left", suffix="_billed").sort("hospital_number")
    return pl.concat(_measure(met, name, tolerance, least) for name in MEASURES)


def _measure(met: pl.DataFrame, name: str, tolerance: float, least: int) -> pl.DataFrame:
    share = 100 * pl.col(name) / pl.col(f"{name}_billed")
    verdict = (
        pl.when(pl.col(f"{name}_billed").is_null()).then(pl.lit("nothing_billed"))
        .when(pl.col("persons") < least).then(pl.lit("few_patients"))
        .when(share > 100 + tolerance).then(pl.lit("too_many"))
        .when(share < 100 - tolerance).then(pl.lit("too_few"))
        .otherwise(pl.lit("agrees"))
    )  # fmt: skip
    return met.select(
        pl.lit(name).alias("measure"), "hospital_number", verdict.alias("verdict"), value=share,
        persons=pl.col("persons").fill_null(0).cast(pl.Int64),
    )  # fmt: skip


def must_be_of_pilots(told: pl.DataFrame, home: pl.DataFrame) -> None:
    """Hospitals that bill care at home and tell nothing of it are refused."""
    silent = home.join(told, on="hospital_number", how="anti")["hospital_number"].n_unique()
    if silent:
        raise MutualisError(
            "Hospitals bill care at home of which they tell no figures.",
            there_is=f"{silent} hospitals",
            do="ask them, or leave their code out of the request",
        )
