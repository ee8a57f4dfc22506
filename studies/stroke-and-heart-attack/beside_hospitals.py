"""The proxy measured against the diagnoses of hospitals (methods 6.6: test whether acts can stand for them)."""

import polars as pl

from mutualis.methods.proxy import proxy
from mutualis.study import Desk

from .cohort import EPISODE, acts, episodes, with_codes

STAY_DAYS = ["person_id", "admission_day"]


def true_stays(told: pl.DataFrame, diagnoses: list[str]) -> pl.DataFrame:
    """Stays with a principal diagnosis that begins as one of `diagnoses`: person_id, admission_day.

    In: rows of hospital data (person_id, admission_day, diagnosis; dots may stand in codes or not).
    """
    plain = pl.col("diagnosis").str.replace_all(".", "", literal=True)
    is_one = pl.any_horizontal(plain.str.starts_with(each) for each in diagnoses)
    return told.filter(is_one).select(STAY_DAYS).unique()


def measured(found: pl.DataFrame, with_proxy: pl.DataFrame, true: pl.DataFrame) -> pl.DataFrame:
    """Sensitivity and predictive value over the episodes; a stay is of the episode in which its admission falls.

    In: all episodes (person_id, admission_day, last_day), those with the codes of the proxy, and the true stays.
    """
    days = true.rename({"admission_day": "day"}).join(found.select(*EPISODE, "last_day"), on="person_id")
    real = days.filter(pl.col("day").is_between("admission_day", "last_day")).select(EPISODE).unique()
    told = found.select(EPISODE).join(with_proxy.select(*EPISODE, found=True), on=EPISODE, how="left")
    told = told.join(real.with_columns(true=True), on=EPISODE, how="left").fill_null(value=False)
    made = proxy(told["found"], told["true"])
    rows = [("sensitivity", made.sensitivity), ("predictive_value", made.predictive_value)]
    return pl.DataFrame(
        [
            {"measure": name, "value": each.value, "low": each.low, "high": each.high, "persons": each.fewer}
            for name, each in rows
        ]
    )


def beside_hospitals(desk: Desk) -> None:
    """Measure each variant of the proxy where hospital data are linked; else the run says that it could not."""
    name = desk.parameters["hospital_table"]
    if not name:
        why = "hospital data with principal diagnoses are not linked to this country; the codes stand unmeasured"
        desk.deviate("proxy is left out", why)
        return
    found, billed, told = episodes(desk), acts(desk), desk.read(desk.table(name))
    made = []
    for variant, wanted in desk.parameters["definitions"].items():
        for condition, groups in wanted.items():
            true = true_stays(told, desk.parameters["diagnoses"][condition])
            own = measured(found, with_codes(found, billed, groups), true)
            made.append(own.select(pl.lit(variant).alias("variant"), pl.lit(condition).alias("condition"), pl.all()))
    desk.estimates("proxy", pl.concat(made))
