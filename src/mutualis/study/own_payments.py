"""What patients pay, by kind of care, and by quarter around the ceiling of the MAF (deliberation 05/033, 3.2.1)."""

from collections.abc import Mapping
from typing import Any

import ibis
import polars as pl

from mutualis.portable import total
from mutualis.reference import codelist
from mutualis.study.desk import Desk

RG, SUP = "copayment_cents", "supplement_cents"
KEY = ["person_id", "year"]


def payments(desk: Desk, prefixes: Mapping[str, list[str]]) -> pl.DataFrame:
    """What persons paid and what was paid for them in a year, in cents, by kind of care and place.

    Needs derived_quarter_group; `prefixes`: of each kind the beginnings of its groups of accounting codes.
    """
    told, groups = _quarters_of(desk), kinds(prefixes)
    of_kind = {kind: [code for code, (own, _) in groups.items() if own == kind] for kind in prefixes}
    in_hospital = [code for code, (_, place) in groups.items() if place == "hospital"]
    code = told.accounting_group
    named = told.mutate(
        kind=ibis.cases(*((code.isin(codes), kind) for kind, codes in of_kind.items() if codes), else_="other"),
        place=ibis.cases((code.isin(in_hospital), "hospital"), else_="ambulatory"),
    )
    amounts = {name: total(named[name]) for name in ("reimbursed_cents", RG, SUP)}
    found = desk.read(named.group_by(*KEY, "kind", "place").agg(**amounts))
    return found.with_columns(pl.col("kind", "place").cast(pl.Categorical))


def quarters_of_ceiling(desk: Desk) -> pl.DataFrame:
    """What persons paid by quarter of care, of households that reached a ceiling in the year (deliberation 3.2.1)."""
    homes, members = desk.table("derived_maf_household"), desk.table("derived_maf_person")
    reached = members.semi_join(homes.filter(homes.reached_day.notnull()), ["household_head_id", "year"])
    own = _quarters_of(desk).semi_join(reached, KEY)
    return desk.read(own.group_by(*KEY, "quarter").agg(**{name: total(own[name]) for name in (RG, SUP)}))


def _quarters_of(desk: Desk) -> Any:
    """The quarters of the years, with their year."""
    told = desk.table("derived_quarter_group")
    told = told.mutate(year=told.quarter.substr(0, 4).cast("int32"))
    return told.filter(told.year.between(desk.years.first, desk.years.last))


def kinds(prefixes: Mapping[str, list[str]]) -> dict[str, tuple[str, str]]:
    """The kind of care and place of each group of accounting codes; the longest beginning of its code decides."""
    by_prefix = {prefix: kind for kind, given in prefixes.items() for prefix in given}
    found = {}
    for row in codelist("accounting_group").rows:
        code = row["code"].removeprefix("own-")
        own = max((each for each in by_prefix if code.startswith(each)), key=len, default="")
        place = "hospital" if row["ambulatory_hospital"] == "2" else "ambulatory"
        found[row["code"]] = by_prefix.get(own, "other"), place
    return found


def long_amounts(frame: pl.DataFrame, by: list[str], kept: pl.Expr | None = None) -> pl.DataFrame:
    """A row for co-payments and one for supplements; of these the ones that are kept."""
    natures = pl.Enum(["copayment", "supplement"])
    names = zip((RG, SUP), natures.categories, strict=True)
    parts = [frame.lazy().select(*KEY, *by, nature=pl.lit(name, natures), cents=cents) for cents, name in names]
    return pl.concat(parts if kept is None else [each.filter(kept) for each in parts]).collect()


def around_ceiling(people: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """Of persons in households that reached a ceiling in the year: payments of each quarter, also those of nothing,
    before the quarter of the ceiling, in it and after it (deliberation 05/033, 3.2.1).
    """
    own = people.filter("is_reached").select(*KEY, reached=pl.col("home_reached_day").dt.quarter())
    grid = own.join(pl.DataFrame({"number": [1, 2, 3, 4]}, schema={"number": pl.Int8}), how="cross")
    paid = quarters.group_by(*KEY, number=pl.col("quarter").str.slice(5, 1).cast(pl.Int8)).agg(pl.col(RG, SUP).sum())
    told = grid.join(paid, on=[*KEY, "number"], how="left").with_columns(pl.col(RG, SUP).fill_null(0))
    moment = (
        pl.when(pl.col("number") < pl.col("reached")).then(pl.lit("before"))
        .when(pl.col("number") == pl.col("reached")).then(pl.lit("quarter_of_ceiling"))
        .otherwise(pl.lit("after"))
    )  # fmt: skip
    return long_amounts(told.with_columns(moment=moment), ["moment"])
