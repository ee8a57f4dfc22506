"""The centre: of the coded persons it is told, the claims that the authorisation lists, and whether they died (step 9).

It learns a day of admission and discharge and a hospital of each stay, and neither a diagnosis nor RN.
"""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.claims import MEMBERS, dead_among, frame_of, known_until, listed_lines, of_sample, use
from mutualis.linkage.deaths import horizons, within
from mutualis.linkage.domains import plain, typed
from mutualis.linkage.matching import WINDOW_DAYS
from mutualis.linkage.permit import Permit
from mutualis.model import C2
from mutualis.model.protocols import Engine
from mutualis.portable import add_days, days_between

LINK = ibis.table(
    {"c2": "string", "admission_day": "date", "discharge_day": "date", "hospital_number": "string"},
    name="link_variable",
)
RECORDS = ibis.table({"c2": "string", "anchor_day": "date"}, name="link_record")
DOMAINS = {each.get_name(): {"c2": C2} for each in (LINK, RECORDS)}
# Care of the day before the admission (an emergency room) is within what is asked for.
DAYS_BEFORE = 1


def select_claims(permit: Permit, engine: Engine, given: Mapping[str, ir.Table], recipient: str) -> Account:
    """Step 9: `given` are the expressions of net care lines, dispensings and member states that the engine can read."""
    permit.step(9)
    return _selected(permit, engine, given, recipient, LINK, "stays", "admission_day")


def select_claims_around(permit: Permit, engine: Engine, given: Mapping[str, ir.Table], recipient: str) -> Account:
    """Step 9 of a linkage with another holder: claims within the days around the anchor of each record."""
    permit.step(9)
    return _selected(permit, engine, given, recipient, RECORDS, "records", "anchor_day")


def _selected(
    permit: Permit,
    engine: Engine,
    given: Mapping[str, ir.Table],
    recipient: str,
    link: ir.Table,
    table: str,
    since: str,
) -> Account:
    came = pl.concat([each.tables[table] for each in messages.receive(permit, "link-variables")]).unique()
    file = permit.authorisation.file("claims-set")
    asked = horizons(file.tables.get("deaths", ()))
    told = of_sample(permit, engine, given, came)
    with permit.node.scratch() as folder:
        use(engine, link, plain(permit, told), folder)
        lines = listed_lines(permit.authorisation, given)
        asked_lines = claims_of_stays(lines) if link is LINK else _of_records(permit, lines)
        found = {"claims": typed(permit, frame_of(engine, asked_lines, DOMAINS))}
        if "deaths" in file.tables:
            dead = typed(permit, frame_of(engine, dead_among(given[MEMBERS], link), DOMAINS))
            deaths = within(told, dead, since, asked, known_until(engine, given[MEMBERS]))
            found["deaths"] = deaths.with_columns(claim_admission_day=pl.col(since))
        engine.forget(link.get_name())
    tables = {name: frame.select(file.tables[name]) for name, frame in found.items()}
    messages.send(permit, "claims-set", recipient, tables)
    messages.destroy(permit, "link-variables")
    undecided = {f"{name}_undecided": found["deaths"][name].null_count() for name in asked}
    rows = {name: frame.height for name, frame in tables.items()}
    dropped = {"not_in_the_sample": came.height - told.height} if permit.authorisation.population.sample else {}
    return enter(permit, Account(9, permit.node.name, {"link-variables": came.height}, rows, dropped, undecided))


def claims_of_stays(lines: ir.Table) -> ir.Table:
    """Of the lines those of persons and days that are told (`LINK`), once for each stay that they may belong to."""
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
        reimbursed_cents=met.reimbursed_cents,
        copayment_cents=met.copayment_cents,
        supplement_cents=met.supplement_cents,
        admission_day=met.told_admission,
    )


def _of_records(permit: Permit, lines: ir.Table) -> ir.Table:
    """The lines of told persons from so many days before the anchor of a record to so many after it."""
    link = permit.authorisation.link
    told = RECORDS.select(
        c2=RECORDS.c2,
        anchor_day=RECORDS.anchor_day,
        first=add_days(RECORDS.anchor_day, ibis.literal(-link.days_before)),
        last=add_days(RECORDS.anchor_day, ibis.literal(link.days_after)),
    ).distinct()
    met = lines.join(
        told, [lines.person_id == told.c2, lines.service_day >= told["first"], lines.service_day <= told["last"]]
    )
    kept = {name: met[name] for name in lines.columns if name not in ("person_id", "service_day", "admission_day")}
    offset: Any = days_between(met.anchor_day, met.service_day)
    return met.select(
        c2=met.c2, anchor_day=met.anchor_day, service_offset_days=offset, hospital_number=met.institution_number, **kept
    )
