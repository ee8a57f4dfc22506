"""The truth about illness in a synthetic country, put in the words of the list `pseudodiagnosis`."""

from collections.abc import Iterator, Mapping

import polars as pl

from mutualis import coding, reference, synthetic, tables
from mutualis.coding import keys
from mutualis.pipeline.workspace import Workspace

LIST = "pseudodiagnosis"
ENOUGH = 10**9


def illness(space: Workspace, year: int) -> pl.DataFrame:
    """Who takes which group in the year, by code, in plenty: rows as those of derived_person_year_drug."""
    truth = pl.DataFrame(pl.from_arrow(synthetic.Truth(space.truth).table("condition")))
    truth = truth.filter(pl.col("year") == year).cast({"year": pl.Int32})
    people = truth["person"].unique().sort()
    insurer = next(space.insurers())
    first = coding.code_distinct(people, insurer.keys.subkey("c1", "person"))
    codes = pl.DataFrame(
        {"person": people, "person_id": coding.code_distinct(first, keys.c2_subkey(space.ttp, "person"))}
    )
    plenty = {name: pl.lit(ENOUGH, pl.Int64) for name in ("ddd_thousandths", "packages")}
    return truth.join(codes, on="person").select("person_id", "year", "atc_code", **plenty)


def wider_rules() -> pl.DataFrame:
    """Rules that count a group of the generator for each condition of which it holds some medicines."""
    schema = tables.find(f"reference_{LIST}").columns
    found = [
        dict.fromkeys(schema, None)
        | {"code": f"{row['condition']} wider {group}", "role": "atc", "atc_code": group}
        | {name: row[name] for name in ("list", "condition")}
        for row, group in _overlaps()
        if group != row["atc_code"] and row["atc_code"].startswith(group)
    ]
    kinds = {"date": pl.Date, "int64": pl.Int64, "bool": pl.Boolean}
    return pl.DataFrame(found, {name: kinds.get(column.type, pl.String) for name, column in schema.items()}).unique(
        "code", keep="first", maintain_order=True
    )


def _overlaps() -> Iterator[tuple[Mapping[str, str], str]]:
    """Rules about medicines, with the groups of the generator that they share medicines with."""
    groups = sorted({each.atc for each in synthetic.chronic_groups()})
    for row in reference.codelist(LIST).rows:
        if row["role"] == "atc":
            yield from ((row, group) for group in groups if _shares(group, row["atc_code"]))


def _shares(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def truth_kinds() -> dict[str, str]:
    """For each condition: own, wider or none; a condition that needs others is as weak as the weakest of them."""
    found: dict[str, str] = {}
    for row, group in _overlaps():
        is_own = group.startswith(row["atc_code"])
        found[row["condition"]] = "own" if is_own and found.get(row["condition"], "own") == "own" else "wider"
    for row in reference.codelist(LIST).rows:
        if row["role"] == "needs":
            kinds = {found.get(row["condition"], "own"), found.get(row["other"], "none")}
            found[row["condition"]] = next(kind for kind in ("none", "wider", "own") if kind in kinds)
    return found
