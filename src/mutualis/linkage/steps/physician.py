"""The supervising physician: gives hospitals the codes of a study (step 3 of 05/033); the table stays at this node."""

import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.conversion import Conversion
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.extract import CONVERSION, LIST


def convert(permit: Permit, recipient: str) -> Account:
    """Step 3: a code for every hospital number that occurs, to the third party; then the list is destroyed."""
    permit.step(3)
    told = pl.concat([each.tables["hospitals"] for each in messages.receive(permit, LIST)]).unique()
    made = Conversion(permit.node, permit.authorisation.id).code(told["hospital_number"])
    messages.send(permit, CONVERSION, recipient, {"hospitals": made})
    messages.destroy(permit, LIST)
    return enter(permit, Account(3, permit.node.name, {LIST: told.height}, {CONVERSION: made.height}))
