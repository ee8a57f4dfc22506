"""Verbs about self-registrations (indicators 5 and 6): check, copy, run."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import REFUSED, say, say_columns
from mutualis.cli.words import count
from mutualis.intake.self_registration import examine, write_registration_feedback
from mutualis.model import MutualisError
from mutualis.parcel.registration_name import RegistrationName
from mutualis.pipeline import self_registration
from mutualis.pipeline.linkage import STAND_INS, Linkage
from mutualis.pipeline.self_registration import SelfRegistration
from mutualis.reference import authorisations as law
from mutualis.reference.self_registration import self_registration_numbers, self_registration_rules

app = typer.Typer(no_args_is_help=True, help="What hospitals register themselves: door-to-needle, swallow screening.")
Row = Mapping[str, Any]
NONE = "-"


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A file VIKZ-BEROERTE-<CODE_AGR>-<year>-<NN>.xml.")],
    sender: Annotated[str, typer.Option(help="The party that sends it; by default the hospital of its name.")] = "",
    feedback: Annotated[Path | None, typer.Option(help="A folder for problems.csv and rules.csv.")] = None,
) -> None:
    """Check a self-registration as the data team will: name, sender, schema, numbers. Ends with 3 where it is refused.

    Examples:
        mutualis linkage self-registration check VIKZ-BEROERTE-007-2019-01.xml
        mutualis linkage self-registration check VIKZ-BEROERTE-007-2019-01.xml --feedback feedback
    """
    if not file.is_file():
        raise MutualisError(f"There is no file {file.name}.", do="name a file, with its folder")
    name = RegistrationName.parse(file.name)
    found = examine(file, sender or (name.sender if name else ""))
    rules = self_registration_rules()
    rows = [("rule", "severity", "field", "lines", "")]
    for each in found.findings:
        rule = rules[each.rule]
        lines = ", ".join(map(str, each.lines[:5].tolist())) + (", ..." if len(each.lines) > 5 else "")
        rows.append((each.rule, str(rule.severity), each.field, lines if each.lines[0] else "whole file", rule.en))
    if found.findings:
        say_columns(rows)
    for path in write_registration_feedback(feedback, found) if feedback else ():
        say(f"Written: {path.name}")
    if found.rows is None:
        say("Refused.")
        raise typer.Exit(REFUSED)
    say(f"Accepted: {count(found.rows.height)} stays.")


@app.command("copy")
def copy_(path: WorkspacePath = DEFAULT) -> None:
    """Copy the self-registrations that fit from the accounts at the transfer host to the data team's zone.

    Example: mutualis linkage self-registration copy -w workspace
    """
    made = self_registration.copy_from_accounts(workspace(path))
    say(f"{count(len(made))} files were copied. What did not fit is in store/refused of the host, with the reason.")


@app.command("run")
def run_(
    name: Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")],
    path: WorkspacePath = DEFAULT,
    run_by: Annotated[str, typer.Option(help="Who runs the small cell analysis.")] = STAND_INS.analyst,
    approved_by: Annotated[str, typer.Option(help="Who approves it, another person.")] = STAND_INS.approver,
) -> None:
    """Run the whole flow on a workspace in which a linkage was run, and tell indicators 5 and 6.

    Example: mutualis linkage self-registration run ivc-20-284 -w workspace
    """
    people = replace(STAND_INS, analyst=run_by, approver=approved_by)
    tell(self_registration.run(Linkage(workspace(path), law.as_amended(name).id, dt.date.today(), people)))


def tell(found: SelfRegistration) -> None:
    """Accounts, and both indicators over all hospitals and by how the stay began, the truth beside them if known."""
    say("")
    say("self-registration, a flow of its own: never linked with indicators 1 to 4")
    rows: list[tuple[str, ...]] = [("party", "rows in", "rows out", "files refused")]
    for each in found.accounts:
        refused = each.dropped.get("files_refused")
        sums = (sum(each.rows_in.values()), sum(each.rows_out.values()))
        rows.append((each.party, *map(count, sums), NONE if refused is None else count(refused)))
    say_columns(rows, (1, 2, 3))
    say("")
    say_columns(list(_times(found)), range(1, 9))
    say("")
    say_columns(list(_screening(found)), range(1, 6))
    hospitals = found.tables["swallow_screening_by_hospital"]
    say(f"hospitals and years: {count(hospitals.height)}, hidden: {count(int(hospitals['is_hidden'].sum()))}")


def _times(found: SelfRegistration) -> Iterator[tuple[str, ...]]:
    limits = self_registration_numbers().within
    yield ("5 door to needle", "lysed", "25 %", "median", "75 %", *(f"<= {each}" for each in limits), "from stroke")
    for label, row in _rows(found, "door_to_needle"):
        quantiles = (_minutes(row[f"door_to_needle_p{each}"]) for each in (25, 50, 75))
        shares = (_share(row[f"share_within_{each}"]) for each in limits)
        yield label, count(row["cases"]), *quantiles, *shares, _minutes(row["onset_to_needle_p50"])


def _screening(found: SelfRegistration) -> Iterator[tuple[str, ...]]:
    yield "6 swallow screening", "stays", "recorded", "screened", "share", "not recorded", "95 % interval"
    for label, row in _rows(found, "swallow_screening"):
        interval = f"{_share(row['low'])} to {_share(row['high'])}"
        counts = map(count, (row["stays"], row["recorded"], row["screened"]))
        yield label, *counts, _share(row["share"]), _share(row["missing_share"]), interval


def _rows(found: SelfRegistration, name: str) -> Iterator[tuple[str, Row]]:
    """Over all stays of the analysis set; in a rehearsal as registered and in truth too; by how the stay began."""
    labels = {"as registered": found.registered, "in truth": found.true, "after small cells": found.tables}
    tables = [(label, each[name], "") for label, each in labels.items() if each]
    for split in ("is_in_hospital", "is_referred"):
        parts = (found.registered or found.tables)[f"{name}_by_{split}"]
        tables.append((f"{split.removeprefix('is_').replace('_', ' ')}: ", parts, split))
    words = {True: "yes", False: "no", None: "not told"}
    for label, table, column in tables:
        for row in table.iter_rows(named=True):
            yield label + (words[row[column]] if column else ""), row


def _minutes(value: float | None) -> str:
    return NONE if value is None else f"{value:.0f}"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"
