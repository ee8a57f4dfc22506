"""The report of a small cell analysis of a flow beside the twelve steps, approved and signed at the checker's node.

It travels as a small signed file, as the sign-off of an authorisation does: whoever holds the data checks it again
against the key that the checker published, and against the data themselves.
"""

import json
from typing import Any

from mutualis.disclosure.small_cells import Report, approved, is_passed
from mutualis.linkage import signed
from mutualis.linkage.permit import Permit, Refused
from mutualis.reference.authorisations import Authorisation
from mutualis.reference.authorisations.model import DisclosureCheck

WHAT = "report of a small cell analysis"


def check_that_opens(authorisation: Authorisation, file: str) -> DisclosureCheck:
    """The disclosure check without which a file may not be sent."""
    for each in authorisation.disclosure_checks:
        if each.opens == file:
            return each
    raise Refused(f"Authorisation {authorisation.id} has no disclosure check that opens '{file}'.")


def sign_report(permit: Permit, file: str, report: Report, by: str) -> bytes:
    """Approve a report at the node of the checker: by a second person, and only where every rule holds."""
    given = permit.authorisation
    check = check_that_opens(given, file)
    if permit.node.role != check.by:
        raise Refused(
            f"Authorisation {given.id} lets a {permit.node.role} not approve '{file}'.",
            there_is=f"it is checked by a {check.by}",
        )
    if report.authorisation != given.id or report.parameters["k"] < check.smallest:
        raise Refused(
            f"The analysis is not one that authorisation {given.id} asks for.",
            there_is=f"it wants classes of {check.smallest}",
        )
    told = approved(report, by, permit.day).to_json()
    with permit.node.audited("small_cells.approved", on=f"{given.id}/{file}", person=by):
        return signed.sign(permit.node, {"authorisation": given.id, "file": file, "report": told})


def read_signed(permit: Permit, file: str, content: bytes) -> dict[str, Any]:
    """What a report about a file says, if a node of the checker's role that this node knows signed it."""
    told = signed.read(permit.node, content, check_that_opens(permit.authorisation, file).by, WHAT)
    if (told.get("file"), told.get("authorisation")) != (file, permit.authorisation.id):
        raise Refused(f"The {WHAT} is not about '{file}' of {permit.authorisation.id}.")
    return dict(json.loads(told["report"]))


def require_passed(permit: Permit, file: str, content: bytes, data_hash: str) -> dict[str, Any]:
    """What a signed report says, where it opens a file with this content; `Refused` where it does not."""
    check, report = check_that_opens(permit.authorisation, file), read_signed(permit, file, content)
    if report["parameters"]["k"] < check.smallest or not is_passed(report, data_hash):
        raise Refused(
            f"'{file}' has not passed its small cell analysis.",
            there_is="the report is of other data, or its rules do not hold",
            do="analyse the data as they are now, and let them be approved",
        )
    return report
