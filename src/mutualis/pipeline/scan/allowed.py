"""What a node may hold: in the daily work, while a linkage runs, and once it is done."""

from collections.abc import Mapping
from enum import StrEnum

from mutualis import reference
from mutualis.node.knowledge import OWN, kept
from mutualis.pipeline.scan.forms import Needles
from mutualis.pipeline.scan.search import Sought, prepare

# Kinds of data by columns that nothing else has.
CONTENT: Mapping[str, frozenset[str]] = {
    "claims": frozenset({"service_day", "nomenclature_code", "cnk", "reimbursed_cents", "copayment_cents"}),
    "hospital_data": frozenset({"admission_diagnosis", "diagnosis_type", "specialism_order", "bed_index_order"}),
}
TOLD = {"claims": "content of a claim", "hospital_data": "content of a hospital stay"}
HAS_BOTH = "linked_data"


class Phase(StrEnum):
    """When a scan looks: no linkage running, one running, or one done, so that what it needed must be gone."""

    daily = "daily"
    linking = "linking"
    linked = "linked"


def may_hold(role: str, phase: Phase) -> frozenset[str]:
    """The domains and kinds of data that a node of a role may hold then."""
    party = reference.party(role)
    if phase is Phase.linking:
        return party.may_hold | party.while_linking
    return kept(role) & party.may_hold if phase is Phase.linked else party.may_hold


def forbidden(role: str, known: Mapping[str, list[Needles]], phase: Phase = Phase.daily) -> Sought:
    """What a role may not hold, prepared for searching."""
    allowed = may_hold(role, phase)
    return prepare(one for domain, forms in known.items() if domain not in allowed for one in forms)


def forbidden_content(role: str, columns: frozenset[str], phase: Phase = Phase.daily) -> list[str]:
    """The kinds of data that a table of these columns holds and a role may not."""
    allowed = may_hold(role, phase)
    return [
        TOLD[kind]
        for kind, marks in CONTENT.items()
        if marks & columns and not {kind, OWN.get(kind, kind), HAS_BOTH} & allowed
    ]
