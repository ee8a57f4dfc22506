"""All detectors on a domain, combined by rank; which providers are flagged, and why a controller can defend it.

A provider is flagged where the chances of its tests together are small beside those of all (Simes over its tests,
Benjamini and Hochberg over providers), or where it billed impossible days, and more of them than the others. The rank
by all detectors says where to look first; it is no proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis.methods.outliers import Classed, combined, false_discoveries, largest_features, peers, together
from mutualis.methods.outliers.detectors import TO_NORMAL, UNUSUAL_Z
from mutualis.study.providers.days import KINDS, impossible_days
from mutualis.study.providers.detecting import KEY, Detected, LeftOut, classed, detected, of_all_together
from mutualis.study.providers.domain import Material, Rules


@dataclass(frozen=True)
class Screened:
    """`providers`: a row each, the most unusual first: the detectors, `score` (mean rank), q_value, by_days, flagged.
    `reasons`: for each flagged provider its features beside its peers, the furthest first. `of`: the chances behind it;
    `days`: what `impossible_days` tells.
    """

    given: Material
    of: Classed
    providers: pl.DataFrame
    reasons: pl.DataFrame
    left_out: tuple[LeftOut, ...]
    peers: int
    days: pl.DataFrame

    @property
    def flagged(self) -> pl.DataFrame:
        """The rows of flagged providers."""
        return self.providers.filter("flagged")


def screened(given: Material, rules: Rules, *, boosted: bool = False, days: pl.DataFrame | None = None) -> Screened:
    """Everything on the providers with enough cases; `days` where they were counted before.

    Raises where the classes cannot be predicted, or there are too few providers to say what is usual.
    """
    enough = given.with_enough(rules.fewest)
    of = classed(enough, rules, boosted=boosted)
    counted = impossible_days(enough) if days is None else days
    told = list(detected(enough, of, rules, counted))
    wide = _wide(enough, told)
    whole = [each.name for each in told if isinstance(each, Detected)]
    told += list(of_all_together(wide, whole, rules))
    wide = _wide(enough, told)
    providers = _flagged(wide, told, counted, rules)
    left_out = tuple(each for each in told if isinstance(each, LeftOut))
    return Screened(
        enough,
        of,
        providers,
        _reasons(enough, of, providers, rules),
        left_out,
        _number_of_peers(providers, rules),
        counted,
    )


def _wide(given: Material, told: list[Detected | LeftOut]) -> pl.DataFrame:
    """A row a provider with the columns of all detectors; where one says nothing it is the middle."""
    wide = given.cases.group_by(KEY).agg(cases=pl.len(), persons=pl.col("person_id").n_unique()).sort(KEY)
    for each in told:
        if isinstance(each, Detected):
            wide = wide.join(each.named(), on=KEY, how="left")
    chances = [each for each in wide.columns if each.endswith("_p")]
    others = [each for each in wide.columns if each not in (KEY, "cases", "persons", *chances)]
    return wide.with_columns(pl.col(chances).fill_null(1.0), pl.col(others).fill_null(pl.col(others).median()))


def _flagged(wide: pl.DataFrame, told: list[Detected | LeftOut], counted: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    names = [each.name for each in told if isinstance(each, Detected)]
    ranks = combined({name: wide[name].to_numpy() for name in names})
    chances = together(wide.select(pl.selectors.ends_with("_p")).to_numpy())
    is_found, q_values = false_discoveries(chances, rules.share)
    days = counted.select(KEY, *KINDS, "impossible")
    found = wide.with_columns(score=ranks["score"], q_value=pl.Series(q_values), by_test=pl.Series(is_found))
    found = found.join(days, on=KEY, how="left").with_columns(pl.col(*KINDS, "impossible").fill_null(0))
    more = pl.Series(_more_than_others(counted, found))
    by_days = (pl.col("impossible") >= rules.fewest_impossible) & more
    found = found.with_columns(by_days=by_days, flagged=pl.col("by_test") | by_days)
    return found.sort("flagged", "score", KEY, descending=[True, True, False])


def _more_than_others(days: pl.DataFrame, found: pl.DataFrame) -> np.ndarray:
    """Whether a provider has more impossible acts for its acts than the bulk has: a few are mistakes that all make.

    By a robust z above 3.5 (Iglewicz and Hoaglin, 1993); where the bulk has the same, as none, by any difference.
    """
    acts = found.select(KEY).join(days, on=KEY, how="left", maintain_order="left")["acts"]
    share = found["impossible"].to_numpy() / acts.fill_null(1).to_numpy()
    off = share - np.median(share)
    return np.asarray(off > UNUSUAL_Z * TO_NORMAL * np.median(np.abs(off)))


def _reasons(given: Material, of: Classed, providers: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """What of a flagged provider is furthest off its peers, those with the nearest case mix."""
    mix = _case_mix(given, of).join(providers.select(KEY), on=KEY, how="right")
    features = [each for each in providers.columns if each.endswith("_feature")]
    beside = peers(mix.drop(KEY).to_numpy(), _number_of_peers(providers, rules))
    places = np.flatnonzero(providers["flagged"].to_numpy()).tolist()
    names = [each.removesuffix("_feature") for each in features]
    found = largest_features(providers.select(features).to_numpy(), names, beside, places, most=len(names))
    own = providers.select(KEY).with_row_index("place")
    told = found.rename({"provider": "place"}).join(own.with_columns(pl.col("place").cast(pl.Int64)), on="place")
    return told.select(KEY, pl.exclude(KEY, "place"))


def _number_of_peers(providers: pl.DataFrame, rules: Rules) -> int:
    return min(rules.peers, providers.height - 1)


def _case_mix(given: Material, of: Classed) -> pl.DataFrame:
    """Of each provider the mean of what makes its patients comparable, and of their expected class."""
    expected = of.chances @ np.arange(len(of.levels))
    cases = given.cases.with_columns(expected=pl.Series(expected))
    return cases.group_by(KEY).agg(pl.col(*given.domain.case_mix, "expected").cast(pl.Float64).mean())


def counts_by_detector(found: Screened) -> Mapping[str, int]:
    """How many providers each test flags by itself at the share of wrong flags that was asked; for the report."""
    names = [each for each in found.providers.columns if each.endswith("_p")]
    return {
        each.removesuffix("_p"): int(false_discoveries(found.providers[each].to_numpy())[0].sum()) for each in names
    }
