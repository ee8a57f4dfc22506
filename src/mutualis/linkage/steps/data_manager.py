"""The applicant's data manager: consolidates national numbers (step 2), makes the concordance RN/PatID (step 5)."""

import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, join
from mutualis.linkage.permit import Permit


def consolidate(permit: Permit, recipient: str) -> Account:
    """Step 2: every number once, from all hospitals.

    A person under two PatIDs of one hospital is told: one of the two is wrong, and nobody here can say which, so
    neither goes on.
    """
    permit.step(2)
    received = list(messages.receive(permit, "selection"))
    persons = [each.tables["persons"] for each in received]
    kept = [_single(frame) for frame in persons]
    none = pl.DataFrame(schema={"insz": identifier(permit, "INSZ")})
    numbers = pl.concat([none, *(frame.select("insz") for frame in kept)]).unique()
    messages.send(permit, "numbers", recipient, {"persons": numbers})
    rows = sum(frame.height for frame in persons)
    doubled = rows - sum(frame.height for frame in kept)
    dropped = {"person_under_two_numbers_of_a_hospital": doubled}
    facts = {"hospitals": len(received)}
    return enter(permit, Account(2, permit.node.name, {"selection": rows}, {"numbers": numbers.height}, dropped, facts))


def concordance(permit: Permit, recipient: str) -> Account:
    """Step 5: for each hospital its PatID beside RN, without INSZ; then what held INSZ is destroyed."""
    permit.step(5)
    coded = pl.concat([each.tables["persons"] for each in messages.receive(permit, "first-coding")])
    rows_in = rows_out = 0
    for each in messages.receive(permit, "selection"):
        kept = _single(each.tables["persons"])
        told = join(kept, coded, "insz").select("pat_id", "rn")
        messages.send(permit, "concordance", recipient, {"persons": told}, about=each.about)
        rows_in, rows_out = rows_in + each.tables["persons"].height, rows_out + told.height
    for name in ("selection", "first-coding"):
        messages.destroy(permit, name)
    dropped = {"person_without_code": rows_in - rows_out}
    return enter(permit, Account(5, permit.node.name, {"selection": rows_in}, {"concordance": rows_out}, dropped))


def _single(persons: pl.DataFrame) -> pl.DataFrame:
    """The rows of persons who have one number at the hospital, and whose number is of one person."""
    return persons.unique().filter(~pl.col("insz").is_duplicated() & ~pl.col("pat_id").is_duplicated())
