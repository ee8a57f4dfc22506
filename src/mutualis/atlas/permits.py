"""The public page of authorisations in plain words: who, why, which data, until when."""

from typing import Any

from mutualis import reference
from mutualis.reference import authorisations as law

Values = dict[str, Any]


def permits_page(language: str) -> Values:
    """A card for each authorisation, newest decision first; in English where a language has none of their words."""
    told = language if language in law.LANGUAGES else "en"
    found = [law.authorisation(name) for name in law.authorisation_names()]
    ordered = sorted(found, key=lambda each: (each.decided, each.id), reverse=True)
    return {"cards": [_card(each, told) for each in ordered], "told": told}


def _card(given: law.Authorisation, language: str) -> Values:
    return {
        "id": given.id,
        "title": f"{given.number}: {given.title[language]}",
        "plain": given.plain[language],
        "is_ours": given.mark == "ours",
        "who": f"{given.applicant.name} ({given.applicant.role[language]})",
        "why": [each.text[language] for each in given.purposes],
        "whom": given.population.text[language],
        "data": _data(given, language),
        "until": [law.duration_in_words(clock, language) for clock in given.clocks],
        "decided": given.decided.isoformat(),
        "body": given.body[language],
    }


def _data(given: law.Authorisation, language: str) -> list[str]:
    """Each file of the flow: what it is, and from whom to whom."""
    names = {role: each.names[language] for role, each in reference.parties().items()}
    return [f"{file.text[language]} ({names[file.sender]} → {names[file.recipient]})" for file in given.files]
