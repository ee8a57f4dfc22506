"""Fiches of variables: what a column of a derived table means, where it comes from and what to beware of.

A CSV a table in `fiches/`, a row a column: first year, source variables (official codes), code lists, and definition
and caveat in nl, fr and en. The fields are those of the agency's catalogue of variables (methods 1.5); definitions are
those of the steps.
"""

from dataclasses import dataclass
from functools import cache

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, Row, read_rows

FICHE_LANGUAGES = ("nl", "fr", "en")
FOLDER = ROOT / "fiches"


@dataclass(frozen=True)
class Fiche:
    """What a user reads of a variable: `definition` and `caveat` by language; an empty caveat is none."""

    table: str
    name: str
    first_year: int
    sources: tuple[str, ...]
    codelists: tuple[str, ...]
    definition: dict[str, str]
    caveat: dict[str, str]


@cache
def fiches(table: str) -> tuple[Fiche, ...]:
    """The fiches of a table, in the order of the file; a table without fiches is an error."""
    if table not in fiche_tables():
        raise MutualisError(f"There are no fiches of '{table}'.", there_is=", ".join(fiche_tables()))
    return tuple(_fiche(table, row) for row in read_rows(FOLDER / f"{table}.csv")[1])


def fiche_tables() -> tuple[str, ...]:
    """The tables that have fiches, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def fiche(name: str) -> Fiche:
    """The fiche of a variable, written as `column` or `table.column`; an unknown one is an error."""
    table, _, column = name.rpartition(".")
    found = [each for of in fiche_tables() for each in fiches(of) if each.name == column and table in ("", of)]
    if not found:
        raise MutualisError(
            f"There is no variable '{name}'.", there_is="the tables with fiches are " + ", ".join(fiche_tables())
        )
    # A name that stands in more tables (person_id) is that of the first; write table.column for another.
    return found[0]


def _fiche(table: str, row: Row) -> Fiche:
    definition, caveat = (
        {language: row[f"{what}_{language}"] for language in FICHE_LANGUAGES} for what in ("definition", "caveat")
    )
    lists = tuple(row["codelists"].split())
    return Fiche(table, row["name"], int(row["first_year"]), tuple(row["sources"].split()), lists, definition, caveat)
