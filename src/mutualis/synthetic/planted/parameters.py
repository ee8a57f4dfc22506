"""What a scenario plants: the effects of `planted.toml`, each with its values, a sentence and a source."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError

Given = Mapping[str, Any]
FILE = Path(__file__).with_name("planted.toml")


@cache
def _all() -> Mapping[str, Mapping[str, Given]]:
    return MappingProxyType(tomllib.loads(FILE.read_text("utf-8")))


def scenarios() -> tuple[str, ...]:
    """The names of the scenarios."""
    return tuple(_all())


def scenario(name: str) -> Mapping[str, Given]:
    """The effects of a scenario by name, each with its values; the empty name plants nothing."""
    if not name:
        return {}
    if name not in _all():
        raise MutualisError(
            f"There is no scenario '{name}' to plant in the synthetic country.",
            there_is=f"the scenarios are {', '.join(scenarios())}",
            do="name one of them, or none",
        )
    return _all()[name]
