"""Medicines before, during and after pregnancy: see protocol.md. Weights of the sample: methods 9."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from markupsafe import Markup

from mutualis.methods.counts import poisson
from mutualis.methods.designs import design
from mutualis.methods.survey import share
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.ages import age_class
from mutualis.study.drawing import Told, compared, named, number, shown, title
from mutualis.study.estimated import percent, rows
from mutualis.study.permanent_sample import as_drawn

DELIVERY = ["person_id", "delivery_day"]
PREGNANCY = 280
# Periods by their first and last day, counted from conception (before and during) and from delivery (after).
BEFORE = {"before": (-364, -1)}
DURING = {"trimester_1": (0, 90), "trimester_2": (91, 181), "trimester_3": (182, PREGNANCY - 1)}
AFTER = {"after_3_months": (PREGNANCY + 1, PREGNANCY + 91), "after_12_months": (PREGNANCY + 92, PREGNANCY + 364)}
PERIODS = {**BEFORE, **DURING, **AFTER}
ORDER = {name: place for place, name in enumerate(PERIODS)}
AGES, AGE_CLASSES = (24, 29, 34), ["-24", "25-29", "30-34", "35+"]


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    cohort = described(desk, deliveries(desk))
    periods = observed(cohort, desk)
    packs = handed_out(desk, cohort, periods)
    tables(desk, cohort, packs)
    desk.estimates("shares", pl.concat(shares(desk, packs)))
    desk.estimates("falls", pl.concat(falls(desk, packs)))
    desk.picture("antidepressants", partial(by_period, desk))
    desk.picture("forest_of_falls", partial(forest_of_falls, desk))


def deliveries(desk: Desk) -> pl.DataFrame:
    """A row a delivery in the years: woman, day, kind. Days of one woman nearer than the least spacing are one."""
    told, given = desk.table("core_care_line_net"), desk.parameters
    kinds = {code: kind for kind, codes in given["codes"].items() for code in codes}
    in_years = told.service_day.year().between(desk.years.first, desk.years.last)
    found = desk.read(told.filter(told.nomenclature_code.isin([*kinds]) & in_years))
    days = (
        found.with_columns(kind=pl.col("nomenclature_code").replace_strict(kinds))
        .group_by("person_id", delivery_day="service_day")
        .agg(pl.col("quantity").sum(), pl.col("kind").min())
        .filter(pl.col("quantity") > 0)
        .sort(DELIVERY)
    )
    near = pl.col("delivery_day").diff().over("person_id") < pl.duration(days=given["spacing_days"])
    return days.filter(~near.fill_null(value=False)).select(*DELIVERY, "kind")


def described(desk: Desk, found: pl.DataFrame) -> pl.DataFrame:
    """With age, increased reimbursement and weight in the year of delivery, first and last day insured, and the
    pregnancies before and after. Who is not insured in that year is left out."""
    insured = desk.read(desk.of_years("derived_population_year"))
    weights = desk.read(desk.of_years("derived_sample_member"))
    years = insured.group_by("person_id").agg(
        first_day=pl.date(pl.col("year").min(), 1, 1), last_day=pl.date(pl.col("year").max(), 12, 31)
    )
    own = found.with_columns(year=pl.col("delivery_day").dt.year())
    own = own.join(insured, on=["person_id", "year"]).join(years, on="person_id")
    own = own.join(weights.drop_nulls("weight"), on=["person_id", "year"], how="left").sort(DELIVERY)
    return own.with_columns(
        age_class=age_class(AGES, AGE_CLASSES),
        conception_day=pl.col("delivery_day") - pl.duration(days=PREGNANCY),
        delivery_before=pl.col("delivery_day").shift(1).over("person_id"),
        delivery_after=pl.col("delivery_day").shift(-1).over("person_id"),
    )


def observed(cohort: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """A row a delivery and period: its first and last day as far as they are in the years, insured, and of no other
    pregnancy of the same woman or the year after it; `days`, and whether that is all of it.
    """
    bounds = [{"period": name, "start": start, "end": end} for name, (start, end) in PERIODS.items()]
    grid = cohort.join(pl.DataFrame(bounds), how="cross")
    free_from = pl.col("delivery_before") + pl.duration(days=AFTER["after_12_months"][1] - PREGNANCY + 1)
    free_until = pl.col("delivery_after") - pl.duration(days=PREGNANCY + 1)
    is_before = pl.col("period").is_in([*BEFORE])
    cut = grid.with_columns(
        first=pl.max_horizontal(
            pl.col("conception_day") + pl.duration(days=pl.col("start")),
            pl.lit(desk.first_day),
            pl.col("first_day"),
            pl.when(is_before).then(free_from),
        ),
        last=pl.min_horizontal(
            pl.col("conception_day") + pl.duration(days=pl.col("end")),
            pl.lit(desk.last_day),
            pl.col("last_day"),
            pl.when(pl.col("period").is_in([*AFTER])).then(free_until),
        ),
    )
    days = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    told = cut.with_columns(days=days).filter(pl.col("days") > 0)
    return told.with_columns(is_whole=pl.col("days") == pl.col("end") - pl.col("start") + 1)


def handed_out(desk: Desk, cohort: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """The periods of each group of medicines, with the packs that public pharmacies handed out in them."""
    pharmacy, care = desk.table("core_dispensing_net"), desk.table("core_care_line_net")
    codes = [code for given in desk.parameters["codes"].values() for code in given]
    own = pharmacy.semi_join(care.filter(care.nomenclature_code.isin(codes)), "person_id")
    lines = desk.read(own.select("person_id", "service_day", "cnk", "quantity"))
    groups = pl.DataFrame({"medicine": [*desk.parameters["medicines"]]})
    met = lines.join(grouped(desk.parameters["medicines"]), on="cnk").join(
        periods.select(*DELIVERY, "period", "first", "last"), on="person_id"
    )
    inside = met.filter(pl.col("service_day").is_between("first", "last"))
    packs = inside.group_by(*DELIVERY, "period", "medicine").agg(packs=pl.col("quantity").sum().clip(0))
    grid = periods.join(groups, how="cross").join(packs, on=[*DELIVERY, "period", "medicine"], how="left")
    return grid.with_columns(pl.col("packs").fill_null(0).cast(pl.Int64)).with_columns(had=pl.col("packs") > 0)


def grouped(medicines: Mapping[str, list[str]]) -> pl.DataFrame:
    """The products of each group of medicines, by the beginnings of their ATC codes."""
    made = [
        (row["code"], name)
        for row in codelist("cnk").rows
        for name, atc in medicines.items()
        if row["atc_code"].startswith(tuple(atc))
    ]
    return pl.DataFrame(made, schema=["cnk", "medicine"], orient="row").unique()


def tables(desk: Desk, cohort: pl.DataFrame, packs: pl.DataFrame) -> None:
    """Deliveries, and medicines by period, age and status: of periods that were observed whole."""
    whole = packs.filter("is_whole").with_columns(during=pl.col("period").is_in([*DURING]))
    desk.persons("deliveries", cohort, ["year", "age_class", "kind"], year="year")
    desk.persons("users", whole, ["medicine", "period"], met="had")
    desk.persons("packs", whole, ["medicine", "period"], amount="packs")
    by = ["medicine", "age_class", "is_increased_reimbursement"]
    own = whole.filter("during").group_by(*DELIVERY, *by).agg(pl.col("had").any())
    desk.persons("users_in_pregnancy", own, by, met="had")


def shares(desk: Desk, packs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The share of pregnancies with a medicine in each period: of the sample with its weights, beside all (percent)."""
    whole = packs.filter("is_whole").sort("medicine", pl.col("period").replace_strict(ORDER), *DELIVERY)
    for (medicine, period), every in whole.group_by(["medicine", "period"], maintain_order=True):
        heads, own = {"medicine": str(medicine), "period": str(period)}, every.drop_nulls("weight")
        of_all = 100 * float(every["had"].to_numpy().mean())
        yield rows([({**heads, "variant": "all"}, of_all)], fewer(every))
        if own.height:
            found = percent(share(as_drawn(own), own["had"]))
            yield rows([({**heads, "variant": "sample"}, found)], fewer(own))


def fewer(own: pl.DataFrame) -> int:
    """The women with a medicine or those without, whichever are fewer: a share tells both numbers."""
    women = own.group_by("had").agg(pl.col("person_id").n_unique())["person_id"].to_list()
    return min(women) if len(women) == 2 else 0


def falls(desk: Desk, packs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Packs a day during pregnancy by packs a day in other periods: ratios, errors by woman (Poisson, robust)."""
    is_during = pl.col("period").is_in([*DURING])
    told = packs.with_columns(during=is_during)
    variants = {
        "all": pl.lit(value=True),
        "sample": pl.col("weight").is_not_null(),
        "by_before": is_during | pl.col("period").is_in([*BEFORE]),
        "by_after": is_during | pl.col("period").is_in([*AFTER]),
        "whole_periods": pl.col("is_whole"),
    }
    for variant, chosen in variants.items():
        few = []
        for medicine in desk.parameters["medicines"]:
            own = told.filter((pl.col("medicine") == medicine) & chosen)
            women = own.filter("had").group_by("during").agg(pl.col("person_id").n_unique())["person_id"]
            if len(women) < 2 or women.min() < desk.parameters["least_women"]:
                few.append(medicine)
                continue
            heads = {"medicine": medicine, "variant": variant}
            yield rows([(heads, fall(own, variant))], own["person_id"].n_unique())
        if few:
            why = f"fewer than {desk.parameters['least_women']} women had it during pregnancy, or out of it"
            desk.deviate(f"falls ({variant}) leaves out {', '.join(few)}", why)


def fall(own: pl.DataFrame, variant: str) -> Any:
    """The ratio of one medicine and variant."""
    weights = own["weight"].to_numpy().astype(np.float64) if variant == "sample" else None
    days, women = own["days"].cast(pl.Float64), own["person_id"].to_numpy()
    return poisson(own["packs"], design(own, ["during"]), days, weights, women).rate_ratio("during")


def by_period(desk: Desk, told: Told, language: str) -> Markup:
    """The share with each chosen medicine by period, from what left protected."""
    placed = shown(told["users"]).with_columns(place=pl.col("period").replace_strict(ORDER, return_dtype=pl.Int64))
    lines = []
    for medicine in desk.parameters["drawn"]:
        own = placed.filter(pl.col("medicine") == medicine).sort("place")
        points = [Point(row["place"], 100 * row["numerator"] / row["denominator"]) for row in own.to_dicts()]
        if points:
            lines.append(Series(desk.word(medicine, language), points))
    names = [desk.word(f"{name}_short", language) for name in PERIODS]
    along, write = desk.word("period", language), partial(number, language=language)
    heading = title(desk, "antidepressants", language)
    words = Words(heading, along, "%", write, lambda at: names[int(at)] if at in range(len(names)) else "")
    return series(lines, words, zero=True)


def forest_of_falls(desk: Desk, told: Told, language: str) -> Markup:
    """The ratios of all medicines."""
    drawn = named(desk, shown(told["falls"]).filter(pl.col("variant") == "all"), "medicine", language)
    return compared(desk, "forest_of_falls", drawn, "ratio", language)
