"""An indicator by GP practice or by hospital, where that makes sense: for feedback and for those who study differences.

By practice every insured person counts at the practice that he or she belongs to (methods 2.6). By hospital a person
counts at each hospital with a stay of his or hers, with the stays of that hospital only; so an indicator must be
written with the state of the person and the features of stays alone. Sums are by sex and age class, so that what is
observed can be set beside what is expected (methods 1.4).
"""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.derived import declared_domains
from mutualis.indicators.categories import members_of
from mutualis.indicators.features import stays
from mutualis.indicators.indicator import Indicator
from mutualis.indicators.period import PERIOD
from mutualis.indicators.person import POPULATION, insured_of_year, person_row
from mutualis.model import MutualisError
from mutualis.portable import check, total
from mutualis.tables import derived_practice_patient, derived_stay

PROVIDERS = {"practice": "practice_id", "hospital": "hospital_number"}
STRATA = ("sex", "age_class")
(OF_STAYS,) = stays.EVENTS
CLASSIC = "classic_stays"  # patient data count those of all hospitals; here they are those of one
OF_HOSPITAL = (*POPULATION, CLASSIC, *OF_STAYS.features)


def makes_sense(indicator: Indicator, by: str) -> bool:
    """Whether an indicator can be told by practice or hospital."""
    return indicator.is_of_person and (by == "practice" or set(indicator.columns) <= set(OF_HOSPITAL))


def by_provider(indicator: Indicator, by: str, splits: Sequence[str] = STRATA) -> ir.Table:
    """Numerator and denominator by provider and `splits` (sex and age class), to be run with `year(...)`.

    Columns: provider, the splits, numerator, denominator, persons. Raises where it makes no sense, and when two
    identifier domains would meet.
    """
    if by not in PROVIDERS:
        raise MutualisError(f"There is no provider '{by}'.", there_is=", ".join(PROVIDERS))
    if not makes_sense(indicator, by):
        raise MutualisError(
            f"Indicator '{indicator.name}' makes no sense by {by}.",
            there_is="it reads more than the person's state and stays",
            do="see `mutualis indicators show` for those that do",
        )
    row = _of_practices(indicator) if by == "practice" else _of_hospitals(indicator)
    among = indicator.among(row)
    rows = row.select(
        "person_id",
        provider=row[PROVIDERS[by]],
        **{name: value for name, value in members_of(row).items() if name in splits},
        part=indicator.part(row),
        base=ibis.literal(1, "int64") if indicator.base is None else indicator.based(row),
        among=ibis.literal(True) if among is None else among,
    )
    counted = rows.filter(rows.among)
    check(counted, declared_domains(), f"Indicator '{indicator.name}' by {by}")
    return counted.group_by("provider", *splits).agg(
        numerator=total(counted.part), denominator=total(counted.base), persons=counted.count()
    )


def _of_practices(indicator: Indicator) -> ir.Table:
    patients = derived_practice_patient.filter(PERIOD.covers(derived_practice_patient.year))
    own = patients.select("practice_id", brought_by="person_id")
    row = person_row(indicator.columns)
    joined: Any = row.inner_join(own, row.person_id == own.brought_by)
    return joined.drop("brought_by")


def _of_hospitals(indicator: Indicator) -> ir.Table:
    """A row a person and hospital: his or her state, and the features of the stays there."""
    number = PROVIDERS["hospital"]
    wanted = [name for name in OF_STAYS.features if name in indicator.columns]
    stayed = derived_stay.filter(PERIOD.covers(derived_stay.year))
    found = stayed.group_by("person_id", number).agg(**{CLASSIC: stayed.count(where=stayed.stay_kind == "classic")})
    found = found.rename(brought_by="person_id")
    people = insured_of_year.drop(*(name for name in (CLASSIC, *wanted) if name in insured_of_year.columns))
    row: Any = people.inner_join(found, people.person_id == found.brought_by).drop("brought_by")
    if wanted:
        brought = OF_STAYS.summed(wanted, number).rename(brought_by="person_id", brought_at=number)
        joined = row.left_join(brought, [row.person_id == brought.brought_by, row[number] == brought.brought_at])
        row = joined.select(*row.columns, **{name: brought[name].fill_null(0) for name in wanted})
    return row
