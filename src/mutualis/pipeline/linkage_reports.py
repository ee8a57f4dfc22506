"""Feedback reports of a linkage: hospitals compared on its stroke indicators, a page for each, and their way back."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import ibis
import polars as pl

from mutualis import reference, tables
from mutualis.engine import DuckEngine
from mutualis.linkage import messages, steps, zone
from mutualis.linkage.accounts import Account
from mutualis.linkage.project import Project
from mutualis.methods import stroke
from mutualis.methods.charlson import charlson
from mutualis.methods.stroke_comparison import compared_cases, self_registered
from mutualis.methods.stroke_risk import NoModel, RiskModel, risk_model
from mutualis.methods.stroke_shares import HOSPITAL
from mutualis.model import MutualisError
from mutualis.node import transport
from mutualis.picture.pdf import pdf
from mutualis.pipeline.linkage import HOSPITAL as NODE
from mutualis.pipeline.linkage import Linkage
from mutualis.publish.hospital_report import Facts, hospital_report

Tables = Mapping[str, pl.DataFrame]
DAYS = (30, 90)
DIAGNOSES = ibis.table({"stay_code": "string", "diagnosis": "string"}, "stay_diagnosis")
REPORTS = {"hospital_number": pl.String, "language": pl.String, "format": pl.String, "report": pl.Binary}


@dataclass(frozen=True)
class Comparison:
    """Hospitals beside each other (`stroke_comparison.compared`), the models that there are, and what reports share."""

    compared: pl.DataFrame
    models: tuple[RiskModel, ...]
    facts: Facts


def in_zone(linkage: Linkage) -> Tables:
    """The set after the small cell analysis as the researcher sees it, in a zone that is open; every read is logged."""
    request = zone.ask(linkage.permit("researcher"), linkage.people.researcher)
    opened = zone.enter(linkage.permit("project-store"), request)
    return {name: opened.read(name) for name in opened.tables}


def registered(linkage: Linkage) -> pl.DataFrame | None:
    """What hospitals registered themselves, as the researcher has it after its own small cell analysis; None where
    nothing came.
    """
    came = list(messages.receive(linkage.permit("researcher"), "self-registration-analysis"))
    return came[-1].tables["stays"] if came else None


def compare(found: Tables, folder: Path, own: pl.DataFrame | None = None) -> Comparison:
    """Compare the hospitals of a set, and on what they registered themselves (`own`): by hospital, no row of one beside
    a row of the other. `folder` is for a temporary file of diagnoses, which is removed.
    """
    cases = with_groups(stroke.cases(found), found["diagnoses"], folder)
    models = tuple(model for days in DAYS if (model := _model(cases, days)) is not None)
    years = sorted(set(cases["discharge_year"].drop_nulls()))
    period = "–".join(dict.fromkeys(str(each) for each in (*years[:1], *years[-1:])))
    first = models[0] if models and models[0].days == DAYS[0] else None
    facts = Facts(period, first.c_statistic if first else None, first.unknown if first else 0)
    numbers = {row["agr_code"]: row["code"] for row in reference.codelist("hospital").rows}
    further = None if own is None else self_registered(own, numbers)
    return Comparison(compared_cases(cases, models, further), models, facts)


def with_groups(cases: pl.DataFrame, diagnoses: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """The cases with a column `is_<group>` for each Charlson group that was there at admission."""
    given = stroke.parameters()
    is_there = pl.col("present_at_admission").is_in(given["present"])
    is_sure = pl.col("certainty").is_in(given["accepted_certainty"])
    file, codes = folder / "stay_diagnosis.parquet", folder / "charlson.parquet"
    diagnoses.filter(is_there & is_sure).select(DIAGNOSES.columns).write_parquet(file)
    engine = DuckEngine(temporary=folder)
    try:
        engine.use("stay_diagnosis", [file], DIAGNOSES.schema())
        engine.use("reference_charlson", [tables.write_reference("charlson", codes)])
        index = charlson(DIAGNOSES, tables.reference_table("charlson"), ["stay_code"])
        told = pl.DataFrame(pl.from_arrow(engine.arrow(index)))
    finally:
        engine.close()
        file.unlink()
        codes.unlink()
    groups = [name for name in told.columns if name.startswith("is_")]
    met = cases.join(told.select("stay_code", *groups), on="stay_code", how="left")
    return met.with_columns(pl.col(*groups).fill_null(False))


def _model(cases: pl.DataFrame, days: int) -> RiskModel | None:
    try:
        return risk_model(cases, days)
    except NoModel:
        return None


def hospital_reports(
    comparison: Comparison, languages: Sequence[str], formats: Sequence[str] = ("html", "pdf")
) -> pl.DataFrame:
    """A report of every hospital with a case, in each language and form: hospital_number, language, format, report.

    Raises where no hospital has a case.
    """
    if comparison.compared.is_empty():
        raise MutualisError(
            "There is no report: no hospital has a stroke case that may be told.", do="link more years or hospitals"
        )
    rows = [
        (number, language, form, content)
        for number in sorted(set(comparison.compared[HOSPITAL]))
        for language in languages
        for form, content in _forms(comparison, number, language, formats)
    ]
    return pl.DataFrame(rows, schema=REPORTS, orient="row")


def _forms(comparison: Comparison, number: str, language: str, formats: Sequence[str]) -> list[tuple[str, bytes]]:
    page = hospital_report(comparison.compared, number, _name(number, language), language, comparison.facts)
    return [(form, pdf(page) if form == "pdf" else page.encode()) for form in formats]


def _name(number: str, language: str) -> str:
    """The name of a hospital; in Dutch where the list has none in the language."""
    names = {row["code"]: row for row in reference.codelist("hospital").rows}
    return str(names[number].get(language) or names[number]["nl"]) if number in names else number


def checked_reports(linkage: Linkage, reports: pl.DataFrame, checkers: Sequence[str]) -> AbstractContextManager[None]:
    """The output check: two people who did not make the reports let them leave the zone; logged before they do."""
    project = Project(linkage.space.node("project-store"), linkage.name)
    return zone.checked_pages(project, "hospital-reports", linkage.people.researcher, checkers, reports.height)


def write_reports(reports: pl.DataFrame, folder: Path) -> list[Path]:
    """One file for each report: `<number>.<language>.<format>`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = []
    for number, language, form, content in reports.select(list(REPORTS)).rows():
        paths.append(folder / f"{number}.{language}.{form}")
        paths[-1].write_bytes(content)
    return paths


def return_reports(linkage: Linkage, reports: pl.DataFrame, stays: pl.DataFrame) -> list[Account]:
    """Bring the reports to their hospitals through the third party, each party at its own node in turn.

    `stays` give the feedback code of each hospital. In production each of the three acts on its own machine.
    """
    codes = stays.select(HOSPITAL, "feedback_code").drop_nulls().unique()
    coded = reports.join(codes, on=HOSPITAL).select("feedback_code", "language", "format", "report")
    accounts = [steps.send_reports(linkage.permit("researcher"), coded, "ttp")]
    transport.deliver_all(linkage.space.path)
    accounts.append(steps.pass_on(linkage.permit("ttp"), hospital_nodes(linkage)))
    transport.deliver_all(linkage.space.path)
    return accounts + [steps.take_reports(linkage.permit(name)) for name in linkage.hospitals()]


def hospital_nodes(linkage: Linkage) -> dict[str, str]:
    """The names of the hospitals' nodes by the number of the hospital."""
    numbers = {NODE.format(row["agr_code"]).lower(): row["code"] for row in reference.codelist("hospital").rows}
    return {numbers[name.lower()]: name for name in linkage.hospitals() if name.lower() in numbers}
