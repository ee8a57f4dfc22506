"""node.toml: which party a node is. Format mutualis-node-1."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from mutualis import parcel, reference
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

FORMAT = "mutualis-node-1"
FILE_NAME = "node.toml"
LEDGER = "store/ledger.sqlite"


@dataclass(frozen=True)
class Settings:
    """The party's name and role, and where its ledger is: a path within the node, or a database URL."""

    name: str
    role: str
    ledger: str = LEDGER

    def __post_init__(self) -> None:
        if not parcel.is_party_name(self.name):
            raise MutualisError(
                "The name of a node is not a party's name.", there_is="names look like insurer-100 or centre"
            )
        reference.party(self.role)


def write_settings(folder: Path, settings: Settings) -> None:
    """Write node.toml; from then on the folder is a node."""
    facts = {"format": FORMAT, "name": settings.name, "role": settings.role, "ledger": settings.ledger}
    text = "".join(f'{name} = "{value}"\n' for name, value in facts.items())
    write_file(folder / FILE_NAME, text.encode())


def read_settings(folder: Path) -> Settings:
    """The settings of the node in this folder."""
    try:
        stored = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MutualisError(
            f"Folder {folder.name} is not a node.", there_is="it has no node.toml", do="create the node first"
        ) from error
    except ValueError as error:
        raise MutualisError(f"node.toml of {folder.name} cannot be read.", do="write it as TOML in UTF-8") from error
    if stored.pop("format", None) != FORMAT or set(stored) != {"name", "role", "ledger"}:
        raise MutualisError(
            f"node.toml of {folder.name} is not of format {FORMAT}.", there_is="it has format, name, role, ledger"
        )
    if not all(isinstance(value, str) for value in stored.values()):
        raise MutualisError(f"node.toml of {folder.name} has a value that is not a text.")
    return Settings(**stored)
