"""Verbs about the researcher's zone: status, grant, withdraw, open, query, close, release."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.linkage import zone
from mutualis.linkage.gate import Closed, require_open
from mutualis.linkage.permit import Permit
from mutualis.linkage.project import Project
from mutualis.model import MutualisError
from mutualis.pipeline.linkage import Linkage
from mutualis.pipeline.zone import asked
from mutualis.reference import authorisations as law

Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
Person = Annotated[str, typer.Option("--person", help="Who, by name.")]
By = Annotated[str, typer.Option("--by", help="Who decides it, by name.")]
Columns = Annotated[
    list[str] | None, typer.Option("--columns", metavar="TABLE=A,B", help="A table and its columns; all if not given.")
]
SHOWN = 20

app = typer.Typer(no_args_is_help=True, help="The researcher's zone: who may read what, and what may leave.")


@app.command()
def status(name: Name, path: WorkspacePath = DEFAULT) -> None:
    """Whether the gate is open and why not, who may read what, and which outputs wait.

    Example: mutualis zone status ivc-20-284 -w workspace
    """
    permit = _store(name, path)
    project = Project(permit.node, permit.authorisation.id)
    try:
        report = require_open(project)
        say(f"open: the small cell analysis was approved by {report['approved_by']} on {report['approved_on']}.")
    except Closed as error:
        say(f"closed: {error}")
    rows = [("person", "allowed by", "since", "until", "columns")]
    for each in zone.grants(project):
        columns = count(sum(map(len, each.tables.values())))
        rows.append((each.person, each.by, each.day, each.until or "-", columns))
    say_columns(rows, (4,))
    for output in zone.outputs(project):
        say(f"output {output.name}: by {output.author}, {output.day}")


@app.command()
def grant(
    name: Name,
    person: Person,
    by: By,
    columns: Columns = None,
    until: Annotated[str, typer.Option(help="The last day, as 2026-12-31.")] = "",
    path: WorkspacePath = DEFAULT,
) -> None:
    """Let a person read tables and columns of the open data set. What the authorisation does not open is refused.

    Examples:
        mutualis zone grant ivc-20-284 --person "R. Peeters" --by "Dr. A. Maes" -w workspace
        mutualis zone grant ivc-20-284 --person "R. Peeters" --by "Dr. A. Maes" --columns stays=sex,death_30
    """
    made = zone.grant(_store(name, path), person, by, _columns(columns or []), _day(until))
    say(f"{made.person} may read {', '.join(f'{table} ({len(own)})' for table, own in made.tables.items())}.")


@app.command()
def withdraw(name: Name, person: Person, by: By, path: WorkspacePath = DEFAULT) -> None:
    """Take a person's grant back.

    Example: mutualis zone withdraw ivc-20-284 --person "R. Peeters" --by "Dr. A. Maes" -w workspace
    """
    zone.withdraw(_store(name, path), person, by)
    say(f"{person} has no access any more.")


@app.command("open")
def open_(
    name: Name,
    person: Person,
    hours: Annotated[int, typer.Option(min=1, max=24, help="For so many hours.")] = 8,
    path: WorkspacePath = DEFAULT,
) -> None:
    """Let a named person into the zone: the researcher's node asks, the project store opens, and both log it.

    Refused while the small cell analysis is not approved, when the data changed since, and without a grant.

    Example: mutualis zone open ivc-20-284 --person "R. Peeters" -w workspace
    """
    linkage = _linkage(name, path)
    request = zone.ask(linkage.permit("researcher"), person)
    found = zone.enter(linkage.permit("project-store"), request, hours)
    say(f"The zone of {found.project.name} is open for {found.grant.person} until {found.session.until}.")
    say_columns([("table", "columns"), *((table, ", ".join(own)) for table, own in found.tables.items())])


@app.command()
def query(
    name: Name,
    text: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over the granted tables.")],
    person: Person,
    output: Annotated[str, typer.Option("--output", "-o", help="Keep the answer in the zone under this name.")] = "",
    path: WorkspacePath = DEFAULT,
) -> None:
    """Ask the tables of the open zone with SQL, in the zone. Nothing can be read beside them, and nothing written.

    Examples:
        mutualis zone query ivc-20-284 "select sex, count(*) as denominator from stays group by sex" --person "R. Maes"
        mutualis zone query ivc-20-284 "select sex from stays limit 5" --person "R. Maes" -o first-five
    """
    entered = zone.reenter(_store(name, path), person)
    answer = asked(entered, text)
    say_columns([tuple(answer.columns), *(tuple(map(_cell, row)) for row in answer.head(SHOWN).rows())])
    say(f"{count(answer.height)} rows; the first {SHOWN} are shown." if answer.height > SHOWN else "")
    if output:
        zone.keep_output(entered, output, answer, text)
        say(f"kept in the zone as {output}; it leaves with mutualis zone release")


@app.command()
def close(name: Name, person: Person, path: WorkspacePath = DEFAULT) -> None:
    """Leave the zone before its hours are over.

    Example: mutualis zone close ivc-20-284 --person "R. Peeters" -w workspace
    """
    permit = _store(name, path)
    zone.leave(Project(permit.node, permit.authorisation.id), person)
    say(f"{person} has left the zone.")


@app.command()
def release(
    name: Name,
    output: Annotated[str, typer.Argument(help="The name of an output in the zone.")],
    checked_by: Annotated[list[str], typer.Option("--checked-by", help="Two people, neither its author.")],
    target: Annotated[Path, typer.Option("--target", "-o", help="A new CSV file.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Let an output leave: a table of counts, through disclosure control, checked by two people who did not make it.

    Examples:
        mutualis zone release ivc-20-284 stays-by-sex --checked-by "A. Maes" --checked-by "B. Claes" -o stays.csv
    """
    if target.exists():
        raise MutualisError(f"{target} is there already.", do="name a new file")
    table = zone.release(_store(name, path), output, checked_by)
    table.write_csv(target)
    hidden = table.filter(pl.col("status") != "shown").height
    say(f"{count(table.height)} rows written to {target}; in {count(hidden)} of them a count is hidden.")


def _store(name: str, path: Path) -> Permit:
    return _linkage(name, path).permit("project-store")


def _linkage(name: str, path: Path) -> Linkage:
    return Linkage(workspace(path), law.as_amended(name).id, dt.date.today())


def _columns(given: list[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for each in given:
        table, _, names = each.partition("=")
        found[table] = tuple(name.strip() for name in names.split(",") if name.strip())
    return found


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day; write it as 2026-12-31.") from None


def _cell(value: object) -> str:
    return "" if value is None else str(value)
