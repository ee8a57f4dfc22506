"""The centre: of the coded persons it is told, the claims that the authorisation lists, and whether they died (step 9).

It learns a day of admission and discharge and a hospital of each stay, and neither a diagnosis nor RN.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import polars as pl

from mutualis.derived.inputs import declared_domains
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import join, plain, typed
from mutualis.linkage.matching import HORIZONS, WINDOW_DAYS
from mutualis.linkage.permit import Permit
from mutualis.linkage.selection import beginnings
from mutualis.model import C2
from mutualis.model.protocols import Engine
from mutualis.portable import add_days, check, days_between

LINK = ibis.table(
    {"c2": "string", "admission_day": "date", "discharge_day": "date", "hospital_number": "string"},
    name="link_variable",
)
DOMAINS = {LINK.get_name(): {"c2": C2}}
# Care of the day before the admission (an emergency room) is within what is asked for.
DAYS_BEFORE = 1
CARE, DISPENSING, MEMBERS, PRODUCTS = "core_care_line_net", "core_dispensing_net", "core_member_state", "reference_cnk"


def select_claims(permit: Permit, engine: Engine, given: Mapping[str, ir.Table], recipient: str) -> Account:
    """Step 9: `given` are the expressions of net care lines, dispensings and member states that the engine can read."""
    permit.step(9)
    told = pl.concat([each.tables["stays"] for each in messages.receive(permit, "link-variables")]).unique()
    with permit.node.scratch() as folder:
        _use(engine, plain(permit, told), folder)
        claims = typed(permit, _frame(engine, _claims(permit, given)))
        deaths = _deaths(told, typed(permit, _frame(engine, _dead(given[MEMBERS]))))
        engine.forget(LINK.get_name())
    file = permit.authorisation.file("claims-set")
    tables = {"claims": claims.select(file.tables["claims"]), "deaths": deaths.select(file.tables["deaths"])}
    messages.send(permit, "claims-set", recipient, tables)
    messages.destroy(permit, "link-variables")
    undecided = {f"{name}_undecided": deaths[name].null_count() for name in HORIZONS}
    rows = {name: frame.height for name, frame in tables.items()}
    return enter(permit, Account(9, permit.node.name, {"link-variables": told.height}, rows, {}, undecided))


def _use(engine: Engine, told: pl.DataFrame, folder: Path) -> None:
    path = folder / "link.parquet"
    told.select(LINK.columns).write_parquet(path)
    engine.use(LINK.get_name(), [path], LINK.schema())


def _frame(engine: Engine, expression: Any) -> pl.DataFrame:
    check(expression, {**declared_domains(), **DOMAINS}, "Step 9")
    found = pl.from_arrow(engine.arrow(expression))
    assert isinstance(found, pl.DataFrame)
    return found


def _claims(permit: Permit, given: Mapping[str, ir.Table]) -> ir.Table:
    """The claims of told persons from the day before an admission to so long after the discharge, of listed codes."""
    rules = {each.column: beginnings(each) for each in permit.authorisation.rows if each.table == "claims"}
    care, dispensed = given[CARE], given[DISPENSING]
    shared = ("person_id", "service_day", "quantity", "cnk", "prescriber_qualification")
    own = ("nomenclature_code", "days", "institution_number", "admission_day", "discharge_day", "last_service_day")
    empty = {name: ibis.null(care[name].type()).name(name) for name in own}
    lines = ibis.union(care.select(*shared, *own), dispensed.select(*shared, **empty))
    return _of_stays(_listed(lines, rules))


def _listed(lines: ir.Table, rules: Mapping[str, tuple[str, ...]]) -> ir.Table:
    """The lines of listed acts, and of medicines of the listed ATC groups on their day."""
    products = ibis.table(
        {"code": "string", "atc_code": "string", "valid_from": "date", "valid_to": "date"}, name=PRODUCTS
    )
    listed = products.filter(ibis.or_(*(products.atc_code.startswith(each) for each in rules["atc_code"])))
    is_medicine = lines.cnk.isin(listed.code)
    is_act = lines.nomenclature_code.isin(list(rules["nomenclature_code"])).fill_null(False)
    return lines.filter(is_medicine | is_act)


def _of_stays(lines: ir.Table) -> ir.Table:
    told = LINK.select(
        c2=LINK.c2,
        told_admission=LINK.admission_day,
        first=add_days(LINK.admission_day, ibis.literal(-DAYS_BEFORE)),
        last=add_days(LINK.discharge_day, ibis.literal(WINDOW_DAYS)),
    ).distinct()
    met = lines.join(
        told, [lines.person_id == told.c2, lines.service_day >= told["first"], lines.service_day <= told["last"]]
    )
    return met.select(
        c2=met.person_id,
        claim_admission_day=met.admission_day,
        claim_discharge_day=met.discharge_day,
        last_service_day=met.last_service_day,
        hospital_number=met.institution_number,
        service_offset_days=days_between(met.told_admission, met.service_day),
        nomenclature_code=met.nomenclature_code,
        quantity=met.quantity,
        days=met.days,
        prescriber_qualification=met.prescriber_qualification,
        cnk=met.cnk,
        admission_day=met.told_admission,
    )


def _dead(members: ir.Table) -> ir.Table:
    """Year and month of death (PP0040A and B) of the persons who were told and died."""
    known = members.filter(members.death_year.notnull() & (members.death_year > 0))
    of_told = known.semi_join(LINK, known.person_id == LINK.c2)
    return of_told.group_by(c2=of_told.person_id).agg(year=of_told.death_year.max(), month=of_told.death_month.max())


def _deaths(told: pl.DataFrame, dead: pl.DataFrame) -> pl.DataFrame:
    """Of each stay whether its person died within so many days of the admission: 1, 0, or null where the month of
    death leaves it open.
    """
    met = join(told, dead, "c2", "left")
    first = pl.date(pl.col("year"), pl.col("month"), 1)
    horizon = {name: pl.col("admission_day") + pl.duration(days=days) for name, days in HORIZONS.items()}
    decided = {
        name: pl.when(pl.col("year").is_null() | (first > end))
        .then(0)
        .when(first.dt.month_end() <= end)
        .then(1)
        .cast(pl.Int8)
        for name, end in horizon.items()
    }
    return met.with_columns(claim_admission_day=pl.col("admission_day"), **decided)
