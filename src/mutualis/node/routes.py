"""Who may send which kind of parcel to whom (threat T20: a sender is bound to its message types)."""

from mutualis.parcel import ParcelError

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
}


def check_route(kind: str, sender_role: str, recipient_role: str) -> None:
    """Refuse a parcel of a kind that parties of these roles do not exchange."""
    expected = ROUTES.get(kind, ())
    if (sender_role, recipient_role) not in expected:
        ways = " or ".join(f"from {sender} to {recipient}" for sender, recipient in expected)
        raise ParcelError(
            "parcel.sender",
            f"A party of role {sender_role} may not send a parcel of kind {kind} to a party of role {recipient_role}.",
            there_is=f"a {kind} goes {ways}" if expected else "no party sends this kind",
        )
