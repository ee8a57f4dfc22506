"""Tables that are made anew as a whole: which inputs a version was made of, and putting another in its place."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mutualis import __version__
from mutualis.engine import DeltaLake
from mutualis.model.protocols import Saved


def fingerprint(name: str, sources: Mapping[str, Any]) -> str:
    """One text for a table made of these versions by this version of the program."""
    made_of = json.dumps([name, __version__, dict(sources)], sort_keys=True)
    return hashlib.sha256(made_of.encode()).hexdigest()


def is_up_to_date(lake: DeltaLake, table: str, key: str) -> bool:
    """Whether the newest version of the table was made of exactly these inputs."""
    history = lake.history(table)
    return bool(history) and history[0].metadata.get("inputs") == key


def replace_table(lake: DeltaLake, table: Any, saved: Sequence[Saved], key: str, metadata: Mapping[str, str]) -> int:
    """The new files in place of all old ones, in one version, by the table's declaration as it is now."""
    with lake.writing():
        old = lake.files(table.name)
        transaction = f"{key}-{(lake.version(table.name) or 0) + 1}"
        noted = {**metadata, "inputs": key}
        return lake.commit(
            table.name, table.schema, saved, transaction=transaction, metadata=noted, remove=old, renew=True
        )
