"""How many die within 1 to 5 years, and what goes with it. Kaplan and Meier, Cox; methods 6.6."""

import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate
from mutualis.methods.survival import Curve, cox, kaplan_meier
from mutualis.study import Desk

FACTORS = ["ten_years", "woman", "increased", "is_stroke"]


def mortality(desk: Desk, cases: pl.DataFrame) -> pl.DataFrame:
    """The share that died by so many days since admission, by variant of the codes and condition."""
    rows = []
    for (variant, condition), own in cases.group_by(["variant", "condition"], maintain_order=True):
        curve = kaplan_meier(own["time"].to_numpy(), own["died"].to_numpy())
        for days in desk.parameters["days"]:
            if _is_told(curve, days, desk.k):
                heads = {"variant": variant, "condition": condition, "days": days}
                rows.append({**heads, **valued(curve.mortality(days)), "persons": _deaths(curve, days)})
    return pl.DataFrame(rows)


def _is_told(curve: Curve, days: int, k: int) -> bool:
    """A share is told where somebody is followed for so long, and as many deaths came before as a cell needs."""
    return days <= curve.last and _deaths(curve, days) >= k


def _deaths(curve: Curve, days: int) -> int:
    return int(curve.table.filter(pl.col("time") <= days)["events"].sum())


def hazards(cases: pl.DataFrame, variant: str) -> pl.DataFrame:
    """Ratios of the hazard of death by age, sex, increased reimbursement and kind of attack (Cox, errors by person)."""
    own = cases.filter(pl.col("variant") == variant).with_columns(is_stroke=pl.col("condition") == "stroke")
    model = cox(
        own["time"].to_numpy(), own["died"].to_numpy(), design(own, FACTORS), clusters=own["person_id"].to_numpy()
    )
    told = model.table().rename({"name": "term", "ratio": "value", "proportional": "p"})
    return told.select(
        pl.lit(variant).alias("variant"), "term", "value", "low", "high", "p", persons=pl.lit(int(own["died"].sum()))
    )


def valued(found: Estimate) -> dict[str, float]:
    """An estimate with its interval as columns."""
    return {"value": found.value, "low": found.low, "high": found.high}
