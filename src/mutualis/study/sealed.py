"""Flags of single providers in the folder of a run: encrypted to the centre's own node, readable by nothing else."""

import io
import os
from pathlib import Path

import polars as pl

from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel import sealing
from mutualis.study.results import Run

SEALED, ENDING = "sealed", ".parquet.age"


def write_sealed(folder: Path, name: str, flags: pl.DataFrame, node: Node) -> Path:
    """The flags as a file that only its owner may read, and only the node can open; in the order of the codes."""
    content = io.BytesIO()
    flags.sort("provider").write_parquet(content)
    path = folder / SEALED / f"{name}{ENDING}"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as writer:
        writer.write(sealing.encrypt_bytes(content.getvalue(), (node.keys.recipient,)))
    return path


def read_sealed(run: Run, name: str, node: Node) -> pl.DataFrame:
    """The flags of a run; the reading is logged. Raises where the run sealed none, and on another node."""
    path = run.folder / SEALED / f"{name}{ENDING}"
    if not path.is_file():
        raise MutualisError(f"The run {run.known['id']} of '{run.known['study']}' sealed no '{name}'.")
    flags = pl.read_parquet(io.BytesIO(node.keys.decrypt(path.read_bytes())))
    node.log("study.flags_opened", on=str(run.known["id"]), rows=flags.height)
    return flags
