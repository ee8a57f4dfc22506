"""The contact point of the insurers (SPOC NIC): C1 beside RN for the trusted third party (step 7)."""

import polars as pl

from mutualis.coding.kernel import code_distinct
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, recoded
from mutualis.linkage.permit import Permit


def insurers_codes(permit: Permit, recipient: str) -> Account:
    """Step 7: INSZ to C1 with the insurers' key, sent beside RN; then the numbers are destroyed."""
    permit.step(7)
    coded = pl.concat([each.tables["persons"] for each in messages.receive(permit, "first-coding-insurers")])
    subkey = permit.node.keys.subkey("c1", "person")
    c1 = recoded(coded["insz"], identifier(permit, "C1"), lambda insz: code_distinct(insz, subkey))
    messages.send(permit, "selected", recipient, {"persons": coded.select("rn", c1=c1)})
    messages.destroy(permit, "first-coding-insurers")
    rows_in, rows_out = {"first-coding-insurers": coded.height}, {"selected": coded.height}
    return enter(permit, Account(7, permit.node.name, rows_in, rows_out))
