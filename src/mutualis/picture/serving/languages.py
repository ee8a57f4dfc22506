"""The language of a reader, and the menu of languages."""

from collections.abc import Callable

from mutualis.release import LANGUAGES

NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


def menu(address: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """(code, name, address) of a page in each language, for `languages.html`."""
    return [(code, NAMES[code], address(code)) for code in LANGUAGES]


def preferred(accept_language: str) -> str:
    """The first language of an Accept-Language header that there is, else English."""
    wanted = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), position, tag[:2].lower()))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(wanted) if tag in LANGUAGES), "en")
