"""What a column of a derived table is, in the languages of the country: `column_words.csv`, by its description.

The description in a table's declaration is the English for analysts; the catalogue shows these words to everybody.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mutualis.reference.files import ROOT, read_rows
from mutualis.reference.words import TEXT_LANGUAGES


def column_words(description: str) -> Mapping[str, str]:
    """{language: what the column is}; empty where nobody wrote it down."""
    return _all().get(description, {})


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    return {
        row["description"]: MappingProxyType({language: row[language] for language in TEXT_LANGUAGES})
        for row in read_rows(ROOT / "column_words.csv")[1]
    }
