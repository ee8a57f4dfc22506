"""The truth about illness in a synthetic country, in the conditions of the list `pseudodiagnosis`."""

import polars as pl

from mutualis import coding, reference, synthetic
from mutualis.coding import keys
from mutualis.pipeline.workspace import Workspace

LIST = "pseudodiagnosis"
ENOUGH = 10**9
OWN, NONE = "own", "none"


def illness(space: Workspace, year: int) -> pl.DataFrame:
    """Who is ill in the year, treated or not, by code: a row a person, list and condition, as doses in plenty.

    The limits of age and sex, exclusions and needs of the list are still to be applied.
    """
    truth = pl.DataFrame(pl.from_arrow(synthetic.Truth(space.truth).table("condition")))
    truth = truth.filter(pl.col("year") == year).cast({"year": pl.Int32})
    people = truth["person"].unique().sort()
    insurer = next(space.insurers())
    first = coding.code_distinct(people, insurer.keys.subkey("c1", "person"))
    codes = pl.DataFrame(
        {"person": people, "person_id": coding.code_distinct(first, keys.c2_subkey(space.ttp, "person"))}
    )
    plenty = {name: pl.lit(ENOUGH, pl.Int64) for name in ("ddd_thousandths", "packages")}
    found = truth.join(codes, on="person").join(_conditions_of_diseases(), on="disease")
    return found.select("person_id", "year", "list", "condition", **plenty).unique(maintain_order=True)


def _conditions_of_diseases() -> pl.DataFrame:
    """The conditions that are meant to find each disease."""
    rows = [(each.name, condition) for each in synthetic.diseases() for condition in each.conditions]
    lists = {row["code"]: row["list"] for row in _conditions()}
    named = [(disease, lists[condition], condition) for disease, condition in rows]
    return pl.DataFrame(named, {"disease": pl.String, "list": pl.String, "condition": pl.String}, orient="row")


def _conditions() -> list[dict[str, str]]:
    return [row for row in reference.codelist(LIST).rows if row["role"] == "condition"]


def truth_kinds() -> dict[str, str]:
    """For each condition: own (the generator has such a disease) or none; one that needs others is known with them."""
    known = {condition for each in synthetic.diseases() for condition in each.conditions}
    found = {row["code"]: OWN if row["code"] in known else NONE for row in _conditions()}
    needs: dict[str, list[str]] = {}
    for row in reference.codelist(LIST).rows:
        if row["role"] == "needs":
            needs.setdefault(row["condition"], []).append(row["other"])
    return found | {name: OWN if all(found[each] == OWN for each in others) else NONE for name, others in needs.items()}
