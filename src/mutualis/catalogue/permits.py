"""Authorisations as things of the catalogue: who may use which data, why and until when."""

from collections.abc import Callable, Iterator

from mutualis import reference
from mutualis.reference import authorisations as law
from mutualis.release.catalogue import Item, Link, Words

ENDED = ("expired", "revoked")


def authorisations() -> Iterator[Item]:
    """A thing for each authorisation, with its amendments worked in, the newest decision first."""
    found = [law.authorisation(name) for name in law.authorisation_names()]
    for each in sorted(found, key=lambda one: (one.decided, one.id), reverse=True):
        yield Item("authorisation", each.id, _texts(each), _facts(each), _gives(each))


def _texts(given: law.Authorisation) -> dict[str, Words]:
    return {
        "title": _words(lambda language: f"{given.number}: {given.title[language]}"),
        "plain": _words(lambda language: given.plain[language]),
        "who": _words(lambda language: f"{given.applicant.name} ({given.applicant.role[language]})"),
        "why": _words(lambda language: "; ".join(each.text[language] for each in given.purposes)),
        "population": _words(lambda language: given.population.text[language]),
        "until": _words(lambda language: "; ".join(law.duration_in_words(each, language) for each in given.clocks)),
        "body": _words(lambda language: given.body[language]),
    }


def _words(of: Callable[[str], str]) -> Words:
    return {language: of(language) for language in law.LANGUAGES}


def _facts(given: law.Authorisation) -> dict[str, str]:
    return {
        "number": given.number,
        "status": given.status,
        "decided": given.decided.isoformat(),
        "expires": given.expires.isoformat() if given.expires else "",
        "amended_by": " ".join(given.amended_by),
        "source": given.source,
        "mark": given.mark,
    }


def _gives(given: law.Authorisation) -> tuple[Link, ...]:
    """To the delivered variables whose official codes its columns name."""
    codes = {each.official for each in given.columns.values() if each.official}
    return tuple(
        Link("gives", "variable", f"{code}.{field.name}")
        for code in reference.databases()
        for field in reference.layout(code).all
        if field.code in codes
    )
