"""The extract of the permanent sample of 05/033: at the centre (step 1) and at the third party (steps 2 and 4).

States of the insured, sums by group of accounting codes and quarter, and sums by stay (3.2); of members of the
households of who was drawn only the states (footnote 4). Nobody after the third party sees a hospital's own number.
"""

import datetime as dt
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import polars as pl

from mutualis.coding.kernel import code_distinct
from mutualis.coding.keys import c2_subkey
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.claims import MEMBERS, SAMPLE, frame_of
from mutualis.linkage.domains import identifier, join, recoded
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.ttp import one_of
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.reference.authorisations import Authorisation
from mutualis.reference.permanent_sample import EXTRA, PARTS

STATES, QUARTERS, STAYS = "pp", "quarters", "stays"
QUARTER_TABLE, STAY_TABLE = "derived_quarter_group", "derived_stay"
NEEDED = (SAMPLE, QUARTER_TABLE, STAY_TABLE)
EXTRACT, LIST, CONVERSION, STUDY = "extract", "hospital-list", "hospital-conversion", "study-set"
Given = Mapping[str, ir.Table]


def extract(permit: Permit, engine: Engine, given: Given, recipient: str) -> Account:
    """Step 1, at the centre: `given` are the expressions of member states, sample, stays and quarters."""
    permit.step(1)
    if lacking := [each for each in NEEDED if each not in given]:
        raise MutualisError(
            f"The tables {', '.join(lacking)} are not made here.", do="draw the sample: mutualis sample"
        )
    first, last = _period(permit.authorisation)
    members = given[SAMPLE].filter(given[SAMPLE].year.between(first.year, last.year))
    drawn = members.filter(members.part.isin(PARTS)).select(person="person_id").distinct()
    made = {
        STATES: _states(given[MEMBERS], members, first, last),
        QUARTERS: _of(given[QUARTER_TABLE], drawn, _quarter_of(first), _quarter_of(last), "quarter"),
        STAYS: _of(given[STAY_TABLE], drawn, first, last, "admission_day"),
    }
    file = permit.authorisation.file(EXTRACT)
    frames = {name: frame_of(engine, each) for name, each in made.items()}
    tables = {name: _named(frame, file.tables[name]) for name, frame in frames.items()}
    messages.send(permit, EXTRACT, recipient, tables)
    rows = {name: frame.height for name, frame in tables.items()}
    facts = {"persons": tables[STATES]["c2"].n_unique()}
    return enter(permit, Account(1, permit.node.name, {"sample": frames[STATES].height}, rows, {}, facts))


def _period(authorisation: Authorisation) -> tuple[dt.date, dt.date]:
    asked = authorisation.population
    if asked.care_from is None or asked.care_until is None:
        raise MutualisError(
            f"Authorisation {authorisation.id} does not say of which days its extract is.",
            do="give care_from and care_until of its population",
        )
    return asked.care_from, asked.care_until


def _quarter_of(day: dt.date) -> str:
    return f"{day.year}Q{1 + (day.month - 1) // 3}"


def _states(states: ir.Table, members: ir.Table, first: dt.date, last: dt.date) -> ir.Table:
    """The states of the sample in the period; of a person whom two insurers list on a day one state."""
    kept = states.filter(states.reference_day.between(first, last))
    kept = kept.mutate(state_year=kept.reference_day.year())
    told = members.select(member_id="person_id", member_year="year", part="part")
    met = kept.join(told, [kept.person_id == told.member_id, kept.state_year == told.member_year])
    order = ibis.window(group_by=["person_id", "reference_day"], order_by=["delivery_id", "line"])
    one = met.mutate(place=ibis.row_number().over(order))
    one = one.filter(one.place == 0)
    return one.mutate(is_extra_sample=one.part == EXTRA, is_household_member=~one.part.isin(PARTS))


def _of(rows: ir.Table, drawn: ir.Table, first: object, last: object, period: str) -> ir.Table:
    kept = rows.filter(rows[period].between(first, last))
    return kept.semi_join(drawn, kept.person_id == drawn.person)


def _named(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The columns as the authorisation calls them: `c2`, and fields of a layout as `pp.sex`."""
    told = frame.rename({"person_id": "c2"})
    return told.select(pl.col(name.rsplit(".", maxsplit=1)[-1]).alias(name) for name in columns)


def list_hospitals(permit: Permit, recipient: str) -> Account:
    """Step 2, at the third party: the hospital numbers that occur, each once, to the supervising physician."""
    permit.step(2)
    stays = one_of(permit, EXTRACT, STAYS)
    hospitals = stays.select("hospital_number").drop_nulls().unique()
    messages.send(permit, LIST, recipient, {"hospitals": hospitals})
    return enter(permit, Account(2, permit.node.name, {STAYS: stays.height}, {LIST: hospitals.height}))


def recode(permit: Permit, recipient: str) -> Account:
    """Step 4, at the third party: persons to codes of the study with a subkey for it, hospitals by the physician's
    table; then the extract and the table are destroyed. A stay in a hospital that the table lacks is counted and
    dropped.
    """
    permit.step(4)
    table = one_of(permit, CONVERSION, "hospitals").unique()
    file, subkey = permit.authorisation.file(STUDY), c2_subkey(permit.node, f"study-{permit.authorisation.id}")
    came = {name: one_of(permit, EXTRACT, name) for name in file.tables}
    persons = pl.concat([frame.select("c2") for frame in came.values()]).unique()
    codes = recoded(persons["c2"], identifier(permit, "Cproject"), lambda c2: code_distinct(c2, subkey))
    coded = {name: join(frame, persons.with_columns(c_project=codes), "c2") for name, frame in came.items()}
    coded[STAYS] = coded[STAYS].join(table, on="hospital_number", how="inner")
    tables = {name: coded[name].select(columns) for name, columns in file.tables.items()}
    messages.send(permit, STUDY, recipient, tables)
    for name in (EXTRACT, CONVERSION):
        messages.destroy(permit, name)
    rows_in, rows_out = ({name: frame.height for name, frame in each.items()} for each in (came, tables))
    dropped = {"stays_in_a_hospital_without_code": rows_in[STAYS] - rows_out[STAYS]}
    return enter(permit, Account(4, permit.node.name, rows_in, rows_out, dropped, {"hospitals": table.height}))
