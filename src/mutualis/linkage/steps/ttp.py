"""The trusted third party of the insurers: C1 to C2 with the link variables (step 8), and the linkage (step 10)."""

import polars as pl

from mutualis.coding.kernel import code_distinct
from mutualis.coding.keys import c2_subkey
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, join, recoded
from mutualis.linkage.matching import matched, settled
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.feedback import with_feedback_code

LINK = ("admission_day", "discharge_day", "hospital_number")


def link_variables(permit: Permit, recipient: str) -> Account:
    """Step 8: the stays' days and hospital beside C2, and nothing else of them, for the selection at the agency."""
    permit.step(8)
    stays = _one(permit, "link-set", "stays")
    persons = _codes(permit)
    told = join(stays, persons, "rn").select("c2", *LINK).unique()
    messages.send(permit, "link-variables", recipient, {"stays": told})
    without = join(stays, persons, "rn", "anti").height
    rows_in = {"link-set": stays.height, "selected": persons.height}
    return enter(
        permit, Account(8, permit.node.name, rows_in, {"link-variables": told.height}, {"stays_without_code": without})
    )


def link(permit: Permit, recipient: str) -> Account:
    """Step 10: claims to stays by rule, RN to Cproject, link variables left out; then both sets are destroyed."""
    permit.step(10)
    stays = _one(permit, "link-set", "stays")
    persons, projects = _codes(permit), _one(permit, "second-coding", "persons")
    named = join(join(stays, persons, "rn", "left"), projects, "rn")
    found = matched(named, _one(permit, "claims-set", "claims"))
    deaths = _one(permit, "claims-set", "deaths").rename({"claim_admission_day": "admission_day"})
    decided = settled(join(named, deaths, ["c2", "admission_day", "hospital_number"], "left"))
    made = {
        "stays": with_feedback_code(permit, decided),
        "claims": found.rows.join(named.select("stay_code", "c_project"), on="stay_code"),
        **{name: _one(permit, "link-set", name) for name in ("specialisms", "bed_indexes", "diagnoses")},
    }
    file = permit.authorisation.file("linked-set")
    tables = {name: made[name].select(columns) for name, columns in file.tables.items()}
    messages.send(permit, "linked-set", recipient, tables)
    for name in ("link-set", "claims-set", "selected", "second-coding"):
        messages.destroy(permit, name)
    rows_out = {name: frame.height for name, frame in tables.items()}
    rows_in = {"link-set": stays.height, "claims-set": found.claims}
    dropped = {"claims_of_no_stay": found.without_stay, "stays_without_project_code": stays.height - named.height}
    facts = {
        **found.by_rule,
        "claims_with_two_candidates": found.with_two,
        "stays_without_claim": stays.height - found.rows["stay_code"].n_unique(),
        "deaths_30_undecided": decided["death_30"].null_count(),
        "deaths_90_undecided": decided["death_90"].null_count(),
    }
    return enter(permit, Account(10, permit.node.name, rows_in, rows_out, dropped, facts))


def _codes(permit: Permit) -> pl.DataFrame:
    """RN beside C2: C1, or the code that it is an alias of since a change of number, coded with the second key."""
    selected = _one(permit, "selected", "persons")
    aliases = permit.node.ledger.aliases()
    subkey = c2_subkey(permit.node, "person")
    c2 = recoded(selected["c1"], identifier(permit, "C2"), lambda c1: code_distinct(c1.replace(aliases), subkey))
    return selected.select("rn", c2=c2)


def _one(permit: Permit, name: str, table: str) -> pl.DataFrame:
    """A table of every parcel of a file that waits, together."""
    return pl.concat([each.tables[table] for each in messages.receive(permit, name)])
