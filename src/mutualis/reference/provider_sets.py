"""What is published by GP practice and hospital: `provider_sets.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT

PROVIDER_KINDS = ("practice", "hospital")
CHARTS = ("p", "u")


@dataclass(frozen=True)
class SetRules:
    """`least_persons`: a smaller provider is left out; `base`: cases of anonymous points are rounded to it;
    `least_points`: with fewer there is no funnel."""

    least_persons: int
    base: int
    least_points: int


@dataclass(frozen=True)
class AllowedSet:
    """An indicator that may be told by a kind of provider, and why."""

    indicator: str
    by: str
    reason: str


@dataclass(frozen=True)
class Series:
    """Counts by quarter: `chart` p (a share of patients) or u (a number for each patient), `what` is counted, why."""

    name: str
    by: str
    chart: str
    what: str
    reason: str


@dataclass(frozen=True)
class ProviderSets:
    """Everything that may be told by provider."""

    rules: SetRules
    allowed: tuple[AllowedSet, ...]
    series: tuple[Series, ...]


@cache
def provider_sets() -> ProviderSets:
    """The sets of the house."""
    return provider_sets_of(tomllib.loads((ROOT / "provider_sets.toml").read_text(encoding="utf-8")))


def provider_sets_of(said: dict[str, Any]) -> ProviderSets:
    """Sets from a declaration; one without a reason or with an unknown kind of provider is an error."""
    for each in (said["rules"], *said["indicator"], *said["series"]):
        if not str(each.get("reason", "")).strip():
            raise MutualisError(
                f"The set '{each.get('name', 'rules')}' of provider_sets.toml has no reason.", do="say why, as `reason`"
            )
    rules = said["rules"]
    return ProviderSets(
        SetRules(rules["least_persons"], rules["base"], rules["least_points"]),
        tuple(
            AllowedSet(row["name"], _one_of(by, PROVIDER_KINDS), row["reason"])
            for row in said["indicator"]
            for by in row["by"]
        ),
        tuple(
            Series(
                row["name"],
                _one_of(row["by"], PROVIDER_KINDS),
                _one_of(row["chart"], CHARTS),
                row["what"],
                row["reason"],
            )
            for row in said["series"]
        ),
    )


def _one_of(given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise MutualisError(f"provider_sets.toml names '{given}'.", there_is=", ".join(known))
    return given
