"""Another holder than hospitals: selects its persons (step 1) and delivers what it has of them (step 5).

What its file looks like says the layout that the authorisation names; nothing here knows a column of it.
"""

import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.numbers import has_right_check
from mutualis.linkage.permit import Permit
from mutualis.linkage.records import FILE, TABLE, asked, layout_of


def select_persons(permit: Permit, records: pl.DataFrame, recipient: str) -> Account:
    """Step 1: `records` are the rows of the holder's file as it was read; sends own number and INSZ of who is asked.

    A number whose check digits are wrong is counted and left out, never repaired.
    """
    permit.step(1)
    chosen = asked(permit.authorisation, layout_of(permit.authorisation), records)
    persons = chosen.select("pat_id", "insz").unique()
    valid = persons.filter(has_right_check(persons["insz"]))
    messages.send(permit, "selection", recipient, {"persons": valid}, about=permit.node.name)
    dropped = {"wrong_check_digits": persons.height - valid.height, "records_not_asked": records.height - chosen.height}
    facts = {"records": chosen.height}
    return enter(
        permit, Account(1, permit.node.name, {TABLE: records.height}, {"selection": valid.height}, dropped, facts)
    )


def deliver_records(permit: Permit, records: pl.DataFrame, recipient: str) -> Account:
    """Step 5: sends the records that are asked, under the own number, with the columns of the authorisation."""
    permit.step(5)
    chosen = asked(permit.authorisation, layout_of(permit.authorisation), records)
    told = chosen.select(permit.authorisation.file(FILE).tables[TABLE])
    messages.send(permit, FILE, recipient, {TABLE: told}, about=permit.node.name)
    dropped = {"records_not_asked": records.height - told.height}
    return enter(permit, Account(5, permit.node.name, {TABLE: records.height}, {FILE: told.height}, dropped))
