"""Verbs about linkages: run, prepare, step, register; decode and holder have their own."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from mutualis import pipeline, synthetic
from mutualis.cli import linkage_decode, linkage_holder, self_registration
from mutualis.cli.demo import make_room
from mutualis.cli.linkage_reports import reports
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, new_workspace, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.synthesise import Insured, Seed
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.linkage.accounts import Account
from mutualis.methods import stroke
from mutualis.model import MutualisError
from mutualis.pipeline import linkage_quality as quality
from mutualis.pipeline.linkage import (
    STAND_INS,
    Linkage,
    People,
    linked_set,
    open_set,
    prepare,
    register_files,
    small_cell_report,
)
from mutualis.pipeline.linkage_steps import act, run
from mutualis.pipeline.rehearsal import make_country, prepare_for
from mutualis.pipeline.self_registration import run as run_self_registration
from mutualis.reference import authorisations as law

LAST_BEFORE_LINKING, LINKING, NAMED_FROM = 7, 10, 11
STROKE, SELF = "stroke-quality", "self-registration"
Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
Demo = Annotated[bool, typer.Option("--demo", help="On a synthetic country with hospitals, made anew, with its truth.")]

app = typer.Typer(no_args_is_help=True, help="Link hospital data with claims, step by step, under an authorisation.")
app.add_typer(self_registration.app, name="self-registration")
app.command()(reports)
app.add_typer(linkage_decode.app, name="decode")
app.add_typer(linkage_holder.app, name="holder")


@app.command("run")
def run_(
    name: Name,
    demo: Demo = False,
    path: WorkspacePath = DEFAULT,
    insured: Insured = 20_000,
    seed: Seed = 1,
    errors: Annotated[float, typer.Option(min=0, max=50, help="Plant errors in so many percent (with --demo).")] = 0,
    records: Annotated[Path | None, typer.Option(help="The file of another holder, in its layout (CSV).")] = None,
    threads: Threads = 2,
) -> None:
    """Run the steps of a linkage, each at the node of its own party, and tell what each read, wrote and dropped.

    The authorisation is taken with its last amendment, and that is said. With `--demo` the parcels of a synthetic
    country are loaded first, and the matches and indicators are told beside the truth. What is linked (stays of
    hospitals, records of another holder, nothing) says the authorisation.

    Examples:
        mutualis linkage run ivc-20-284 --demo
        mutualis linkage run ivc-20-284 --demo --insured 5000 -w rehearsal
        mutualis linkage run ivc-20-284 --demo --errors 5 -w rehearsal
        mutualis linkage run cancer-registry --demo -w registry
        mutualis linkage run kce-05-033 --demo -w supplements
        mutualis linkage run my-cohort --records cohort.csv -w workspace
    """
    space, given = new_workspace(path, threads) if demo else workspace(path, threads), law.as_amended(name)
    if demo:
        make_room(path)
        with Bars() as bars:
            make_country(space, given, insured, seed, bars)
        _plant(space, errors, seed)
    if given.id != name:
        say(f"{name} is run as amended by {given.id}: {given.number}.")
    linkage = Linkage(space, given.id, dt.date.today())
    prepare_for(linkage, records)
    accounts, known = _linked(linkage, demo and given.link.by == "stay")
    _tell(accounts, known, linkage)
    if demo and given.link.by == "stay" and any(each.flow == SELF for each in given.files):
        self_registration.tell(run_self_registration(linkage))


@app.command("prepare")
def prepare_(
    name: Name,
    hospitals: Annotated[
        Path, typer.Option(help="A folder a hospital: its half-years with *.TXT, and patients.csv.", file_okay=False)
    ],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Make the nodes that a linkage needs, let them know each other, sign off, and put hospitals' files at their nodes.

    For a rehearsal in one workspace; elsewhere each party makes its own node.

    Example: mutualis linkage prepare ivc-20-284 --hospitals workspace/hospitals -w workspace
    """
    if not hospitals.is_dir():
        raise MutualisError(f"There is no folder {hospitals}.", do="name the one with a folder a hospital")
    linkage = Linkage(workspace(path), law.as_amended(name).id, dt.date.today())
    prepare(linkage, hospitals)
    say(f"{count(len(linkage.hospitals()))} hospitals and {count(len(linkage.space.names()))} nodes are ready.")


@app.command()
def step(
    name: Name,
    number: Annotated[int, typer.Argument(min=1, help="The number of the step.")],
    node: Annotated[str, typer.Option("--node", help="The node of the party that does it.")],
    person: Annotated[str, typer.Option(help="Who does it, where a person must be named (steps 11 and 12).")] = "",
    path: WorkspacePath = DEFAULT,
) -> None:
    """Run what one party does in one step, at its own node, with the parcels that wait there; others are not needed.

    What it sends is in its outbox then, to be carried by the verb transfer send.

    Examples:
        mutualis linkage step ivc-20-284 3 --node ehealth -w ehealth
        mutualis linkage step ivc-20-284 11 --node kce --person "L. Claes" -w kce
    """
    if number >= NAMED_FROM and not person:
        raise MutualisError(f"Step {number} is done by a person who is named.", do="give --person")
    people = People(person, person, STAND_INS.holder, person)
    linkage = Linkage(workspace(path), law.as_amended(name).id, dt.date.today(), people)
    account = act(linkage, number, node)
    rows = [("step", "party", "rows in", "rows out", "dropped"), _row(account)]
    say_columns(rows)


@app.command()
def register(
    folder: Annotated[Path, typer.Argument(help="The hospital's half-years with *.TXT, and patients.csv.")],
    node: Annotated[str, typer.Option("--node", help="The hospital's node.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Put a hospital's own files at its node, where its steps find them. Nobody else can read them there.

    Example: mutualis linkage register mzg --node hospital-007 -w hospital
    """
    if not (folder / "patients.csv").is_file():
        raise MutualisError(f"The folder {folder} has no patients.csv.", do="name the hospital's own folder")
    say(f"{count(register_files(workspace(path).node(node), folder))} files are at {node}.")


def _row(each: Account) -> tuple[str, ...]:
    return (str(each.step), each.party, _counts(each.rows_in), _counts(each.rows_out), _counts(each.dropped))


def _plant(space: pipeline.Workspace, percent: float, seed: int) -> None:
    """Errors in the hospitals' files, and how many of each."""
    if percent:
        planted = synthetic.plant_hospital_errors(space.hospitals, percent / 100, seed)
        say(f"errors planted in {percent:g} % of patients and of stays:")
        for name, number in planted.items():
            say(f"  {name.replace('_', ' ')}: {count(number)}")


def _linked(linkage: Linkage, demo: bool) -> tuple[list[Account], pl.DataFrame | None]:
    """The accounts of all steps, and in a rehearsal the stays beside whose they are."""
    known: list[pl.DataFrame] = []

    def told(account: Account) -> None:
        if demo and account.step == LAST_BEFORE_LINKING:
            known.append(quality.known_stays(linkage))

    accounts = run(linkage, told)
    return accounts, known[0] if known else None


def _tell(accounts: list[Account], known: pl.DataFrame | None, linkage: Linkage) -> None:
    say("")
    say_columns([("step", "party", "rows in", "rows out", "dropped"), *map(_row, accounts)])
    for each in (account for account in accounts if account.step == LINKING):
        for name, value in each.facts.items():
            say(f"{name.replace('_', ' ')}: {count(value)}")
    tables = linked_set(linkage)
    if known is not None:
        if law.authorisation(linkage.name).population.sample:  # the others are not in it by right
            known = known.join(tables["stays"].select("stay_code"), on="stay_code", how="semi")
        found = quality.quality(linkage, known, tables["claims"])
        shares = f"precision {found.precision:.4f}, recall {found.recall:.4f}"
        say(f"matches within the stays that were linked: {shares} ({count(found.true)} true)")
    _tell_small_cells(linkage)
    if any(each.id == STROKE for each in linkage.permit("researcher").authorisation.purposes):
        _tell_indicators(stroke.cases(tables), stroke.cases(open_set(linkage)), known)


def _tell_small_cells(linkage: Linkage) -> None:
    """What attackers could do before and after the remedies, and where the whole report is."""
    say("")
    report = small_cell_report(linkage)
    rows: list[tuple[str, ...]] = [
        ("small cells: attacker", "alone before", "after", "in small classes before", "after")
    ]
    for before, after in zip(report.before.attackers, report.after.attackers, strict=True):
        told = (before.uniques, after.uniques, before.failing, after.failing)
        rows.append((before.id.replace("_", " "), *map(count, told)))
    say_columns(rows, (1, 2, 3, 4))
    dropped = sum(each.rows_dropped for each in report.actions)
    approved = f"approved by {report.approved_by}, told to the committee"
    say(f"{report.share_changed:.1%} of the cells changed, {count(dropped)} rows dropped; {approved}:")
    say(f"  {linkage.space.node('committee').store / 'reports' / linkage.name / 'report.en.html'}")


def _tell_indicators(cases: pl.DataFrame, open_cases: pl.DataFrame, known: pl.DataFrame | None) -> None:
    """Each indicator over all hospitals, what the generator knows beside it, and what is left after the small cells."""
    say("")
    truth = {} if known is None else quality.true_numerators(cases, known)
    left = {name: reached / cases_ for name, cases_, reached, _ in stroke.by(open_cases).rows() if cases_}
    rows: list[tuple[str, ...]] = [("indicator", "cases", "reached", "share", "true", "not known", "in the zone")]
    for name, cases_, reached, unknown in stroke.by(cases).rows():
        share = f"{reached / cases_:.1%}" if cases_ else "-"
        true = count(truth[name]) if name in truth else ""
        zone = f"{left[name]:.1%}" if name in left else "-"
        rows.append((name, count(cases_), count(reached), share, true, count(unknown), zone))
    say_columns(rows, (1, 2, 3, 4, 5, 6))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count(value)}" for name, value in counts.items() if value) or "-"
