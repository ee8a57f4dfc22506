"""Decoding a hospital of a study: a researcher asks with a reason, the supervising physician answers or refuses.

Both are in the audit logs of their nodes before anything is sent. An answer goes to the node that asked, whose role has
to be the one that the authorisation names. Source: deliberation 05/033, 4.3: only at the end of the study, where a
recommendation or data of a hospital have to be validated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from mutualis.linkage import messages
from mutualis.linkage.conversion import Conversion
from mutualis.linkage.permit import Permit, Refused
from mutualis.model import MutualisError

REQUEST, ANSWER, TABLE = "decoding-request", "decoding-answer", "hospitals"
GRANTED, REFUSED, UNKNOWN = "granted", "refused", "unknown"
REASON_CHARACTERS = 20  # ours: what is shorter tells nobody why
HASH = 12


@dataclass(frozen=True)
class Request:
    """A request that waits at the supervising physician: its `id`, and the `codes` of hospitals that it is about."""

    id: str
    sender: str
    asked_by: str
    reason: str
    codes: tuple[str, ...]

    @property
    def is_motivated(self) -> bool:
        return is_motivated(self.reason)


def is_motivated(reason: str) -> bool:
    """Whether a reason tells anything: enough characters, and not one of them over and over."""
    plain = "".join(reason.split())
    return len(plain) >= REASON_CHARACTERS and len(set(plain.lower())) > REASON_CHARACTERS // 4


def ask(permit: Permit, person: str, codes: Sequence[str], reason: str, physician: str) -> int:
    """At the researcher's node: ask to decode hospitals. Returns how many; refused where the reason tells nothing."""
    wanted = sorted({each.strip() for each in codes if each.strip()})
    if not wanted or not person.strip():
        raise MutualisError("A request names hospitals by their code, and who asks.", do="give both")
    _require_reason(permit, reason)
    told = pl.DataFrame(
        {
            "hospital_code": wanted,
            "decoding_reason": [reason.strip()] * len(wanted),
            "asked_by": [person.strip()] * len(wanted),
        }
    )
    with permit.node.audited(
        "decoding.asked", on=permit.authorisation.id, person=person.strip(), hospitals=len(wanted)
    ):
        messages.send(permit, REQUEST, physician, {TABLE: told})
    return len(wanted)


def waiting(permit: Permit) -> list[Request]:
    """At the physician's node: the requests that wait."""
    return [_request(each) for each in messages.receive(permit, REQUEST)]


def grant(permit: Permit, request: str, person: str, why: str) -> int:
    """At the physician's node: decode the hospitals of a request, by name and with the reason why; to who asked alone.

    Returns how many were decoded. An unmotivated request is refused here too, whatever `person` thinks of it.
    """
    found, parcel = _found(permit, request)
    _require_reason(permit, found.reason)
    numbers = Conversion(permit.node, permit.authorisation.id).decode(found.codes)
    known = sum(number is not None for number in numbers.values())
    decisions = [UNKNOWN if numbers[each] is None else GRANTED for each in found.codes]
    answer = _answer(found, [numbers[each] for each in found.codes], decisions, person, why)
    with permit.node.audited("decoding.granted", on=permit.authorisation.id, person=person.strip(), hospitals=known):
        messages.send(permit, ANSWER, found.sender, {TABLE: answer})
    messages.destroy(permit, REQUEST, parcel.path)
    return known


def refuse(permit: Permit, request: str, person: str, why: str) -> int:
    """At the physician's node: refuse a request, by name and with the reason; who asked is told. Returns how many."""
    found, parcel = _found(permit, request)
    count = len(found.codes)
    answer = _answer(found, [None] * count, [REFUSED] * count, person, why)
    with permit.node.audited("decoding.refused", on=permit.authorisation.id, person=person.strip(), hospitals=count):
        messages.send(permit, ANSWER, found.sender, {TABLE: answer})
    messages.destroy(permit, REQUEST, parcel.path)
    return count


def answers(permit: Permit) -> pl.DataFrame:
    """At the researcher's node: hospital_code, hospital_number (null where refused), decision, decided_by and why."""
    columns = permit.authorisation.file(ANSWER).tables[TABLE]
    frames = [each.tables[TABLE].select(columns) for each in messages.receive(permit, ANSWER)]
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    found = pl.concat([empty, *frames])
    permit.node.log("decoding.read", on=permit.authorisation.id, answers=found.height)
    return found.sort("hospital_code", "decision")


def _require_reason(permit: Permit, reason: str) -> None:
    if not is_motivated(reason):
        permit.node.log("decoding.unmotivated", on=permit.authorisation.id)
        raise Refused(
            f"A request to decode a hospital of {permit.authorisation.id} gives no reason.",
            there_is=f"a reason has {REASON_CHARACTERS} characters at least",
            do="say which recommendation or data have to be validated (05/033, 4.3)",
        )


def _found(permit: Permit, request: str) -> tuple[Request, messages.Received]:
    there = [(_request(each), each) for each in messages.receive(permit, REQUEST)]
    for told, parcel in there:
        if told.id == request:
            return told, parcel
    raise MutualisError(
        "No such request waits here.", there_is=f"there are {', '.join(told.id for told, _ in there) or 'none'}"
    )


def _request(parcel: messages.Received) -> Request:
    rows, told = parcel.tables[TABLE].sort("hospital_code"), parcel.path.name.removesuffix(".parcel")[-HASH:]
    reason, person = rows.select("decoding_reason", "asked_by").row(0)
    return Request(told, parcel.sender, str(person), str(reason), tuple(rows["hospital_code"].to_list()))


def _answer(found: Request, numbers: list[str | None], decisions: list[str], person: str, why: str) -> pl.DataFrame:
    if not person.strip() or not why.strip() or person.strip() == found.asked_by:
        raise MutualisError(
            "Somebody else than who asked decides on a request, by name and with the reason.", do="give --by and --why"
        )
    count = len(found.codes)
    columns = {
        "hospital_code": list(found.codes),
        "hospital_number": numbers,
        "decision": decisions,
        "decided_by": [person.strip()] * count,
        "decision_reason": [why.strip()] * count,
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
