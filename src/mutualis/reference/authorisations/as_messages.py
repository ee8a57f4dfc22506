"""The files of an authorisation's flow as messages between parties, for what parties can know of each other's data."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mutualis.reference.authorisations.model import Authorisation, FlowFile
from mutualis.reference.authorisations.reading import authorisation, authorisation_names
from mutualis.reference.coalition_list import recognised_in, stay_columns
from mutualis.reference.messages import Domains, Message, MessageFile

KIND = "linkage"
ENDING = ".parquet.age"
PERSONS = frozenset({"INSZ", "PatID", "RN", "C1", "C2", "Cproject"})
# Whoever has a file of a linkage knows of each person in it that the linkage is about that person.
POPULATION = "population"
# PatID is a number of one hospital, so the hospital on the envelope tells nothing beyond it.
MANIFEST: Mapping[str, Domains] = MappingProxyType(
    {"sender": (), "extra.authorisation": (), "extra.hash": (), "extra.file": (), "extra.about": ()}
)


def linkages() -> tuple[str, ...]:
    """The ids of the authorisations that have a flow of their own: all but the standing ones."""
    return tuple(name for name in authorisation_names() if not authorisation(name).standing)


@cache
def linkage_messages(name: str) -> Mapping[str, Message]:
    """A message for each file of the flow of an authorisation, by the file's id."""
    given = authorisation(name)
    return MappingProxyType({file.id: _message(given, file) for file in given.files})


def _message(given: Authorisation, file: FlowFile) -> Message:
    tables = tuple(_table(given, file, name) for name in file.tables)
    return Message(file.id, KIND, file.sender, file.recipient, False, MANIFEST, tables)


def _table(given: Authorisation, file: FlowFile, table: str) -> MessageFile:
    columns = {name: _domains(given, file, name) for name in file.tables[table]}
    there = {each.holds for each in given.files} | ({"link_variables"} if _links(given) else set())
    return MessageFile(
        f"{table}{ENDING}",
        file.sender,
        file.recipient,
        MappingProxyType(columns),
        recognised=tuple(sorted(recognised_in(file.holds) & there)),
        is_of_linkage=True,
        is_destroyed=any(file.id in step.destroys for step in given.steps),
    )


def _links(given: Authorisation) -> bool:
    return any(each.only_to_link for each in given.files)


def _domains(given: Authorisation, file: FlowFile, name: str) -> Domains:
    """The domain of an identifier, of a person's also that it is in the population; else what kind of data it is."""
    if domain := given.columns[name].domain:
        return (domain, POPULATION) if domain in PERSONS else (domain,)
    if code := stay_columns().get(name):
        return (code,)
    return (file.holds,) if file.holds else ()
