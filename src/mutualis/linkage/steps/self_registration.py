"""Self-registration (indicators 5 and 6): a flow of its own beside the twelve steps, never linked with them.

The hospital checks its XML and sends its rows; the data team checks them again, keeps of each year the newest file,
has its own small cell analysis made, and hands the analysis set to the researcher once the checker approved it.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl

from mutualis.disclosure.small_cells import Analysis, Report, Task, analyse, content_hash, page, read_report
from mutualis.intake.findings import whole_file
from mutualis.intake.self_registration import Examined, Zone
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.messages import Received
from mutualis.linkage.permit import Permit, Refused
from mutualis.linkage.retention import require_running, start
from mutualis.linkage.signed_report import check_that_opens, read_signed, require_passed, sign_report
from mutualis.linkage.steps.checker import LANGUAGES, REPORT
from mutualis.linkage.steps.project_store import documents
from mutualis.parcel.registration_name import RegistrationName
from mutualis.parcel.self_registration import SCHEMA_OF_ROWS, write_registration
from mutualis.reference.self_registration import self_registration_numbers
from mutualis.reference.small_cells import self_registration_cell_rules

MINUTES, LYSED = ("door_to_needle_minutes", "onset_minutes"), "is_lysed"
COLLECTION = "collection"
FLOW, ANALYSIS, TABLE = "self-registration", "self-registration-analysis", "stays"


def zone_of(permit: Permit) -> Zone:
    """What a node took in: at a hospital its own files, at the data team those of all."""
    return Zone(permit.node.store / FLOW / permit.authorisation.id)


def register(permit: Permit, files: Iterable[Path], recipient: str) -> tuple[Account, list[Examined]]:
    """At the hospital: check the files that it made, and send of each year the one that counts. Returns the findings
    too, one a file, for its feedback. Sending again what the data team has is harmless.
    """
    permit.sends(FLOW, {TABLE: list(SCHEMA_OF_ROWS)})
    zone = zone_of(permit)
    with permit.node.lock(FLOW):
        found = [zone.take(path, permit.node.name) for path in sorted(files)]
        rows_out = 0
        for name in zone.counting():
            rows = zone.read(name).rows.select(list(SCHEMA_OF_ROWS))
            messages.send(permit, FLOW, recipient, {TABLE: rows}, about=str(name))
            rows_out += rows.height
    rows_in = sum(each.rows.height for each in found if each.rows is not None)
    dropped = {"files_refused": sum(each.is_refused for each in found)}
    facts = {"files": len(found), "files_sent": len(zone.counting())}
    return enter(permit, Account(FLOW, permit.node.name, {"rows": rows_in}, {FLOW: rows_out}, dropped, facts)), found


def take_in(permit: Permit, copied: Iterable[tuple[str, Path]] = ()) -> Account:
    """At the data team: take in the parcels that wait, and the XML files (sender, file) that the automatic job copied
    from the senders' accounts; all pass the same gate. What is refused is kept with its reason.
    """
    permit.receives(FLOW)
    zone = zone_of(permit)
    with permit.node.lock(FLOW), permit.node.scratch() as folder:
        found = []
        for sender, path in copied:
            found.append(zone.take(path, sender))
            path.unlink()
        found += [_taken(permit, zone, each, folder) for each in messages.receive(permit, FLOW)]
        messages.destroy(permit, FLOW)
    start(permit.node, permit.authorisation.id, COLLECTION, permit.day)
    counting = zone.counting()
    rows = sum(each.rows.height for each in found if each.rows is not None)
    dropped = {"files_refused": sum(each.is_refused for each in found)}
    facts = {
        "hospitals": len({each.hospital for each in counting}),
        "files_that_count": len(counting),
        "files_replaced": len(zone.names()) - len(counting),
    }
    kept = {"rows": consolidated(permit).height}
    return enter(permit, Account(FLOW, permit.node.name, {FLOW: rows}, kept, dropped, facts))


def _taken(permit: Permit, zone: Zone, parcel: Received, folder: Path) -> Examined:
    """A parcel's rows as the file that they came from, through the gate that every file passes. A parcel whose rows are
    not those of its file is refused whole, and kept.
    """
    name, rows = RegistrationName.parse(parcel.about), parcel.tables[TABLE]
    wrong = "selfreg.name" if name is None else _misfit(name, rows)
    if name is None or wrong:
        permit.node.refuse(parcel.path, wrong)
        return Examined(name, None, (whole_file(wrong, FLOW),))
    return zone.take(write_registration(folder, name, rows.sort(rows.columns, nulls_last=True)), parcel.sender)


def _misfit(name: RegistrationName, rows: pl.DataFrame) -> str:
    """The rule that rows break which cannot be those of the file; empty where they can."""
    if dict(rows.schema) != SCHEMA_OF_ROWS:
        return "selfreg.element"
    is_of_name = (pl.col("hospital_code") == name.hospital) & (pl.col("registration_year") == name.year)
    return "" if rows.select(is_of_name.fill_null(value=False).all()).item() else "selfreg.content"


def consolidated(permit: Permit) -> pl.DataFrame:
    """The rows that count, of all hospitals and years: the columns of the authorisation, in one order."""
    zone = zone_of(permit)
    parts = [zone.read(name).rows.select(list(SCHEMA_OF_ROWS)) for name in zone.counting()]
    whole = pl.concat([pl.DataFrame(schema=SCHEMA_OF_ROWS), *parts])
    return whole.sort(whole.columns, nulls_last=True)


def analysed(permit: Permit, run_by: str) -> Analysis:
    """The small cell analysis of the rows that count, by its own rules; a row counts as one person. Its report tells
    what the remedies cost indicators 5 and 6.
    """
    check = check_that_opens(permit.authorisation, ANALYSIS)
    permit.receives(FLOW)
    rules, rows = self_registration_cell_rules(permit.day), consolidated(permit)
    task = Task(FLOW, permit.authorisation.id, run_by, permit.day, smallest=check.smallest)
    numbered = rows.with_row_index(rules.person).with_columns(pl.col(MINUTES[0]).is_not_null().alias(LYSED))
    found = analyse(numbered, task, rules=rules, figures=_figures)
    kept = [pl.when(pl.col(LYSED).is_not_null()).then(pl.col(name)).alias(name) for name in MINUTES]
    frame = found.frame.with_columns(kept).drop(rules.person, LYSED)
    return Analysis(frame, replace(found.report, examined=content_hash(rows), hash=content_hash(frame)))


def _figures(rows: pl.DataFrame) -> dict[str, float]:
    """Indicators 5 and 6 over all, for what the remedies cost; NaN where there is none."""
    time, norm = rows.filter(pl.col(LYSED))[MINUTES[0]], self_registration_numbers().within[0]
    told = {"door_to_needle_median": time.median(), f"within_{norm}": (time <= norm).mean()}
    told["swallow_screening"] = rows["is_swallow_screened"].mean()
    return {name: float("nan") if value is None else float(value) for name, value in told.items()}  # type: ignore[arg-type]


def approve(permit: Permit, report: Report, person: str, committee: str) -> bytes:
    """At the checker: a second person approves the report, signed; the committee is told. Returns the signed report."""
    signed = sign_report(permit, ANALYSIS, report, person)
    told = read_report(json.dumps(read_signed(permit, ANALYSIS, signed)))
    pages = {f"report.{each}.html": page(told, each).decode() for each in LANGUAGES}
    messages.send(permit, REPORT, committee, documents({"decision.json": signed.decode(), **pages}), about=FLOW)
    return signed


def release(permit: Permit, frame: pl.DataFrame, signed: bytes, recipient: str) -> Account:
    """Send the analysis set to the researcher: only what the signed report is about, only where it has passed, and only
    while the rows that it examined are still those that count.
    """
    require_running(permit.node, permit.authorisation, ANALYSIS, permit.day)
    report = require_passed(permit, ANALYSIS, signed, content_hash(frame))
    if report["examined"] != content_hash(consolidated(permit)):
        raise Refused(
            f"The data behind '{ANALYSIS}' have changed since their small cell analysis.",
            do="analyse them as they are now, and let them be approved",
        )
    columns = permit.authorisation.file(ANALYSIS).tables[TABLE]
    messages.send(permit, ANALYSIS, recipient, {TABLE: frame.select(columns)})
    return enter(permit, Account(FLOW, permit.node.name, {"rows": frame.height}, {ANALYSIS: frame.height}))


def read_analysis(permit: Permit, signed: bytes) -> pl.DataFrame:
    """At the researcher: the analysis set that waits and that the signed report is about."""
    wanted = read_signed(permit, ANALYSIS, signed)["hash"]
    for each in messages.receive(permit, ANALYSIS):
        if content_hash(each.tables[TABLE]) == wanted:
            require_passed(permit, ANALYSIS, signed, wanted)
            start(permit.node, permit.authorisation.id, COLLECTION, permit.day)
            return each.tables[TABLE]
    raise Refused(f"No '{ANALYSIS}' waits that the signed report is about.", do="ask the data team for it")
