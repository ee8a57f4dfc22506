"""Verb: diagnoses."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from mutualis import pipeline, reference
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.pipeline import DiagnosisReport

Line = tuple[str, ...]
LIST = "pseudodiagnosis"
HEADING = (
    *("list", "condition", "threshold", "truth", "ill", "found", "prevalence"),
    *("sensitivity", "specificity", "predictive value"),
)


def diagnoses(
    path: WorkspacePath = DEFAULT,
    report: Annotated[
        bool, typer.Option("--report", help="Compare with the truth of a synthetic country, by threshold.")
    ] = False,
    year: Annotated[int | None, typer.Option(help="Year; by default the last one that is derived.")] = None,
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "en",
    threads: Threads = 2,
) -> None:
    """The pseudodiagnoses of both lists and their rules; with --report, how well they find who is really ill.

    The report gives prevalence, sensitivity, specificity and positive predictive value with 95 % intervals (Wilson) at
    one package, 30, 90 and 180 daily doses a year. Only a synthetic country knows the truth: persons have a disease
    whether they are treated or not, and some take its medicine for another reason. `truth` says whether the country has
    such a disease: own or none.

    Examples:
        mutualis diagnoses
        mutualis diagnoses --language nl
        mutualis diagnoses --report -w workspace
        mutualis diagnoses --report -w workspace --year 2023
    """
    if report:
        _say(pipeline.diagnosis_report(workspace(path, threads), year))
    else:
        _say_rules(language)


def _say_rules(language: str) -> None:
    source = reference.codelist(LIST)
    if language not in ("nl", "fr", "de", "en"):
        raise typer.BadParameter(f"The list has no texts in '{language}'.")
    rows: list[Line] = [("list", "condition", "text", "medicines (ATC) and conditions", "limits", "mark")]
    for row in source.valid():
        if row["role"] == "condition":
            rows.append((row["list"], row["code"], row[language], _rules(row["code"]), _limits(row), row["mark"]))
    say_columns(rows, ())


def _rules(condition: str) -> str:
    rows = [row for row in reference.codelist(LIST).valid() if row["condition"] == condition]
    words = {"atc": "", "not_atc": "not ", "without": "without ", "needs": "needs "}
    told = [words[row["role"]] + (row["atc_code"] or row["other"]) for row in rows if row["role"] in words]
    return " ".join(told)


def _limits(row: Mapping[str, str]) -> str:
    doses = f"{int(row['least_ddd_thousandths']) // 1000} DDD" if row["least_ddd_thousandths"] else ""
    packages = f"{row['least_packages']} pack" if row["least_packages"] else ""
    ages = (f"from {row['age_from']}" if row["age_from"] else "", f"to {row['age_to']}" if row["age_to"] else "")
    return ", ".join(filter(None, (doses, packages, *ages)))


def _say(report: DiagnosisReport) -> None:
    say(f"Pseudodiagnoses of {report.year} beside the truth of the synthetic country")
    rows = [_line(each) for each in report.rows.iter_rows(named=True)]
    say_columns([HEADING, *rows], range(4, len(HEADING)))


def _line(row: Mapping[str, Any]) -> Line:
    known = row["truth"] != "none"
    counts = (count(row["ill"]) if known else "-", count(row["found"]))
    shares = (_share(row, name) for name in ("prevalence", "sensitivity", "specificity", "predictive_value"))
    return (row["list"], row["condition"], row["threshold"], row["truth"], *counts, *shares)


def _share(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "-"
    return f"{row[name]:.1%} [{row[f'{name}_low']:.1%}, {row[f'{name}_high']:.1%}]"
