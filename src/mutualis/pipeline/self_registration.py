"""Self-registration in one workspace: hospitals register, the data team takes in and analyses, the checker approves,
and the researcher computes indicators 5 and 6. In a rehearsal the truth stands beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from mutualis.linkage.accounts import Account
from mutualis.linkage.steps import keep_report
from mutualis.linkage.steps import self_registration as steps
from mutualis.methods.self_registration import door_to_needle, swallow_screening, without_small
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.pipeline.linkage import REGISTERED, Linkage
from mutualis.pipeline.workspace import Workspace

TEAM, CHECKER, COMMITTEE, RESEARCHER = "data-team", "kce", "committee", "researcher"
BY = ("hospital_code", "registration_year")
SPLITS = {"": (), "is_in_hospital": ("is_in_hospital",), "is_referred": ("is_referred",), "hospital": BY}
INDICATORS = {"door_to_needle": door_to_needle, "swallow_screening": swallow_screening}
COPIED = "self-registration-copied"


@dataclass(frozen=True)
class SelfRegistration:
    """What came of it: the accounts in order, and the tables by name (`door_to_needle`, `swallow_screening`; with
    `_by_is_in_hospital`, `_by_is_referred`, and `_by_hospital`, where small numbers are hidden).

    They are of the analysis set, which has `rows` stays. In a rehearsal `registered` has the same of what hospitals
    wrote, before the small cell analysis, and `true` of what really happened; else both are empty.
    """

    accounts: tuple[Account, ...]
    tables: dict[str, pl.DataFrame]
    rows: int
    registered: dict[str, pl.DataFrame] = field(default_factory=dict)
    true: dict[str, pl.DataFrame] = field(default_factory=dict)


def run(linkage: Linkage) -> SelfRegistration:
    """The whole flow, each party at its own node, on the files that hospitals have in their stores. The analyst runs
    the small cell analysis, the approver approves it, and the committee is told.
    """
    accounts = [_together(_registered(linkage))]
    transport.deliver_all(linkage.space.path)
    team = linkage.permit(TEAM)
    accounts.append(steps.take_in(team, _copied(team.node)))
    found = steps.analysed(team, linkage.people.analyst)
    signed = steps.approve(linkage.permit(CHECKER), found.report, linkage.people.approver, COMMITTEE)
    accounts.append(steps.release(team, found.frame, signed, RESEARCHER))
    transport.deliver_all(linkage.space.path)
    keep_report(linkage.permit(COMMITTEE))
    rows = steps.read_analysis(linkage.permit(RESEARCHER), signed)
    true = _true(linkage)
    registered = tables_of(steps.consolidated(team)) if true else {}
    return SelfRegistration(tuple(accounts), tables_of(rows), rows.height, registered, true)


def copy_from_accounts(space: Workspace) -> list[Path]:
    """The automatic job: what fits goes from the hospitals' accounts at the transfer host to the data team's zone."""
    from mutualis.node.sftp import Accounts, copy_registrations

    accounts = Accounts(space.transfer_host(), takes_registrations=True)
    return copy_registrations(accounts, space.node(TEAM).store / COPIED)


def _copied(team: Node) -> list[tuple[str, Path]]:
    """What the automatic job put there: sender and file."""
    zone = team.store / COPIED
    return [(path.parent.name, path) for path in sorted(zone.glob("*/*.xml"))]


def tables_of(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Both indicators over all, by each split, and by hospital and year without small numbers."""
    made = {
        f"{name}_by_{split}" if split else name: compute(rows, *columns)
        for name, compute in INDICATORS.items()
        for split, columns in SPLITS.items()
    }
    return {name: without_small(table) if name.endswith("_by_hospital") else table for name, table in made.items()}


def _registered(linkage: Linkage) -> Iterator[Account]:
    for name in linkage.hospitals():
        node = linkage.space.node(name)
        files = (node.store / REGISTERED).glob("*.xml")
        account, found = steps.register(linkage.permit(name), files, TEAM)
        if refused := sorted({rule for each in found for rule in each.reasons}):
            raise MutualisError(f"A self-registration of {name} is refused: {', '.join(refused)}.")
        yield account


def _together(accounts: Iterator[Account]) -> Account:
    """The accounts of all hospitals as one."""
    found = list(accounts)
    if not found:
        raise MutualisError("There is no hospital to register itself.", do="prepare the linkage with hospitals first")
    whole = [_sum([getattr(each, part) for each in found]) for part in ("rows_in", "rows_out", "dropped", "facts")]
    return Account(found[0].step, f"{len(found)} hospitals", *whole)


def _sum(counts: list[dict[str, int]]) -> dict[str, int]:
    return {name: sum(each[name] for each in counts) for name in counts[0]}


def _true(linkage: Linkage) -> dict[str, pl.DataFrame]:
    """The tables of what really happened; none outside a rehearsal."""
    path = linkage.space.truth / "hospital_registration.parquet"
    return tables_of(pl.read_parquet(path)) if path.is_file() else {}
