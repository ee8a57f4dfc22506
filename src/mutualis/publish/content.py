"""The files of a release as bytes, from a Protected and the texts of its indicators."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mutualis import __version__, reference
from mutualis.disclosure import Protected
from mutualis.publish import csvw, datapackage, description, fiches, jsonstat
from mutualis.publish.areas import areas_of
from mutualis.publish.assembling import assembled
from mutualis.publish.bounds import rounded_cv
from mutualis.publish.classifications import as_json as listed
from mutualis.publish.classifications import classifications
from mutualis.publish.sheets import Texts, sheet
from mutualis.publish.tables import as_csv, as_parquet
from mutualis.publish.values import Figured
from mutualis.release import files
from mutualis.release.values import FICHE_LANGUAGES, LEVELS, Classification, Gap


@dataclass(frozen=True)
class Asked:
    """What is published besides the Protected: `sources` names the data, `logic` is each definition as it was run."""

    indicators: Sequence[Figured]
    sources: Mapping[str, str]
    geography: Mapping[int, reference.Geography] | None
    texts: Texts | None
    logic: Mapping[str, str]
    plan: Mapping[str, Any]
    incomplete: Sequence[Gap] = ()


def release_of(protected: Protected, asked: Asked) -> description.Made:
    """All files of a release and its root. Equal arguments give equal bytes."""
    cv = rounded_cv(protected.cv)
    figures = assembled(protected.figures, asked.indicators, cv, classifications())
    contents = description.contents_of(figures)
    gaps = [gap for each in asked.incomplete if (gap := _within(each, contents)) is not None]
    facts = description.facts_of(protected, asked.sources, asked.plan, contents, gaps)
    return description.made(content_of(figures, cv, asked, facts), facts)


def _within(gap: Gap, contents: description.Json) -> Gap | None:
    """What a missing delivery touches of a release; None where it touches nothing."""
    indicators = tuple(each for each in contents["indicators"] if each in gap.indicators)
    years = tuple(each for each in contents["years"] if each in gap.years)
    return replace(gap, indicators=indicators, years=years) if indicators and years else None


def content_of(
    figures: pa.Table, cv: Mapping[str, Mapping[int, Decimal]], asked: Asked, facts: description.Json
) -> dict[str, bytes]:
    """The bytes of every file but release.json, from an assembled table and the facts of the release."""
    present, lists = set(figures["indicator"].to_pylist()), classifications()
    chosen = [each for each in asked.indicators if each.name in present]
    places = areas_of(figures, asked.geography)
    sheets = {
        each.name: sheet(each, asked.texts, cv.get(each.name, {}), asked.logic.get(each.name, "")) for each in chosen
    }
    for each in sheets.values():
        each["fiche"] = _fiche(each, figures, facts, lists)
    content = {
        files.FIGURES: as_csv(figures),
        files.CSVW: description.as_json(csvw.metadata()),
        files.PARQUET: as_parquet(figures),
        files.AREAS: as_csv(places),
        files.CLASSIFICATIONS: description.as_json(listed(lists)),
        files.INDICATORS: description.as_json(list(sheets.values())),
        **_pages(sheets),
        **_cubes(figures, sheets, places, lists),
    }
    return content | {files.DATAPACKAGE: description.as_json(datapackage.package(content, figures, lists))}


def _fiche(
    said: Mapping[str, Any], figures: pa.Table, facts: description.Json, lists: Sequence[Classification]
) -> dict[str, Any]:
    own = figures.filter(pc.equal(figures["indicator"], said["name"]))
    published = {level: _at(own, level)["split"].unique().to_pylist() for level in LEVELS}
    shared = fiches.Facts(
        years=sorted(set(own["year"].to_pylist())),
        published={level: splits for level, splits in published.items() if splits},
        is_standardised=own["standardised"].null_count < own.num_rows,
        classifications=lists,
        sources={table: name for table, name in facts["sources"].items() if table in said["sources"]},
        rules=facts["rules"],
        versions={"rules": files.hashed(facts["rules"]), "plan": files.hashed(facts["plan"]), "program": __version__},
        reasons=facts["reasons"],
        incomplete=[each for each in facts.get(files.INCOMPLETE, ()) if said["name"] in each["indicators"]],
    )
    return {language: fiches.fiche(said, shared, language) for language in FICHE_LANGUAGES}


def _pages(sheets: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {
        files.fiche_name(name, language): fiches.page(said, said["fiche"][language], language)
        for name, said in sheets.items()
        for language in FICHE_LANGUAGES
    }


def _cubes(
    figures: pa.Table,
    sheets: Mapping[str, Mapping[str, Any]],
    places: pa.Table,
    lists: Sequence[Classification],
) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for name, said in sheets.items():
        own = figures.filter(pc.equal(figures["indicator"], name))
        for level in LEVELS:
            if (part := _at(own, level)).num_rows:
                cube = jsonstat.dataset(part, said, _names(places, level), lists)
                data = json.dumps(cube, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
                made[files.jsonstat_name(name, level)] = f"{data}\n".encode()
    return made


def _at(figures: pa.Table, level: str) -> pa.Table:
    return figures.filter(pc.equal(figures["level"], level))


def _names(places: pa.Table, level: str) -> dict[str, str]:
    """{area code: name}, of the newest year."""
    own = _at(places, level)
    return dict(zip(own["code"].to_pylist(), own[jsonstat.LANGUAGE].to_pylist(), strict=True))
