"""What is wrong with an authorisation that could not be carried out: names that lead nowhere, columns without a reason,
data that a party may not have. A model that is well formed (`model`) can still be wrong here.
"""

from collections.abc import Iterable, Iterator

from mutualis.reference.authorisations.model import OWN, Authorisation, FlowFile
from mutualis.reference.codelists import codelist_names
from mutualis.reference.party_roles import parties

PERSON, REPORTS = "INSZ", "reports"
# What a linkage with another holder cannot do without: these files, and the table of each that its steps work on.
LINKED_BY_PERSON = {
    "selection": "persons",
    "numbers": "persons",
    "first-coding": "persons",
    "first-coding-insurers": "persons",
    "second-coding": "persons",
    "concordance": "persons",
    "holder-set": "records",
    "link-set": "records",
    "selected": "persons",
    "link-variables": "records",
    "claims-set": "claims",
    "linked-set": "records",
    "analysis-set": "records",
}


def faults(given: Authorisation) -> tuple[str, ...]:
    """Everything that is wrong, a sentence each; nothing where the authorisation can be carried out."""
    checks = (_columns, _identifiers, _roles, _holdings, _files, _steps, _kept, _rows, _checks_of_disclosure, _linked)
    return tuple(fault for check in checks for fault in check(given))


def _columns(given: Authorisation) -> Iterator[str]:
    used = {name for file in given.files for name in file.columns}
    for file in given.files:
        for name in file.columns:
            if name not in given.columns:
                yield f"File '{file.id}' has the column '{name}', for which no reason is given."
        for name in file.only_to_link:
            if name not in file.columns:
                yield f"File '{file.id}' links by '{name}', which is none of its columns."
    yield from (f"Column '{name}' is in no file." for name in given.columns if name not in used)


def _identifiers(given: Authorisation) -> Iterator[str]:
    there = {column.domain for column in given.columns.values() if column.domain}
    yield from (
        f"Identifier '{each}' is in a column and not declared." for each in sorted(there - {*given.identifiers})
    )
    yield from (f"Identifier '{each}' is declared and in no column." for each in sorted({*given.identifiers} - there))


def _roles(given: Authorisation) -> Iterator[str]:
    acting = {each.role for each in given.parties}
    yield from (f"There is no party with the role '{each}'." for each in sorted(acting - set(parties())))
    yield from _repeated("Party", [each.role for each in given.parties])
    for where, role in _named(given):
        if role not in acting:
            yield f"{where} names '{role}', which is no party of this authorisation."
    for each in given.separations:
        if len(set(each.roles)) < len(each.roles):
            yield "A separation of duties names one role twice."


def _named(given: Authorisation) -> Iterator[tuple[str, str]]:
    for file in given.files:
        yield from ((f"File '{file.id}'", role) for role in (file.sender, file.recipient))
    for step in given.steps:
        yield from ((f"Step {step.number}", role) for role in step.by)
    for separation in given.separations:
        yield from (("A separation of duties", role) for role in separation.roles)
    for check in given.disclosure_checks:
        yield from (("The disclosure check", role) for role in (check.by, check.reported_to))


def _holdings(given: Authorisation) -> Iterator[str]:
    """No party may hold more than its role ever may, and no file brings a party what it may not hold."""
    matrix = parties()
    for holding in given.parties:
        may = matrix[holding.role].may_hold | matrix[holding.role].while_linking if holding.role in matrix else set()
        for each in holding.holds:
            if each not in may:
                yield f"Party '{holding.role}' may never hold {each}."
    for file in given.files:
        for role in (file.sender, file.recipient):
            lacks = sorted(_brings(given, file) - _held(given, role))
            yield from (f"File '{file.id}' brings {each} to '{role}', which may not hold it." for each in lacks)
        if PERSON in _brings(given, file) and file.holds:
            yield f"File '{file.id}' has {PERSON} beside {file.holds}."


def _brings(given: Authorisation, file: FlowFile) -> set[str]:
    domains = {given.columns[name].domain for name in file.columns if name in given.columns}
    return {each for each in (*domains, file.holds) if each}


def _held(given: Authorisation, role: str) -> set[str]:
    """What a party holds; who has its own data has what it sends of them."""
    held = {name for each in given.parties if each.role == role for name in each.holds}
    return held | {kind for kind, own in OWN.items() if own in held}


def _files(given: Authorisation) -> Iterator[str]:
    yield from _repeated("File", [each.id for each in given.files])
    numbers = {each.number for each in given.steps}
    for file in given.files:
        if file.step and file.step not in numbers:
            yield f"File '{file.id}' is of step {file.step}, which there is not."
        if not file.step and not file.flow:
            yield f"File '{file.id}' is of no step and no flow."


def _steps(given: Authorisation) -> Iterator[str]:
    if [each.number for each in given.steps] != list(range(1, len(given.steps) + 1)):
        yield "The steps are not numbered from 1 on, each once."
    there = {each.id: each for each in given.files}
    for step in given.steps:
        for name in (*step.reads, *step.writes, *step.destroys):
            if name not in there:
                yield f"Step {step.number} works on '{name}', which is no file."
        for name in (each for each in step.writes if each in there):
            if there[name].sender not in step.by:
                yield f"Step {step.number} writes '{name}', which '{there[name].sender}' sends."
        for name in (each for each in step.reads if each in there):
            if there[name].recipient not in step.by:
                yield f"Step {step.number} reads '{name}', which '{there[name].recipient}' receives."
    written = {name for step in given.steps for name in step.writes}
    yield from (
        f"File '{each.id}' is written by no step." for each in given.files if each.step and each.id not in written
    )


def _kept(given: Authorisation) -> Iterator[str]:
    """Every file is destroyed by a step or has a clock; a report, which is about nobody, needs neither."""
    timed = {name for each in given.clocks for name in each.of}
    ended = {name for each in given.steps for name in each.destroys}
    yield from (f"A clock runs for '{name}', which is no file." for name in sorted(timed - {f.id for f in given.files}))
    for file in given.files:
        if file.id not in timed | ended and file.tables and file.holds != REPORTS:
            yield f"File '{file.id}' has no end: no clock runs for it and no step destroys it."


def _rows(given: Authorisation) -> Iterator[str]:
    there = {each.id: each for each in given.files}
    for each in given.rows:
        if each.file not in there or each.table not in there[each.file].tables:
            yield f"A filter of rows is for '{each.file}', table '{each.table}', which there is not."
        if bool(each.begins_with) == bool(each.codelist):
            yield f"A filter of rows of '{each.file}' has no codes, or both codes and a list."
        if each.codelist and each.codelist not in codelist_names():
            yield f"A filter of rows of '{each.file}' names the code list '{each.codelist}', which there is not."


def _checks_of_disclosure(given: Authorisation) -> Iterator[str]:
    there = {each.id for each in given.files}
    for check in given.disclosure_checks:
        yield from (
            f"The disclosure check names '{name}', which is no file."
            for name in (*check.of, check.opens)
            if name not in there
        )
    checked = {name for each in given.disclosure_checks for name in (*each.of, each.opens)}
    for file in given.files:
        if file.recipient == "researcher" and file.id not in checked and file.holds != REPORTS:
            yield f"File '{file.id}' goes to a researcher without a disclosure check."


def _linked(given: Authorisation) -> Iterator[str]:
    """A linkage with another holder has the files that its steps work on.

    Of the permanent sample the table of deaths tells the third party who is in it: without it all others stay in.
    """
    there = {(each.id, table) for each in given.files for table in each.tables}
    is_linked = given.link.by != "extract"
    if given.population.sample and is_linked and ("claims-set", "deaths") not in there:
        yield "It is about the permanent sample, and its claims-set has no table 'deaths' that says who is in it."
    if given.link.by != "person":
        return
    for name, table in LINKED_BY_PERSON.items():
        if (name, table) not in there:
            yield f"It links records of persons and has no file '{name}' with a table '{table}'."
    if not any(each.table == "claims" for each in given.rows):
        yield "It names no claims that may leave the agency: a filter of rows of the table 'claims' is missing."


def _repeated(what: str, names: Iterable[str]) -> Iterator[str]:
    found = list(names)
    yield from (f"{what} '{each}' is there twice." for each in sorted({n for n in found if found.count(n) > 1}))
