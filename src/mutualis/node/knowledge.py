"""What parties can know: the closure of everything that a coalition ever saw, wrote, or can compute with its keys.

Facts in: who may hold what and which keys (`parties.toml`), every column of every message (`messages.toml`, and for a
linkage the files of its authorisation). The worst is assumed: nothing is ever forgotten, and a party keeps the plain
text of what it wrote. `is_after` is the other hypothesis: what the steps of the linkage destroy is gone.

A file links the things that stand in one row of it: a code and a token, a token and a claim. Rows of two files with the
same content are the same row, whatever code they have. Links are followed as far as they go. What names a parcel (its
sender, a checksum) is reached from a person but never leads back to one: that two persons are in one parcel says
nothing about either. So it is with a mark (somebody is in the permanent sample, or among the patients of a linkage) and
with a hospital.

What is sent only where an option is chosen counts where the option is given. The insurer of a coalition is not the one
that draws the sample, which knows who is in it by its task.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mutualis import reference
from mutualis.node.coalitions import NOBODY, Coalitions, Link, smallest, spread, with_one_of
from mutualis.reference import Message, MessageFile
from mutualis.reference.authorisations import linkage_messages, linkages

ACTING = (
    *("insurer", "record_hub", "ttp", "centre", "hospital", "holder", "contact_point", "ehealth_coder", "data_manager"),
    *("data_team", "project_store", "disclosure_checker", "researcher", "supervising_physician"),
    *("transfer_host", "audit_witness", "committee"),
)
BIT = {role: 1 << place for place, role in enumerate(ACTING)}
HOST = "transfer_host"
WORLDS = {"own": ("members",), "others": ("members", "others")}
NO_DATA = frozenset({"line", "digest", "parcel", "sender_code", "c1_key", "stay", "stay@project"})
SHARED_BY_ALL = frozenset({"INSZ", "C1", "C2", "RN", "Cproject", "stay@project"})
CONTENT = frozenset({"claims", "records", "hospital_data", "holder_data", "linked_data", "link_variables"})
OF_A_ROW = SHARED_BY_ALL | CONTENT | {"row_tokens", "line", "PatID", "stay"}
HOSPITALS = frozenset({"hospital", "hospital@study"})
MARKS = frozenset({"sample", "population"}) | HOSPITALS
OWN = {
    "claims": "own_claims",
    "records": "own_records",
    "hospital_data": "own_stays",
    "holder_data": "own_holder_data",
}
Terms = frozenset[str]


@dataclass(frozen=True)
class Setting:
    """What is looked at: options that are chosen, the authorisation of the linkage, and whether its steps have
    destroyed what they destroy.
    """

    chosen: Terms = frozenset()
    linkage: str = ""
    is_after: bool = False

    @property
    def messages(self) -> list[Message]:
        daily = [each for each in reference.messages().values() if not each.option or each.option in self.chosen]
        return [*daily, *linkage_messages(self.linkage or reference.run_linkage()).values()]

    def readers(self, file: MessageFile) -> Terms:
        """Who has a file: who reads it and, at the worst, who wrote it.

        After a linkage its writer has what it delivered of its own, and its reader what no step destroys.
        """
        ends = frozenset({file.written_by, file.readable_by})
        if not (self.is_after and file.is_of_linkage):
            return ends
        return (frozenset({file.written_by}) & _delivering()) | (
            frozenset() if file.is_destroyed else {file.readable_by}
        )


@dataclass(frozen=True)
class Told:
    """What is told of a row: by a mark in it (`by` nobody needs to add), or by the envelope that some roles see."""

    row: Link
    names: Terms
    by: Coalitions


def options() -> frozenset[str]:
    """What may be chosen beside the daily work and the linkage of the list: options of messages, other linkages."""
    optional = {each.option for each in reference.messages().values() if each.option}
    return frozenset(optional | set(linkages()) - {reference.run_linkage()})


def setting(option: str = "", is_after: bool = False) -> Setting:
    """The daily work and the linkage of the list, or with one option chosen; another linkage takes its place."""
    if option in linkages():
        return Setting(linkage=option, is_after=is_after)
    return Setting(frozenset({option} - {""}), is_after=is_after)


@cache
def held(role: str) -> Terms:
    """The domains and kinds of data that a party of this role has in its hands at some time, with every option chosen
    and in every linkage; to be within what it may hold.
    """
    every = [setting(option) for option in ("", *sorted(options()))]
    found = {code for key in reference.party(role).keys for code in reference.coding_keys().get(key, ())}
    for each in every:
        for _, file, _ in _files(each):
            if role in (file.written_by, file.readable_by):
                found |= {name for domains in file.columns.values() for name in domains}
    told = {name for each in every for sent in each.messages if role in _carriers(sent) for name in _of_manifest(sent)}
    found |= _of_envelopes(role, told)
    return frozenset(_own(name, role) for name in found - NO_DATA)


@cache
def kept(role: str) -> Terms:
    """What a party of this role has in its hands once the linkage is done: of the daily work, and of the linkage what
    no step destroys; without what it could make with its keys.
    """
    seen = setting(is_after=True)
    found = {
        name
        for _, file, _ in _files(seen)
        if role in seen.readers(file)
        for domains in file.columns.values()
        for name in domains
    }
    told = {name for sent in seen.messages if role in _carriers(sent) for name in _of_manifest(sent)}
    return frozenset(_own(name, role) for name in (found | _of_envelopes(role, told)) - NO_DATA)


def learned(roles: Collection[str], given: Setting | None = None) -> frozenset[str]:
    """The names of the questions of `coalitions.toml` that these roles can answer together."""
    found = smallest_coalitions(given)
    return frozenset(name for name, least in found.items() if any(each <= set(roles) for each in least))


def smallest_coalitions(given: Setting | None = None) -> dict[str, frozenset[frozenset[str]]]:
    """For each question the coalitions that can answer it and no part of which can."""
    seen, envelopes = given or Setting(), _envelope_links(given or Setting())
    worlds = {world: _linked(world, seen) for world in WORLDS["others"]}
    found = {each.name: _smallest(each, *worlds[each.about], envelopes) for each in reference.questions()}
    return {name: frozenset(map(_roles, least)) for name, least in found.items()}


def _roles(coalition: int) -> frozenset[str]:
    return frozenset(role for role, bit in BIT.items() if coalition & bit)


def _smallest(question: reference.Question, rows: list[Link], told: list[Told], envelopes: list[Link]) -> Coalitions:
    """Who can link the target to the source by rows, or is told it by the envelope or a mark of something so linked."""
    near = spread({question.source: NOBODY}, rows)
    marks = {question.source: NOBODY}
    for each in told:
        reach = {least for term in each.row.terms & near.keys() for least in near[term]}
        knows = with_one_of(frozenset(with_one_of(smallest(reach), each.row.seen_by)), each.by)
        marks |= {name: smallest(marks.get(name, frozenset()) | knows) for name in each.names}
    far, target = spread(marks, envelopes), question.target
    return smallest(near.get(target, frozenset()) | far.get(target, frozenset()))


def _linked(world: str, given: Setting) -> tuple[list[Link], list[Told]]:
    """The links that rows and keys give about persons of a world, and what envelopes and marks tell of rows."""
    rows, told = list(_of_keys()), []
    for message, file, whose in _files(given):
        if world in WORLDS[whose]:
            held_in = {name for domains in file.columns.values() for name in domains}
            own = "own" if file.is_of_all else whose
            row = Link(_terms((held_in & OF_A_ROW) | {*file.recognised}, whose), _bits(given.readers(file), own))
            rows.append(row)
            told.append(Told(row, MARKS & held_in, NOBODY))
            if not file.is_of_all:
                told.append(Told(row, _terms(_of_manifest(message), whose), _bits(_carriers(message), whose)))
    return rows, told


def _of_keys() -> Iterator[Link]:
    for key, codes in reference.coding_keys().items():
        yield Link(frozenset(codes), frozenset(BIT[role] for role in reference.roles_with_key(key)))


def _files(given: Setting) -> Iterator[tuple[Message, MessageFile, str]]:
    """Every file of every message, once of the deliveries of those in the coalition and once of others'."""
    return ((message, file, whose) for message in given.messages for file in message.files for whose in WORLDS)


def _bits(roles: Iterable[str], whose: str) -> Coalitions:
    """The roles that see it: who delivers sees what is its own, the other parties what comes from all."""
    return frozenset(BIT[role] for role in roles if role in BIT and (role not in _delivering() or whose == "own"))


@cache
def _delivering() -> Terms:
    """The roles that have data of their own: insurers, the hub of records, hospitals."""
    return frozenset(role for role, each in reference.parties().items() if each.may_hold & set(OWN.values()))


def _carriers(message: Message) -> Terms:
    ends = {message.sender, message.recipient}
    return frozenset(ends if message.is_at_home else ends | {HOST})


def _of_manifest(message: Message) -> Terms:
    return frozenset(name for domains in message.manifest.values() for name in domains)


def _envelope_links(given: Setting) -> list[Link]:
    """What the manifests tell in one breath, and files that put a hospital beside its code."""
    links = [
        Link(_terms(_of_manifest(message), whose), _bits(_carriers(message), whose))
        for message in given.messages
        for whose in WORLDS
    ]
    for _, file, _ in _files(given):
        together = HOSPITALS.intersection(name for domains in file.columns.values() for name in domains)
        links.append(Link(together, _bits(given.readers(file), "own")))
    return links


def _terms(names: Iterable[str], whose: str) -> Terms:
    """Codes mean one thing everywhere; a token, line, claim or checksum is that of somebody's delivery."""
    return frozenset(name if name in SHARED_BY_ALL | MARKS else f"{name}@{whose}" for name in names)


def _own(name: str, role: str) -> str:
    """Who delivers has what is its own only."""
    return OWN.get(name, name) if role in _delivering() else name


def _of_envelopes(role: str, told: Collection[str]) -> set[str]:
    """The host has envelopes and nothing else; that it is the sender is no news to who delivers."""
    if role == HOST:
        return {"envelopes"} if told else set()
    return set(told) - ({"sender"} if role in _delivering() else set())
