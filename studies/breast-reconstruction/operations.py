"""Operations: the acts of reconstruction of one person in one stay, how they were billed, and what was asked above."""

from collections.abc import Mapping

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference import codelist, geography
from mutualis.study import Desk

AGREEMENT, NOMENCLATURE, OTHER = "agreement", "nomenclature", "other"
STAY = ["person_id", "hospital_number", "admission_day"]


def operations(desk: Desk) -> pl.DataFrame:
    """A row an operation: form, phase, breasts, room, supplement, maximum, and who was operated.

    Refuses years without one.
    """
    found = acts(desk)
    if found.is_empty():
        raise MutualisError(
            f"There is no reconstruction in {desk.years}.", do="take other years, or look at the codes in [parameters]"
        )
    persons = sorted(found["person_id"].unique())
    known = joined(found, stays(desk, persons)).with_columns(year=pl.col("operation_day").dt.year().cast(pl.Int32))
    known = known.join(insured(desk, persons), on=["person_id", "year"])
    return classed(desk, known).sort("operation_day", "person_id")


def codes(desk: Desk) -> pl.DataFrame:
    """The acts of the study: code, form, phase, breasts, maximum_cents (0: none)."""
    return pl.DataFrame(desk.parameters["codes"])


def acts(desk: Desk) -> pl.DataFrame:
    """A row an act of the years that is left after corrections, with its supplement."""
    told = desk.table("core_care_line_net")
    in_years = told.service_day.year().between(desk.years.first, desk.years.last)
    lines = desk.read(told.filter(told.nomenclature_code.isin(codes(desk)["code"].to_list()) & in_years))
    return left(
        lines.rename(
            {"institution_number": "hospital_number", "service_day": "operation_day", "nomenclature_code": "code"}
        )
    ).join(codes(desk), on="code")


def left(lines: pl.DataFrame) -> pl.DataFrame:
    """Acts of which something remains after corrections."""
    key = ["person_id", "hospital_number", "operation_day", "code"]
    return lines.group_by(key).agg(pl.col("quantity", "supplement_cents").sum()).filter(pl.col("quantity") > 0)


def stays(desk: Desk, persons: list[str]) -> pl.DataFrame:
    """The stays of these persons, with room and supplements on fees."""
    told = desk.table("derived_stay")
    return desk.read(told.filter(told.person_id.isin(persons)))


def insured(desk: Desk, persons: list[str]) -> pl.DataFrame:
    """Who these persons are in each year."""
    told = desk.table("derived_population_year")
    return desk.read(told.filter(told.person_id.isin(persons)))


def joined(found: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Acts of one stay as one operation; an act outside a stay is none."""
    met = found.join(whole, on=["person_id", "hospital_number"])
    inside = pl.col("operation_day") >= pl.col("admission_day")
    inside &= (pl.col("operation_day") <= pl.col("discharge_day")).fill_null(value=True)
    is_agreed = pl.col("form") == AGREEMENT
    own = pl.col("supplement_cents").filter(is_agreed).sum()
    return (
        met.filter(inside)
        .sort("operation_day", "code")
        .group_by(STAY, maintain_order=True)
        .agg(
            pl.col("operation_day", "room_type", "fee_supplement_cents").first(),
            pl.col("supplement_cents").sum(),
            pl.col("breasts").max(),
            by_agreement=is_agreed.any(),
            both=is_agreed.any() & (~is_agreed).any(),
            agreed_cents=own,
            maximum_cents=pl.col("maximum_cents").filter(is_agreed).sum(),
        )
    )


def classed(desk: Desk, known: pl.DataFrame) -> pl.DataFrame:
    """With the classes of tables and the covariates of models."""
    turn = desk.parameters["later_from"]
    first, last = f"{desk.years.first}-{turn - 1}", f"{turn}-{desk.years.last}"
    return known.with_columns(
        form=pl.when("by_agreement").then(pl.lit(AGREEMENT)).otherwise(pl.lit(NOMENCLATURE)),
        period=pl.when(pl.col("year") < turn).then(pl.lit(first)).otherwise(pl.lit(last)),
        room=pl.when(pl.col("room_type") == "single").then(pl.lit("single")).otherwise(pl.lit("shared")),
        has_supplement=pl.col("supplement_cents") > 0,
        has_any_supplement=pl.max_horizontal("supplement_cents", "fee_supplement_cents") > 0,
        excess_cents=(pl.col("agreed_cents") - pl.col("maximum_cents")).clip(0),
        ten_years=(pl.col("age") - 50) / 10,
        two_breasts=pl.col("breasts") == 2,
        later=pl.col("year") >= turn,
    ).with_columns(is_above=pl.col("by_agreement") & (pl.col("excess_cents") > 0))


def hospitals(known: pl.DataFrame, least: int, year: int) -> pl.DataFrame:
    """Operations with `hospital`: its number where it has so many, else the other hospitals of its region together."""
    above = geography(year).parents
    regions = {row["code"]: region_of(row["municipality_code"], above) for row in codelist("institution").rows}
    region = pl.col("hospital_number").replace_strict(regions, default="unknown", return_dtype=pl.String)
    enough = pl.len().over("hospital_number") >= least
    others = pl.concat_str(pl.lit(OTHER), region, separator=" ")
    return known.with_columns(hospital=pl.when(enough).then("hospital_number").otherwise(others))


def region_of(place: str, above: Mapping[tuple[str, str], str]) -> str:
    """The region of a municipality."""
    for level in ("municipality", "arrondissement", "province"):
        place = above.get((level, place), "")
    return place or "unknown"


def rule(known: pl.DataFrame, least: int, most_percent: float) -> pl.DataFrame:
    """A row a hospital with so many operations: whether at most so many percent of them have a supplement."""
    found = known.group_by("hospital_number").agg(
        pl.len().alias("operations"),
        share=100 * pl.col("has_supplement").mean(),
        by_agreement=pl.col("by_agreement").any(),
    )
    enough = found.filter(pl.col("operations") >= least)
    return enough.with_columns(is_kept=pl.col("share") <= most_percent).sort("hospital_number")
