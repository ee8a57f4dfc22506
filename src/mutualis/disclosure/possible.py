"""What figures must obey to be protected at all: they are possible, and they add up."""

from collections.abc import Mapping

from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.system import OUTSIDE, System
from mutualis.model import MutualisError


def must_be_possible(name: str, kind: str, year: int, parts: Mapping[str, Ints]) -> None:
    wrong = parts["denominator"] < 0
    if kind == "count":
        wrong = wrong | (parts["numerator"] < 0) | (parts["numerator"] > parts["denominator"])
    if wrong.any():
        raise MutualisError(
            f"Indicator '{name}' has impossible figures in {year} in {int(wrong.sum())} cells.",
            there_is="a count lies between 0 and its denominator, and a denominator is not negative",
        )


def must_add_up(made: System) -> None:
    relations = made.relations
    wrong = relations.residual(made.true) != 0
    if wrong.any():
        tables = {made.table_at(int(cell)) for cell in relations.cell[wrong[relations.row]]}
        names = sorted({each.indicators[0] for each in tables})
        raise not_additive(", ".join(names), made.year, int(wrong.sum()))
    for table in made.tables:
        if table.role == OUTSIDE and (too_many := int((made.true[table.cells] < 0).sum())):
            raise MutualisError(
                f"Indicator '{table.indicators[0]}' counts persons in {made.year} where fewer are insured in all.",
                there_is=f"that is so in {too_many} cells",
                do="compute all indicators of a year from the same persons",
            )


def not_additive(name: str, year: int, cells: int) -> MutualisError:
    return MutualisError(
        f"The figures of '{name}' in {year} do not add up over areas and categories in {cells} cells.",
        do="compute every level and split from the same persons, and leave out those without a municipality everywhere",
    )
