"""A linkage with another holder at the applicant's data team (step 6) and the third party (steps 8 and 10)."""

from collections.abc import Mapping

import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, join
from mutualis.linkage.matching import matched_around
from mutualis.linkage.permit import Permit
from mutualis.linkage.records import FILE, TABLE, layout_of, relative
from mutualis.linkage.steps.ttp import codes_of, one_of

LINK_SET, CLAIMS_SET, LINKED = "link-set", "claims-set", "linked-set"


def prepare_records(permit: Permit, recipient: str) -> Account:
    """Step 6: the own number becomes RN, days become relative to the anchor, every record gets a code of the project;
    then the concordance and the holder's set are destroyed.
    """
    permit.step(6)
    persons = {each.about: each.tables["persons"] for each in messages.receive(permit, "concordance")}
    whole = pl.concat([_with_codes(permit, each, persons) for each in messages.receive(permit, FILE)])
    known = whole.filter(pl.col("rn").is_not_null())
    made = relative(layout_of(permit.authorisation), known)
    told = made.select(permit.authorisation.file(LINK_SET).tables[TABLE])
    messages.send(permit, LINK_SET, recipient, {TABLE: told})
    for name in ("concordance", FILE):
        messages.destroy(permit, name)
    dropped = {"records_without_code": whole.height - known.height}
    return enter(permit, Account(6, permit.node.name, {FILE: whole.height}, {LINK_SET: told.height}, dropped))


def _with_codes(permit: Permit, came: messages.Received, persons: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The records of a holder with `rn` in the place of its own number; null where the concordance has none."""
    none = {"pat_id": identifier(permit, "PatID", came.about), "rn": identifier(permit, "RN")}
    known = persons.get(came.about, pl.DataFrame(schema=none))
    return join(came.tables[TABLE], known, "pat_id", "left").drop("pat_id")


def anchors(permit: Permit, recipient: str) -> Account:
    """Step 8: the anchor day of each record beside C2, and nothing else of it, for the selection at the agency."""
    permit.step(8)
    records, persons = one_of(permit, LINK_SET, TABLE), codes_of(permit)
    told = join(records, persons, "rn").select("c2", "anchor_day").unique()
    messages.send(permit, "link-variables", recipient, {TABLE: told})
    without = join(records, persons, "rn", "anti").height
    rows_in = {LINK_SET: records.height, "selected": persons.height}
    rows_out, dropped = {"link-variables": told.height}, {"records_without_code": without}
    return enter(permit, Account(8, permit.node.name, rows_in, rows_out, dropped))


def link_records(permit: Permit, recipient: str) -> Account:
    """Step 10: claims to records by rule, RN to Cproject, the anchor day left out; then both sets are destroyed."""
    permit.step(10)
    file, records = permit.authorisation.file(LINKED), one_of(permit, LINK_SET, TABLE)
    persons, projects = codes_of(permit), one_of(permit, "second-coding", "persons")
    named = join(join(records, persons, "rn", "left"), projects, "rn")
    known, lacking = _with_deaths(permit, named)
    found = matched_around(known, one_of(permit, CLAIMS_SET, "claims"))
    made = {TABLE: known, "claims": found.rows.join(known.select("record_code", "c_project"), on="record_code")}
    tables = {name: made[name].select(columns) for name, columns in file.tables.items()}
    messages.send(permit, LINKED, recipient, tables)
    for name in (LINK_SET, CLAIMS_SET, "selected", "second-coding"):
        messages.destroy(permit, name)
    rows_out = {name: frame.height for name, frame in tables.items()}
    dropped = {"claims_of_no_record": found.without, "records_without_project_code": records.height - named.height}
    facts = {
        **found.by_rule,
        "claims_with_two_candidates": found.with_two,
        "records_without_claim": known.height - found.rows["record_code"].n_unique(),
        "records_not_in_the_sample": lacking,
    }
    rows_in = {LINK_SET: records.height, CLAIMS_SET: found.claims}
    return enter(permit, Account(10, permit.node.name, rows_in, rows_out, dropped, facts))


def _with_deaths(permit: Permit, named: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The records with their deaths where asked; of a sample only who the centre told of; and how many not."""
    is_sample = permit.authorisation.population.sample
    if "deaths" not in permit.authorisation.file(CLAIMS_SET).tables:
        return named, 0
    deaths = one_of(permit, CLAIMS_SET, "deaths")
    known = join(named, deaths, ["c2", "anchor_day"], "inner" if is_sample else "left")
    return known, named.height - known.height
