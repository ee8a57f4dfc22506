"""Who may send which kind of parcel to whom (threat T20: a sender is bound to its message types).

A parcel of kind `linkage` goes where some authorisation has a file go; which columns it may have says that one alone.
"""

from functools import cache

from mutualis.parcel import ParcelError
from mutualis.reference import authorisations

ROUTES = {
    "delivery": (("insurer", "insurer"), ("record_hub", "record_hub")),
    "coded": (("insurer", "ttp"), ("record_hub", "ttp")),
    "relay": (("ttp", "centre"),),
    "problems": (("centre", "ttp"),),
    "feedback": (("ttp", "insurer"), ("ttp", "record_hub")),
    "sample": (("insurer", "ttp"),),
    "sample_relay": (("ttp", "centre"),),
    "sample_list": (("insurer", "insurer"),),
    "sample_answer": (("insurer", "ttp"),),
    "flags": (("centre", "ttp"),),
    "flags_asked": (("insurer", "ttp"),),
    "flags_returned": (("ttp", "insurer"),),
}


def check_route(kind: str, sender_role: str, recipient_role: str) -> None:
    """Refuse a parcel of a kind that parties of these roles do not exchange."""
    expected = _of_linkages() if kind == "linkage" else ROUTES.get(kind, ())
    if (sender_role, recipient_role) not in expected:
        ways = " or ".join(f"from {sender} to {recipient}" for sender, recipient in expected)
        raise ParcelError(
            "parcel.sender",
            f"A party of role {sender_role} may not send a parcel of kind {kind} to a party of role {recipient_role}.",
            there_is=f"a {kind} goes {ways}" if expected else "no party sends this kind",
        )


@cache
def _of_linkages() -> tuple[tuple[str, str], ...]:
    found = (authorisations.authorisation(name) for name in authorisations.authorisation_names())
    files = (file for each in found if not each.standing for file in each.files)
    return tuple(sorted({(file.sender, file.recipient) for file in files}))
