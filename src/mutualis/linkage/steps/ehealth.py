"""The eHealth coder: INSZ to RN (step 3), and the second set of pseudonyms RN/Cproject for the third party (step 4).

Both codes are keyed, with a subkey of their own for each authorisation: the codes of two projects never meet.
"""

import polars as pl

from mutualis.coding.kernel import code_distinct
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.domains import identifier, recoded
from mutualis.linkage.permit import Permit


def first_coding(permit: Permit, manager: str, contact_point: str) -> Account:
    """Step 3: INSZ beside RN, to the data manager and to the contact point of the insurers."""
    permit.step(3)
    coded = _coded(permit).select("insz", "rn")
    messages.send(permit, "first-coding", manager, {"persons": coded})
    messages.send(permit, "first-coding-insurers", contact_point, {"persons": coded})
    rows = {"first-coding": coded.height, "first-coding-insurers": coded.height}
    return enter(permit, Account(3, permit.node.name, {"numbers": coded.height}, rows))


def second_coding(permit: Permit, recipient: str) -> Account:
    """Step 4: RN beside Cproject, without INSZ; then the numbers are destroyed."""
    permit.step(4)
    coded = _coded(permit)
    subkey = permit.node.keys.subkey("project", permit.authorisation.id)
    project = recoded(coded["rn"], identifier(permit, "Cproject"), lambda rn: code_distinct(rn, subkey))
    told = coded.select("rn", c_project=project)
    messages.send(permit, "second-coding", recipient, {"persons": told})
    messages.destroy(permit, "numbers")
    return enter(permit, Account(4, permit.node.name, {"numbers": coded.height}, {"second-coding": told.height}))


def _coded(permit: Permit) -> pl.DataFrame:
    numbers = pl.concat([each.tables["persons"] for each in messages.receive(permit, "numbers")]).unique()
    subkey = permit.node.keys.subkey("rn", permit.authorisation.id)
    rn = recoded(numbers["insz"], identifier(permit, "RN"), lambda insz: code_distinct(insz, subkey))
    return numbers.with_columns(rn=rn)
