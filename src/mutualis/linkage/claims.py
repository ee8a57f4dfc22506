"""Claims that an authorisation lists, and deaths, as the centre reads them for the persons that it is told."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import polars as pl

from mutualis.derived.inputs import declared_domains
from mutualis.linkage.domains import join, typed
from mutualis.linkage.permit import Permit
from mutualis.linkage.selection import beginnings
from mutualis.model import IdentifierDomain, MutualisError
from mutualis.model.protocols import Engine
from mutualis.portable import check
from mutualis.reference.authorisations import Authorisation
from mutualis.reference.permanent_sample import PARTS

CARE, DISPENSING, MEMBERS, PRODUCTS = "core_care_line_net", "core_dispensing_net", "core_member_state", "reference_cnk"
SAMPLE = "derived_sample_member"
ATC, ACT, WHOLE_CODE = "atc_code", "nomenclature_code", 6
SHARED = ("person_id", "service_day", "quantity", "cnk", "prescriber_qualification", "reimbursed_cents",
          "copayment_cents", "supplement_cents")  # fmt: skip
OF_CARE = (ACT, "days", "institution_number", "admission_day", "discharge_day", "last_service_day")
Given = Mapping[str, ir.Table]


def use(engine: Engine, link: ir.Table, told: pl.DataFrame, folder: Path) -> None:
    """Let the engine read what the third party told, as the table `link`."""
    path = folder / f"{link.get_name()}.parquet"
    told.select(link.columns).write_parquet(path)
    engine.use(link.get_name(), [path], link.schema())


def frame_of(
    engine: Engine, expression: Any, told: Mapping[str, Mapping[str, IdentifierDomain]] | None = None
) -> pl.DataFrame:
    """The rows of an expression; refused where two identifier domains meet in it. `told`: those of further tables."""
    check(expression, {**declared_domains(), **(told or {})}, "A selection for a linkage")
    found = pl.from_arrow(engine.arrow(expression))
    assert isinstance(found, pl.DataFrame)
    return found


def listed_lines(authorisation: Authorisation, given: Given) -> ir.Table:
    """The net lines of care and of pharmacies with a listed act, or a medicine of a listed ATC group."""
    rules: dict[str, tuple[str, ...]] = {}
    for each in (rule for rule in authorisation.rows if rule.table == "claims"):
        rules[each.column] = (*rules.get(each.column, ()), *beginnings(each))
    care, dispensed = given[CARE], given[DISPENSING]
    empty = {name: ibis.null(care[name].type()).name(name) for name in OF_CARE}
    lines = ibis.union(care.select(*SHARED, *OF_CARE), dispensed.select(*SHARED, **empty))
    wanted = [*_of_products(lines, rules.get(ATC, ())), *_of_acts(lines, rules.get(ACT, ()))]
    if not wanted:
        raise MutualisError(f"Authorisation {authorisation.id} lists no claims.", do="give filters of rows of claims")
    return lines.filter(ibis.or_(*wanted))


def _of_products(lines: ir.Table, groups: tuple[str, ...]) -> list[Any]:
    if not groups:
        return []
    columns = {"code": "string", "atc_code": "string", "valid_from": "date", "valid_to": "date"}
    products = ibis.table(columns, name=PRODUCTS)
    listed = products.filter(ibis.or_(*(products.atc_code.startswith(each) for each in groups)))
    return [lines.cnk.isin(listed.code)]


def _of_acts(lines: ir.Table, codes: tuple[str, ...]) -> list[Any]:
    """Whether the act is one of these codes, or begins with one that is shorter."""
    whole = [each for each in codes if len(each) >= WHOLE_CODE]
    short = [each for each in codes if len(each) < WHOLE_CODE]
    act = lines[ACT]
    found = [act.isin(whole)] if whole else []
    return [each.fill_null(False) for each in (*found, *(act.startswith(code) for code in short))]


def dead_among(members: ir.Table, link: ir.Table) -> ir.Table:
    """c2, year and month of death (PP0040A and B) of the persons in `link` who died."""
    known = members.filter(members.death_year.notnull() & (members.death_year > 0))
    of_told = known.semi_join(link, known.person_id == link.c2)
    return of_told.group_by(c2=of_told.person_id).agg(year=of_told.death_year.max(), month=of_told.death_month.max())


def known_until(engine: Engine, members: ir.Table) -> dt.date:
    """The last day for which states of the insured, and so deaths, are known here."""
    last = frame_of(engine, members.aggregate(last=members.reference_day.max()))["last"].first()
    if not isinstance(last, dt.date):
        raise MutualisError("No member state is loaded.", do="load the deliveries of a half-year with pp.txt first")
    return last


def of_sample(permit: Permit, engine: Engine, given: Given, told: pl.DataFrame) -> pl.DataFrame:
    """Those of `told` (c2) who are drawn for the permanent sample, where the authorisation is about these alone."""
    if not permit.authorisation.population.sample:
        return told
    if SAMPLE not in given:
        raise MutualisError("The permanent sample is not drawn here.", do="draw it first: mutualis sample")
    members = given[SAMPLE]
    drawn = members.filter(members.part.isin(PARTS)).select(c2="person_id").distinct()
    return join(told, typed(permit, frame_of(engine, drawn)), "c2", "semi")
