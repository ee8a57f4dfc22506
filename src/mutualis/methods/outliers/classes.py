"""Classes that others would not predict: an ordered class of each patient beside what the patient's features tell.

A provider never predicts itself: the model that tells the classes of a provider's patients was fitted to the patients
of others (folds of whole providers). A class above the likeliest, of a very low probability, is flagged; per provider
the classes beyond what was expected are added up, held beside their spread over all providers, and shrunken
(`methods` 7.6). Estimated by statsmodels (ordered logit) and scikit-learn (boosted trees).
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import norm
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from mutualis.methods.estimates import Floats, Ints, numbers
from mutualis.methods.outliers.detectors import TO_NORMAL
from mutualis.methods.outliers.ordered import ordered_chances
from mutualis.methods.outliers.shrinking import false_discoveries, shrunken
from mutualis.model import MutualisError

FOLDS, FEWEST_OF_CLASS, RARE = 5, 20, 0.02


@dataclass(frozen=True)
class Classed:
    """Of each patient the `observed` class (a place among `levels`), the chance of each class, and the provider."""

    levels: tuple[Any, ...]
    observed: Ints
    chances: Floats
    providers: np.ndarray

    @property
    def chance_of_observed(self) -> Floats:
        """What the class that was observed had as probability."""
        found: Floats = self.chances[np.arange(len(self.observed)), self.observed]
        return found

    @property
    def excess(self) -> Floats:
        """The place of the observed class less the expected one."""
        return self.observed - self.chances @ np.arange(len(self.levels))

    @property
    def variance(self) -> Floats:
        """Of the place of a class that has these chances."""
        places = np.arange(len(self.levels))
        found: Floats = self.chances @ places**2 - (self.chances @ places) ** 2
        return found


def predicted_classes(
    features: ArrayLike,
    classes: Any,
    levels: tuple[Any, ...],
    providers: Any,
    method: Literal["ordered", "boosted"] = "ordered",
    folds: int = FOLDS,
    seed: int = 1,
) -> Classed:
    """The chances of each class (one of `levels`, in order) of each patient, told by the patients of other providers.

    `features`: patients x numbers. Refuses classes that are not among the levels, fewer providers than folds, a class
    that a fold would hardly know, and a model that does not converge.
    """
    given = numbers(features, "A feature")
    observed, groups = _places(classes, levels, len(given)), np.asarray(providers)
    names, numbered = np.unique(groups, return_inverse=True)
    if len(names) < max(folds, 2):
        raise MutualisError(f"There are fewer providers than {folds} folds.", do="take fewer folds, or more providers")
    chances = np.empty((len(given), len(levels)))
    for own, others in GroupKFold(folds, shuffle=True, random_state=seed).split(given, groups=numbered):
        _require_classes(observed[own], levels)
        known = given[own], observed[own], given[others]
        chances[others] = ordered_chances(*known) if method == "ordered" else _boosted(*known, seed)
    return Classed(levels, observed, chances, groups)


def flags(of: Classed, rare: float = RARE) -> pl.DataFrame:
    """The patients whose class is above the likeliest and had a probability below `rare`, the least likely first.

    Columns: row (its place), provider, observed, likeliest (places among the levels), probability.
    """
    likeliest, chance = of.chances.argmax(axis=1), of.chance_of_observed
    rows = np.flatnonzero((of.observed > likeliest) & (chance < rare))
    columns = {"observed": of.observed[rows], "likeliest": likeliest[rows], "probability": chance[rows]}
    return pl.DataFrame({"row": rows, "provider": pl.Series(of.providers).gather(rows), **columns}).sort(
        "probability", "row"
    )


def provider_scores(of: Classed, share: float = 0.05, fewest: int = 5) -> pl.DataFrame:
    """A row for each provider with at least `fewest` patients, the most unusual first: patients, excess (classes a
    patient beyond the expected), z, unusual (z beside the middle and spread of all providers), p_value and q_value
    (one-sided), flagged (at most `share` of the flags wrong), shrunken with low and high.

    Providers differ by more than chance, as features do not tell everything: the z of all have a spread of their own,
    measured by the bulk (Efron, JASA 99 (2004) 96-104), never below 1. Refuses fewer than 10 providers.
    """
    rows = pl.DataFrame({"provider": of.providers, "excess": of.excess, "variance": of.variance})
    found = rows.group_by("provider").agg(pl.len().alias("patients"), pl.col("excess", "variance").sum())
    found = found.filter((pl.col("patients") >= fewest) & (pl.col("variance") > 0)).sort("provider")
    patients, root = found["patients"].to_numpy(), np.sqrt(found["variance"].to_numpy())
    z = found["excess"].to_numpy() / root
    if len(z) < 10:
        raise MutualisError(f"There are {len(z)} providers with {fewest} patients: too few to compare.")
    spread = max(1.0, TO_NORMAL * float(np.median(np.abs(z - np.median(z)))))
    unusual = (z - np.median(z)) / spread
    flagged, q_values = false_discoveries(norm.sf(unusual), share)
    pulled = shrunken(z * root / patients, root / patients)
    columns = {"excess": z * root / patients, "z": z, "unusual": unusual, "p_value": norm.sf(unusual)}
    columns |= {"q_value": q_values, "flagged": flagged, "shrunken": pulled.value, "low": pulled.low}
    columns |= {"high": pulled.high}
    made = found.select("provider", "patients").with_columns(
        **{name: pl.Series(each) for name, each in columns.items()}
    )
    return made.sort("unusual", descending=True)


def _places(classes: Any, levels: tuple[Any, ...], rows: int) -> Ints:
    places, given = {level: place for place, level in enumerate(levels)}, np.asarray(classes)
    names, named = np.unique(given, return_inverse=True)
    if len(given) != rows or not set(names.tolist()) <= set(levels):
        raise MutualisError("A class is not among the levels, or the columns have different lengths.")
    return np.array([places[each] for each in names.tolist()], dtype=np.int64)[named]


def _require_classes(observed: Ints, levels: tuple[Any, ...]) -> None:
    counts = np.bincount(observed, minlength=len(levels))
    if counts.min() < FEWEST_OF_CLASS:
        raise MutualisError(
            f"The class {levels[int(counts.argmin())]} is too rare to be told by other providers.",
            there_is=f"{counts.min()} patients where {FEWEST_OF_CLASS} are needed",
            do="join it with the next class, or take a longer period",
        )


def _boosted(known: Floats, classes: Ints, asked: Floats, seed: int) -> Floats:
    """Boosted trees; no early stopping, whose held-out patients would be of the same providers.

    On one thread: the same everywhere, and not slowed down by waiting where other work shares the machine.
    """
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.06,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        early_stopping=False,
        random_state=seed,
    )
    with threadpool_limits(1):
        made: Floats = model.fit(known, classes).predict_proba(asked)
    return made
