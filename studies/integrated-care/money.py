"""What the pilots saved (Model B, methods 4.3), and what that depends on."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from mutualis.methods.panel import (
    Bootstrapped,
    Effects,
    Panel,
    bootstrap,
    cells,
    collapsed,
    detectable,
    event_study,
    freedoms,
    in_percent,
    jackknifed,
    mean_effects,
    needed,
    pilot_effects,
    spent,
    variants,
    with_q,
)
from mutualis.model import MutualisError
from mutualis.study import Desk
from mutualis.study.data import municipalities

from .rows import MORBIDITY

ALL = "all"
RISK = ("age_sex", "died", "increased", "disabled")
KEPT = ("person", "year", "pilot", "municipality", "insured", "morbidity", "spent", "in_reach")
DRAWS, TOP = 999, 0.99


# Panels


def panel(desk: Desk, rows: pl.DataFrame, outcome: str = "spent") -> Panel:
    """Model B (methods 4.3): levels of pilots and years, risks, and morbidity with a slope of its own each year."""
    slopes = [
        ((pl.col("morbidity") == each) & (pl.col("year") == year)).alias(f"morbidity {each} {year}")
        for year in rows["year"].unique().sort()
        for each in MORBIDITY[1:]
    ]
    held = rows.select(*dict.fromkeys((*KEPT, *RISK, outcome))).with_columns(slopes)
    return of_rows(desk, held, outcome, (*RISK, *(each.meta.output_name() for each in slopes)))


def of_rows(
    desk: Desk, rows: pl.DataFrame, outcome: str, covariates: tuple[str, ...], cluster: str = "person"
) -> Panel:
    """A panel of person-years, errors by person (methods 4.3); a covariate that does not differ is left out."""
    differing = tuple(name for name in covariates if rows[name].n_unique() > 1)
    return Panel(
        rows, desk.parameters["start"], outcome, unit="pilot", cluster=cluster, covariates=differing, weight="insured"
    )  # fmt: skip


def persons_in(rows: pl.DataFrame) -> pl.DataFrame:
    """How many persons there are in each pilot, `None` for all."""
    inside = rows.filter(pl.col("pilot").is_not_null())
    by = inside.group_by("pilot").agg(persons=pl.col("person").n_unique())
    whole = inside.select(pl.lit(None, pl.String).alias("pilot"), persons=pl.col("person").n_unique())
    return pl.concat([by, whole])


def named(frame: pl.DataFrame) -> pl.DataFrame:
    """`None`, all pilots together, by its word."""
    return frame.with_columns(pl.col("pilot").fill_null(ALL))


# Model B


def savings(desk: Desk, model: Panel) -> None:
    """Savings of each pilot by variant of the outcome, how well each variant fits, and how they lie by other errors."""
    persons = persons_in(model.rows)
    given = variants(model, "in_reach")
    found = {name: pilot_effects(each) for name, each in given.items()}
    parts = [percents(name, given[name], each.savings(), persons) for name, each in found.items()]
    desk.estimates("savings", named(pl.concat(parts)))
    found_again = recovered(model)
    fits = [fit_of(name, given[name], each, found_again[name], persons) for name, each in found.items()]
    desk.estimates("fit_of_variants", pl.concat(fits))
    main, effects = given["in_reach"], found["in_reach"]
    desk.estimates("effects", named(effects_by_year(effects, persons)))
    desk.estimates("intervals", named(intervals(desk, main, effects, persons)))
    desk.estimates("precision", named(precision(effects, main, persons)))


def by_municipality(given: Panel) -> Panel:
    """The same with errors by municipality: rows that the model cannot tell apart are one."""
    return collapsed(replace(given, cluster="municipality")).panel


def percents(variant: str, given: Panel, saved: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Savings in euros and in percent, a row a pilot and measure."""
    share = in_percent(saved, spent(given)).join(persons, on="pilot", nulls_equal=True, maintain_order="left")
    euros = share.select("pilot", "persons", pl.lit("saving_euros").alias("measure"), "low", "high", value="saving")
    percent = share.select(
        "pilot", "persons", pl.lit("saving_percent").alias("measure"), low="percent_low", high="percent_high",
        value="percent",
    )  # fmt: skip
    columns = ["variant", "measure", "pilot", "value", "low", "high", "persons"]
    return pl.concat([euros, percent.select(euros.columns)]).with_columns(variant=pl.lit(variant)).select(columns)


def fit_of(variant: str, given: Panel, effects: Effects, found: float, persons: pl.DataFrame) -> pl.DataFrame:
    """R2, the mean error of an effect, the error of the saving of all pilots in percent of what they spent, and how
    much of a pretended saving among the most expensive is found again."""
    errors = effects.table()["error"]
    whole = effects.savings().row(-1, named=True)
    total = spent(given).row(-1, named=True)["spent"]
    figures = {
        "r_squared": float(effects.fit.r_squared), "mean_error": errors.mean(),
        "relative_error": 100 * whole["error"] / total, "recovered_percent": found,
    }  # fmt: skip
    return pl.DataFrame(
        {
            "variant": variant,
            "measure": list(figures),
            "value": list(figures.values()),
            "persons": persons["persons"][-1],
        }
    )


def recovered(model: Panel) -> dict[str, float]:
    """What each variant finds of a saving of a tenth within reach of the 1 % most expensive in the pilots, in percent
    (methods 4.3: simulated savings at the top end)."""
    dear = (pl.col("spent") > pl.col("spent").quantile(TOP).over("year")) & (pl.col("year") >= model.start)
    less = pl.when(dear & pl.col("pilot").is_not_null()).then(pl.col("in_reach") / 10).otherwise(0.0)
    cut = model.rows.with_columns(less=less).with_columns(pl.col("spent", "in_reach") - pl.col("less"))
    made = float(cut.select((pl.col("less") * pl.col("insured")).sum()).item())
    before, after = (variants(replace(model, rows=rows), "in_reach") for rows in (model.rows, cut))
    return {name: 100 * (saving(after[name]) - saving(before[name])) / made for name in before}


def saving(given: Panel) -> float:
    """The saving of all pilots, with levels of municipalities and years alone."""
    one = event_study(cells(replace(given, cluster="municipality")), earliest=-1, latest=0)
    return float(one.table()["saving"][0])


def effects_by_year(effects: Effects, persons: pl.DataFrame) -> pl.DataFrame:
    """The effect of each pilot in each year, in euros for a person-year within reach."""
    told = effects.table().join(persons, on="pilot", maintain_order="left")
    return told.select("pilot", "period", "effect", "low", "high", "p", "persons").rename(
        {"period": "year", "effect": "value"}
    )


def intervals(desk: Desk, main: Panel, effects: Effects, persons: pl.DataFrame) -> pl.DataFrame:
    """The same savings with intervals of five kinds: errors by person, each pilot by itself and all at once, persons
    drawn again (normal and by percentile), and errors by municipality, left out one at a time, as a pilot has few."""
    draws = desk.parameters["replications"]
    if draws < DRAWS:
        desk.deviate(
            f"intervals rest on {draws} draws of persons instead of {DRAWS}", "a country of a size to try things on"
        )
    seed = int(desk.random("persons").integers(2**31))
    drawn = bootstrap(replace(main, cluster="person"), draws=draws, seed=seed)
    if drawn.lost:
        desk.deviate(f"{drawn.lost} draws of persons gave no estimate", "a pilot had nobody in a year")
    area = by_municipality(main)
    apart = jackknifed(area).savings(freedoms=freedoms(area))
    kinds = {
        "by_person": effects.savings(),
        "at_once": at_once(effects),
        **drawn_savings(drawn),
        "by_municipality": apart,
    }
    return pl.concat([percents(kind, main, each, persons) for kind, each in kinds.items()]).rename(
        {"variant": "interval"}
    )


def at_once(effects: Effects) -> pl.DataFrame:
    """Savings of which all intervals together hold the truth in 95 of a hundred countries (Bonferroni)."""
    pilots = {each.pilot for each in effects.terms}
    wider = replace(effects, level=1 - (1 - effects.level) / len(pilots))
    return wider.savings().filter(pl.col("pilot").is_not_null())


def drawn_savings(drawn: Bootstrapped) -> dict[str, pl.DataFrame]:
    """Savings with the normal and with the percentile interval."""
    saved = drawn.savings()
    ends = {"low_percentile": "low", "high_percentile": "high"}
    return {
        "persons_normal": saved.select("pilot", "saving", "low", "high"),
        "persons_percentile": saved.select("pilot", "saving", *ends).rename(ends),
    }


def precision(effects: Effects, main: Panel, persons: pl.DataFrame) -> pl.DataFrame:
    """The saving that each pilot would be seen to make four times in five, and how many persons 1 and 3 % need."""
    told = effects.savings()
    for other in (spent(main), persons):
        told = told.join(other, on="pilot", nulls_equal=True, maintain_order="left")
    rows = []
    for each in told.rows(named=True):
        error = 100 * each["error"] / each["spent"]
        figures = {"detectable_percent": detectable(error)}
        figures |= {f"persons_for_{size}_percent": needed(error, each["persons"], size) for size in (1, 3)}
        rows += [(each["pilot"], name, value, each["persons"]) for name, value in figures.items()]
    return pl.DataFrame(rows, schema=["pilot", "measure", "value", "persons"], orient="row", infer_schema_length=None)


# What it depends on


def attempt(desk: Desk, what: str, work: Callable[[], None]) -> None:
    """Do one of many; where it is refused the report says which, and why."""
    try:
        work()
    except MutualisError as refused:
        desk.deviate(f"{what} is left out", str(refused))


def by_spending_group(desk: Desk, rows: pl.DataFrame) -> None:
    """Effects of each spending group, all pilots together, and how many that look real are so."""
    found = []
    for name in desk.parameters["spending_groups"]:
        given = rows.with_columns(outcome=pl.col(f"group_{name}_cents") / 100 / pl.col("insured"))
        work = lambda given=given, name=name: found.append(after(desk, given, f"group_{name}"))  # noqa: E731
        attempt(desk, f"the effect on {name}", work)
    told = with_q(pl.concat(found).filter(pl.col("pilot") == ALL))
    desk.estimates("by_spending_group", told.select("spending_group", "value", "low", "high", "p", "q", "persons"))


def after(desk: Desk, rows: pl.DataFrame, name: str, column: str = "spending_group") -> pl.DataFrame:
    """The mean effect after the start on municipalities and years, of each pilot and of all, errors by municipality."""
    given = cells(of_rows(desk, rows, "outcome", (), "municipality"))
    told = mean_effects(jackknifed(given), freedoms(given)).join(
        persons_in(rows), on="pilot", nulls_equal=True, maintain_order="left"
    )
    chosen = told.select("pilot", "low", "high", "p", "persons", value="effect")
    return named(chosen).with_columns(pl.lit(name).alias(column))


def sensitivity(desk: Desk, rows: pl.DataFrame) -> None:
    """The saving of all pilots together when one thing of the main analysis is otherwise."""
    main = panel(desk, rows, "in_reach")
    areas = municipalities(desk.years.last).rename({"municipality_code": "municipality"})
    larger = replace(main, rows=main.rows.join(areas, on="municipality"), cluster="arrondissement_code")
    sides = rows.select("person", "pilot").unique().group_by("person").len()
    stay = rows.join(sides.filter(pl.col("len") == 1), on="person", how="semi", maintain_order="left")
    before = desk.parameters["covid_from"]
    others = {
        "main": lambda: main,
        "errors_by_municipality": lambda: by_municipality(main),
        "errors_by_arrondissement": lambda: collapsed(larger).panel,
        "levels_of_municipalities": lambda: cells(replace(main, cluster="municipality")),
        "who_stayed": lambda: panel(desk, stay, "in_reach"),
        "before_covid": lambda: panel(desk, rows.filter(pl.col("year") < before), "in_reach"),
    }  # fmt: skip
    found = []
    for name, make in others.items():
        attempt(desk, f"sensitivity {name}", lambda name=name, make=make: found.append(whole(name, make(), rows)))
    desk.estimates("sensitivity", pl.concat(found))


def whole(name: str, given: Panel, rows: pl.DataFrame) -> pl.DataFrame:
    """The saving of all pilots in percent."""
    saved = in_percent(pilot_effects(given).savings(), spent(given)).row(-1, named=True)
    inside = rows.filter(pl.col("pilot").is_not_null())["person"].n_unique()
    values = (saved["percent"], saved["percent_low"], saved["percent_high"], inside)
    return pl.DataFrame([(name, *values)], schema=["analysis", "value", "low", "high", "persons"], orient="row")
