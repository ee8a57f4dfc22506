"""What to look for: every identifier in every form, from accepted files, hospitals' patients and the nodes' keys."""

from collections.abc import Iterable

import polars as pl

from mutualis.coding import code_distinct
from mutualis.linkage.signing_off import signed_off
from mutualis.model import C1, C2, INSZ
from mutualis.pipeline.linkage import patients_at
from mutualis.pipeline.scan.forms import Needles, bounded, needles
from mutualis.pipeline.workspace import Workspace

PROVIDERS = ("provider", "prescriber")
PROVIDER = "provider"
DIGITS = 11
PAT_ID, RN, C_PROJECT = "PatID", "RN", "Cproject"


def canaries(workspace: Workspace, most: int | None = None) -> dict[str, list[Needles]]:
    """Every identifier of each domain in every form, at most `most` a domain (the first in sorted order)."""
    patients = known_patients(workspace)
    persons = sorted({*accepted_persons(workspace)[:most], *patients["insz"].to_list()[:most]})
    insurer = next(workspace.insurers())
    first = code_distinct(pl.Series(persons, dtype=pl.String), insurer.keys.subkey("c1", "person")).to_list()
    second = code_distinct(pl.Series(first, dtype=pl.String), workspace.ttp.keys.subkey("c2", "person")).to_list()
    return {
        PROVIDER: needles(PROVIDER, accepted_providers(workspace)[:most]),
        str(INSZ): needles(str(INSZ), persons),
        str(C1): needles(str(C1), first, packed=True),
        str(C2): needles(str(C2), second, packed=True),
        PAT_ID: bounded(PAT_ID, patients["pat_id"].to_list()[:most]),
        **project_codes(workspace, patients["insz"].unique(maintain_order=True)[:most]),
    }


def known_patients(workspace: Workspace) -> pl.DataFrame:
    """The patients of all hospitals of the workspace (pat_id, insz), sorted by national number."""
    found = [patients_at(node) for node in map(workspace.node, workspace.names()) if node.role == "hospital"]
    return pl.concat([pl.DataFrame(schema={"pat_id": pl.String, "insz": pl.String}), *found]).unique().sort("insz")


def project_codes(workspace: Workspace, numbers: pl.Series) -> dict[str, list[Needles]]:
    """RN and Cproject of national numbers, of every authorisation that the eHealth coder has the sign-off of."""
    coder, found = workspace.of_role("ehealth_coder"), dict[str, list[Needles]]({RN: [], C_PROJECT: []})
    for name in signed_off(coder) if coder is not None else ():
        assert coder is not None
        rn = code_distinct(numbers, coder.keys.subkey("rn", name))
        project = code_distinct(rn, coder.keys.subkey("project", name))
        found[RN] += needles(RN, rn.to_list(), packed=True)
        found[C_PROJECT] += needles(C_PROJECT, project.to_list(), packed=True)
    return found


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
