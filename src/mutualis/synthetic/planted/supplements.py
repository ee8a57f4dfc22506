"""Increased reimbursement and supplements: who has it pays fewer of them on fees (study 3)."""

import numpy as np

from mutualis.synthetic.planted.effect import Draft, Effect, Grown
from mutualis.synthetic.setting import Setting

KEYS = ("year", "is_in_stay", "is_increased")


class Supplements(Effect):
    """Supplements on fees that are not asked."""

    sees_all = True

    def care(self, draft: Draft, where: Setting) -> None:
        """Drop supplements on fees of who has increased reimbursement, each with the same chance."""
        lines = draft.lines
        increased = where.state.is_increased[lines["person"]]
        asked = where.tariffs.is_of(*self.given["kinds"])[lines["tariff"]] & (lines["supplement_cents"] > 0)
        drawn = where.random("planted/supplements").random(lines.size)
        gone = asked & increased & (drawn < self.given["fall"])
        self._tell(where, draft, (asked, gone, increased))
        draft.change(supplement_cents=np.where(gone, 0, lines["supplement_cents"]))

    def _tell(self, where: Setting, draft: Draft, told: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        asked, gone, increased = told
        place = (draft.lines["stay"] > 0) * 2 + increased
        cents = draft.lines["supplement_cents"]
        there, removed = (
            np.bincount(place[chosen], cents[chosen], minlength=4).round().astype(np.int64)
            for chosen in (asked & ~gone, gone)
        )
        columns = {
            "year": np.full(4, where.year),
            "is_in_stay": np.arange(4) >= 2,
            "is_increased": np.arange(4) % 2 == 1,
            "there_cents": there,
            "removed_cents": removed,
        }
        self.grown.append(Grown("supplements", columns, KEYS))
