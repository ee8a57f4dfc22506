"""Open every file of every node and look for identifiers of domains that the node's party may never hold.

What is looked for is taken from the insurers' own accepted files (national numbers, provider numbers) and made with
the nodes' keys (C1 from the insurers' key, C2 as the centre's warehouse has it). Nothing found is ever shown: a leak
names the node, the file, the domain and the form.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import reference
from mutualis.coding import code_distinct
from mutualis.model import C1, C2, INSZ, MutualisError
from mutualis.node import Node
from mutualis.pipeline.scan import decode
from mutualis.pipeline.scan.forms import Needles, needles
from mutualis.pipeline.scan.search import Sought, prepare, search
from mutualis.pipeline.workspace import Workspace

CLAIM_COLUMNS = frozenset({"service_day", "nomenclature_code", "cnk", "reimbursed_cents", "copayment_cents"})
PROVIDERS = ("provider", "prescriber")
PROVIDER = "provider"


@dataclass(frozen=True, order=True)
class Leak:
    """A place where a node holds what it may not hold; `times` counts occurrences."""

    node: str
    file: str
    layer: str
    domain: str
    form: str
    times: int


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
    """The distinct values of identifier columns in the insurers' accepted files, sorted."""
    files = [path for node in workspace.insurers() for path in (node.store / "accepted").rglob(f"{database}.parquet")]
    if not files:
        return []
    whole = pl.scan_parquet(files)
    found = pl.concat([whole.select(number=pl.col(column)) for column in columns]).drop_nulls().unique().sort("number")
    return found.collect()["number"].to_list()


def forbidden(role: str, known: dict[str, list[Needles]]) -> list[Sought]:
    may_hold = reference.parties()[role].may_hold
    return prepare(one for domain, forms in known.items() if domain not in may_hold for one in forms)


def scan_workspace(workspace: Workspace, most: int | None = None) -> list[Leak]:
    """All leaks of all nodes, sorted; an empty list is the answer that is wanted."""
    known = canaries(workspace, most)
    return sorted(leak for name in workspace.names() for leak in scan_node(workspace.node(name), known))


def scan_node(node: Node, known: dict[str, list[Needles]], only: set[Path] | None = None) -> Iterator[Leak]:
    """The leaks of one node (or of some of its files): forbidden identifiers, and at the third party claim columns."""
    sought = forbidden(node.role, known)
    files = (path for path in node.path.rglob("*") if path.is_file())
    for path in sorted(path for path in files if only is None or path in only):
        where = str(path.relative_to(node.path))
        for layer, content in decode.layers(path, lambda sealed: opened(node, sealed)):
            found = count(decode.texts(content), sought)
            for (domain, form), times in found.items():
                yield Leak(node.name, where, layer, domain, form, times)
            if node.role == "ttp" and CLAIM_COLUMNS & set(decode.columns(content)):
                yield Leak(node.name, where, layer, "content of a claim", "columns", 1)


def opened(node: Node, sealed: bytes) -> bytes | None:
    """What the node can read of an age file; None when it is for somebody else."""
    try:
        return node.keys.decrypt(sealed)
    except MutualisError:
        return None


def count(texts: Iterable[bytes], sought: list[Sought]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found.update(search(text, sought))
    return found
