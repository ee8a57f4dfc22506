"""What parties can know: the closure of everything that a coalition ever saw, wrote, or can compute with its keys.

Facts in: who may hold what and which keys (`parties.toml`), every column of every message (`messages.toml`). The worst
is assumed: nothing is ever forgotten, and a party keeps the plain text of what it wrote.

A file links the things that stand in one row of it: a code and a token, a token and a claim. Links are followed as far
as they go. What names a parcel (its sender, a checksum) is reached from a person but never leads back to one: that two
persons are in one parcel says nothing about either. So it is with a mark, that somebody is in the permanent sample.

What is sent only where an option is chosen counts where the option is given. The insurer of a coalition is not the one
that draws the sample, which knows who is in it by its task.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from mutualis import reference
from mutualis.reference import Message, MessageFile

ACTING = ("insurer", "record_hub", "ttp", "centre", "transfer_host")
HOST = "transfer_host"
WORLDS = {"own": ("members",), "others": ("members", "others")}
NO_DATA = frozenset({"line", "digest", "parcel", "sender_code", "c1_key"})
SHARED_BY_ALL = frozenset({"INSZ", "C1", "C2"})
OF_A_ROW = SHARED_BY_ALL | {"row_tokens", "line", "claims", "records"}
MARKS = frozenset({"sample"})
OWN = {"claims": "own_claims", "records": "own_records"}
Terms = frozenset[str]


@cache
def held(role: str) -> Terms:
    """The domains and kinds of data that a party of this role has in its hands, with every option chosen; to be within
    what it may hold.
    """
    found = {name for file in _files_of(role) for domains in file.columns.values() for name in domains}
    found |= {code for key in reference.party(role).keys for code in reference.coding_keys().get(key, ())}
    told = {name for each in _envelopes_of(role) for domains in each.manifest.values() for name in domains}
    found |= _of_envelopes(role, told)
    return frozenset(_own(name, role) for name in found - NO_DATA)


def _own(name: str, role: str) -> str:
    """Who delivers has what is its own only."""
    return OWN.get(name, name) if role in reference.delivering_roles() else name


def _of_envelopes(role: str, told: Collection[str]) -> set[str]:
    """The host has envelopes and nothing else; that it is the sender is no news to who delivers."""
    if role == HOST:
        return {"envelopes"} if told else set()
    return set(told) - ({"sender"} if role in reference.delivering_roles() else set())


def options() -> frozenset[str]:
    """The options that messages of `messages.toml` depend on."""
    return frozenset(each.option for each in reference.messages().values() if each.option)


def learned(roles: Collection[str], chosen: Collection[str] = ()) -> frozenset[str]:
    """The names of the questions of `coalitions.toml` that these roles can answer together, with options chosen."""
    return frozenset(each.name for each in reference.questions() if _reaches(roles, each, chosen))


def _reaches(roles: Collection[str], question: reference.Question, chosen: Collection[str]) -> bool:
    """Whether the target is linked to the source by rows, or told by the envelope or a mark of something so linked."""
    rows, leaves = _linked(roles, question.about, chosen)
    near = _spread({question.source}, rows)
    marks = {name for row, told in leaves if row & near for name in told}
    return question.target in near | _spread(marks, _envelope_links(roles, chosen))


def _linked(
    roles: Collection[str], world: str, chosen: Collection[str]
) -> tuple[list[Terms], list[tuple[Terms, Terms]]]:
    """The links that rows and keys give about persons of a world, and what envelopes and marks tell of rows."""
    rows = [frozenset(reference.coding_keys()[key]) for role in roles for key in _coding_keys(role)]
    leaves = []
    for message, file, whose in _seen(roles, chosen):
        if world in WORLDS[whose]:
            held_in = [name for domains in file.columns.values() for name in domains]
            row = _terms((name for name in held_in if name in OF_A_ROW), whose)
            rows.append(row)
            leaves.append((row, MARKS.intersection(held_in)))
            if not file.is_of_all and any(_sees(role, _carriers(message), whose) for role in roles):
                leaves.append((row, _told(message, whose)))
    return rows, leaves


def _coding_keys(role: str) -> Iterable[str]:
    return reference.party(role).keys & reference.coding_keys().keys()


def _sent(chosen: Collection[str]) -> list[Message]:
    return [each for each in reference.messages().values() if not each.option or each.option in chosen]


def _seen(roles: Collection[str], chosen: Collection[str]) -> Iterator[tuple[Message, MessageFile, str]]:
    """Every file that one of the roles wrote or can open, of the coalition's own insurer's deliveries or others'."""
    for message in _sent(chosen):
        for file in message.files:
            for whose in WORLDS:
                seen_as = "own" if file.is_of_all else whose
                if any(_sees(role, (file.written_by, file.readable_by), seen_as) for role in roles):
                    yield message, file, whose


def _sees(role: str, parties: Collection[str], whose: str) -> bool:
    """Who delivers sees what is its own, the other parties what comes from all."""
    return role in parties and (role not in reference.delivering_roles() or whose == "own")


def _files_of(role: str) -> Iterator[MessageFile]:
    return (file for _, file, _ in _seen([role], options()))


def _envelopes_of(role: str) -> Iterator[Message]:
    return (each for each in reference.messages().values() if role in _carriers(each))


def _carriers(message: Message) -> Terms:
    ends = {message.sender, message.recipient}
    return frozenset(ends if message.is_at_home else ends | {HOST})


def _envelope_links(roles: Collection[str], chosen: Collection[str]) -> list[Terms]:
    """What the manifests that these roles see tell in one breath."""
    return [
        _told(message, whose)
        for message in _sent(chosen)
        for whose in WORLDS
        if any(_sees(role, _carriers(message), whose) for role in roles)
    ]


def _told(message: Message, whose: str) -> Terms:
    return _terms((name for domains in message.manifest.values() for name in domains), whose)


def _terms(names: Iterable[str], whose: str) -> Terms:
    """Codes mean one thing everywhere; a token, line, claim or checksum is that of somebody's delivery."""
    return frozenset(name if name in SHARED_BY_ALL else f"{name}@{whose}" for name in names)


def _spread(start: Collection[str], links: Collection[Terms]) -> set[str]:
    """Everything that is linked to the start, directly or by way of something else."""
    found, before = set(start), -1
    while len(found) > before:
        before = len(found)
        found |= {name for link in links if link & found for name in link}
    return found
