"""The small cell analyses of an extract of the permanent sample (05/033): of its persons, then of their stays.

Persons are looked at by their states; what is made coarser or blanked there stays so. Stays are looked at beside the
year of birth and sex of their person, and only what a stay tells is blanked then. Amounts and counts of services are
known to nobody and are not looked at. Where the month of a stay is blanked, its days go too.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from mutualis.disclosure.small_cells import Analysis, Task, analyse
from mutualis.reference import SmallCellRules, small_cell_rules
from mutualis.reference.permanent_sample import STEP

PERSONS, STAYS, QUARTERS = "pp", "stays", "quarters"
PERSON, PREFIX, AMOUNT, MONTH = "c_project", "pp.", "_cents", "admission_month"
ROW, DEAD = "row_number", "is_deceased"
# Of those of 65 and older one in twenty is in it (05/033, 3.1): the larger share of the population is the safe one.
FRACTION = 2 / STEP
# Names of a stay here, and what the rules call the same thing.
AS_RULES = {"hospital_code": "hospital_study_code", "nights": "length_of_stay"}
OF_PERSON = ("birth_year", "sex")
DAYS = ("admission_day", "discharge_day")
Tables = Mapping[str, pl.DataFrame]


def analysed_extract(tables: Tables, task: Task) -> tuple[Mapping[str, Analysis], Tables]:
    """The analyses by the name of their report, and the set as it may go on: who is dropped, is in no table."""
    rules, asked = small_cell_rules(task.run_on), replace(task, fraction=FRACTION)
    of_persons = analyse(_persons(tables[PERSONS]), asked, rules=rules)
    persons = _back(tables[PERSONS], of_persons.frame)
    kept = persons.select(PERSON).unique()
    stays = tables[STAYS].join(kept, on=PERSON, how="semi", maintain_order="left")
    of_stays = analyse(
        _stays(stays, persons), replace(asked, dataset=f"{task.dataset}, {STAYS}"), rules=_of_stays(rules)
    )
    quarters = tables[QUARTERS].join(kept, on=PERSON, how="semi")
    after = {PERSONS: persons, QUARTERS: quarters, STAYS: _stays_back(stays, of_stays.frame)}
    return {"report": of_persons, "report-stays": of_stays}, after


def _persons(states: pl.DataFrame) -> pl.DataFrame:
    """The states as attackers see them: no amounts, days as months, and whether somebody died."""
    plain = states.rename({name: name.removeprefix(PREFIX) for name in states.columns})
    return plain.with_columns((pl.col("death_year").fill_null(0) > 0).alias(DEAD)).with_row_index(ROW)


def _back(states: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The states with the columns as the analysis left them, under their names of the authorisation."""
    names = {name.removeprefix(PREFIX): name for name in states.columns}
    return frame.select(list(names)).rename(names)


def _stays(stays: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """The stays as attackers see them, with what the open data set tells of their person."""
    about = persons.sort(f"{PREFIX}reference_day").unique(PERSON, keep="last", maintain_order=True)
    told = about.select(PERSON, *(pl.col(f"{PREFIX}{name}").alias(name) for name in OF_PERSON))
    seen = stays.with_row_index(ROW).with_columns(pl.col(DAYS[0]).dt.strftime("%Y-%m").alias(MONTH)).rename(AS_RULES)
    return seen.drop(DAYS).drop(pl.selectors.ends_with(AMOUNT)).join(told, on=PERSON, how="left", maintain_order="left")


def _stays_back(stays: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    names = {AS_RULES.get(name, name): name for name in stays.columns if AS_RULES.get(name, name) in frame.columns}
    kept = frame.select(ROW, MONTH, *names).rename(names)
    others = [name for name in stays.columns if name not in kept.columns]
    own = stays.with_row_index(ROW).select(ROW, *others, own=pl.col(DAYS[0]).dt.strftime("%Y-%m"))
    met = kept.join(own, on=ROW, maintain_order="left")
    is_told = pl.col(MONTH).eq_missing(pl.col("own"))
    return met.with_columns(pl.when(is_told).then(pl.col(DAYS)).otherwise(None)).select(stays.columns)


def _of_stays(rules: SmallCellRules) -> SmallCellRules:
    """The rules by which only what a stay tells is made coarser or blanked: its person's columns are settled."""
    remedies = [replace(each, columns=tuple(n for n in each.columns if n not in OF_PERSON)) for each in rules.remedies]
    return replace(
        rules,
        blanked=tuple(name for name in rules.blanked if name not in OF_PERSON),
        remedies=tuple(remedies),
    )
