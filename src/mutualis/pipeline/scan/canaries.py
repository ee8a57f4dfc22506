"""What to look for: every identifier in every form, from the insurers' accepted files and the nodes' keys."""

from collections.abc import Iterable

import polars as pl

from mutualis import reference
from mutualis.coding import code_distinct
from mutualis.model import C1, C2, INSZ
from mutualis.pipeline.scan.forms import Needles, needles
from mutualis.pipeline.scan.search import Sought, prepare
from mutualis.pipeline.workspace import Workspace

PROVIDERS = ("provider", "prescriber")
PROVIDER = "provider"
DIGITS = 11


def canaries(workspace: Workspace, most: int | None = None) -> dict[str, list[Needles]]:
    """Every identifier of each domain in every form, at most `most` a domain (the first in sorted order)."""
    persons = accepted_persons(workspace)[:most]
    insurer = next(workspace.insurers())
    first = code_distinct(pl.Series(persons, dtype=pl.String), insurer.keys.subkey("c1", "person")).to_list()
    second = code_distinct(pl.Series(first, dtype=pl.String), workspace.ttp.keys.subkey("c2", "person")).to_list()
    return {
        PROVIDER: needles(PROVIDER, accepted_providers(workspace)[:most]),
        str(INSZ): needles(str(INSZ), persons),
        str(C1): needles(str(C1), first, packed=True),
        str(C2): needles(str(C2), second, packed=True),
    }


def accepted_persons(workspace: Workspace) -> list[str]:
    """The national numbers in the insurers' accepted member states, sorted."""
    return accepted_numbers(workspace, "pp", ("person",))


def accepted_providers(workspace: Workspace) -> list[str]:
    """The numbers of providers and prescribers in the insurers' accepted care lines, sorted."""
    return accepted_numbers(workspace, "gz", PROVIDERS)


def accepted_numbers(workspace: Workspace, database: str, columns: Iterable[str]) -> list[str]:
    """The distinct values of identifier columns in the insurers' accepted files, sorted, as text of 11 digits.

    The columns are whole numbers or text; each file is read by itself, for older ones may have another type.
    """
    files = [path for node in workspace.insurers() for path in (node.store / "accepted").rglob(f"{database}.parquet")]
    found = [pl.scan_parquet(path).select(number=column).drop_nulls().unique() for path in files for column in columns]
    texts = [each.select(pl.col("number").cast(pl.String).str.zfill(DIGITS)) for each in found]
    return pl.concat(texts).unique().sort("number").collect()["number"].to_list() if texts else []


def forbidden(role: str, known: dict[str, list[Needles]]) -> Sought:
    """What a role may not hold, prepared for searching."""
    may_hold = reference.parties()[role].may_hold
    return prepare(one for domain, forms in known.items() if domain not in may_hold for one in forms)
