"""What a dashboard of population health shows (`population_dashboard.toml`), and the zones that it can be of."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, is_valid, read_rows
from mutualis.reference.indicators import all_indicator_facts
from mutualis.reference.words import TEXT_LANGUAGES

EQUITY = "equity"


@dataclass(frozen=True)
class Dashboard:
    """`aims` in order; `conditions`: {condition: {aim: indicators}}, `all` first; `risk_groups`: indicators of groups
    that overlap; `provider`: {practice or hospital: indicators}."""

    aims: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, tuple[str, ...]]]
    risk_groups: tuple[str, ...]
    equity: tuple[str, ...]
    provider: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Zone:
    """A first-line zone (eerstelijnszone): municipalities that plan primary care together."""

    code: str
    names: Mapping[str, str]
    municipalities: tuple[str, ...]
    source: str
    mark: str


@cache
def population_dashboard() -> Dashboard:
    """The dashboard of the house."""
    return population_dashboard_of(tomllib.loads((ROOT / "population_dashboard.toml").read_text(encoding="utf-8")))


def population_dashboard_of(said: dict[str, Any]) -> Dashboard:
    """A dashboard from its declaration; an aim or indicator that there is not is an error."""
    aims = tuple(said["aims"])
    conditions = {each["name"]: _aims(each, aims) for each in said["condition"]}
    made = Dashboard(
        aims,
        MappingProxyType(conditions),
        tuple(said["risk_groups"]),
        tuple(said["equity"]),
        MappingProxyType({by: tuple(names) for by, names in said["provider"].items()}),
    )
    named = {name for each in conditions.values() for names in each.values() for name in names}
    for name in (*named, *made.risk_groups, *made.equity, *(n for names in made.provider.values() for n in names)):
        if name not in all_indicator_facts():
            raise MutualisError(
                f"population_dashboard.toml names the indicator '{name}'.", there_is="there is none of that name"
            )
    return made


def _aims(said: Mapping[str, Any], aims: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    about = {"name", "reason", "source", "mark"}
    if strange := sorted(set(said) - about - set(aims)):
        raise MutualisError(f"population_dashboard.toml names the aim '{strange[0]}'.", there_is=", ".join(aims))
    return MappingProxyType({aim: tuple(said.get(aim, ())) for aim in aims})


@cache
def first_line_zones(on: dt.date | None = None) -> Mapping[str, Zone]:
    """{code: first-line zone} of `first_line_zones.csv` that are valid on a day (None: all), in file order.

    Another list is dropped in by another file of the same columns: code, a name in each language, the codes of its
    municipalities with blanks between them, valid_from, valid_to, source, mark.
    """
    _, rows = read_rows(ROOT / "first_line_zones.csv")
    return MappingProxyType(
        {
            row["code"]: Zone(
                row["code"],
                MappingProxyType({language: row[language] for language in TEXT_LANGUAGES}),
                tuple(row["municipalities"].split()),
                row["source"],
                row["mark"],
            )
            for row in rows
            if is_valid(row["valid_from"], row["valid_to"], on)
        }
    )
