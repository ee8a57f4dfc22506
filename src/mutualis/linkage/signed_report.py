"""The report of a small cell analysis, approved and signed at the node of who checks, as the authorisation says.

It travels as a small signed file, as the sign-off of an authorisation does: whoever holds the data checks it again
against the key that the checker published, and against the data themselves.
"""

import datetime as dt
import json
from typing import Any

from mutualis.disclosure.small_cells import Report, approved, is_passed
from mutualis.linkage.permit import Permit, Refused
from mutualis.model import MutualisError
from mutualis.parcel import is_signed_by
from mutualis.reference.authorisations import Authorisation
from mutualis.reference.authorisations.model import DisclosureCheck


def check_that_opens(authorisation: Authorisation, file: str) -> DisclosureCheck:
    """The disclosure check without which a file may not be sent."""
    for each in authorisation.disclosure_checks:
        if each.opens == file:
            return each
    raise Refused(f"Authorisation {authorisation.id} has no disclosure check that opens '{file}'.")


def sign_report(permit: Permit, file: str, report: Report, by: str, on: dt.date) -> bytes:
    """Approve a report at the node of the checker: by a second person, and only where every rule holds."""
    check = check_that_opens(permit.authorisation, file)
    if permit.node.role != check.by:
        raise Refused(
            f"Authorisation {permit.authorisation.id} lets a {permit.node.role} not approve '{file}'.",
            there_is=f"it is checked by a {check.by}",
        )
    _must_be_strict(report, permit.authorisation, check)
    content = json.dumps({"file": file, "report": approved(report, by, on).to_json()}, sort_keys=True)
    permit.node.log("disclosure.approved", on=f"{permit.authorisation.id}/{file}")
    return json.dumps({"signed": content, "signature": permit.node.keys.sign(content.encode()).hex()}).encode()


def require_passed(permit: Permit, file: str, signed: bytes, data_hash: str) -> dict[str, Any]:
    """What a signed report says, where it opens a file with this content; `Refused` where it does not."""
    check, report = check_that_opens(permit.authorisation, file), read_report(permit, file, signed)
    if report["parameters"]["k"] < check.smallest or not is_passed(report, data_hash):
        raise Refused(
            f"'{file}' has not passed its small cell analysis.",
            there_is="the report is of other data, or its rules do not hold",
            do="analyse the data as they are now, and let them be approved",
        )
    return report


def read_report(permit: Permit, file: str, signed: bytes) -> dict[str, Any]:
    """What a report about a file says, if a node of the checker's role that this node knows signed it."""
    told = _signed(permit, check_that_opens(permit.authorisation, file), signed)
    report = dict(json.loads(told["report"]))
    if told["file"] != file or report.get("authorisation") != permit.authorisation.id:
        raise Refused(f"The report of the small cell analysis is not about '{file}' of {permit.authorisation.id}.")
    return report


def _must_be_strict(report: Report, authorisation: Authorisation, check: DisclosureCheck) -> None:
    if report.authorisation != authorisation.id or report.parameters["k"] < check.smallest:
        raise Refused(
            f"The analysis is not one that authorisation {authorisation.id} asks for.",
            there_is=f"it wants classes of {check.smallest}",
        )


def _signed(permit: Permit, check: DisclosureCheck, signed: bytes) -> dict[str, Any]:
    try:
        outer = json.loads(signed)
        content, signature = outer["signed"].encode(), bytes.fromhex(outer["signature"])
        told = dict(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MutualisError("This is no signed report of a small cell analysis.") from None
    directory = permit.node.directory
    known = [key for name in directory.names(check.by) for key in directory.party(name).verify_keys]
    if not any(is_signed_by(content, signature, key) for key in known):
        raise Refused(f"The report is not signed by a {check.by} that this node knows.")
    return told
