"""Heart attacks: stays with codes of the coronary arteries, I21 in the files of hospitals, and a known year after.

A stay without a heart attack may have an angiography, and one with it none: so the codes are a proxy whose sensitivity
and predictive value the truth tells. Everyone has the same follow-up after it; mortality stays as it was.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mutualis.synthetic.hospital_records import HospitalRows
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.planted.acts import acts_of, contacts_of, found_in
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.stays import Stays
from mutualis.synthetic.strokes import strokes_of
from mutualis.synthetic.tariffs import AMBULATORY

KEY = ("hospital_code", "stay_number")
PRINCIPAL = "P"


@dataclass(frozen=True)
class Attacks:
    """One row a stay with a heart attack, a code of the coronary arteries, or both."""

    person: np.ndarray
    admission: np.ndarray
    discharge: np.ndarray
    is_attack: np.ndarray
    has_angiography: np.ndarray
    has_intervention: np.ndarray
    diagnosis: np.ndarray


class Infarction(Effect):
    """Heart attacks, their proxy in claims, and their follow-up."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._of: dict[int, Attacks] = {}
        self._last = np.full(block.people.size, -given["spacing_days"], np.int64)

    def care(self, draft: Draft, where: Setting) -> None:
        """The acts of the year's heart attacks, and the follow-up of those before."""
        made = attacks_of(draft.stays, where, self._last, self.given)
        self._of[where.year] = made
        np.maximum.at(self._last, made.person[made.is_attack], made.admission[made.is_attack])
        stay = found_in(draft.stays, made.person, made.admission)
        for code, chosen in zip(self.given["codes"], (made.has_angiography, made.has_intervention), strict=True):
            tariff = np.full(int(chosen.sum()), where.tariffs.position(code, where.year))
            draft.add(acts_of(draft, where, stay[chosen], tariff))
        followed = self._follow_up(draft, where)
        draft.add(followed)
        self._tell(where, made, followed)

    def hospitals(self, rows: HospitalRows, where: Setting, numbers: np.ndarray) -> HospitalRows:
        """I21 for heart attacks, and for no other stay."""
        made = self._of[where.year]
        theirs = pl.DataFrame(
            {
                "insz": numbers[made.person[made.is_attack]],
                "admission_day": made.admission[made.is_attack].astype("datetime64[D]"),
                "told": made.diagnosis[made.is_attack],
            },
            schema_overrides={"insz": pl.String, "told": pl.String},
        )
        known = rows.frames["truth"].join(theirs, on=["insz", "admission_day"]).select(*KEY, "told").unique(KEY)
        is_principal = pl.col("diagnosis_type") == PRINCIPAL
        by_chance = is_principal & pl.col("diagnosis").str.starts_with("I21")
        told = (
            pl.when(is_principal & pl.col("told").is_not_null())
            .then(pl.col("told"))
            .when(by_chance)
            .then(pl.lit(self.given["other_diagnosis"]))
            .otherwise(pl.col("diagnosis"))
        )
        diagnoses = rows.frames["DIAGNOSE"].join(known, on=KEY, how="left", maintain_order="left")
        changed = diagnoses.with_columns(diagnosis=told).drop("told")
        return replace(rows, frames={**rows.frames, "DIAGNOSE": changed})

    def _follow_up(self, draft: Draft, where: Setting) -> Lines:
        """The acts of a cardiologist in the year after a heart attack."""
        attacks = [each for each in self._of.values() if each.is_attack.any()]
        person, discharge = (
            np.concatenate([np.zeros(0, np.int64), *(getattr(each, name)[each.is_attack] for each in attacks)])
            for name in ("person", "discharge")
        )
        number = np.tile(np.arange(self.given["followups"]), len(person))
        person = np.repeat(person, self.given["followups"])
        day = np.repeat(discharge, self.given["followups"]) + self.given["followup_from_day"]
        day = day + number * self.given["followup_every_days"]
        there = (day >= first_day(where.year)) & (day <= where.state.last[person]) & draft.outside(person, day)
        there &= day < first_day(where.year + 1)
        return self._acts(where, person[there], day[there])

    def _acts(self, where: Setting, person: np.ndarray, day: np.ndarray) -> Lines:
        """One and the same act of a cardiologist."""
        choice = where.tariffs.choice(where.year, "fee", AMBULATORY).positions
        group = self.given["followup_group"]
        of_group = [each for each in choice if where.tariffs.rows[each - 1]["cost_group"] == group]
        return contacts_of(where, person, day, np.full(len(person), of_group[0]))

    def _tell(self, where: Setting, made: Attacks, followed: Lines) -> None:
        columns = {
            "year": np.full(len(made.person), where.year),
            "person": self.block.numbers[made.person],
            "admission_day": made.admission,
            "discharge_day": made.discharge,
            "is_heart_attack": made.is_attack,
            "has_angiography": made.has_angiography,
            "has_intervention": made.has_intervention,
            "diagnosis": made.diagnosis,
        }
        self.grown.append(Grown("infarction", columns))
        acts = {
            "year": np.array([where.year]),
            "acts": np.array([followed.size]),
            "reimbursed_cents": np.array([int(followed["reimbursed_cents"].sum())]),
        }
        self.grown.append(Grown("infarction_followup", acts, ("year",)))


def attacks_of(stays: Stays, where: Setting, last: np.ndarray, given: Given) -> Attacks:
    """The stays of a year that are for a heart attack, and the others with an angiography."""
    random, size = where.random("planted/infarction"), stays.size
    drawn, planned, seen, opened, which = (random.random(size) for _ in range(5))
    fit = (where.state.age[stays.person] >= given["age_from"]) & ~stays.is_psychiatric & (stays.nights > 0)
    fit &= (stays.transfer_from < 0) & (strokes_of(stays, where).kind == 0)
    attack = fit & (drawn < given["share_of_stays"])
    first = np.zeros(size, bool)
    first[np.unique(np.where(attack, stays.person, -1), return_index=True)[1]] = True
    attack &= first & (stays.admission - last[stays.person] >= given["spacing_days"])
    angiography = np.where(attack, seen < given["angiography_share"], fit & (planned < given["planned_share"]))
    intervention = attack & angiography & (opened < given["intervention_share"])
    chosen = np.flatnonzero(attack | angiography)
    code = np.array(given["diagnoses"])[(which * len(given["diagnoses"])).astype(np.int64)]
    return Attacks(
        stays.person[chosen],
        stays.admission[chosen],
        stays.discharge[chosen],
        attack[chosen],
        angiography[chosen],
        intervention[chosen],
        np.where(attack, code, "")[chosen],
    )
