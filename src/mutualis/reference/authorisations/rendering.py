"""An authorisation as people read it: the annex tables of a deliberation, and the whole of it, in Markdown."""

from collections.abc import Iterable, Iterator

from mutualis.model import MutualisError
from mutualis.reference.authorisations.model import LANGUAGES, Authorisation, Clock, FlowFile, RowFilter
from mutualis.reference.party_roles import party
from mutualis.reference.words import text

Cells = Iterable[str]


def annex(given: Authorisation, language: str) -> str:
    """The annex: for each file of the flow a table of name, description and proportionality; then the row filters."""
    _known(language)
    return "\n".join(_annex(given, language))


def whole(given: Authorisation, language: str) -> str:
    """Everything that the authorisation says, with the annex at its end."""
    _known(language)
    sections = (_head, _parties, _steps, _kept, _checks, _conditions, _corrections, _annex)
    return "\n".join(line for section in sections for line in section(given, language))


def _head(given: Authorisation, language: str) -> Iterator[str]:
    yield from (f"# {given.number}: {given.title[language]}", "", given.plain[language], "")
    told = {
        "body": given.body[language],
        "decided": given.decided.isoformat(),
        "dossier": given.dossier,
        "status": text(f"authorisation.is_{given.status}", language),
        "amended_by": ", ".join(given.amended_by),
        "expires": given.expires.isoformat() if given.expires else "",
        "applicant": f"{given.applicant.name} ({given.applicant.role[language]})",
        "purposes": "; ".join(each.text[language] for each in given.purposes),
        "legal_basis": "; ".join(given.legal_basis),
        "population": given.population.text[language],
        "link": _linked(given, language),
        "health_professional": f"{given.health_professional.name} ({given.health_professional.organisation})",
        "security_adviser": f"{given.security_adviser.name} ({given.security_adviser.organisation})",
        "prohibitions": "; ".join(text(f"authorisation.no_{each}", language) for each in given.prohibitions),
        "source": given.source,
    }
    yield from _table([(_word(name, language), value) for name, value in told.items() if value], ("", ""))


def _linked(given: Authorisation, language: str) -> str:
    """What is linked with claims; nothing where the authorisation is the agency's own work."""
    link = given.link
    told = {"layout": link.layout, "before": str(link.days_before), "after": str(link.days_after)}
    return "" if given.standing else text(f"authorisation.link_{link.by}", language, **told)


def _parties(given: Authorisation, language: str) -> Iterator[str]:
    yield from _heading("parties", language)
    rows = []
    for each in given.parties:
        when = each.only_while or each.only_after
        limit = text(f"authorisation.{'while' if each.only_while else 'after'}_{when}", language) if when else ""
        rows.append((party(each.role).names[language], ", ".join(each.holds), limit))
    yield from _table(rows, _words(("party", "may_hold", "when"), language))
    for separation in given.separations:
        names = ", ".join(party(role).names[language] for role in separation.roles)
        yield from (text("authorisation.separate", language, names=names), "")


def _steps(given: Authorisation, language: str) -> Iterator[str]:
    yield from _heading("steps", language)
    rows = []
    for each in given.steps:
        who = ", ".join(party(role).names[language] for role in each.by)
        rows.append((str(each.number), who, each.text[language], ", ".join(each.writes), ", ".join(each.destroys)))
    yield from _table(rows, _words(("step", "party", "does", "writes", "destroys"), language))


def _kept(given: Authorisation, language: str) -> Iterator[str]:
    yield from _heading("retention", language)
    rows = [(", ".join(each.of), duration_in_words(each, language), each.survives[language]) for each in given.clocks]
    yield from _table(rows, _words(("files", "until", "survives"), language))


def duration_in_words(clock: Clock, language: str) -> str:
    """Until when a clock lets files be kept, like '4 years from the collection of the data'."""
    lasts, unit = clock.lasts, clock.lasts.unit + ("" if clock.lasts.number == 1 else "s")
    start = text(f"authorisation.from_{clock.starts}", language)
    return f"{lasts.number} {text(f'authorisation.unit_{unit}', language)} {start}"


def _checks(given: Authorisation, language: str) -> Iterator[str]:
    if given.disclosure_checks:
        yield from _heading("disclosure_check", language)
        rows = [
            (party(each.by).names[language], ", ".join(each.of), str(each.smallest), each.opens,
             party(each.reported_to).names[language])
            for each in given.disclosure_checks
        ]  # fmt: skip
        yield from _table(rows, _words(("party", "files", "smallest", "opens", "reported_to"), language))


def _conditions(given: Authorisation, language: str) -> Iterator[str]:
    if given.conditions:
        yield from _heading("conditions", language)
        yield from (f"- {each.text[language]}" for each in given.conditions)
        yield ""


def _corrections(given: Authorisation, language: str) -> Iterator[str]:
    if given.corrections:
        yield from _heading("corrections", language)
        rows = [(each.where, each.says, each.means, each.why[language]) for each in given.corrections]
        yield from _table(rows, _words(("where", "says", "means", "why"), language))


def _annex(given: Authorisation, language: str) -> Iterator[str]:
    yield from _heading("annex", language)
    for file in given.files:
        yield from (f"### {_title(file, language)}", "")
        for name in file.tables:
            yield from (*([f"`{name}`", ""] if len(file.tables) > 1 else []), *_columns(given, file, name, language))
    if given.rows:
        yield from _heading("rows", language)
        rows = [(each.file, each.column, each.text[language], _codes(each)) for each in given.rows]
        yield from _table(rows, _words(("files", "column", "description", "codes"), language))


def _columns(given: Authorisation, file: FlowFile, table: str, language: str) -> Iterator[str]:
    rows = []
    for name in file.tables[table]:
        column = given.columns[name]
        why = text("authorisation.link_variable", language) if name in file.only_to_link else column.why[language]
        rows.append((column.official or name, column.text[language], why))
    yield from _table(rows, _words(("name", "description", "proportionality"), language))


def _title(file: FlowFile, language: str) -> str:
    step = f" ({text('authorisation.step', language)} {file.step})" if file.step else ""
    return f"{file.text[language]}{step}: {_way(file, language)}"


def _way(file: FlowFile, language: str) -> str:
    return f"{party(file.sender).names[language]} → {party(file.recipient).names[language]}"


def _codes(rows: RowFilter) -> str:
    return ", ".join(rows.begins_with) or f"{rows.codelist} ({rows.where})"


def _heading(name: str, language: str) -> tuple[str, str]:
    return f"## {_word(name, language)}", ""


def _words(names: Cells, language: str) -> tuple[str, ...]:
    return tuple(_word(name, language) for name in names)


def _word(name: str, language: str) -> str:
    return text(f"authorisation.{name}", language)


def _table(rows: Iterable[Cells], head: Cells) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    yield ""


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise MutualisError(
            f"There are no authorisations in '{language}'.", there_is=f"they are in {', '.join(LANGUAGES)}"
        )
