"""Hospital at home: pilot hospitals send patients home earlier and go on with their care there.

The nights that a stay is shorter by are days of care at home, billed by the hospital in one line. Younger patients are
sent home more often, so that who compares must compare like with like. Who was treated at home is admitted again less
often. Every hospital tells how many patients and days it had; one of them tells too many.
"""

from dataclasses import dataclass, replace

import numpy as np

from mutualis.synthetic.lines import care_lines
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.planted.savings import renumbered
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays

HOSPITAL_KEYS = ("year", "hospital_number")


@dataclass(frozen=True)
class Sent:
    """One row a patient sent home: the discharge, the days of care at home after it, and the hospital."""

    person: np.ndarray
    hospital: np.ndarray
    admission: np.ndarray
    discharge: np.ndarray
    days: np.ndarray
    age: np.ndarray


class HomeHospitalisation(Effect):
    """Stays that are shorter, care at home after them, and fewer readmissions."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._of: dict[int, Sent] = {}
        self._avoided = 0

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """The stays of pilots shortened, and without the readmissions that there are not."""
        random = where.random("planted/home_hospitalisation")
        home = sent_home(stays, where, self.block.gone, self.given, random)
        days = np.where(home, (stays.nights * self.given["share_of_nights"]).astype(np.int64), 0)
        goes = readmitted(stays, home, self.given["readmission_days"]) & (
            random.random(stays.size) < self.given["readmission_fall"]
        )
        goes = _with_transfers(stays, goes) & ~home
        self._avoided = int(goes.sum())
        chosen = np.flatnonzero(home)
        self._of[where.year] = Sent(
            stays.person[chosen],
            stays.institution[chosen],
            stays.admission[chosen],
            stays.discharge[chosen] - days[chosen],
            days[chosen],
            where.state.age[stays.person[chosen]],
        )
        return renumbered(replace(stays, discharge=stays.discharge - days), ~goes)

    def care(self, draft: Draft, where: Setting) -> None:
        """The care at home, a line a patient, from the day after the discharge on."""
        made = self._of[where.year]
        size = len(made.person)
        tariff = np.full(size, where.tariffs.position(self.given["code"], where.year)) if size else made.days
        lines = care_lines(
            person=made.person,
            service_day=made.discharge + 1,
            last_service_day=made.discharge + made.days,
            days=made.days,
            institution=made.hospital,
            **where.amounts(made.person, tariff, made.days),
        )
        draft.add(lines)
        self._tell(where, made)

    def _tell(self, where: Setting, made: Sent) -> None:
        codes = np.array(["", *institutions().codes])
        columns = {
            "year": np.full(len(made.person), where.year),
            "person": self.block.numbers[made.person],
            "hospital_number": codes[made.hospital],
            "admission_day": made.admission,
            "discharge_day": made.discharge,
            "home_days": made.days,
            "age": made.age,
        }
        self.grown.append(Grown("home_hospitalisation", columns))
        hospitals = pilots(self.given)
        own = made.hospital[:, None] == hospitals
        twice = (
            where.random("planted/home_hospitalisation/told").random(len(made.person)) < self.given["overstated_share"]
        )
        overstates = np.arange(len(hospitals)) == self.given["overstating"]
        told = own * (1 + (twice[:, None] & overstates))
        figures = {
            "year": np.full(len(hospitals), where.year),
            "hospital_number": codes[hospitals],
            "patients": own.sum(axis=0),
            "home_days": made.days @ own,
            "told_patients": told.sum(axis=0),
            "told_home_days": made.days @ told,
        }
        self.grown.append(Grown("home_hospitalisation_hospital", figures, HOSPITAL_KEYS))
        avoided = {"year": np.array([where.year]), "readmissions_avoided": np.array([self._avoided])}
        self.grown.append(Grown("home_hospitalisation_avoided", avoided, ("year",)))


def pilots(given: Given) -> np.ndarray:
    """The pilot hospitals: the largest general ones."""
    general = institutions().general
    order = np.argsort(-institutions().beds[general], kind="stable")
    return np.asarray(general[order[: given["hospitals"]]])


def sent_home(stays: Stays, where: Setting, gone: np.ndarray, given: Given, random: np.random.Generator) -> np.ndarray:
    """Which stays end at home: of adults, long enough, without a transfer, survived by the days of looking back."""
    drawn = random.random(stays.size)
    if where.year < given["from_year"]:
        return np.zeros(stays.size, bool)
    age = where.state.age[stays.person]
    fit = np.isin(stays.institution, pilots(given)) & (age >= given["age_from"]) & ~stays.is_psychiatric
    fit &= (stays.nights >= given["nights_from"]) & (stays.transfer_from < 0) & (stays.cause == 0)
    fit &= ~np.isin(np.arange(stays.size), stays.transfer_from) & (gone[stays.person] > stays.discharge)
    young, old = given["share"]
    return np.asarray(fit & (drawn < np.where(age < given["old_from"], young, old)))


def readmitted(stays: Stays, home: np.ndarray, days: int) -> np.ndarray:
    """Which stays begin within so many days after care at home, as the next stay of the same person."""
    before = np.concatenate([[False], home[:-1]])
    same = np.concatenate([[False], stays.person[1:] == stays.person[:-1]])
    ended = np.concatenate([[0], stays.discharge[:-1]])
    return np.asarray(before & same & ~stays.is_day & (stays.admission - ended <= days))


def _with_transfers(stays: Stays, goes: np.ndarray) -> np.ndarray:
    """A stay that goes takes the one that its patient was transferred to along."""
    return np.asarray(goes | ((stays.transfer_from >= 0) & goes[stays.transfer_from.clip(0)]))
