"""What the project store keeps of a project: tables encrypted at rest, under a key that the project has alone.

The key of a project is an age identity, sealed with a subkey of the store's own key. Who has the files and not the ring
has nothing; when the key of the project is shredded, every copy of its files is noise.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import full_disk_told, sync, write_file

ROLE, PURPOSE, FOLDER = "project_store", "store", "projects"
KEY, ENDING, NONCE = "key.sealed", ".parquet.age", 12
Tables = Mapping[str, pl.DataFrame]


class Project:
    """The data sets of one project at the node of the project store."""

    def __init__(self, node: Node, name: str) -> None:
        if node.role != ROLE:
            raise MutualisError(
                f"The data of project {name} are at the project store only.", there_is=f"{node.name} is a {node.role}"
            )
        self.node, self.name, self.path = node, name, node.store / FOLDER / name

    @property
    def has_key(self) -> bool:
        """Whether the project has its key still; without it nothing of it can be read."""
        return (self.path / KEY).is_file()

    def datasets(self) -> list[str]:
        """The names of the data sets that are kept."""
        folder = self.path / "data"
        return sorted(each.name for each in folder.iterdir() if each.name[0] != ".") if folder.is_dir() else []

    def files(self, dataset: str = "") -> list[Path]:
        """The encrypted files of a data set, or of all."""
        return sorted((self.path / "data" / dataset).rglob(f"*{ENDING}"))

    def tables(self, dataset: str) -> list[str]:
        """The names of the tables of a data set."""
        return [path.name.removesuffix(ENDING) for path in self.files(dataset)]

    def save(self, dataset: str, tables: Tables) -> None:
        """Keep a data set in the place of what has its name; what is half written is never there."""
        target = self.path / "data" / dataset
        made = target.with_name(f".{dataset}.{secrets.token_hex(4)}")
        made.mkdir(mode=0o700, parents=True)
        recipient = [str(self._identity(make=True).to_public())]
        with self.node.scratch() as folder, full_disk_told():
            for name, frame in tables.items():
                plain = folder / f"{name}.parquet"
                frame.write_parquet(plain)
                with (made / f"{name}{ENDING}").open("xb") as out:
                    parcel.encrypt(plain, out, recipient)
                    os.fsync(out.fileno())
        old = target.with_name(f".{dataset}.old")
        with contextlib.suppress(FileNotFoundError):
            target.rename(old)
        made.rename(target)
        sync(target.parent)
        shutil.rmtree(old, ignore_errors=True)

    def read(self, dataset: str, table: str, columns: list[str] | None = None) -> pl.DataFrame:
        """A table of a data set, or some of its columns. Its plain text is in the node's scratch folder meanwhile."""
        path = self.path / "data" / dataset / f"{table}{ENDING}"
        if not path.is_file():
            raise MutualisError(
                f"Project {self.name} has no table '{table}' in '{dataset}'.",
                there_is=f"its data sets are {', '.join(self.datasets()) or 'none'}",
            )
        with self._opened(path) as plain:
            return pl.read_parquet(plain, columns=columns)

    def whole(self, dataset: str) -> dict[str, pl.DataFrame]:
        """Every table of a data set; an error where there is none."""
        found = {name: self.read(dataset, name) for name in self.tables(dataset)}
        if not found:
            raise MutualisError(
                f"Project {self.name} has no data set '{dataset}'.",
                there_is=f"its data sets are {', '.join(self.datasets()) or 'none'}",
                do="run the steps of the linkage first",
            )
        return found

    def decrypt(self, sealed: bytes) -> bytes:
        """A small file that was encrypted under the key of the project."""
        return parcel.decrypt_bytes(sealed, [self._identity()])

    def shred(self) -> None:
        """Overwrite and remove the key of the project, then its data: no copy of them can be read any more."""
        key = self.path / KEY
        if key.is_file():
            with key.open("r+b") as file:
                file.write(secrets.token_bytes(key.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            key.unlink()
            sync(self.path)
        shutil.rmtree(self.path / "data", ignore_errors=True)

    @contextlib.contextmanager
    def _opened(self, path: Path) -> Iterator[Path]:
        with self.node.scratch() as folder:
            plain = folder / path.name.removesuffix(".age")
            with full_disk_told():
                parcel.decrypt(path, plain, [self._identity()])
            yield plain

    def _identity(self, make: bool = False) -> pyrage.x25519.Identity:
        """The key of the project; made where it is wanted for the first time."""
        path, cipher = self.path / KEY, ChaCha20Poly1305(bytes.fromhex(self.node.keys.subkey(PURPOSE, self.name)))
        if not path.is_file():
            if not make:
                raise MutualisError(
                    f"The key of project {self.name} is not there.", do="see its certificate of destruction"
                )
            found, nonce = pyrage.x25519.Identity.generate(), secrets.token_bytes(NONCE)
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(path, nonce + cipher.encrypt(nonce, str(found).encode(), self.name.encode()), mode=0o600)
            return found
        sealed = path.read_bytes()
        try:
            opened = cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self.name.encode())
        except InvalidTag as error:
            raise MutualisError(
                f"The key of project {self.name} cannot be opened with the key of this store.",
                do="restore the key ring of the project store",
            ) from error
        return pyrage.x25519.Identity.from_str(opened.decode())
