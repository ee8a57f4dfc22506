"""Supplements and access: see protocol.md. Formulas: methods 5 and 9; design: deliberation 05/033 (study 2004-21)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from markupsafe import Markup

from mutualis.methods.costs import two_part
from mutualis.methods.counts import poisson_by_kind
from mutualis.methods.designs import design
from mutualis.methods.equity import catastrophic, concentration_index, gini
from mutualis.methods.estimates import Estimate, covariance_of, ratio_estimate
from mutualis.methods.kinds import numbered
from mutualis.methods.survey import mean, ratio, share
from mutualis.picture import forest as forests
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import written
from mutualis.study import Desk
from mutualis.study.ages import age_class
from mutualis.study.estimated import percent, rows
from mutualis.study.maf_beside import PARTS, co_payments, parts
from mutualis.study.own_payments import around_ceiling, long_amounts, payments, quarters_of_ceiling
from mutualis.study.permanent_sample import as_drawn

RG, SUP, OWN, BACK, NET = "copayment_cents", "supplement_cents", "own_cents", "repaid_cents", "net_cents"
KEY = ["person_id", "year"]
FEES = ("consultation", "act", "surgery", "dental", "therapy")
AGES, AGE_CLASSES = (18, 44, 64, 79), ["00-18", "19-44", "45-64", "65-79", "80+"]
INCREASED = "is_increased_reimbursement"
OUTCOMES = {
    "no_gp": pl.col("gp_contacts") == 0,
    "no_dentist": pl.col("dental_contacts") == 0,
    "specialist": pl.col("specialist_contacts"),
    "emergency": pl.col("emergency_contacts"),
    "two_conditions": pl.col("conditions") >= 2,
    "death": pl.col("is_deceased"),
}


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    people, paid = persons(desk), payments(desk, desk.parameters["kinds"])
    identities(desk, paid)
    tables(desk, people, paid)
    both = people.filter(pl.col("year").is_in(desk.parameters["panel_years"]))
    desk.estimates("main_figures", pl.concat(main_figures(desk, people)))
    desk.estimates("sample_figures", pl.concat(sample_figures(both)))
    desk.estimates("heavy_burden", pl.concat(heavy_burden(desk, people)))
    desk.estimates("two_part_model", pl.concat(two_part_model(each, both) for each in ("all", "sample")))
    desk.estimates("increased_effect", increased_effect(both, paid))
    desk.estimates("behaviour_and_health", pl.concat(behaviour_and_health(both)))
    desk.picture("own_by_status", partial(own_by_status, desk))
    desk.picture("differences", partial(differences, desk))


def persons(desk: Desk) -> pl.DataFrame:
    """The insured of the years: profile, household, use, payments, what the MAF counts and repays, sample weight."""
    found = of_years(desk, "derived_population_year").drop_nulls(["age", "sex", INCREASED])
    ill = of_years(desk, "derived_person_year_diagnosis").filter(pl.col("list") == "open")
    number = ill.group_by(KEY).agg(conditions=pl.col("condition").n_unique().cast(pl.Int64))
    for told in (of_years(desk, "derived_person_year"), of_years(desk, "derived_maf_person"), number):
        found = found.join(told, on=KEY, how="left")
    homes = of_years(desk, "derived_maf_household").rename({"reached_day": "home_reached_day"})
    drawn = of_years(desk, "derived_sample_member").drop_nulls("weight").select(*KEY, "weight")
    found = found.join(homes, on=["household_head_id", "year"], how="left").join(drawn, on=KEY, how="left")
    counts = [name for name in found.columns if name.endswith(("_cents", "_contacts", "conditions"))]
    home = pl.Series("home", numbered(found["household_head_id"]))
    return profiled(found.with_columns(pl.col(counts).fill_null(0), home))


def of_years(desk: Desk, name: str) -> pl.DataFrame:
    """A granted table with a column `year`, of the years of the run."""
    told = desk.table(name)
    return desk.read(told.filter(told.year.between(desk.years.first, desk.years.last)))


def profiled(found: pl.DataFrame) -> pl.DataFrame:
    """With own payments (co-payments and supplements) and what is left of them after the MAF, in cents, and classes."""
    return found.with_columns(
        own_cents=pl.col(RG) + pl.col(SUP),
        net_cents=pl.col(RG) + pl.col(SUP) - pl.col(BACK),
        age_class=age_class(AGES, AGE_CLASSES),
        illness=pl.col("conditions").clip(0, 3).cast(pl.String).replace("3", "3+"),
        is_reached=pl.col("home_reached_day").is_not_null(),
        woman=pl.col("sex") == "2",
        ten_years=pl.col("age") / 10,
    )


def identities(desk: Desk, paid: pl.DataFrame) -> None:
    """Patient data, quarters and lines hold the same cents, and the MAF counts those that its rule lets count."""
    pati, maf = of_years(desk, "derived_person_year"), of_years(desk, "derived_maf_person")
    lines = parts(co_payments(desk, desk.parameters["booking_months"]), maf)
    for name, what in ((RG, "co-payments"), (SUP, "supplements")):
        desk.identity(f"{what}: quarters = patient data", int(paid[name].sum()), int(pati[name].sum()))
        desk.identity(f"{what}: lines = patient data", int(lines[name].sum()), int(pati[name].sum()))
    desk.identity("MAF counter = lines that count", int(maf["counted_cents"].sum()), int(lines["counted"].sum()))
    other = lines.filter(pl.col("counted") != pl.col("counted_cents")).height
    desk.identity("persons and years whose MAF counter is another sum of lines", other, 0)
    long = lines.unpivot(PARTS, index=KEY, variable_name="part", value_name="cents").filter(pl.col("cents") != 0)
    desk.persons("maf_beside_patient_data", long, ["year", "part"], year="year", amount="cents")


def tables(desk: Desk, people: pl.DataFrame, paid: pl.DataFrame) -> None:
    """Size, distribution, who is reached by the MAF, and payments before and after."""
    by_kind = long_amounts(paid, ["kind", "place"], pl.col("cents") != 0)
    desk.persons("payments_by_kind", by_kind, ["year", "nature", "place", "kind"], year="year", amount="cents")
    profile = ["year", "age_class", "sex", INCREASED]
    desk.persons("supplements_by_profile", people, profile, year="year", amount=SUP)
    desk.persons("own_by_illness", people, ["year", "illness", INCREASED], year="year", amount=OWN)
    high = people.with_columns(has_high=pl.col(SUP) >= 100 * desk.parameters["high_supplement_euros"])
    by = ["year", "region_code", INCREASED]
    desk.persons(
        "high_supplements", high.drop_nulls("region_code"), by, place="region_code", year="year", met="has_high"
    )
    insured = people.drop_nulls("maf_type")
    desk.persons("ceiling_reached", insured, ["year", "maf_type", "age_class"], year="year", met="is_reached")
    around = around_ceiling(people, quarters_of_ceiling(desk))
    desk.persons("around_ceiling", around, ["year", "moment", "nature"], year="year", amount="cents")


def main_figures(desk: Desk, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Means, shares and concentration of all insured by year; ranked by the MAF category of their income."""
    ranks = {code: rank for rank, codes in enumerate(desk.parameters["income_ranks"]) for code in codes}
    told = people.with_columns(
        rank=pl.col("maf_household_category").replace_strict(ranks, default=None, return_dtype=pl.Int64)
    ).drop_nulls(["rank", "household_head_id"])
    for (year,), own in told.group_by(["year"], maintain_order=True):
        homes, rank = own["home"].to_numpy(), own["rank"].to_numpy()
        figures: dict[str, Any] = plain_figures(own) | {
            "p95_own_cents": own[OWN].quantile(0.95),
            "repaid_percent": 100 * own[BACK].sum() / own[RG].sum(),
            "gini_own": gini(own[OWN].clip(0), clusters=homes),
        }
        for name, column in (("own", OWN), ("supplements", SUP), ("after_maf", NET)):
            figures[f"concentration_{name}"] = concentration_index(own[column].to_numpy(), rank, clusters=homes)
        yield rows(headed(figures, {"year": year}), own["person_id"].n_unique())


def sample_figures(both: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What the permanent sample tells with its weights, beside all insured: the same figures twice (methods 9)."""
    groups = {"all": pl.lit(value=True), "increased": pl.col(INCREASED), "others": ~pl.col(INCREASED)}
    for (year,), every in both.group_by(["year"], maintain_order=True):
        own = every.drop_nulls("weight")
        drawn = as_drawn(own)
        for name, chosen in groups.items():
            heads, whole = {"year": year, "group": name}, every.filter(chosen)
            domain = own.select(chosen.and_(pl.col("age") >= 0).alias("in"))["in"].to_numpy()
            told = {
                "mean_own_cents": mean(drawn, own[OWN], domain),
                "mean_supplement_cents": mean(drawn, own[SUP], domain),
                "with_supplement_percent": percent(share(drawn, own[SUP] > 0, domain)),
                "supplements_of_own_percent": percent(ratio(drawn, own[SUP], own[OWN], domain)),
            }
            yield rows(headed(told, {**heads, "variant": "sample"}), int(domain.sum()))
            yield rows(headed(plain_figures(whole), {**heads, "variant": "all"}), whole.height)


def plain_figures(own: pl.DataFrame) -> dict[str, float]:
    """Means and shares of all insured."""
    figures = {
        "mean_own_cents": pl.col(OWN).mean(),
        "mean_supplement_cents": pl.col(SUP).mean(),
        "with_supplement_percent": 100 * (pl.col(SUP) > 0).mean(),
        "supplements_of_own_percent": 100 * pl.col(SUP).sum() / pl.col(OWN).sum(),
    }
    return own.select(**figures).row(0, named=True)


def headed(told: Mapping[str, Any], heads: Mapping[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    """Figures by name with what else tells their rows apart."""
    return [({"measure": name, **heads}, found) for name, found in told.items()]


def heavy_burden(desk: Desk, people: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Households whose payments are more than a part of the highest income of their bracket, before and after the MAF.

    No income is delivered: the bracket is known of the lower ones only (methods 5.2), and its upper end stands for the
    income, so that each share is a lowest one.
    """
    bounds = desk.parameters["income_bounds_cents"]
    for (year, category), own in people.group_by(["year", "maf_household_category"], maintain_order=True):
        bound = bounds.get(str(year), {}).get(category)
        if bound is None:
            continue
        homes = own.group_by("home").agg(pl.col(OWN, NET).sum().clip(0), members=pl.len())
        able = np.full(homes.height, float(bound))
        heads = {"year": year, "category": f"maf_category_{category}"}
        for part in desk.parameters["burden_percent"]:
            for name, column in (("before_maf", OWN), ("after_maf", NET)):
                found = catastrophic(homes[column].to_numpy(), able, part / 100).headcount
                # A share tells a number of households: those beyond must be enough persons to be told.
                beyond = int(homes.filter(pl.col(column) > bound * part / 100)["members"].sum())
                told = {"measure": f"beyond_{part}_percent", **heads, "variant": name}
                yield rows([(told, percent(found))], beyond)


def two_part_model(variant: str, both: pl.DataFrame) -> pl.DataFrame:
    """Whether a person pays supplements in a year, and how many: odds ratios, ratios of means, and euros on average
    (Duan and others 1983)."""
    own, weights = chosen_rows(variant, both)
    given = design(own, [INCREASED, "woman", "ten_years", "conditions", "year_after"])
    fit = two_part(own[SUP].to_numpy() / 100, given, weights=weights, clusters=own["home"].to_numpy())
    parts = {"any": (fit.any_coefficients, fit.any_influence), "much": (fit.much.coefficients, fit.much_influence)}
    told: list[tuple[dict[str, str], Estimate]] = [
        ({"variant": variant, "part": "euros", "term": name}, fit.effect(name)) for name in given.names[1:3]
    ]
    for part, (coefficients, influence) in parts.items():
        errors = np.sqrt(np.diag(covariance_of(influence, fit.clusters)))
        for name, value, error in list(zip(given.names, coefficients, errors, strict=True))[1:]:
            told.append(({"variant": variant, "part": part, "term": name}, ratio_estimate(value, error)))
    return rows(told, own["person_id"].n_unique())


def chosen_rows(variant: str, both: pl.DataFrame) -> tuple[pl.DataFrame, Any]:
    """The rows of a model with their weights: all insured, or the sample with what each stands for."""
    told = both.drop_nulls(["household_head_id", "region_code"])
    told = told.with_columns(year_after=pl.col("year") - pl.col("year").min())
    own = told if variant == "all" else told.drop_nulls("weight")
    return own, None if variant == "all" else own["weight"].to_numpy().astype(np.float64)


def increased_effect(both: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """The supplement for each euro of official fee with increased reimbursement, by that without: ratios of means.

    `place`: in and out of hospital; `movers`: persons beside themselves in the other year, when they had the other
    status (two years); `sample`: with the weights of the sample. Poisson with the fee as exposure, errors by household.
    """
    fee = pl.col("reimbursed_cents") + pl.col(RG)
    sums = paid.filter(pl.col("kind").is_in(FEES)).select(*KEY, "kind", "place", fee=fee, sup=SUP)
    of_persons = both.drop_nulls("household_head_id").select(
        *KEY, INCREASED, "ten_years", "woman", "home", "weight",
        course=pl.col(INCREASED).cast(pl.Int8).cast(pl.String).sort_by("year").str.join("").over("person_id"),
    )  # fmt: skip
    own = sums.filter((pl.col("fee") > 0) & (pl.col("sup") >= 0)).join(of_persons, on=KEY)
    cell = pl.concat_str("place", "kind", separator=" ").cast(pl.Categorical)
    own = own.with_columns(cell=cell, year_after=pl.col("year") - own["year"].min())
    plain = [INCREASED, "cell", "year_after", "ten_years", "woman"]
    chosen = {
        "all": (own, plain),
        "ambulatory": (own.filter(pl.col("place") == "ambulatory"), plain),
        "hospital": (own.filter(pl.col("place") == "hospital"), plain),
        "movers": (own.filter(pl.col("course").str.len_chars() == 2), [*plain, "course"]),
        "sample": (own.drop_nulls("weight"), plain),
    }
    return pl.concat([fee_ratio(name, *each) for name, each in chosen.items()])


def fee_ratio(variant: str, own: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The ratio of one variant."""
    fit = poisson_by_kind(own, "sup", columns, "home", "fee", "weight" if variant == "sample" else "")
    heads = {"variant": variant, "term": INCREASED}
    return rows([(heads, fit.rate_ratio(INCREASED))], own["person_id"].n_unique())


def behaviour_and_health(both: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Care that is not used, used in another way, and health: with increased reimbursement by without, at the same age,
    sex and region (Poisson with robust errors, also for what is or is not: Zou 2004)."""
    columns = [INCREASED, "woman", "age_class", "region_code"]
    for variant in ("all", "sample"):
        own, _ = chosen_rows(
            variant, both.with_columns(**{name: what.cast(pl.Float64) for name, what in OUTCOMES.items()})
        )
        weights = "weight" if variant == "sample" else ""
        fits = {name: poisson_by_kind(own, name, columns, "home", weights=weights) for name in OUTCOMES}
        told = [({"variant": variant, "outcome": name}, fit.rate_ratio(INCREASED)) for name, fit in fits.items()]
        yield rows(told, own["person_id"].n_unique())


def own_by_status(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """Supplements per insured in euros by year, with and without increased reimbursement, from what left protected."""
    shown = told["supplements_by_profile"].filter(pl.col("status") == "shown")
    sums = shown.group_by("year", INCREASED).agg(pl.col("numerator", "denominator").sum()).sort("year")
    lines = []
    for code, word in (("false", "without_increased"), ("true", "with_increased")):
        own = sums.filter(pl.col(INCREASED) == code)
        points = [Point(float(row["year"]), row["numerator"] / row["denominator"] / 100) for row in own.to_dicts()]
        lines.append(Series(desk.word(word, language), points))
    title = desk.study.output("own_by_status", "picture").title[language]
    words = Words(title, desk.word("year", language), "€", lambda value: written(Decimal(round(value)), language))
    return series(lines, words, zero=True)


def differences(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """Ratios of behaviour and health, below each other."""
    shown = told["behaviour_and_health"].filter((pl.col("status") == "shown") & (pl.col("variant") == "all"))
    drawn_rows = [
        forests.Estimate(desk.word(row["outcome"], language), row["value"], row["low"], row["high"])
        for row in shown.to_dicts()
    ]
    title = desk.study.output("differences", "picture").title[language]
    number = partial(ratio_in_words, language=language)
    return forests.forest(drawn_rows, title, desk.word("ratio", language), number, none=1.0)


def ratio_in_words(value: float, language: str) -> str:
    """A ratio with two decimals."""
    return written(Decimal(f"{value:.2f}"), language)
