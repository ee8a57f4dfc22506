"""The effects of a scenario in one block, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.hospital_records import HospitalRows
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.home_hospitalisation import HomeHospitalisation
from mutualis.synthetic.planted.home_nursing import HomeNursing
from mutualis.synthetic.planted.incapacity import Incapacity
from mutualis.synthetic.planted.infarction import Infarction
from mutualis.synthetic.planted.parameters import scenario
from mutualis.synthetic.planted.pregnancies import Pregnancies
from mutualis.synthetic.planted.prep import Prep
from mutualis.synthetic.planted.reconstruction import Reconstruction
from mutualis.synthetic.planted.savings import Savings
from mutualis.synthetic.planted.supplements import Supplements
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays

# in this order: what thins all lines comes last
EFFECTS: dict[str, type[Effect]] = {
    "home_hospitalisation": HomeHospitalisation,
    "incapacity": Incapacity,
    "prep": Prep,
    "home_nursing": HomeNursing,
    "pregnancies": Pregnancies,
    "reconstruction": Reconstruction,
    "infarction": Infarction,
    "supplements": Supplements,
    "savings": Savings,
}


@dataclass(frozen=True)
class Effects:
    """The effects of a block; without a scenario there are none, and all passes through untouched."""

    effects: tuple[Effect, ...] = ()

    @classmethod
    def of(cls, name: str, block: Whereabouts) -> "Effects":
        """The effects of a scenario, fresh for a block."""
        given = scenario(name)
        return cls(tuple(EFFECTS[each](given[each], block) for each in EFFECTS if each in given))

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """The stays of a year that there are."""
        for effect in self.effects:
            stays = effect.stays(stays, where)
        return stays

    def care(self, draft: Draft, where: Setting) -> Lines:
        """The lines of care of a year that there are."""
        for effect in self.effects:
            draft = self._settled(draft, effect)
            effect.care(draft, where)
        return draft.finished()

    def dispensed(self, draft: Draft, where: Setting) -> Lines:
        """The lines of pharmacies of a year that there are."""
        for effect in self.effects:
            draft = self._settled(draft, effect)
            effect.dispensed(draft, where)
        return draft.finished()

    def registers(self, rows: Iterator[Rows], where: Setting) -> Iterator[Rows]:
        """The rows of the registers of a year that there are."""
        for effect in self.effects:
            rows = effect.registers(rows, where)
        return rows

    def hospitals(self, rows: HospitalRows, where: Setting, numbers: np.ndarray) -> HospitalRows:
        """What hospitals register of a year."""
        for effect in self.effects:
            rows = effect.hospitals(rows, where, numbers)
        return rows

    def grown(self) -> list[Grown]:
        """All that was planted so far."""
        return [each for effect in self.effects for each in effect.grown]

    @staticmethod
    def _settled(draft: Draft, effect: Effect) -> Draft:
        """Who thins must see the lines that the others added."""
        return draft.settled() if effect.sees_all and draft.is_changed else draft
