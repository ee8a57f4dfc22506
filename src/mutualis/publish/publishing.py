"""`publish`: a Protected becomes an immutable release folder."""

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from mutualis import reference, release
from mutualis.disclosure import Protected
from mutualis.model import MutualisError
from mutualis.parcel.durable import sync
from mutualis.publish.values import Figured, values
from mutualis.release import files

PARTS = ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")
Texts = Mapping[str, Mapping[str, Mapping[str, str]]]


def publish(
    protected: Protected,
    *,
    indicators: Sequence[Figured],
    sources: Mapping[str, int | str],
    folder: Path,
    geography: Mapping[int, reference.Geography] | None = None,
    texts: Texts | None = None,
    say: Callable[[str], object] | None = None,
) -> Path:
    """Write a release under `folder` and point `latest` at it; returns the release's folder.

    `sources`: {table: version} behind the figures; `geography`: {year: geography} (default: the reference's own);
    `texts`: {indicator: {language: {part: text}}} (default: the reference's own, `indicators.<name>.<part>`). The same
    content published twice is one release: the second time the first one is returned, and `say` is told.
    """
    if not isinstance(protected, Protected):
        raise MutualisError(
            f"Only a Protected can be published, and this is a {type(protected).__name__}.",
            do="pass the cells through disclosure.protect first",
        )
    content = _content(protected, indicators, geography, texts)
    print_ = _fingerprint(content, sources, protected)
    folder.mkdir(parents=True, exist_ok=True)
    known = [path for path in sorted(folder.glob(f"[!.]*-{print_[:12]}")) if path.is_dir()]
    if known:
        release.read(known[0])
        target, words = (
            known[0],
            f"This content was published before, as release {known[0].name}: nothing new was written.",
        )
    else:
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        target = folder / f"{now:%Y-%m-%d}-{print_[:12]}"
        _write(target, content, _description(target.name, now, protected, sources, content))
        words = f"Published release {target.name}."
    _point(folder, target.name)
    if say:
        say(words)
    return target


def _content(
    protected: Protected,
    indicators: Sequence[Figured],
    geography: Mapping[int, reference.Geography] | None,
    texts: Texts | None,
) -> dict[str, bytes]:
    figures = protected.figures
    present = set(figures["indicator"].to_pylist())
    chosen = [each for each in indicators if each.name in present]
    years = sorted(set(figures["year"].to_pylist()))
    valued = figures.append_column("value", values(figures, indicators)).select(list(files.FIGURE_COLUMNS))
    sheets = [_sheet(each, texts) for each in chosen]
    return {
        files.FIGURES: _csv(valued),
        files.AREAS: _csv(_areas({year: (geography or {}).get(year) or reference.geography(year) for year in years})),
        files.INDICATORS: (json.dumps(sheets, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _csv(table: pa.Table) -> bytes:
    """RFC 4180 with LF; a missing value is blank."""
    return pl.DataFrame(table).write_csv(quote_style="necessary").encode()


def _areas(geography: Mapping[int, reference.Geography]) -> pa.Table:
    rows = [
        {
            "year": year,
            "level": a.level,
            "code": a.code,
            "nl": a.nl,
            "fr": a.fr,
            "de": a.de,
            "en": a.en,
            "parent_code": a.parent_code,
        }
        for year, of_year in geography.items()
        for a in of_year.areas
    ]
    return pa.Table.from_pylist(rows).select(list(files.AREA_COLUMNS))


def _sheet(indicator: Figured, texts: Texts | None) -> dict[str, Any]:
    def words(language: str) -> dict[str, str]:
        if texts and indicator.name in texts:
            given = texts[indicator.name].get(language, {})
            missing = [part for part in PARTS if not given.get(part)]
            if missing:
                raise MutualisError(
                    f"Indicator '{indicator.name}' has no {', '.join(missing)} in language '{language}'."
                )
            return {part: given[part] for part in PARTS}
        return {part: reference.text(f"indicators.{indicator.name}.{part}", language) for part in PARTS}

    return {
        "name": indicator.name,
        "kind": indicator.kind,
        "factor": str(indicator.factor),
        "divisor": indicator.divisor,
        "decimals": indicator.decimals,
        "sources": list(indicator.sources),
        "texts": {language: words(language) for language in release.LANGUAGES},
    }


def _fingerprint(content: Mapping[str, bytes], sources: Mapping[str, int | str], protected: Protected) -> str:
    """The hash of all that makes a release what it is: files, sources and rules, not the hour it was made."""
    parts = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    whole = {"files": parts, "sources": _versions(sources), "rules": protected.rules.as_dict()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _versions(sources: Mapping[str, int | str]) -> dict[str, str]:
    return {table: str(version) for table, version in sorted(sources.items())}


def _description(
    name: str, now: dt.datetime, protected: Protected, sources: Mapping[str, int | str], content: Mapping[str, bytes]
) -> bytes:
    figures, verdict = protected.figures, protected.verdict
    said = {
        "format": files.FORMAT,
        "id": name,
        "created": now.isoformat(),
        "sources": _versions(sources),
        "indicators": sorted(set(figures["indicator"].to_pylist())),
        "years": sorted(set(figures["year"].to_pylist())),
        "levels": [level for level in release.LEVELS if level in set(figures["level"].to_pylist())],
        "rules": protected.rules.as_dict(),
        "verdict": {
            "attacked": verdict.attacked,
            "breached": len(verdict.breached),
            "programs": verdict.programs,
            "seconds": verdict.seconds,
        },
        "suppressed": {"primary": protected.primary, "secondary": protected.secondary},
        "all_or_nothing": protected.all_or_nothing,
        "files": {
            each: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for each, data in sorted(content.items())
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _write(target: Path, content: Mapping[str, bytes], description: bytes) -> None:
    """Write everything beside the target, read it back, and let it appear by one rename. An existing release stays."""
    part = target.parent / f".{target.name}.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        for name, data in {**content, files.DESCRIPTION: description}.items():
            _write_file(part / name, data)
            (part / name).chmod(0o444)
        release.read(part)
        os.rename(part, target)
        sync(target.parent)
    except OSError as problem:
        if target.is_dir():
            return
        raise MutualisError(
            "The release could not be written.",
            there_is=problem.strerror or "",
            do="make room or give write access, then publish again",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_file(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _point(folder: Path, name: str) -> None:
    part = folder / f".{files.POINTER}.{os.getpid()}"
    _write_file(part, f"{name}\n".encode())
    os.replace(part, folder / files.POINTER)
    sync(folder)
