"""Verb: synthesise."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mutualis import pipeline, synthetic
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, YearsText, new_workspace
from mutualis.cli.progress import Bars
from mutualis.cli.words import count
from mutualis.model import Years

Insured = Annotated[int, typer.Option("--insured", min=200, help="How many insured persons the country has.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same country, whatever the threads.")]


def synthesise(
    path: WorkspacePath = DEFAULT,
    insured: Insured = 100_000,
    years: YearsText = "2022-2023",
    seed: Seed = 1,
    defects: Annotated[
        bool, typer.Option("--defects", help="Plant known faults; truth/planted.csv says which.")
    ] = False,
    by_period: Annotated[
        bool, typer.Option("--by-period", help="A delivery for each official period, as G2023M01, not each half-year.")
    ] = False,
    planted: Annotated[
        str, typer.Option("--planted", help="Plant the effects of a scenario, as studies, for studies to find again.")
    ] = "",
    report: Annotated[bool, typer.Option("--report", help="Print published figures beside the ones reached.")] = False,
    threads: Threads = 2,
) -> None:
    """Make a synthetic country and put its insurers' deliveries in their inboxes.

    Examples:
        mutualis synthesise -w village --insured 2000 --years 2022-2023 --defects
        mutualis synthesise -w country --insured 1000000 --years 2023 --report
        mutualis synthesise -w hamlet --insured 300 --years 2023 --by-period
        mutualis synthesise -w pilots --insured 20000 --years 2017-2019 --planted studies
    """
    space = new_workspace(path, threads)
    with Bars() as bars:
        row = pipeline.synthesise(
            space, insured, Years.parse(years), seed, defects, bars, by_period=by_period, planted=planted
        )
    Console().print(f"{count(row.rows_out)} records in {row.note}, {row.seconds:.1f} s.", highlight=False)
    if report:
        _print_report(synthetic.report(space.truth))


def _print_report(rows: list[synthetic.Compared]) -> None:
    table = Table(title="Published figures and the synthetic country", title_justify="left", header_style="bold")
    table.add_column("quantity")
    table.add_column("target", justify="right")
    table.add_column("reached", justify="right")
    table.add_column("source")
    for row in rows:
        table.add_row(row.quantity, row.target, row.reached, row.source)
    Console().print(table)
