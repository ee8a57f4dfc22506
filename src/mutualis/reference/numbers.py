"""Numbers as people of each language write them."""

from decimal import Decimal

GROUP = {"nl": ".", "fr": "\u202f", "de": ".", "en": ","}
POINT = {"nl": ",", "fr": ",", "de": ",", "en": "."}


def written(number: Decimal | int, language: str) -> str:
    """A number with the thousands and decimal marks of nl, fr, de or en; the decimals stay as they are."""
    marks = {",": GROUP[language], ".": POINT[language], "-": "\u2212"}
    return "".join(marks.get(letter, letter) for letter in f"{number:,}")
