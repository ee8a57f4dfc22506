"""The nurses of lump sums at home, to whom patients go, and what some of them do wrong."""

from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.streams import stream

HONEST, IMPOSSIBLE, JUMPING = "none", "impossible_days", "class_jump"
COUNTRY = -1


@dataclass(frozen=True)
class Nurses:
    """One row a nurse. `provider` is a position among the providers; `behaviour` a name, `rate` the share of patients
    who are billed a class too high."""

    provider: np.ndarray
    behaviour: np.ndarray
    rate: np.ndarray

    def near(self, spot: np.ndarray, draw: np.ndarray, count: int) -> np.ndarray:
        """Rows: one of the `count` nearest nurses of places in the country (0 to 1), by a draw from 0 to 1."""
        first = (spot * len(self.provider)).astype(np.int64) + (draw * count).astype(np.int64)
        return np.asarray(first % len(self.provider))

    def another(self, rows: np.ndarray) -> np.ndarray:
        """Rows: an honest neighbour of each nurse."""
        honest = np.flatnonzero(self.behaviour == HONEST)
        place = np.searchsorted(honest, rows + 1) % len(honest)
        found = honest[place]
        return np.where(found == rows, honest[(place + 1) % len(honest)], found)


def nurses_of(where: Setting, given: Given) -> Nurses:
    """The nurses of the country; the same whatever the block and the year. At least half of them do nothing wrong."""
    lump_sum = where.tariffs.position(given["codes"][1], where.year)
    group = where.performers.group[lump_sum]
    first, count = where.performers.first[group], where.performers.count[group]
    provider = where.performers.members[first : first + count]
    order = stream(where.seed, COUNTRY, "planted/nurses").permutation(len(provider))
    behaviour = np.full(len(provider), HONEST, "U24")
    rate = np.zeros(len(provider))
    wrong = [(each["name"], each["nurses"], each["rate"]) for each in given["upcoding"]]
    wrong += [(IMPOSSIBLE, given["impossible_nurses"], 0.0), (JUMPING, given["jumping_nurses"], 0.0)]
    start = 0
    for name, share, own in wrong:
        chosen = order[start : min(start + max(1, round(share * len(provider))), len(provider) // 2)]
        behaviour[chosen], rate[chosen] = name, own
        start += len(chosen)
    return Nurses(provider, behaviour, rate)
