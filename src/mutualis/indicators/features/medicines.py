"""Features of medicines of public pharmacies: for each group of the code list `medicine_group` doses and packages.

`<group>_ddd` are thousandths of a DDD of all substances of the group, `<group>_packages` packages. A group without ATC
codes is all medicines.
"""

from functools import reduce
from operator import or_
from typing import Any

from mutualis import reference
from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_person_year_drug

GROUPS = {row["code"]: row for row in reference.codelist("medicine_group").rows}
LENGTHS = sorted({len(code) for row in GROUPS.values() for code in row["atc_codes"].split()})

_used = derived_person_year_drug.filter(PERIOD.covers(derived_person_year_drug.year))
# The beginnings of a code are cut off once, for all groups.
_rows = _used.mutate(**{f"atc_{length}": _used.atc_code.left(length) for length in LENGTHS})


def _of_group(group: str) -> Any:
    """Whether a row is of a group; None where the group is all medicines."""
    by_length: dict[int, list[str]] = {}
    for code in sorted(set(GROUPS[group]["atc_codes"].split())):
        by_length.setdefault(len(code), []).append(code)
    found = [_rows[f"atc_{length}"].isin(codes) for length, codes in sorted(by_length.items())]
    return reduce(or_, found) if found else None


def _features(group: str) -> dict[str, Any]:
    met = _of_group(group)
    return {
        f"{group}_ddd": _rows.ddd_thousandths.sum(where=met),
        f"{group}_packages": _rows.packages.sum(where=met),
    }


EVENTS = (Events(_rows, {name: value for group in GROUPS for name, value in _features(group).items()}),)
