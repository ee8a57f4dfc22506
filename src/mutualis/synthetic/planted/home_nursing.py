"""Home nursing: a lump sum a day of the class of the Katz scale, and nurses who bill more than that (methods 7)."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.lines import Lines
from mutualis.synthetic.planted.care_periods import Periods, periods_of
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.nurses import Nurses, nurses_of
from mutualis.synthetic.planted.nursing_lines import Billing, assessed
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting

IN_A_HOME = 2
NAMES = np.array(["toilet", "A", "B", "C"])
BY_PROVIDER = ("year", "provider", "behaviour")


class HomeNursing(Effect):
    """Lump sums that follow the class, and what some nurses make of them."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._made: dict[int, Periods] = {}

    def periods(self, where: Setting) -> Periods:
        """The periods of care of the year."""
        if where.year not in self._made:
            self._made[where.year] = periods_of(where, nurses_of(where, self.given), self.given)
        return self._made[where.year]

    def care(self, draft: Draft, where: Setting) -> None:
        """The lump sums of the year instead of those drawn at random, and no other nursing for who has one."""
        periods, nurses = self.periods(where), nurses_of(where, self.given)
        lump_sums = np.array([where.tariffs.position(each, where.year) for each in self.given["codes"]])
        has_lump_sum = np.zeros(where.people.size, bool)
        has_lump_sum[periods.person] = True
        of_nurse = where.tariffs.is_of("nursing")[draft.lines["tariff"]]
        draft.drop(of_nurse & (has_lump_sum[draft.lines["person"]] | np.isin(draft.lines["tariff"], lump_sums)))
        billing = Billing.of(where, self.given, nurses, periods, draft)
        billed, wrong = billing.lump_sums(billing.outside), billing.impossible(draft, self.block.insured)
        for lines in (billed, *wrong.values()):
            draft.add(lines)
        self._tell_patients(where, periods, nurses)
        self._tell_providers(where, periods, nurses, billed, wrong)

    def registers(self, rows: Iterator[Rows], where: Setting) -> Iterator[Rows]:
        """The assessments behind the lump sums instead of those drawn at random."""
        for each in rows:
            setting = each.columns.get("setting")
            if each.database == "kz" and isinstance(setting, np.ndarray):
                yield each.take(np.flatnonzero(setting == IN_A_HOME))
            else:
                yield each
        yield assessed(where, self.periods(where), nurses_of(where, self.given))

    def _tell_patients(self, where: Setting, periods: Periods, nurses: Nurses) -> None:
        columns = {
            "year": np.full(len(periods.person), where.year),
            "person": self.block.numbers[periods.person],
            "provider": providers_written(where, nurses.provider[periods.nurse]),
            "behaviour": nurses.behaviour[periods.nurse],
            "true_class": NAMES[periods.true],
            "billed_class": NAMES[periods.billed],
            "is_upcoded": periods.billed > periods.true,
            "is_taken_over": periods.moved,
            "first_day": periods.first,
            "last_day": periods.last,
        }
        self.grown.append(Grown("home_nursing_patient", columns))

    def _tell_providers(
        self, where: Setting, periods: Periods, nurses: Nurses, billed: Lines, wrong: dict[str, Lines]
    ) -> None:
        size = len(nurses.provider)
        patients, upcoded = (
            np.bincount(periods.nurse[chosen], minlength=size)
            for chosen in (np.ones(len(periods.nurse), bool), periods.billed > periods.true)
        )
        row = np.zeros(int(nurses.provider.max()) + 1, np.int64)
        row[nurses.provider] = np.arange(size)
        columns = {
            "year": np.full(size, where.year),
            "provider": providers_written(where, nurses.provider),
            "behaviour": nurses.behaviour,
            "patients": patients,
            "upcoded_patients": upcoded,
            "lump_sums": np.bincount(row[billed["provider"]], minlength=size),
            **{name: np.bincount(row[lines["provider"]], minlength=size) for name, lines in wrong.items()},
        }
        self.grown.append(Grown("home_nursing_provider", columns, BY_PROVIDER))


def providers_written(where: Setting, provider: np.ndarray) -> np.ndarray:
    """The numbers of providers as the truth writes them."""
    return np.asarray(where.pool.texts[provider].astype("U11"))
