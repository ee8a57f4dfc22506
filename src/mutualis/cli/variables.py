"""Verb: variables."""

from typing import Annotated

import typer

from mutualis import reference, tables
from mutualis.cli.table import say_columns
from mutualis.reference import FICHE_LANGUAGES, Fiche

Line = tuple[str, ...]
WORDS = {
    "nl": ("definitie", "opgelet", "bronvariabelen", "codelijsten", "eenheid", "officiële naam", "vanaf"),
    "fr": ("définition", "attention", "variables sources", "listes de codes", "unité", "nom officiel", "depuis"),
    "en": ("definition", "beware", "source variables", "code lists", "unit", "official name", "from"),
}


def variables(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A variable: column or table.column.")] = "",
    language: Annotated[str, typer.Option(help="nl, fr or en.")] = "en",
) -> None:
    """The variables of patient data (PATI) and pseudodiagnoses; with a name, its fiche.

    Examples:
        mutualis variables
        mutualis variables --language nl
        mutualis variables gp_contacts --language fr
        mutualis variables derived_person_year_diagnosis.condition
    """
    if language not in FICHE_LANGUAGES:
        raise typer.BadParameter(f"There are no fiches in '{language}'; they are in {', '.join(FICHE_LANGUAGES)}.")
    if name:
        _say_fiche(reference.fiche(name), language)
    else:
        _list(language)


def _list(language: str) -> None:
    rows: list[Line] = [("variable", WORDS[language][-1], WORDS[language][0])]
    for table in reference.fiche_tables():
        rows += [
            (f"{table}.{each.name}", str(each.first_year), each.definition[language])
            for each in reference.fiches(table)
        ]
    say_columns(rows, ())


def _say_fiche(fiche: Fiche, language: str) -> None:
    column = tables.find(fiche.table).columns[fiche.name]
    told = (
        *(fiche.definition[language], fiche.caveat[language], " ".join(fiche.sources), " ".join(fiche.codelists)),
        *(column.unit or "", column.official or "", str(fiche.first_year)),
    )
    rows = [(word, text) for word, text in zip(WORDS[language], told, strict=True) if text]
    say_columns([(fiche.table, fiche.name), *rows], ())
