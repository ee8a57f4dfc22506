"""Verbs: study list, run, report, flags, compare."""

import shutil
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from mutualis import study as studies
from mutualis.cli.demo import make_room
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, new_workspace, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.synthesise import Seed
from mutualis.cli.table import REFUSED, say, say_columns
from mutualis.cli.words import count
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study.demo import Country, is_there

app = typer.Typer(
    help="Studies: re-runnable, under an authorisation, out through disclosure control.", no_args_is_help=True
)
Folder = Annotated[Path | None, typer.Option("--studies", envvar="MUTUALIS_STUDIES", help="The folder of the studies.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A study, as hospital-barometer.")]
NONE = "-"
OF_DEMO = Path("workspace-studies")
HEADS = ("study", "run", "tables", "suppressed", "seconds", "expected")


@app.command("list")
def list_(path: WorkspacePath = DEFAULT, folder: Folder = None) -> None:
    """List the studies: the years of their protocol, what they make, and the runs that a workspace holds.

    Example: mutualis study list -w workspace
    """
    place = folder or studies.root()
    rows: list[tuple[str, ...]] = [("study", "version", "years", "outputs", "authorisation", "runs", "question")]
    for name in studies.study_names(place):
        each = studies.read_study(place, name)
        made = len(studies.runs(path, name))
        told = (each.version, str(each.years), count(len(each.outputs)), each.permission.id, count(made))
        rows.append((name, *told, each.title["en"]))
    say_columns(rows, right=(3, 5))


@app.command("run")
def run_(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A study, as hospital-barometer.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All studies, one after the other.")] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help=f"On a synthetic country with planted effects, made once, in {OF_DEMO}.")
    ] = False,
    path: WorkspacePath = DEFAULT,
    folder: Folder = None,
    years: Annotated[str, typer.Option(help="Other years than those of the protocol, as 2018-2021.")] = "",
    insured: Annotated[int, typer.Option(min=1000, help="Insured persons of the demo's country.")] = Country.insured,
    seed: Seed = 1,
    again: Annotated[bool, typer.Option(help="Make a run that is there already anew.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Set the reports in PDF too.")] = True,
    threads: Threads = 2,
) -> None:
    """Run a study, or all: tables through disclosure control, a report in HTML and PDF, what deviates.

    The same data, code and seed give the same run, which is made once. Ends with 3 where a study was refused or a
    figure is not as expected.

    Examples:
        mutualis study run hospital-barometer -w workspace
        mutualis study run --all --demo
        mutualis study run hospital-barometer --years 2022-2023 --no-pdf -w workspace
    """
    place = folder or studies.root()
    names = _asked(place, name, every=every)
    space = _demo(path, Country(insured=insured, seed=seed), threads) if demo else workspace(path, threads)
    asked = Years.parse(years) if years else None
    account = Account()
    with Bars() as bars:
        bars.start("studies", len(names), "studies")
        for each in names:
            with account.of(each, goes_on=every):
                account.told(studies.run(space, studies.read_study(place, each), asked, pdf=pdf, again=again))
            bars.advance("studies")
        bars.finish("studies")
    account.close(space)


@app.command()
def report(
    name: Name,
    path: WorkspacePath = DEFAULT,
    run: Annotated[str, typer.Option(help="The beginning of a run's number; the newest if not.")] = "",
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "nl",
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = False,
    to: Annotated[Path | None, typer.Option(help="Copy the reports into a folder.", file_okay=False)] = None,
) -> None:
    """Show where the report of a run is, open it, or copy its pages and papers.

    Examples:
        mutualis study report hospital-barometer --browser -w workspace
        mutualis study report hospital-barometer --language fr --to reports -w workspace
    """
    found = studies.named_run(path, name, run)
    page = found.folder / f"report.{language}.html"
    if not page.is_file():
        raise MutualisError(f"There is no report in '{language}'.", there_is="reports are in nl, fr, de and en")
    say(f"{name} {found.known['id']}: {page}")
    if to:
        to.mkdir(parents=True, exist_ok=True)
        for each in sorted(found.folder.glob(f"report.{language}.*")):
            shutil.copy2(each, to / f"{name}.{each.name.removeprefix('report.')}")
            say(f"copied {each.name}")
    if browser:
        webbrowser.open(page.resolve().as_uri())


@app.command()
def flags(
    name: Name,
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder for the flags.", file_okay=False)],
    path: WorkspacePath = DEFAULT,
    folder: Folder = None,
    run: Annotated[str, typer.Option(help="The beginning of a run's number; the newest if not.")] = "",
) -> None:
    """Give flags of providers back to the insurers that know their numbers, through the third party by a forward code.

    Only under an authorisation to do so. A file a provider in a folder for each insurer, for its owner only.

    Example: mutualis study flags unusual-home-nursing -o flags -w workspace
    """
    study = studies.read_study(folder or studies.root(), name)
    found = studies.return_flags(workspace(path), study, studies.named_run(path, name, run))
    rows: list[tuple[str, ...]] = [("insurer", "flags")]
    rows += [(insurer, count(each.height)) for insurer, each in found.items()]
    say_columns(rows, right=(1,))
    say(f"{count(len(studies.write_flags(found, output)))} files are in {output}.")


@app.command()
def compare(
    name: Name,
    path: WorkspacePath = DEFAULT,
    old: Annotated[str, typer.Option(help="The beginning of the number of the older run.")] = "",
    new: Annotated[str, typer.Option(help="The same of the newer run; the newest if not.")] = "",
) -> None:
    """Compare two runs of a study: what they were made of, and how many rows of each table changed.

    Examples:
        mutualis study compare hospital-barometer -w workspace
        mutualis study compare hospital-barometer --old 3f2a --new 9bc1 -w workspace
    """
    later = studies.named_run(path, name, new)
    there = [each for each in studies.runs(path, name) if each.known["id"] != later.known["id"]]
    earlier = [each for each in there if each.known["id"].startswith(old)]
    if not earlier:
        raise MutualisError(f"There is no other run of '{name}' to compare with.", do="run it again on other data")
    causes, changes = studies.differences(earlier[-1], later)
    say(f"{earlier[-1].known['id']} and {later.known['id']} differ in: {', '.join(causes) or 'nothing'}.")
    rows: list[tuple[str, ...]] = [("table", "same", "changed", "new", "gone")]
    rows += [(each.table, *map(count, (each.same, each.changed, each.new, each.gone))) for each in changes]
    say_columns(rows, right=range(1, 5))


def _asked(place: Path, name: str, *, every: bool) -> list[str]:
    """The studies that a call names."""
    there = studies.study_names(place) if every or not name else [name]
    if not name and not every:
        raise MutualisError("No study is named.", there_is=", ".join(there), do="name one, or --all")
    return there


def _demo(path: Path, country: Country, threads: int) -> Workspace:
    """The country of the studies, made where it is not there yet; beside the country of `mutualis demo`."""
    space = new_workspace(OF_DEMO if path == DEFAULT else path, threads)
    if not is_there(space, country):
        make_room(space.path)
        with Bars() as bars:
            studies.make_study_country(space, country, bars)
    return space


@dataclass
class Account:
    """The table of a call: a row a study, and a note for each that was refused, stopped or is not as expected."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def told(self, ran: studies.Ran) -> None:
        known, checked = ran.run.known, ran.checked
        found = NONE if checked is None else _beside(checked)
        seconds = f"{known['seconds']:.1f}" if ran.is_new else "made before"
        self.rows.append(
            (known["study"], known["id"], count(known["tables"]), count(known["suppressed"]), seconds, found)
        )
        for each in checked.off if checked else ():
            where = f"{known['study']}: {each.table} {each.where} {each.measure}"
            self.notes.append(f"{where} is {each.found}, expected {each.expected}")

    @contextmanager
    def of(self, study: str, *, goes_on: bool) -> Iterator[None]:
        """One study of several: what refuses it or stops it is told at the end, and the others go on."""
        try:
            yield
        except MutualisError as error:
            self._without(study, "refused", str(error))
        except Exception as error:
            if not goes_on:
                raise
            kind = type(error).__name__
            self._without(study, "stopped", f"an error that was not foreseen ({kind}); run it alone to see where")

    def close(self, space: Workspace) -> None:
        """Say the table, the notes and where the reports are. Ends the call with 3 where there is a note."""
        say_columns([HEADS, *self.rows], right=(2, 3, 4))
        for line in self.notes:
            say(line)
        say(f"Reports are in {space.path / 'studies'}.")
        if self.notes:
            raise typer.Exit(REFUSED)

    def _without(self, study: str, what: str, why: str) -> None:
        self.rows.append((study, what, *[NONE] * 4))
        self.notes.append(f"{study}: {why}")


def _beside(checked: studies.Checked) -> str:
    """How many figures are as expected, and the largest deviation among them in shares of what is allowed."""
    held = f"{checked.figures - len(checked.off)} of {checked.figures}"
    return held if checked.off else f"{held}, at most {100 * checked.largest:.0f} % of the tolerance"
