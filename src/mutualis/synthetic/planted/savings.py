"""Savings of integrated-care pilots: in the area of a pilot a share of the care within reach is not there.

Lines outside stays go one by one, stays whole and with the stay that a patient was transferred to, all with the same
chance: so the expected spending of every group within reach falls by that share. A stay takes its lines out of reach
along, which the truth tells apart. Whether a person lives in the area is told by the home at the end of the year.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np

from mutualis.synthetic.homes import homes
from mutualis.synthetic.hospital import hospital_lines, lines_before_stays
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.planted.effect import Columns, Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.products import products
from mutualis.synthetic.registers.pilots import PILOTS, pilot_of
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays
from mutualis.synthetic.strokes import strokes_of
from mutualis.synthetic.tariffs import tariffs

KEYS = ("year", "pilot", "kind", "is_within_reach")
AREA_KEYS = ("year", "municipality_code", "pilot")
LAST_QUARTER = 3
FIRST_BLOCK = 0
OTHER_SEED = 1_000_003


class Savings(Effect):
    """What is not there because of the pilots."""

    sees_all = True

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self.share = np.array([0, *given["percent"]]) / 100
        self.gone: Stays | None = None

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """The stays that are left; both stays of a transfer go together."""
        first = np.where(stays.transfer_from >= 0, stays.transfer_from, np.arange(stays.size))
        drawn = where.random("planted/savings/stays").random(stays.size)[first]
        goes = drawn < self._chance(where)[stays.person]
        self.gone = renumbered(stays, goes)
        return renumbered(stays, ~goes)

    def care(self, draft: Draft, where: Setting) -> None:
        """Thin the lines of care, and tell what there would have been."""
        self._thin(draft, where, "care")
        if where.people.skeleton.block == FIRST_BLOCK:
            self.grown.append(Grown("pilot_area", areas(where.year), AREA_KEYS))
        if self.gone is not None and self.gone.size:
            self._tell(where, "stay", self._lines_of_stays_gone(where), removed=True)

    def dispensed(self, draft: Draft, where: Setting) -> None:
        """Thin the lines of pharmacies."""
        self._thin(draft, where, "dispensing")

    def _chance(self, where: Setting) -> np.ndarray:
        """The chance of each person's care not to be there."""
        if where.year < self.given["from_year"]:
            return np.zeros(where.people.size)
        return np.asarray(self.share[pilot_at(where)])

    def _thin(self, draft: Draft, where: Setting, kind: str) -> None:
        lines = draft.lines
        outside = np.ones(lines.size, bool) if kind == "dispensing" else lines["stay"] == 0
        reached = within_reach(lines, self.given)
        drawn = where.random(f"planted/savings/{kind}").random(lines.size)
        goes = outside & reached & (drawn < self._chance(where)[lines["person"]])
        draft.drop(goes)
        for chosen, removed in ((goes, True), (outside & ~goes, False)):
            self._tell(where, kind, [(lines, chosen)], removed=removed)
        if kind == "care":
            self._tell(where, "stay", [(lines, ~outside)], removed=False)

    def _lines_of_stays_gone(self, where: Setting) -> list[tuple[Lines, np.ndarray]]:
        """The lines that the stays would have had, drawn like those of the others."""
        assert self.gone is not None
        other = replace(where, seed=where.seed + OTHER_SEED)
        made = [*hospital_lines(self.gone, other, strokes_of(self.gone, other)), lines_before_stays(self.gone, other)]
        return [(lines, np.ones(lines.size, bool)) for lines in made]

    def _tell(self, where: Setting, kind: str, parts: Iterable[tuple[Lines, np.ndarray]], *, removed: bool) -> None:
        """Cents of lines by pilot and reach, as there or as removed."""
        cents = np.zeros((len(PILOTS) + 1) * 2)
        pilot = pilot_at(where)
        for lines, chosen in parts:
            place = pilot[lines["person"]] * 2 + within_reach(lines, self.given)
            cents += np.bincount(place[chosen], lines["reimbursed_cents"][chosen], minlength=len(cents))
        place, whole = np.arange(len(cents)), cents.round().astype(np.int64)
        columns = {
            "year": np.full(len(cents), where.year),
            "pilot": np.array(["", *PILOTS])[place // 2],
            "kind": np.full(len(cents), kind),
            "is_within_reach": place % 2 == 1,
            "there_cents": np.zeros_like(whole) if removed else whole,
            "removed_cents": whole if removed else np.zeros_like(whole),
        }
        self.grown.append(Grown("savings", columns, KEYS))


def pilot_at(where: Setting) -> np.ndarray:
    """The pilot (1 to 12, 0 none) in whose area each person lives at the end of the year."""
    return pilot_of(where.state.home[:, LAST_QUARTER].astype(np.int64))


def areas(year: int) -> Columns:
    """The pilot of each municipality of a year and its share of the population; merged ones may have parts of two."""
    units = np.arange(len(homes().codes))
    return {
        "year": np.full(len(units), year),
        "municipality_code": np.array(homes().codes_in(year)),
        "pilot": np.array(["", *PILOTS])[pilot_of(units)],
        "population_share": homes().weights,
    }


def renumbered(stays: Stays, chosen: np.ndarray) -> Stays:
    """Some of the stays, whose transfers point to rows among them. Both stays of a transfer are chosen, or none."""
    place = np.cumsum(chosen) - 1
    own = stays.take(chosen)
    return replace(own, transfer_from=np.where(own.transfer_from >= 0, place[own.transfer_from.clip(0)], -1))


def within_reach(lines: Lines, given: Given) -> np.ndarray:
    """Whether lines are within the projects' reach, by cost group and ATC group."""
    groups, codes = tuple(given["groups_out_of_reach"]), tuple(given["atc_out_of_reach"])
    reached = ~_products_out(codes)[lines["product"]]
    if lines.database == "fu":
        return reached
    return np.asarray(reached & ~_tariffs_out(groups)[lines["tariff"]])


@cache
def _tariffs_out(groups: tuple[str, ...]) -> np.ndarray:
    return np.array([False, *(row["cost_group"] in groups for row in tariffs().rows)])


@cache
def _products_out(codes: tuple[str, ...]) -> np.ndarray:
    return np.array([False, *(row["atc_code"].startswith(codes) for row in products().rows)])
