"""Autologous breast reconstruction by the agreement or by the nomenclature, with supplements on fees (methods 6.7)."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from mutualis.synthetic.planted.acts import acts_of, found_in
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import COMMON, SINGLE, Stays

NOMENCLATURE, PHASE_1, PHASE_2 = 0, 1, 2


@dataclass(frozen=True)
class Operations:
    """One row a reconstruction. `billed` is a row of the codes (0 nomenclature, 1 and 2 phases of the agreement),
    `breasts` 0 for one and 1 for two."""

    person: np.ndarray
    day: np.ndarray
    billed: np.ndarray
    breasts: np.ndarray
    is_single: np.ndarray
    supplement: np.ndarray
    is_above: np.ndarray
    has_both: np.ndarray


class Reconstruction(Effect):
    """Stays for a reconstruction, and what is billed for it."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._of: dict[int, Operations] = {}

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """Some stays of women are for a reconstruction: more of them in a single room."""
        chosen = chosen_stays(stays, where, self.given)
        made = operations_of(stays, chosen, where, self.given)
        self._of[where.year] = made
        room = stays.room.copy()
        room[chosen] = np.where(made.is_single, SINGLE, COMMON)
        return replace(stays, room=room)

    def care(self, draft: Draft, where: Setting) -> None:
        """The operation, with its supplement; for a few the other code too."""
        made = self._of[where.year]
        stay = found_in(draft.stays, made.person, made.day)
        there = stay >= 0
        tariff = self._tariffs(where, made.billed, made.breasts)
        draft.add(acts_of(draft, where, stay[there], tariff[there], made.supplement[there]))
        both = there & made.has_both
        plain = self._tariffs(where, np.zeros_like(made.billed), made.breasts)
        draft.add(acts_of(draft, where, stay[both], plain[both]))
        self._tell(where, made, there)

    def _tariffs(self, where: Setting, billed: np.ndarray, breasts: np.ndarray) -> np.ndarray:
        table = np.zeros((3, 2), np.int64)
        for row, codes in enumerate(self.given["codes"]):
            if row == NOMENCLATURE or (billed == row).any():
                table[row] = [position_on(where, code) for code in codes]
        return np.asarray(table[billed, breasts])

    def _tell(self, where: Setting, made: Operations, there: np.ndarray) -> None:
        columns = {
            "year": np.full(len(made.day), where.year),
            "person": self.block.numbers[made.person],
            "admission_day": made.day,
            "billed": np.array(["nomenclature", "agreement_phase_1", "agreement_phase_2"])[made.billed],
            "breasts": made.breasts + 1,
            "is_single_room": made.is_single,
            "supplement_cents": made.supplement,
            "is_above_maximum": made.is_above,
            "has_both_codes": made.has_both,
            "has_stay": there,
        }
        self.grown.append(Grown("reconstruction", columns))


def position_on(where: Setting, code: str) -> int:
    """The row of a code that is valid at the end of the year."""
    for place, row in enumerate(where.tariffs.rows, 1):
        if row["code"] == code and row["valid_from"] <= f"{where.year}-12-31":
            return place
    return 0


def chosen_stays(stays: Stays, where: Setting, given: Given) -> np.ndarray:
    """Rows of the stays that are for a reconstruction."""
    low, high = given["ages"]
    age, is_woman = where.state.age[stays.person], where.people.skeleton.is_woman[stays.person]
    fit = is_woman & (age >= low) & (age <= high) & (stays.nights > 0) & ~stays.is_psychiatric
    fit &= (stays.transfer_from < 0) & (stays.cause == 0)
    drawn = where.random("planted/reconstruction/stays").random(stays.size)
    return np.flatnonzero(fit & (drawn < given["share_of_stays"]))


def operations_of(stays: Stays, chosen: np.ndarray, where: Setting, given: Given) -> Operations:
    """What is done and billed in the chosen stays."""
    random, size = where.random("planted/reconstruction"), len(chosen)
    share = {name: random.random(size) for name in ("agreement", "breasts", "phase", "room", "asks", "above", "both")}
    day = stays.admission[chosen]
    opened = (given["agreement_from"] - dt.date(1970, 1, 1)).days
    agreed = (day >= opened) & (share["agreement"] < given["agreement_share"])
    phase = np.where(share["phase"] < given["second_phase_share"], PHASE_2, PHASE_1)
    billed = np.where(agreed, phase, NOMENCLATURE)
    breasts = (share["breasts"] < given["two_breasts_share"]).astype(np.int64)
    single = share["room"] < given["single_room_share"]
    asks = single & (share["asks"] < np.array(given["supplement_share"])[agreed.astype(int)])
    above = asks & agreed & (share["above"] < given["above_maximum_share"])
    cents = np.where(agreed, _by_agreement(billed, breasts, above, random, given), _freely(size, random, given))
    both = agreed & (share["both"] < given["both_codes_share"])
    return Operations(stays.person[chosen], day, billed, breasts, single, np.where(asks, cents, 0), above, both)


def _by_agreement(
    billed: np.ndarray, breasts: np.ndarray, above: np.ndarray, random: np.random.Generator, given: Given
) -> np.ndarray:
    """Supplements up to the maximum, and above it where it is not respected."""
    most = np.array(given["maximum_cents"])[(billed - 1).clip(0), breasts]
    low, high = given["of_maximum"]
    part = np.where(above, given["above_maximum"], low + (high - low) * random.random(len(billed)))
    return np.asarray((most * part).astype(np.int64))


def _freely(size: int, random: np.random.Generator, given: Given) -> np.ndarray:
    low, high = given["nomenclature_cents"]
    return np.asarray(random.integers(low, high, size))
