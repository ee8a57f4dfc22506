"""Faults in Populatie and in the changes of number."""

import numpy as np

from mutualis.synthetic import number_faults as numbers
from mutualis.synthetic.fault_kinds import Alter, Around, LineFault, Records, anyone, day_after, put

BIS_SEX_UNKNOWN = (21, 32)


def _add(name: str, step: int) -> Alter:
    def alter(records: Records, row: int, _: Around) -> int:
        records.put(name, row, int(records.get(name, row)) + step)
        return row

    return alter


def _sex_is_in_the_number(records: Records, _: Around) -> np.ndarray:
    month = records.numbers("person") // 10_000_000 % 100
    return (month < BIS_SEX_UNKNOWN[0]) | (month > BIS_SEX_UNKNOWN[1])


def _other_sex(records: Records, row: int, _: Around) -> int:
    records.put("sex", row, 3 - int(records.get("sex", row)))
    return row


def _other_month(records: Records, row: int, _: Around) -> int:
    records.put("birth_month", row, int(records.get("birth_month", row)) % 12 + 1)
    return row


def _born_long_ago(records: Records, _: Around) -> np.ndarray:
    return records.numbers("birth_year") < 2010


def _alive(records: Records, _: Around) -> np.ndarray:
    return (records.numbers("death_year") == 0) & (records.numbers("birth_year") > 1900)


def _dead_before_birth(records: Records, row: int, _: Around) -> int:
    records.put("death_year", row, int(records.get("birth_year", row)) - 5)
    records.put("death_month", row, 6)
    return row


def _located(records: Records, _: Around) -> np.ndarray:
    return np.char.find(records.texts("sector_code"), b"ZZZZ") < 0


def _other_sector(records: Records, row: int, _: Around) -> int:
    text = records.get("sector_code", row)
    other = "11002" if not text.startswith("11002") else "21004"
    records.put("sector_code", row, other + text[5:])
    return row


def repeat_elsewhere(records: Records, row: int, around: Around) -> int:
    """The record of this row stands a second time, further on, in the place of another one."""
    later = row + 1 + int(around.random.integers(0, records.size - row - 1))
    records.matrix[later] = records.matrix[row]
    return later


def not_last(records: Records, _: Around) -> np.ndarray:
    """Records with another one behind them."""
    return np.arange(records.size) < records.size - 1


def _dead_with_month(records: Records, around: Around) -> np.ndarray:
    return (records.numbers("death_month") > 0) & not_last(records, around)


def dies_again(records: Records, row: int, around: Around) -> int:
    """The record of a dead member stands a second time, with another month of death."""
    later = repeat_elsewhere(records, row, around)
    records.put("death_month", later, int(records.get("death_month", row)) % 12 + 1)
    return later


def _same_number(records: Records, row: int, _: Around) -> int:
    records.put("new_number", row, records.get("old_number", row))
    return row


def _later_change(records: Records, row: int, around: Around) -> int:
    day = around.period.reference_day
    records.put("change_day", row, day_after(day.year * 10_000 + day.month * 100 + day.day, 10))
    return row


FAULTS = (
    LineFault(
        "wrong_insz_check_digit", "pp", "person", "pp.person.check_digit", anyone, numbers.wrong_person_check("person")
    ),
    LineFault(
        "birth_year_differs_from_insz",
        "pp",
        "birth_year",
        "pp.person.birth_year",
        _born_long_ago,
        _add("birth_year", 1),
    ),
    LineFault("birth_month_differs_from_insz", "pp", "birth_month", "pp.person.birth_month", anyone, _other_month),
    LineFault("sex_differs_from_insz", "pp", "sex", "pp.person.sex", _sex_is_in_the_number, _other_sex),
    LineFault(
        "unknown_municipality",
        "pp",
        "municipality_code",
        "pp.municipality_code.unknown",
        anyone,
        put("municipality_code", "99998"),
    ),
    LineFault(
        "ended_municipality",
        "pp",
        "municipality_code",
        "pp.municipality_code.not_valid",
        anyone,
        put("municipality_code", numbers.ended_municipality),
    ),
    LineFault(
        "sector_of_another_municipality", "pp", "sector_code", "pp.sector_code.municipality", _located, _other_sector
    ),
    LineFault("member_cg_combination", "pp", "cg1", "pp.cg1.combination", anyone, numbers.forbidden_combination),
    LineFault("unknown_cg1", "pp", "cg1", "pp.cg1.unknown", anyone, put("cg1", "199")),
    LineFault("member_twice", "pp", "person", "pp.person.duplicate", not_last, repeat_elsewhere),
    LineFault(
        "reference_day_does_not_exist",
        "pp",
        "reference_day",
        "pp.format.date",
        anyone,
        put("reference_day", "20230231"),
    ),
    LineFault("letter_in_birth_year", "pp", "birth_year", "pp.format.number", anyone, put("birth_year", "19X4")),
    LineFault("death_before_birth", "pp", "death_year", "pp.death_year.before_birth", _alive, _dead_before_birth),
    LineFault("two_dates_of_death", "pp", "death_year", "pp.death_year.two_dates", _dead_with_month, dies_again),
    LineFault(
        "wrong_head_of_household",
        "pp",
        "household_head",
        "pp.household_head.check_digit",
        anyone,
        numbers.wrong_person_check("household_head"),
    ),
    LineFault("number_changes_into_itself", "mg", "new_number", "mg.new_number.equal", anyone, _same_number),
    LineFault(
        "wrong_old_number",
        "mg",
        "old_number",
        "mg.old_number.check_digit",
        anyone,
        numbers.wrong_person_check("old_number"),
    ),
    LineFault("change_after_the_period", "mg", "change_day", "mg.change_day.after_period", anyone, _later_change),
)
