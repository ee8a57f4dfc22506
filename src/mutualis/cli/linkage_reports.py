"""Verb of linkages: reports."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say
from mutualis.cli.words import count
from mutualis.methods.stroke_risk import RiskModel
from mutualis.pipeline import linkage_reports as feedback
from mutualis.pipeline.linkage import Linkage
from mutualis.reference import authorisations as law

Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder for the reports.")]
Language = Annotated[str, typer.Option("--language", "-l", help="Languages with commas: nl, fr, de, en.")]
WithPdf = Annotated[bool, typer.Option("--pdf/--no-pdf", help="A PDF beside each page.")]
CheckedBy = Annotated[list[str], typer.Option("--checked-by", help="Two people who did not make them.")]
Send = Annotated[bool, typer.Option("--send", help="Bring them to the hospitals, through the third party.")]


def reports(
    name: Name,
    out: Out,
    checked_by: CheckedBy,
    language: Language = "nl",
    with_pdf: WithPdf = True,
    send: Send = False,
    path: WorkspacePath = DEFAULT,
) -> None:
    """Write a feedback report for each hospital: its own stroke indicators, and the others without a name.

    They are made of what the researcher may read in the zone, after the small cell analysis. With `--send` they travel
    under a code of the third party, which finds their hospital and passes them on. Two people let them leave the zone.

    Examples:
        mutualis linkage reports ivc-20-284 --checked-by "A. Maes" --checked-by "B. Claes" -o reports
        mutualis linkage reports ivc-20-284 -l nl,fr --send --checked-by "A. Maes" --checked-by "B. Claes" -o reports
    """
    linkage = Linkage(workspace(path), law.as_amended(name).id, dt.date.today())
    found = feedback.in_zone(linkage)
    with linkage.space.node("researcher").scratch() as folder:
        comparison = feedback.compare(found, folder, feedback.registered(linkage))
    forms = ("html", "pdf") if with_pdf else ("html",)
    made = feedback.hospital_reports(comparison, language.split(","), forms)
    _tell_models(comparison)
    with feedback.checked_reports(linkage, made, checked_by):
        written = feedback.write_reports(made, out)
        say(f"{count(len(written))} reports of {count(made['hospital_number'].n_unique())} hospitals are in {out}.")
        accounts = feedback.return_reports(linkage, made, found["stays"])[:2] if send else []
    for account in accounts:
        say(f"{account.party}: {_counts(account.rows_out)} sent, {_counts(account.dropped)} dropped")


def _tell_models(comparison: feedback.Comparison) -> None:
    """The risk models, how good they are, and what was left out of them."""
    for days in feedback.DAYS:
        models = [each for each in comparison.models if each.days == days]
        if not models:
            say(f"No risk model of death within {days} days: deaths or survivors are too few.")
        for each in models:
            _tell_model(each)


def _tell_model(model: RiskModel) -> None:
    deaths, (gain, _) = int(model.cases["observed"].sum()), model.optimism()
    say(f"Death within {model.days} days: {count(model.cases.height)} cases, {count(deaths)} deaths,")
    say(f"  c-statistic {model.c_statistic:.3f} (optimism {gain:.3f}); death not known of {count(model.unknown)}")
    if model.ageless:
        say(f"  left out without an age: {count(model.ageless)} cases")
    for covariate, reason in model.columns.left_out.items():
        say(f"  left out: {covariate} ({reason.replace('_', ' ')})")
    for note in model.notes:
        say(f"  doubtful: {note.replace('_', ' ')}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count(value)}" for name, value in counts.items() if value) or "none"
