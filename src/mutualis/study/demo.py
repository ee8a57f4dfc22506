"""The synthetic country on which every study is tried: several years, and effects planted that are known."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from mutualis.model import Years
from mutualis.pipeline import Progress, StageRow, Workspace, accept, code, derive, load, sample, synthesise
from mutualis.study.running import COUNTRY
from mutualis.synthetic import scenario

SCENARIO = "studies"


@dataclass(frozen=True)
class Country:
    """What the country of the studies is made of."""

    insured: int = 20_000
    first: int = 2017
    last: int = 2021
    seed: int = 1


def is_there(space: Workspace, country: Country) -> bool:
    """Whether a workspace holds this country, whole."""
    path = space.path / COUNTRY
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == _about(country)


def make_study_country(space: Workspace, country: Country, progress: Progress) -> list[StageRow]:
    """Make the country up to its derived tables and the sample; the workspace is empty before."""
    years = Years(country.first, country.last)
    rows = [synthesise(space, country.insured, years, country.seed, False, progress, planted=SCENARIO)]
    rows += [stage(space, progress) for stage in (accept, code, load, derive)]
    rows.append(sample(space, progress))
    (space.path / COUNTRY).write_text(json.dumps(_about(country)) + "\n", encoding="utf-8")
    return rows


def _about(country: Country) -> dict[str, Any]:
    """What the country is made of, and what is planted in it: after a change of that it is another country."""
    planted = json.dumps(scenario(SCENARIO), sort_keys=True, default=str)
    return asdict(country) | {"planted": hashlib.sha256(planted.encode()).hexdigest()[:16]}
