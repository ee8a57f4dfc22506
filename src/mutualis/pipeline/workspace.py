"""A workspace: the folder that holds every party's node, the releases and, for a synthetic country, its truth."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mutualis import reference
from mutualis.engine import DeltaLake, DuckEngine, spark_engine
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.node import Node, add_node, create_country
from mutualis.pipeline.standing import sign_for_all

PASSPHRASE = "MUTUALIS_PASSPHRASE"  # noqa: S105 - the name of a variable, not a secret
TABLE_GB = (2, 5)  # the least and the most memory that derived tables are made with, unless asked for otherwise


def table_memory() -> str:
    """What the embedded engine gets for derived tables and counts: a quarter of the machine's memory, within bounds.

    What does not fit is spilled to disk: person-years of 600,000 insured took 38 s with 3 GB and 27 s with 5 GB.
    """
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    least, most = TABLE_GB
    return f"{min(most, max(least, int(whole / 4)))}GB"


@dataclass(frozen=True)
class Workspace:
    """Nodes of all parties in one folder, for the demo and for rehearsals; in production each has its own machine.

    `spark_master`: where derived tables and counts are made by Spark; empty: by the embedded engine, which then takes
    `table_memory_limit` instead of `memory_limit`.
    """

    path: Path
    threads: int = 2
    memory_limit: str = "2GB"
    table_memory_limit: str = field(default_factory=table_memory)
    spark_master: str = ""
    _open: dict[str, Node] = field(default_factory=dict, repr=False, compare=False)

    @property
    def releases(self) -> Path:
        return self.path / "releases"

    @property
    def truth(self) -> Path:
        return self.path / "truth"

    @property
    def hospitals(self) -> Path:
        """The files of synthetic hospitals, before they are put at their nodes."""
        return self.path / "hospitals"

    @cached_property
    def passphrase(self) -> str:
        """From the environment, else from the workspace's own file."""
        if given := os.environ.get(PASSPHRASE):
            return given
        kept = self.path / "passphrase"
        if not kept.is_file():
            raise MutualisError(
                f"The passphrase of the workspace {self.path} is not known.",
                there_is=f"neither {PASSPHRASE} in the environment nor a file 'passphrase' in the workspace",
                do=f"set {PASSPHRASE}",
            )
        return kept.read_text().strip()

    def create(self) -> None:
        """Make the nodes of the country (seven insurers, trusted third party, centre, witness) where they are missing.

        The agency's own authorisation is signed off at each, as its security adviser would.

        Without a passphrase in the environment one is made and kept in a file that only its owner can read.
        """
        kept = self.path / "passphrase"
        if not os.environ.get(PASSPHRASE) and not kept.exists() and not self.names():
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_urlsafe(24))
        self._open.update(create_country(self.path, self.passphrase))
        witness = self.witness()
        sign_for_all([self.node(name) for name in self.names()], witness)

    def require(self) -> "Workspace":
        """The workspace itself, or an error where the folder is none; nothing is made by a typing mistake."""
        if self.names() or self.releases.is_dir():
            return self
        raise MutualisError(
            f"{self.path} is no workspace.",
            there_is="a folder without nodes" if self.path.is_dir() else "no such folder",
            do="name another one with -w, or make it with `mutualis nodes create` or `mutualis synthesise`",
        )

    def node(self, name: str) -> Node:
        if name not in self._open:
            folder = self.path / "nodes" / name
            if not folder.is_dir():
                raise MutualisError(
                    f"There is no node '{name}' in {self.path}.",
                    there_is=f"the nodes are {', '.join(self.names()) or 'none yet'}",
                    do="make the nodes with `mutualis nodes create` or name another workspace",
                )
            self._open[name] = Node.open(folder, self.passphrase)
        return self._open[name]

    def names(self) -> list[str]:
        folder = self.path / "nodes"
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []

    def insurers(self) -> Iterator[Node]:
        nodes = [self.node(name) for name in self.names()]
        return iter([node for node in nodes if node.role == "insurer"])

    def senders(self) -> Iterator[Node]:
        """The nodes that deliver: insurers, and the hub of records."""
        nodes = [self.node(name) for name in self.names()]
        return iter([node for node in nodes if node.role in reference.delivering_roles()])

    def close(self) -> None:
        """Let all nodes go, so that whoever opens them next may sweep what a killed process left."""
        while self._open:
            self._open.popitem()[1].close()

    @property
    def ttp(self) -> Node:
        return self.node("ttp")

    @property
    def centre(self) -> Node:
        return self.node("centre")

    def of_role(self, role: str) -> Node | None:
        """The one node of a role, or None where the workspace has none."""
        return next((node for node in map(self.node, self.names()) if node.role == role), None)

    def witness(self) -> Node:
        """The witness of the audit logs; made where there is none yet."""
        return self._of_role_or_made("audit_witness", "witness")

    def transfer_host(self) -> Node:
        """The node that takes parcels by SFTP; made where there is none yet."""
        return self._of_role_or_made("transfer_host", "sftp-host")

    def _of_role_or_made(self, role: str, name: str) -> Node:
        if found := self.of_role(role):
            return found
        self.close()
        return self._open.setdefault(name, add_node(self.path, name, role, self.passphrase))

    def engine(self, node: Node) -> DuckEngine:
        """An engine that works in the node's own temporary folder."""
        return DuckEngine(memory_limit=self.memory_limit, threads=self.threads, temporary=node.temporary)

    def table_engine(self) -> Engine:
        """The engine that makes derived tables and counts indicators: Spark where the workspace names a master."""
        if self.spark_master:
            return spark_engine(self.spark_master, self.centre.temporary)
        temporary = self.centre.temporary
        return DuckEngine(memory_limit=self.table_memory_limit, threads=self.threads, temporary=temporary)

    def lake(self) -> DeltaLake:
        return DeltaLake(self.centre.store / "warehouse")
