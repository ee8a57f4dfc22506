"""What is read: one row a person and year, with where the person lives, risks, and what was spent."""

from collections.abc import Sequence

import polars as pl

from mutualis.methods.kinds import numbered
from mutualis.portable import total
from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.areas import merged, pilot_areas

KEY = ["person_id", "year"]
COMPARISON, PILOT = "comparison", "pilot"
MORBIDITY = ("0", "1-2", "3-4", "5+")


def person_years(desk: Desk) -> pl.DataFrame:
    """Who was insured in a year. Amounts in cents, and for a year of insurance in euros (spent, in_reach)."""
    told = desk.read(desk.of_years("derived_population_year"))
    rows = told.join(merged(desk.years.last), on="municipality_code", how="inner")
    desk.identity("person-years of which the municipality is known", rows.height, told.height)
    rows = rows.join(pilot_areas(), on="municipality", how="left").join(disabled(desk), on=KEY, how="left")
    rows = rows.join(spending(desk), on=KEY, how="left").join(conditions(desk), on="person_id", how="left")
    rows = rows.with_columns(
        pl.selectors.ends_with("_cents").fill_null(0),
        pl.selectors.starts_with("has_").fill_null(value=False),
        pl.col("conditions").fill_null(0),
    )
    desk.identity("cents of persons = cents of all costs", rows["reimbursed_cents"].sum(), cents_of_all(desk))
    # in an order of their own: sums of fractions must not depend on the engine
    return classed(rows.sort(KEY), desk.parameters["age_bounds"])


def disabled(desk: Desk) -> pl.DataFrame:
    """Whether a disability is recognised."""
    told = desk.of_years("derived_person_year")
    return desk.read(told.select("person_id", "year", disabled=told.has_disability))


def spending(desk: Desk) -> pl.DataFrame:
    """Cents of a person and year: all, out of reach of the projects, and by spending group (group_..._cents)."""
    costs = desk.of_years("derived_person_year_cost")
    groups = desk.parameters["spending_groups"]
    sums = {
        f"group_{name}_cents": total(costs.reimbursed_cents, costs.cost_group.isin(groups[name])) for name in groups
    }
    out = total(costs.reimbursed_cents, costs.cost_group.isin(desk.parameters["groups_out_of_reach"]))
    whole = total(costs.reimbursed_cents)
    told = desk.read(costs.group_by(*KEY).agg(reimbursed_cents=whole, groups_out_cents=out, **sums))
    added = told.join(medicines_out(desk), on=KEY, how="left").with_columns(pl.col("medicines_out_cents").fill_null(0))
    return added.with_columns(out_cents=pl.col("groups_out_cents") + pl.col("medicines_out_cents"))


def medicines_out(desk: Desk) -> pl.DataFrame:
    """Cents of medicines out of reach, of public pharmacies and of hospitals, by person and year."""
    prefixes = tuple(desk.parameters["atc_out_of_reach"])
    products = [row["code"] for row in codelist("cnk").rows if row["atc_code"].startswith(prefixes)]
    atc = sorted({row["atc_code"] for row in codelist("cnk").rows if row["atc_code"].startswith(prefixes)})
    drugs, lines = desk.of_years("derived_person_year_drug"), desk.table("core_care_line_net")
    lines = lines.mutate(year=lines.service_day.year())
    own = drugs.filter(drugs.atc_code.isin(atc))
    given = lines.filter(lines.cnk.isin(products) & lines.year.between(desk.years.first, desk.years.last))
    sums = [each.group_by(*KEY).agg(medicines_out_cents=total(each.reimbursed_cents)) for each in (own, given)]
    parts = [desk.read(each).with_columns(pl.col("year").cast(pl.Int32)) for each in sums]
    return pl.concat(parts).group_by(KEY).agg(pl.col("medicines_out_cents").sum())


def conditions(desk: Desk) -> pl.DataFrame:
    """How many pseudodiagnoses a person had in the last year before the pilots, and which of those asked for."""
    told = desk.table("derived_person_year_diagnosis")
    before = (told.year == desk.parameters["start"] - 1) & (told.list == "open")
    found = desk.read(told.filter(before).select("person_id", "condition"))
    flags = {f"has_{each}": (pl.col("condition") == each).any() for each in desk.parameters["diagnosis_groups"]}
    return found.group_by("person_id").agg(pl.len().cast(pl.Int64).alias("conditions"), **flags)


def cents_of_all(desk: Desk) -> int:
    """All cents of the years, whoever they are of."""
    costs = desk.of_years("derived_person_year_cost")
    return int(desk.read(costs.aggregate(cents=total(costs.reimbursed_cents)))["cents"][0])


def classed(rows: pl.DataFrame, age_bounds: list[int]) -> pl.DataFrame:
    """Rows with risk variables (methods 4.4), classes for tables, and spending for a year of insurance (methods 4.2).

    The insured fraction is one half without a state of December. Morbidity is that of the last year before the start:
    no project can have changed it (methods 4.4, last row).
    """
    names = [f"{low:02d}+" for low in (0, *age_bounds)]
    insured = pl.when(pl.col("state") == "D").then(1.0).otherwise(0.5)
    in_reach = pl.col("reimbursed_cents") - pl.col("out_cents")
    return rows.with_columns(
        person=pl.Series(numbered(rows["person_id"])),
        age_sex=in_class("age", age_bounds, names) + pl.lit(" ") + pl.col("sex"),
        age_class=in_class("age", (40, 65, 80), ("0-39", "40-64", "65-79", "80+")),
        decades=pl.col("age") / 10,
        decades_squared=(pl.col("age") / 10) ** 2,
        woman=(pl.col("sex") == "2").cast(pl.Float64),
        died=pl.col("is_deceased").cast(pl.Float64),
        increased=pl.col("is_increased_reimbursement").fill_null(value=False).cast(pl.Float64),
        disabled=pl.col("disabled").fill_null(value=False).cast(pl.Float64),
        morbidity=in_class("conditions", (1, 3, 5), MORBIDITY),
        side=pl.when(pl.col("pilot").is_null()).then(pl.lit(COMPARISON)).otherwise(pl.lit(PILOT)),
        insured=insured,
        in_reach_cents=in_reach,
        spent=pl.col("reimbursed_cents") / 100 / insured,
        in_reach=in_reach / 100 / insured,
    )


def in_class(column: str, bounds: Sequence[int], names: Sequence[str]) -> pl.Expr:
    """The class that a whole number is in: each bound is the first number of the class after it."""
    found = pl.lit(names[-1])
    for bound, name in zip(reversed(bounds), reversed(names[:-1]), strict=True):
        found = pl.when(pl.col(column) < bound).then(pl.lit(name)).otherwise(found)
    return found
