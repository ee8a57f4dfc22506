"""Verb: sample."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.stages import staged
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.pipeline import SampleReport

Variant = Annotated[
    str,
    typer.Option(help="How it gets to the centre: coded, or list (every insurer then learns who is in the sample)."),
]
Beside = Annotated[bool, typer.Option("--beside", help="Send this variant although the year came by the other one.")]
Row = Mapping[str, Any]
Line = tuple[str, ...]
RATES = ("age class", "sex", "insured", "sampled", "rate", "wanted", "weights add up to")
MARGINS = ("margin", "category", "population", "sample", "z", "difference")
CALIBRATED = ("margin", "category", "population", "design weights", "calibrated weights")


def sample(
    path: WorkspacePath = DEFAULT,
    year: Annotated[int | None, typer.Option(help="Reference year; by default the last one that is loaded.")] = None,
    report: Annotated[bool, typer.Option("--report", help="Show rates, weights and representativity.")] = False,
    weights: Annotated[
        Path | None,
        typer.Option(help="With --report: write the members' weights, also calibrated, to this Parquet file."),
    ] = None,
    variant: Variant = "coded",
    beside: Beside = False,
    threads: Threads = 2,
) -> None:
    """Draw the permanent sample (EPS) from all theoretical national numbers, or refresh it, and flag its persons.

    One insurer alone has the sampling key: it draws 1 of 40 numbers, and another 1 of 40 for who is 65 or older. They
    go to the trusted third party as C1 and to the centre as C2, in an order that says nothing. Repeated for a later
    year it adds newborns and who turned 65; who was in the sample stays.

    `--variant list` is the historical way: the drawn numbers go to every insurer and each answers with the codes of its
    own members. The same persons are flagged, and every insurer learns who is in the sample, of everybody, for good:
    so it is never done unless asked for, nor beside the other way in one year unless `--beside` says so.

    Examples:
        mutualis sample -w workspace
        mutualis sample -w workspace --year 2024
        mutualis sample -w workspace --variant list
        mutualis sample -w workspace --report
        mutualis sample -w workspace --report --weights weights.parquet
    """
    if weights is not None and not report:
        raise typer.BadParameter("--weights goes with --report.")
    if report:
        _say(pipeline.sample_report(workspace(path, threads), year, weights))
    else:
        staged(lambda space, bars: pipeline.sample(space, bars, year, variant, beside), workspace(path, threads))


def _say(report: SampleReport) -> None:
    say(f"Permanent sample of {report.year}: rates and weights")
    _lines(RATES, [_rate(each) for each in report.rates.iter_rows(named=True)])
    say("Representativity: shares in the population and as the sample estimates them")
    _lines(MARGINS, [_margin(each) for each in report.margins.iter_rows(named=True)])
    for each in report.alike.iter_rows(named=True):
        verdict = "alike" if each["alike"] else "DIFFERENT"
        say(f"{each['margin']}: {verdict}; z within 1.96 in {each['within']:.0%} of the categories")
    estimated, true, error = report.spending
    off = f"{estimated / true - 1:+.1%}, standard error {error / true:.1%}"
    say(f"reimbursements: estimated {estimated / 100:,.0f} EUR of {true / 100:,.0f} EUR ({off})")
    _say_calibrated(report, true)


def _say_calibrated(report: SampleReport, true: int) -> None:
    found = report.calibrated
    say("")
    say(f"Weights calibrated on the population: {found.note}")
    if found.reached is None or found.spending is None:
        return
    _lines(CALIBRATED, [_reached(each) for each in found.reached.iter_rows(named=True)])
    estimated, error = found.spending
    off = f"{estimated / true - 1:+.1%}, standard error {error / true:.1%}"
    say(f"reimbursements by calibrated weights: {estimated / 100:,.0f} EUR ({off})")


def _reached(row: Row) -> Line:
    sums = (row["population"], row["design"] or 0, round(row["calibrated"] or 0))
    return (row["margin"], row["category"], *map(count, sums))


def _rate(row: Row) -> Line:
    rates = (f"1/{1 / share:.1f}" if share else "-" for share in (row["rate"], row["fraction"]))
    counts = (count(row["population"]), count(row["sampled"]), *rates, count(row["weighted"] or 0))
    return (row["age_class"], row["sex"], *counts)


def _margin(row: Row) -> Line:
    shares = (f"{row[name]:.2%}" for name in ("population", "estimate"))
    return (row["margin"], row["category"], *shares, f"{row['z']:.2f}", f"{row['difference']:.3f}")


def _lines(heading: Line, rows: list[Line]) -> None:
    say_columns([heading, *rows], range(2, len(heading)))
    say("")
