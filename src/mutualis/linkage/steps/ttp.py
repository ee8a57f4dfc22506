"""The trusted third party of the insurers: C1 to C2 with the link variables (step 8), and the linkage (step 10)."""

import polars as pl

from mutualis.coding.kernel import code_distinct
from mutualis.coding.keys import c2_subkey
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.deaths import horizons
from mutualis.linkage.domains import identifier, join, recoded
from mutualis.linkage.matching import matched, settled
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.feedback import with_feedback_code

LINK = ("admission_day", "discharge_day", "hospital_number")
OF_STAY = ("c2", "admission_day", "hospital_number")


def link_variables(permit: Permit, recipient: str) -> Account:
    """Step 8: the stays' days and hospital beside C2, and nothing else of them, for the selection at the agency."""
    permit.step(8)
    stays = one_of(permit, "link-set", "stays")
    persons = codes_of(permit)
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
    stays = one_of(permit, "link-set", "stays")
    persons, projects = codes_of(permit), one_of(permit, "second-coding", "persons")
    named = join(join(stays, persons, "rn", "left"), projects, "rn")
    deaths, whole = _deaths(permit), named.height
    if deaths is not None and permit.authorisation.population.sample:
        named = join(named, deaths, OF_STAY, "semi")  # the centre told the deaths of who is in the sample, and no other
    found = matched(named, one_of(permit, "claims-set", "claims"))
    decided = named if deaths is None else settled(join(named, deaths, OF_STAY, "left"))
    file = permit.authorisation.file("linked-set")
    made = {
        "stays": with_feedback_code(permit, decided),
        "claims": found.rows.join(named.select("stay_code", "c_project"), on="stay_code"),
        **{
            name: one_of(permit, "link-set", name).join(named.select("stay_code"), on="stay_code", how="semi")
            for name in ("specialisms", "bed_indexes", "diagnoses")
            if name in file.tables
        },
    }
    asked = horizons(file.tables["stays"])
    tables = {name: made[name].select(columns) for name, columns in file.tables.items()}
    messages.send(permit, "linked-set", recipient, tables)
    for name in ("link-set", "claims-set", "selected", "second-coding"):
        messages.destroy(permit, name)
    rows_out = {name: frame.height for name, frame in tables.items()}
    rows_in = {"link-set": stays.height, "claims-set": found.claims}
    dropped = {
        "claims_of_no_stay": found.without,
        "stays_without_project_code": stays.height - whole,
        "stays_not_in_the_sample": whole - named.height,
    }
    facts = {
        **found.by_rule,
        "claims_with_two_candidates": found.with_two,
        "stays_without_claim": named.height - found.rows["stay_code"].n_unique(),
        **{f"{name.replace('death', 'deaths')}_undecided": decided[name].null_count() for name in asked},
    }
    return enter(permit, Account(10, permit.node.name, rows_in, rows_out, dropped, facts))


def _deaths(permit: Permit) -> pl.DataFrame | None:
    """What the centre told of deaths, by stay; None where the authorisation asks for none."""
    if "deaths" not in permit.authorisation.file("claims-set").tables:
        return None
    return one_of(permit, "claims-set", "deaths").rename({"claim_admission_day": "admission_day"})


def codes_of(permit: Permit) -> pl.DataFrame:
    """RN beside C2: C1, or the code that it is an alias of since a change of number, coded with the second key."""
    selected = one_of(permit, "selected", "persons")
    aliases = permit.node.ledger.aliases()
    subkey = c2_subkey(permit.node, "person")
    c2 = recoded(selected["c1"], identifier(permit, "C2"), lambda c1: code_distinct(c1.replace(aliases), subkey))
    return selected.select("rn", c2=c2)


def one_of(permit: Permit, name: str, table: str) -> pl.DataFrame:
    """A table of every parcel of a file that waits, together."""
    return pl.concat([each.tables[table] for each in messages.receive(permit, name)])
