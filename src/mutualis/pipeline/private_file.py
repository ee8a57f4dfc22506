"""Files that a command leaves beside the workspace with rows of single persons or providers."""

from pathlib import Path

from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

OWNER_ONLY = 0o600


def write_private(target: Path, content: bytes) -> None:
    """Write a file whole, to be read by its owner only; one that is there is an error and stays as it is."""
    if target.exists():
        raise MutualisError(f"The file {target.name} is there already.", do="choose another name")
    write_file(target, content, mode=OWNER_ONLY)
