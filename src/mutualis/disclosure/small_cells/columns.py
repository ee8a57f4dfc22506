"""What the columns of a linked table are to an attacker, and how a table that may not be analysed is refused."""

from dataclasses import dataclass

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference import Scenario, SensitiveColumn, SmallCellRules


@dataclass(frozen=True)
class Subject:
    """The columns of one table by class, and the attackers with what they know of this table."""

    person: str
    quasi: tuple[str, ...]
    sensitive: tuple[SensitiveColumn, ...]
    scenarios: tuple[Scenario, ...]


def subject(frame: pl.DataFrame, rules: SmallCellRules) -> Subject:
    """The classes of a table's columns. Raises where it has a direct identifier, or a column that has no class."""
    sensitive = {each.column for each in rules.sensitive}
    known = {*rules.technical, *rules.quasi, *sensitive}
    if direct := [name for name in frame.columns if name in rules.direct]:
        raise MutualisError(
            f"The table has direct identifiers: {', '.join(direct)}.", do="take them out before the small cell analysis"
        )
    if unknown := [name for name in frame.columns if name not in known]:
        raise MutualisError(
            f"The small cell analysis does not know the column '{unknown[0]}'.",
            there_is=f"it knows {', '.join(sorted(known))}",
            do="leave it out, or give it a class in reference/small_cell_analysis.toml",
        )
    _must_tell_persons_apart(frame, rules.person)
    quasi = tuple(name for name in rules.quasi if name in frame.columns)
    if not quasi:
        raise MutualisError("The table has no quasi-identifier.", there_is=f"they are {', '.join(rules.quasi)}")
    seen = tuple(each for each in rules.sensitive if each.column in frame.columns)
    return Subject(rules.person, quasi, seen, _scenarios(quasi, rules))


def _must_tell_persons_apart(frame: pl.DataFrame, person: str) -> None:
    if person not in frame.columns:
        raise MutualisError(f"The table has no column '{person}', so its persons cannot be counted.")
    if missing := frame[person].null_count():
        raise MutualisError(f"The column '{person}' is empty in {missing} rows, so its persons cannot be counted.")


def _scenarios(quasi: tuple[str, ...], rules: SmallCellRules) -> tuple[Scenario, ...]:
    """The attackers who know anything of this table, each with the columns that are there."""
    known = [(each, tuple(name for name in each.columns if name in quasi)) for each in rules.scenarios]
    return tuple(Scenario(each.id, columns, each.risk) for each, columns in known if columns)
