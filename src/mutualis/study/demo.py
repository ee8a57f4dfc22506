"""The synthetic country on which every study is tried: several years, and effects planted that are known."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from mutualis.model import Years
from mutualis.pipeline import Progress, StageRow, Workspace, accept, code, derive, load, sample, synthesise
from mutualis.pipeline.linkage import Linkage, People, prepare
from mutualis.pipeline.linkage_steps import run
from mutualis.pipeline.meter import measured
from mutualis.reference.authorisations import authorisation
from mutualis.study.running import COUNTRY
from mutualis.synthetic import scenario

SCENARIO = "studies"
# The linkage that studies of this country may read, and who acts in it by name. Who researches keeps no keys anywhere.
LINKAGE = "proxy-mzg"
PEOPLE = People("K. Voorbeeld (KCE)", "L. Voorbeeld (KCE)", "H. Voorbeeld (IMA)", "S. Voorbeeld (IMA)")


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
    """Make the country up to its derived tables, the sample and the linkage with hospitals; the workspace is empty
    before.
    """
    years = Years(country.first, country.last)
    rows = [synthesise(space, country.insured, years, country.seed, False, progress, hospitals=True, planted=SCENARIO)]
    rows += [stage(space, progress) for stage in (accept, code, load, derive)]
    rows += [sample(space, progress), link(space, progress)]
    (space.path / COUNTRY).write_text(json.dumps(_about(country)) + "\n", encoding="utf-8")
    return rows


def link(space: Workspace, progress: Progress) -> StageRow:
    """The stays of the country's hospitals linked with claims, by all parties of the authorisation, up to the zone."""
    linkage = Linkage(space, LINKAGE, dt.date.today(), PEOPLE)
    with measured("link", progress, len(authorisation(LINKAGE).steps), "steps") as row:
        prepare(linkage, space.hospitals)
        accounts = run(linkage, lambda _: progress.advance("link"))
        row.rows_out = sum(accounts[-1].rows_out.values())
        row.note = f"authorisation {LINKAGE}"
    return row


def _about(country: Country) -> dict[str, Any]:
    """What the country is made of, what is planted in it, and what is linked with it under which words: after a change
    of that it is another country.
    """
    planted = json.dumps(scenario(SCENARIO), sort_keys=True, default=str)
    made = {"planted": hashlib.sha256(planted.encode()).hexdigest()[:16]}
    return asdict(country) | made | {"linked": authorisation(LINKAGE).hash[:16]}
