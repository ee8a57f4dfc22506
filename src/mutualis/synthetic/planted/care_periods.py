"""Who is nursed at home, in which class of the Katz scale, by whom, and what that nurse bills (methods 7.2, 7.6).

Dependency follows age, frailty and illness, which other data show; the class is that of the scores. What a nurse does
wrong leaves the patient as he is: an assessment exactly at the thresholds of the class above, and its lump sum.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from mutualis.synthetic.illness import disease_places
from mutualis.synthetic.planted.nurses import JUMPING, Nurses
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.registers.dependency import HARDNESS, ITEMS, home_class
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.streams import stream

TOILET, HIGHEST = 0, 3
# the lowest scores that make a class, by item of ITEMS (methods 7.2)
THRESHOLDS = np.array([[2, 1, 1, 1, 1, 1], [3, 3, 3, 1, 1, 1], [3, 3, 3, 3, 3, 1], [4, 4, 4, 4, 3, 1]])
USUAL_SCORE = 2.2


@dataclass(frozen=True)
class Periods:
    """One row a period of care of a patient by one nurse after one assessment. `nurse` is a row of `Nurses`, `true` and
    `billed` are classes, `first` and `last` days; `moved` tells that the nurse took the patient over from another."""

    person: np.ndarray
    nurse: np.ndarray
    true: np.ndarray
    billed: np.ndarray
    scores: np.ndarray
    first: np.ndarray
    last: np.ndarray
    moved: np.ndarray

    def take(self, chosen: np.ndarray) -> "Periods":
        """Some of them."""
        return Periods(*(getattr(self, each.name)[chosen] for each in fields(self)))


def periods_of(where: Setting, nurses: Nurses, given: Given) -> Periods:
    """Who is assessed at home in the year, how dependent they are, who nurses them, and what that nurse bills."""
    random, lasting = where.random("planted/nursing"), _lasting(where)
    size = where.people.size
    draw, noise = lasting.random(size), lasting.standard_normal(size)
    trait = dependency(where, given) + given["lasting_spread"] * noise
    trait = trait + given["year_spread"] * random.standard_normal(size)
    everyone = USUAL_SCORE + trait[:, None] + np.array(HARDNESS)
    scores = everyone + given["item_spread"] * random.standard_normal((size, len(ITEMS)))
    scores = np.clip(np.floor(scores), 1, 4).astype(np.int64)
    found = home_class(scores)
    begin = (random.random(size) * np.maximum(where.state.insured_days - given["care_days"] + 1, 1)).astype(np.int64)
    is_old = (where.state.age >= given["age_from"]) & ~where.state.in_nursing_home & (where.state.insured_days > 0)
    person = np.flatnonzero(is_old & (trait >= given["least"]) & (found >= TOILET))
    first = where.state.first[person] + begin[person]
    last = np.minimum(first + given["care_days"] - 1, where.state.last[person])
    nurse = nurses.near(where.spot[person], draw[person], given["near"])
    true, own, none = found[person], scores[person], np.zeros(len(person), bool)
    made = Periods(person, nurse, true, true, own, first, last, none)
    split = _taken_over(made, nurses, random.random(len(person)), given)
    jumps = split.moved & (nurses.behaviour[split.nurse] == JUMPING)
    upcoded = jumps | (random.random(len(split.person)) < nurses.rate[split.nurse])
    return _raised(split, upcoded & (split.true < HIGHEST))


def dependency(where: Setting, given: Given) -> np.ndarray:
    """The part of the latent dependency that age, frailty and diseases explain."""
    ill = sum(
        effect * where.state.ill[:, disease_places()[name]].astype(np.float64)
        for name, effect in given["diseases"].items()
    )
    return np.asarray(
        given["start"] + given["decade"] * (where.state.age - 80) / 10 + given["frailty"] * where.people.frailty + ill
    )


def _lasting(where: Setting) -> np.random.Generator:
    return stream(where.seed, where.people.skeleton.block, "planted/nursing")


def _raised(periods: Periods, chosen: np.ndarray) -> Periods:
    """Chosen periods billed a class higher, with scores exactly at its thresholds."""
    billed = periods.billed + chosen
    return replace(periods, billed=billed, scores=np.where(chosen[:, None], THRESHOLDS[billed], periods.scores))


def _taken_over(periods: Periods, nurses: Nurses, draw: np.ndarray, given: Given) -> Periods:
    """Some patients come from another nurse after a while, more of them to nurses with whom the class then jumps."""
    jumping = nurses.behaviour[periods.nurse] == JUMPING
    change = periods.first + given["change_after_days"]
    comes = (draw < np.where(jumping, given["jump_share"], given["change_share"])) & (change <= periods.last)
    both = periods.take(comes)
    early = replace(both, nurse=nurses.another(both.nurse), last=change[comes] - 1)
    later = replace(both, first=change[comes], moved=~both.moved)
    parts = (periods.take(~comes), early, later)
    return Periods(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Periods)))
