"""Stroke and heart attack: cost, path, mortality, and the proxy of billed acts. See protocol.md; methods 6.6."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

import polars as pl

from mutualis.methods.intervals import wilson
from mutualis.study import Desk
from mutualis.study.estimated import rows

from . import care, fate, money, pictures
from .beside_hospitals import beside_hospitals
from .cohort import AMOUNTS, YEAR_DAYS, cohort, known_until, people

MAIN = "main"
COST_FACTORS = ["ten_years", "woman", "increased", "nights"]


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    cases = cohort(desk)
    main = cases.filter(pl.col("variant") == MAIN)
    in_view = cases.filter(pl.col("admission_day") <= desk.last_day - dt.timedelta(days=YEAR_DAYS))
    tables(desk, main, in_view.filter(pl.col("variant") == MAIN))
    desk.estimates("mortality", fate.mortality(desk, cases))
    not_reached(desk)
    desk.estimates("hazards", pl.concat([fate.hazards(cases, each) for each in desk.parameters["definitions"]]))
    desk.estimates("interventions", interventions(desk, cases))
    costs(desk, in_view)
    beside_hospitals(desk)
    for name in ("curves", "course_of_costs", "ratios"):
        desk.picture(name, partial(getattr(pictures, name), desk))
    for condition in pictures.CONDITIONS:
        desk.picture(f"care_{condition}", partial(pictures.care, condition, desk))


def tables(desk: Desk, main: pl.DataFrame, in_view: pl.DataFrame) -> None:
    """Who had one, what the stay cost to whom, and the care path of those whose year lies within the years."""
    desk.persons("cases", main, ["condition", "year"], year="year")
    desk.persons("profile", main, ["condition", "sex", "age_class"])
    payers = {"reimbursed_cents": "insurance", "copayment_cents": "copayment", "supplement_cents": "supplement"}
    by_payer = main.unpivot([*AMOUNTS], index=["condition", "person_id"], variable_name="payer", value_name="cents")
    by_payer = by_payer.with_columns(pl.col("payer").replace_strict(payers))
    desk.persons("stay_by_payer", by_payer, ["condition", "payer"], amount="cents")
    desk.persons("path", care.path(desk, in_view), ["condition", "care", "period"], met="has")


def interventions(desk: Desk, cases: pl.DataFrame) -> pl.DataFrame:
    """The share of heart attacks by the main codes whose episode is one by the strict codes too: an opened artery."""
    told = cases.filter(pl.col("condition") == "infarction")
    main = told.filter(pl.col("variant") == MAIN)
    strict = told.filter(pl.col("variant") != MAIN).select("person_id", "admission_day")
    met = main.join(strict, on=["person_id", "admission_day"], how="semi").height
    low, high = wilson(met, main.height)
    return pl.DataFrame(
        [{"value": met / main.height, "low": float(low), "high": float(high), "persons": min(met, main.height - met)}]
    )


def not_reached(desk: Desk) -> None:
    """Say which of the promised times lie beyond the years."""
    longest = (desk.years.last - desk.years.first) * YEAR_DAYS - 1
    if beyond := [str(each // YEAR_DAYS) for each in desk.parameters["days"] if each > longest]:
        why = f"{desk.years} hold no longer follow-up, because the first year only looks back"
        desk.deviate(f"mortality is not told after {' and '.join(beyond)} years", why)


def costs(desk: Desk, in_view: pl.DataFrame) -> None:
    """What the first year costs, what of that is attributable, by quarter, and what goes with a higher cost."""
    insured = people(desk)
    until, known = known_until(desk, insured), money.known_before(desk, insured)
    told = [condition_costs(desk, *each, known, until) for each in groups(in_view)]
    desk.estimates("attributable", pl.concat([each["attributable"] for each in told]))
    desk.estimates("course", pl.concat([each["course"] for each in told if "course" in each]))
    desk.estimates("cost_factors", pl.concat([each["cost_factors"] for each in told if "cost_factors" in each]))
    spent = pl.concat([each["periods"] for each in told if "periods" in each])
    desk.persons("year_by_period", spent, ["condition", "period"], amount="cents")


def groups(cases: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """The cases of each variant and condition."""
    for (variant, condition), own in cases.group_by(["variant", "condition"], maintain_order=True):
        yield str(variant), str(condition), own


def condition_costs(
    desk: Desk, variant: str, condition: str, cases: pl.DataFrame, known: pl.DataFrame, until: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """All about costs of one variant and condition."""
    sets = money.matched(desk, cases, money.candidates(cases, known))
    sets = money.at_risk(sets, until)
    spent = money.daily(desk, sorted({*sets["person_id"], *cases["person_id"]}))
    told, heads = money.windows(sets, spent), {"variant": variant, "condition": condition}
    alive = survivors(told)
    made = {
        "attributable": pl.concat(
            [*estimated(heads, told, ["cost"], "all"), *estimated(heads, alive, money.MEASURES, "survivors")]
        )
    }
    if variant != MAIN:
        return made
    own = money.first_year(cases, told)
    effects = money.cost_effects(own, COST_FACTORS)
    course = money.quarters(sets, spent).select(
        pl.lit(condition).alias("condition"), "group", "quarter", "value", "persons"
    )
    factors = rows((({"condition": condition, "term": term}, found) for term, found in effects.items()), own.height)
    return made | {"course": course, "cost_factors": factors, "periods": periods(own)}


def survivors(told: pl.DataFrame) -> pl.DataFrame:
    """Cases that live and are insured a year later, with those of their controls of whom the same holds."""
    living = told.filter("whole_year")
    cases = living.filter("is_case").select("set")
    return living.join(cases, on="set", how="semi", maintain_order="left")


def estimated(
    heads: dict[str, str], told: pl.DataFrame, measures: tuple[str, ...] | list[str], who: str
) -> Iterator[pl.DataFrame]:
    """What is attributable by measure; cents as euros."""
    sets = told.filter("is_case").height
    for measure in measures:
        found = money.attributable(told.with_columns(in_euros(measure)), measure)
        yield rows([({**heads, "followed": who, "measure": measure}, found)], sets)


def in_euros(measure: str) -> list[pl.Expr]:
    """Costs of both periods in euros; counts as they are."""
    by = money.EURO if "cost" in measure else 1
    return [pl.col(f"{measure}_{period}") / by for period in ("before", "after")]


def periods(own: pl.DataFrame) -> pl.DataFrame:
    """The cost of each case in the year before, of the stay, and of the rest of the year, in cents: a row each."""
    names = {"before_cents": "before", "stay_cents": "stay", "after_cents": "after"}
    long = own.unpivot([*names], index=["condition", "person_id"], variable_name="period", value_name="cents")
    return long.with_columns(pl.col("period").replace_strict(names), pl.col("cents").cast(pl.Int64))
