"""The answers of the interface, made of a release."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc

from mutualis import release as releases
from mutualis.atlas.open import as_json
from mutualis.atlas.open.api import models
from mutualis.atlas.rows import COLUMNS, Rows
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.release import Figures, Release
from mutualis.release.seals import described as described_in
from mutualis.release.values import CROSS, SHOWN, SUPPRESSED

FILTERS = {"indicator": "indicator", "year": "year", "level": "level", "area": "area_code", "split": "split"}
FILTERS |= {"category": "category", "status": "status"}


def all_releases(site: Site) -> models.Releases:
    """Every release, the newest first, as it describes itself: none is read whole for this."""
    newest = releases.latest(site.folder).name
    found = []
    for name in reversed(releases.listing(site.folder)):
        said = described_in(site.folder / name)
        contents = {part: said["contents"][part] for part in ("years", "levels", "indicators")}
        about = {part: said[part] for part in ("id", "root", "created", "program")}
        found.append({**about, **contents, "is_latest": name == newest, "licence": as_json.terms()})
    return models.Releases.model_validate({"releases": found})


def indicators(release: Release, names: Sequence[str], language: str) -> models.Indicators:
    """The indicators of a release, or those named."""
    wanted = _known("indicator", names, release.indicators)
    found = [models.IndicatorOut.model_validate(as_json.indicator(release, each, language)) for each in wanted]
    return models.Indicators(release=release.id, indicators=found)


def availability(release: Release, names: Sequence[str]) -> models.Availability:
    """Which years, levels and splits the indicators have, and how much of it is shown."""
    wanted = set(_known("indicator", names, release.indicators))
    found: dict[tuple[str, int, str], dict[str, Any]] = {}
    for (name, year, level, split, category), (count, shown, hidden) in _counted(release).items():
        if name in wanted:
            new = {"splits": {}, "figures": 0, "shown": 0, "suppressed": 0}
            told = found.setdefault((name, year, level), new)
            told["splits"].setdefault(split, []).append(category)
            told["figures"] += count
            told["shown"] += shown
            told["suppressed"] += hidden
    for told in found.values():
        told["splits"] = {split: _in_order(release, split, there) for split, there in told["splits"].items()}
    rows = [{"indicator": name, "year": year, "level": level, **told} for (name, year, level), told in found.items()]
    return models.Availability.model_validate({"release": release.id, "available": rows})


def _in_order(release: Release, split: str, categories: Sequence[str]) -> list[str]:
    """Categories in the order of their classifications."""
    places = [list(release.classifications[part].categories).index for part in split.split(CROSS)]
    parts = {each: each.split(CROSS) for each in categories}
    return sorted(parts, key=lambda each: [place(code) for place, code in zip(places, parts[each], strict=True)])


def _counted(release: Release) -> Mapping[tuple[Any, ...], tuple[int, int, int]]:
    """{(indicator, year, level, split, category): (figures, shown, suppressed)}, in the order of the release."""
    table = release.figures_by.table
    keys = ["indicator", "year", "level", "split", "category"]
    flags = {name: pc.cast(pc.equal(table["status"], name), pa.int64()) for name in (SHOWN, SUPPRESSED)}
    counted = pa.table({**{name: table[name] for name in keys}, **flags, "n": pa.repeat(1, table.num_rows)})
    grouped = counted.group_by(keys, use_threads=False).aggregate([(each, "sum") for each in ("n", *flags)])
    columns = [grouped[name].to_pylist() for name in (*keys, "n_sum", f"{SHOWN}_sum", f"{SUPPRESSED}_sum")]
    return {tuple(row[:5]): (row[5], row[6], row[7]) for row in zip(*columns, strict=True)}


def areas(release: Release, asked: models.AskedOfAreas, language: str) -> models.Areas:
    """The areas of the years and levels asked for."""
    years = _known("year", asked.year, release.years)
    levels = _known("level", asked.level, release.levels)
    found = [
        {"year": year, "level": level, "code": code, "name": each.names[language], "parent_code": each.parent_code}
        for year in years
        for level in levels
        for code, each in release.areas_by.get((year, level), {}).items()
    ]
    start = (asked.page - 1) * asked.size
    said = {**_paged("/api/v1/areas", release, asked, len(found)), "areas": found[start : start + asked.size]}
    return models.Areas.model_validate(said)


def figures(release: Release, asked: models.AskedOfFigures, language: str) -> models.Figures:
    """The figures that every filter lets through, in the order of the release."""
    table = release.figures_by.table
    wanted = pa.repeat(True, table.num_rows)
    for name, column in FILTERS.items():
        if values := getattr(asked, name):
            known = _codes(release, name)
            told = _known(name, values, known) if known else values
            wanted = pc.and_(wanted, pc.is_in(table[column], pa.array(list(told), table[column].type)))
    found = table.filter(wanted)
    rows = described(release, found.slice((asked.page - 1) * asked.size, asked.size), language)
    said = {**_paged("/api/v1/figures", release, asked, found.num_rows), "figures": rows}
    return models.Figures.model_validate(said)


def described(release: Release, table: pa.Table, language: str) -> list[dict[str, Any]]:
    """Rows of figures.csv as rows that say all there is to say."""
    made, rows = Rows(release, language), []
    values = Figures.of(table)
    keys = zip(*(table[name].to_pylist() for name in ("indicator", "year", "level", "split")), strict=True)
    for (indicator, year, level, split), figure in zip(keys, values, strict=True):
        row = made.row(indicator, year, level, split, figure)
        rows.append(dict(zip(COLUMNS, row, strict=True)))
    return rows


def _codes(release: Release, name: str) -> Sequence[Any]:
    """The values that a filter of a release can have; () where the model has checked it."""
    if name == "indicator":
        return release.indicators
    if name == "year":
        return release.years
    if name == "split":
        return tuple(dict.fromkeys(split for _, _, _, split in release.figures_by))
    if name == "area":
        return tuple(dict.fromkeys(code for found in release.areas_by.values() for code in found))
    return ()


def _known(name: str, asked: Sequence[Any], there: Sequence[Any]) -> Sequence[Any]:
    """What is asked for, all of it if nothing is; a value that the release does not have is an error."""
    if set(asked) - set(there):
        told = ", ".join(map(str, there[:40])) + (", …" if len(there) > 40 else "")
        raise Wrong("wrong_value", status=404, part=name, there=told)
    return [each for each in there if each in set(asked)] if asked else there


def _paged(path: str, release: Release, asked: models.AskedOfAreas, total: int) -> dict[str, Any]:
    last = max(1, -(-total // asked.size))
    said = asked.model_dump(exclude_defaults=True, exclude={"release"})

    def address(page: int) -> str:
        return f"{path}?{urlencode({**said, 'release': release.id, 'page': page}, doseq=True)}"

    return {
        "release": release.id,
        "total": total,
        "page": asked.page,
        "size": asked.size,
        "next": address(asked.page + 1) if asked.page < last else None,
        "previous": address(min(asked.page - 1, last)) if asked.page > 1 else None,
    }
