"""How often the agreement is used and a supplement asked, and how much. Methods 6.7."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.estimates import estimate
from mutualis.methods.odds import odds
from mutualis.model import MutualisError
from mutualis.study import Desk
from mutualis.study.estimated import behind, rows, shares

from .operations import AGREEMENT, NOMENCLATURE

SINGLE = "with_supplement_single_room"
MAIN, WIDER = ["by_agreement", "ten_years"], ["by_agreement", "ten_years", "two_breasts", "later"]


def all_shares(known: pl.DataFrame) -> pl.DataFrame:
    """Shares in percent: by the agreement, with a supplement by form and room, above the maximum, with both codes."""
    found = shares(list(asked(known)))
    # Supplements are asked in single rooms only: one form's share there, beside that of all its operations, would tell
    # what is hidden of the other. So both are shown or none.
    in_single = pl.col("measure") == SINGLE
    least = found.filter(in_single)["persons"].min()
    return found.with_columns(persons=pl.when(in_single).then(pl.lit(least)).otherwise("persons"))


def asked(known: pl.DataFrame) -> Iterator[tuple[dict[str, str], int, int]]:
    """What is counted of what; a group of nobody is left out."""
    agreed = known.filter("by_agreement")
    wanted = [
        ("by_agreement", "all", "main", known, "by_agreement"),
        ("with_supplement", "all", "whole_stay", known, "has_any_supplement"),
    ]
    forms = {"all": known, AGREEMENT: agreed, NOMENCLATURE: known.filter(~pl.col("by_agreement"))}
    for group, own in forms.items():
        wanted.append(("with_supplement", group, "main", own, "has_supplement"))
    for group in (AGREEMENT, NOMENCLATURE):
        single = forms[group].filter(pl.col("room") == "single")
        wanted.append((SINGLE, group, "main", single, "has_supplement"))
    wanted.append(("above_maximum", AGREEMENT, "main", agreed.filter("has_supplement"), "is_above"))
    wanted.append(("both_codes", AGREEMENT, "main", agreed, "both"))
    for measure, group, variant, own, met in wanted:
        if own.height:
            yield {"measure": measure, "group": group, "variant": variant}, int(own[met].sum()), own.height


def means(known: pl.DataFrame) -> pl.DataFrame:
    """The mean supplement in euros where one is asked, by form, and the mean excess where there is one."""
    above = known.filter("is_above")["excess_cents"]
    parts = [mean("excess", AGREEMENT, above)] if len(above) else []
    for form in (AGREEMENT, NOMENCLATURE):
        own = known.filter((pl.col("form") == form) & pl.col("has_supplement"))["supplement_cents"]
        parts += [mean("supplement", form, own)] if len(own) else []
    if not parts:
        raise MutualisError(
            "No operation has a supplement.", do="look at the codes in [parameters], or take more years"
        )
    return pl.concat(parts)


def mean(measure: str, group: str, cents: pl.Series) -> pl.DataFrame:
    """A mean in euros with its normal interval; of fewer than two operations without."""
    euros, heads = cents.to_numpy() / 100, {"measure": measure, "group": group}
    if len(euros) < 2:
        return rows([(heads, float(euros.mean()))], len(euros))
    found = estimate(float(euros.mean()), float(euros.std(ddof=1) / np.sqrt(len(euros))))
    return rows([(heads, found)], len(euros))


def odds_of_supplement(desk: Desk, known: pl.DataFrame) -> pl.DataFrame | None:
    """Odds ratios of a supplement in single rooms; a model with too few cases is left out, and the report says so."""
    single, parts = known.filter(pl.col("room") == "single"), []
    variants = {
        "main": ("has_supplement", MAIN),
        "wider": ("has_supplement", WIDER),
        "whole_stay": ("has_any_supplement", MAIN),
    }
    for variant, (outcome, covariates) in variants.items():
        try:
            found = odds(single[outcome].cast(pl.Float64).to_numpy(), design(single, covariates))
        except MutualisError as error:
            desk.deviate(f"odds leaves out the variant {variant}", str(error).rstrip("."))
            continue
        persons = behind(int(single[outcome].sum()), single.height)
        told = [({"variant": variant, "term": each}, found.odds_ratio(each)) for each in covariates]
        parts.append(rows(told, persons))
    return pl.concat(parts) if parts else None
