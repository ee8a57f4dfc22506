"""What nurses at home bill: lump sums by day, the assessments behind them, and days that cannot be."""

from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.lines import Lines, care_lines
from mutualis.synthetic.planted.care_periods import TOILET, Periods
from mutualis.synthetic.planted.effect import Draft
from mutualis.synthetic.planted.nurses import COUNTRY, IMPOSSIBLE, Nurses
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.records import Looked, Value
from mutualis.synthetic.registers.dependency import CLASSES, ITEMS
from mutualis.synthetic.registers.rows import Rows, codes, days
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.streams import stochastic_round, stream

AT_HOME, AGREED = 1, 1
CLASS_A, CLASS_B = 1, 2
YEAR_DAYS = 365
OLD = 65
KEY = 1 << 20


@dataclass(frozen=True)
class Billing:
    """The lump sums of the year: a row of `periods` and a day for each, and whether it is outside the hospital."""

    where: Setting
    given: Given
    nurses: Nurses
    periods: Periods
    row: np.ndarray
    day: np.ndarray
    outside: np.ndarray

    @classmethod
    def of(cls, where: Setting, given: Given, nurses: Nurses, periods: Periods, draft: Draft) -> "Billing":
        """A lump sum for every day of care, for the toilet on some weekdays."""
        length = periods.last - periods.first + 1
        row = np.repeat(np.arange(len(length)), length)
        day = periods.first[row] + np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
        comes = (periods.billed[row] > TOILET) | np.isin((day + 3) % 7, given["toilet_weekdays"])
        row, day = row[comes], day[comes]
        return cls(where, given, nurses, periods, row, day, draft.outside(periods.person[row], day))

    def lump_sums(self, chosen: np.ndarray, classes: np.ndarray | None = None) -> Lines:
        """The lines of some of the lump sums, of the billed class or of `classes`."""
        row = self.row[chosen]
        own = self.periods.billed[row] if classes is None else classes[chosen]
        tariff = np.array([self.where.tariffs.position(each, self.where.year) for each in self.given["codes"]])
        provider = self.nurses.provider[self.periods.nurse[row]]
        return self.lines(self.periods.person[row], self.day[chosen], tariff[own], provider)

    def lines(self, person: np.ndarray, day: np.ndarray, tariff: np.ndarray, provider: np.ndarray) -> Lines:
        """Lines of nurses at home."""
        where = self.where
        first, count = where.places.practices
        pays_third = where.random("planted/nursing/payer").random(len(person)) < self.given["third_payer_share"]
        return care_lines(
            person=person,
            service_day=day,
            last_service_day=day,
            provider=provider,
            prescriber=where.gp_of(person),
            third_payer=np.where(pays_third, first + (where.spot[person] * count).astype(np.int64), 0),
            **where.amounts(person, tariff),
        )

    def impossible(self, draft: Draft, insured: int) -> dict[str, Lines]:
        """What nurses of impossible days bill beside: lump sums during a stay, a second one, and days too long."""
        random = self.where.random("planted/nursing/impossible")
        theirs = self.nurses.behaviour[self.periods.nurse[self.row]] == IMPOSSIBLE
        billed = self.periods.billed[self.row]
        twice = theirs & self.outside & (random.random(len(self.row)) < self.given["double_share"])
        second = np.where(billed == CLASS_A, CLASS_B, CLASS_A)
        return {
            "days_in_hospital": self.lump_sums(theirs & ~self.outside),
            "second_lump_sums": self.lump_sums(twice & (billed > TOILET), second),
            "visits_on_long_days": self._long_days(draft, insured, random),
        }

    def _long_days(self, draft: Draft, insured: int, random: np.random.Generator) -> Lines:
        """Visits of old persons on the same days in all blocks: this block has its share of them."""
        where, given = self.where, self.given
        nurse = np.repeat(np.flatnonzero(self.nurses.behaviour == IMPOSSIBLE), given["long_days"])
        dates = stream(where.seed, COUNTRY, f"planted/nurses/{where.year}").integers(0, YEAR_DAYS, len(nurse))
        here = where.state.insured_days > 0
        visits = np.full(len(nurse), given["long_day_visits"] * here.sum() / insured)
        of = np.repeat(np.arange(len(nurse)), stochastic_round(visits, random))
        old = np.flatnonzero(here & (where.state.age >= OLD))
        if not len(old):
            of = of[:0]
        person = old[random.integers(0, max(len(old), 1), len(of))] if len(of) else of
        day = first_day(where.year) + dates[of]
        _, once = np.unique((of * KEY + person) * KEY + day, return_index=True)
        of, person, day = of[once], person[once], day[once]
        there = (day >= where.state.first[person]) & (day <= where.state.last[person]) & draft.outside(person, day)
        tariff = np.full(int(there.sum()), where.tariffs.position(given["visit_code"], where.year))
        return self.lines(person[there], day[there], tariff, self.nurses.provider[nurse[of[there]]])


def assessed(where: Setting, periods: Periods, nurses: Nurses) -> Rows:
    """The assessment that each period begins with."""
    size = len(periods.person)
    columns: dict[str, Value] = {
        "assessment_day": days(periods.first),
        "start_day": days(periods.first),
        "end_day": days(periods.last),
        "setting": np.full(size, AT_HOME),
        **{item: periods.scores[:, place] for place, item in enumerate(ITEMS)},
        "time_orientation": np.ones(size, np.int64),
        "place_orientation": np.ones(size, np.int64),
        "dependency_class": codes(CLASSES, periods.billed, 2),
        "class_decision": np.full(size, AGREED),
        "assessor": Looked(where.pool.texts, nurses.provider[periods.nurse]),
    }
    return Rows("kz", periods.person, periods.first, columns)
