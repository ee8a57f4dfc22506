"""Who has which disease, and who takes which long-term medicine: a disease is there whether it is treated or not.

A disease is a latent value beyond a threshold that falls with age, so that illness stays. Of the ill some are treated
and some are not; of those who take a medicine some have another reason than its disease (`off_label`). The shares of
those who take a medicine are those of `chronic.csv` all the same: among the ill it is the share of all persons who take
it for the disease, over the share of the ill.
"""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from mutualis.synthetic.parameters import ChronicGroup, Curve, chronic_groups, diseases
from mutualis.synthetic.people import People
from mutualis.synthetic.streams import stream

OLDEST = 115


@dataclass(frozen=True)
class Illness:
    """What stays with the persons of a block for life: a latent value for each disease, and a draw and a latent value
    for each group of medicines."""

    people: People
    latent: np.ndarray
    draw: np.ndarray
    wish: np.ndarray

    @classmethod
    def of(cls, people: People, seed: int) -> "Illness":
        random = stream(seed, people.skeleton.block, "illness")
        sick, groups = (people.size, len(diseases())), (people.size, len(chronic_groups()))
        return cls(
            people,
            random.standard_normal(sick, dtype=np.float32),
            random.random(groups, dtype=np.float32),
            random.standard_normal(groups, dtype=np.float32),
        )

    def at(self, age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Who is ill (a column a disease) and who takes what (a column a group) at these ages."""
        place = age.clip(0, OLDEST)
        ill = np.zeros(self.latent.shape, bool)
        for column, disease in enumerate(diseases()):
            found = self._frail(self.latent[:, column], disease.correlation) > _thresholds(disease.share)[place]
            ill[:, column] = found & self._of_sex(disease.sex)
        takes = np.zeros(self.draw.shape, bool)
        for column, group in enumerate(chronic_groups()):
            found = self._takes(column, group, ill, place)
            takes[:, column] = found & self._of_sex(group.sex) & (age >= group.age_from)
        return ill, takes

    def _takes(self, column: int, group: ChronicGroup, ill: np.ndarray, place: np.ndarray) -> np.ndarray:
        if not group.disease:
            return self._frail(self.wish[:, column], group.correlation) > _thresholds(group.share)[place]
        treated, others = (shares[place] for shares in shares_of(group))
        return self.draw[:, column] < np.where(ill[:, disease_places()[group.disease]], treated, others)

    def _frail(self, own: np.ndarray, correlation: float) -> np.ndarray:
        return correlation**0.5 * self.people.frailty + (1 - correlation) ** 0.5 * own

    def _of_sex(self, sex: str) -> np.ndarray:
        is_woman = self.people.skeleton.is_woman
        return is_woman if sex == "F" else ~is_woman if sex == "M" else np.ones(len(is_woman), bool)


def treated_of(ill: np.ndarray, takes: np.ndarray) -> np.ndarray:
    """Who of the ill takes any medicine that is for the disease, a column a disease."""
    treated = np.zeros(ill.shape, bool)
    for column, group in enumerate(chronic_groups()):
        if group.disease:
            treated[:, disease_places()[group.disease]] |= takes[:, column]
    return treated & ill


@cache
def disease_places() -> dict[str, int]:
    """The column of each disease."""
    return {disease.name: place for place, disease in enumerate(diseases())}


@cache
def shares_of(group: ChronicGroup) -> tuple[np.ndarray, np.ndarray]:
    """Of the ill and of the others, the share who take a group of medicines, at each age of 0 to OLDEST."""
    ages = np.arange(OLDEST + 1)
    taking, sick = group.share.at(ages), diseases()[disease_places()[group.disease]].share.at(ages)
    treated = np.divide((1 - group.off_label) * taking, sick, out=np.zeros(len(ages)), where=sick > 0)
    return treated, np.where(sick > 0, group.off_label, 1.0) * taking / (1 - sick)


@cache
def _thresholds(share: Curve) -> np.ndarray:
    shares = share.at(np.arange(OLDEST + 1))
    return np.array([NormalDist().inv_cdf(1 - each) if each > 0 else np.inf for each in shares])
