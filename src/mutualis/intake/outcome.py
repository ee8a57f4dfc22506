"""What became of a delivery, and where it is kept: `store/accepted/<hash12>/` with `outcome.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel import Declared, Manifest, parse_manifest

ByDatabase = Mapping[str, Declared]
ACCEPTED, REFUSED, KNOWN = "accepted", "refused", "known"


@dataclass(frozen=True)
class Outcome:
    """The outcome of `accept`.

    `declared`, `accepted` and `set_aside` are rows and cents by database (accepted + set_aside = declared); `counts`
    are problems by rule; `problems` is their table; `staged` are the typed files of the accepted lines by database;
    `feedback` is the folder with the report. `delivery` is the parcel's hash ("" when it could not be trusted).
    """

    status: str
    delivery: str
    manifest: Manifest | None = None
    declared: ByDatabase = field(default_factory=dict)
    accepted: ByDatabase = field(default_factory=dict)
    set_aside: ByDatabase = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Path | None = None
    staged: Mapping[str, Path] = field(default_factory=dict)
    feedback: Path | None = None
    reason: str = ""

    @property
    def declared_rows(self) -> int:
        return _rows(self.declared)

    @property
    def accepted_rows(self) -> int:
        return _rows(self.accepted)

    @property
    def set_aside_rows(self) -> int:
        return _rows(self.set_aside)


def _rows(of: ByDatabase) -> int:
    return sum(each.rows for each in of.values())


def folder_of(node: Node, status: str, hash: str) -> Path:
    """Where the results of a delivery are kept in a node's store."""
    return node.store / status / hash[:12]


def feedback_folder(node: Node, period: str, hash: str) -> Path:
    """Where the feedback on a delivery is written."""
    return node.store / "feedback" / f"{period}-{hash[:12]}"


def totals(of: ByDatabase) -> dict[str, dict[str, int]]:
    """Rows and cents by database, as JSON and the ledger hold them."""
    return {database: {"rows": each.rows, **each.totals} for database, each in of.items()}


def _declared(stored: Mapping[str, Mapping[str, int]]) -> dict[str, Declared]:
    return {
        database: Declared(each["rows"], {code: cents for code, cents in each.items() if code != "rows"})
        for database, each in stored.items()
    }


def write(folder: Path, outcome: Outcome) -> None:
    """Write outcome.json and the manifest into the delivery's folder."""
    content = {
        "status": outcome.status,
        "delivery": outcome.delivery,
        "declared": totals(outcome.declared),
        "accepted": totals(outcome.accepted),
        "set_aside": totals(outcome.set_aside),
        "counts": dict(outcome.counts),
    }
    (folder / "outcome.json").write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if outcome.manifest is not None:
        (folder / "manifest.json").write_bytes(outcome.manifest.to_bytes())


def read(node: Node, hash: str, status: str = "") -> Outcome:
    """The outcome of a delivery that this node decided on before; `status` says another one than is stored."""
    folder = next((each for each in _folders(node, hash) if (each / "outcome.json").is_file()), None)
    if folder is None:
        raise MutualisError(
            f"The results of delivery {hash[:12]} are gone from the store.", do="send the delivery again"
        )
    stored = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    manifest = parse_manifest((folder / "manifest.json").read_bytes())
    staged = {
        each: folder / f"{each}.parquet"
        for each in reference.delivered_codes()
        if (folder / f"{each}.parquet").is_file()
    }
    return Outcome(
        status=status or stored["status"],
        delivery=hash,
        manifest=manifest,
        declared=_declared(stored["declared"]),
        accepted=_declared(stored["accepted"]),
        set_aside=_declared(stored["set_aside"]),
        counts=stored["counts"],
        problems=folder / "problems.parquet",
        staged=staged,
        feedback=feedback_folder(node, manifest.period, hash),
    )


def _folders(node: Node, hash: str) -> tuple[Path, Path]:
    return folder_of(node, ACCEPTED, hash), folder_of(node, REFUSED, hash)


def pending(node: Node) -> list[Outcome]:
    """Accepted deliveries that were not coded yet, in order of period."""
    return [read(node, each.hash) for each in node.ledger.deliveries(kind="delivery", status=ACCEPTED)]


def kept(node: Node) -> list[Outcome]:
    """Every accepted delivery whose files are in the store, coded or not, in order of period."""
    known = node.ledger.deliveries(kind="delivery")
    return [
        read(node, each.hash) for each in known if (folder_of(node, ACCEPTED, each.hash) / "outcome.json").is_file()
    ]


def mark_coded(node: Node, outcome: Outcome) -> None:
    """Say in the ledger that the first coder has coded this delivery."""
    node.ledger.set_status(outcome.delivery, "coded")
