"""Figures by practice and hospital beside a release: written once, and never changed.

Public: points without a code, cases rounded, in order of size so that the order says nothing; a series by
quarter has no points, as they would draw the path of one practice. Staff: a row a provider
with its code, in a folder that no public server reads.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import reference
from mutualis.disclosure.providers import ProtectedProviders
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.release.providers import COLUMNS, FORMAT, point_of, public_path, staff_path
from mutualis.release.values import TOTAL

HUNDREDTH = Decimal("0.01")
READ_ONLY, OWNER_READS = 0o444, 0o400


@dataclass(frozen=True)
class ProvidersPublished:
    """Where both parts are, and whether they were there before."""

    public: Path
    staff: Path
    is_new: bool


def publish_providers(
    protected: Sequence[ProtectedProviders], release_id: str, releases: Path, staff: Path
) -> ProvidersPublished:
    """Write both parts of the sets of a release; the same content again is no new publication, another is an error.

    Takes only what `disclosure.providers` made.
    """
    if strange := [each for each in protected if not isinstance(each, ProtectedProviders)]:
        raise MutualisError(
            f"Only a ProtectedProviders can be published, and this is a {type(strange[0]).__name__}.",
            do="pass the counts through disclosure.providers.protect_providers first",
        )
    ordered = sorted(protected, key=lambda each: (each.indicator, each.by, each.period))
    parts = {
        public_path(releases, release_id): (_public(ordered, release_id), READ_ONLY),
        staff_path(staff, release_id): (_table(ordered), OWNER_READS),
    }
    changed = [path for path, (content, _) in parts.items() if path.is_file() and path.read_bytes() != content]
    if changed:
        raise MutualisError(
            f"Figures by provider of release '{release_id}' were published before, and these are others.",
            there_is="what was published is never changed",
            do="publish a new release first: mutualis publish",
        )
    missing = {path: each for path, each in parts.items() if not path.is_file()}
    for path, (content, mode) in missing.items():
        _write(path, content, mode)
    return ProvidersPublished(public_path(releases, release_id), staff_path(staff, release_id), bool(missing))


def _write(path: Path, content: bytes, mode: int) -> None:
    is_staff = mode == OWNER_READS
    path.parent.parent.mkdir(mode=0o700 if is_staff else 0o755, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700 if is_staff else 0o755, exist_ok=True)
    write_file(path, content, mode=0o600 if is_staff else 0o644)
    os.chmod(path, mode)


def _public(protected: Sequence[ProtectedProviders], release_id: str) -> bytes:
    rules = reference.provider_sets().rules
    said = {
        "format": FORMAT,
        "release": release_id,
        "k": protected[0].rules.k if protected else None,
        "base": rules.base,
        "attacked": sum(each.verdict.attacked for each in protected),
        "breached": sum(each.verdict.breached for each in protected),
        "sets": [_set(each, rules) for each in protected],
    }
    return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def _set(protected: ProtectedProviders, rules: reference.SetRules) -> dict[str, Any]:
    rows = pl.DataFrame(protected.rows).filter(pl.col("split") == TOTAL, pl.col("expected").is_not_null())
    mean = Decimal(protected.mean * 100).quantize(HUNDREDTH, ROUND_HALF_UP)
    points = sorted(
        (each.cases, each.value)
        for row in rows.iter_rows(named=True)
        for each in [point_of(row["numerator"], row["denominator"], row["expected"], mean, rules.base)]
    )
    has_funnel = len(points) >= rules.least_points and protected.period.isdigit()
    return {
        "indicator": protected.indicator,
        "by": protected.by,
        "period": protected.period,
        "mean": str(mean),
        "providers": protected.providers,
        "points": [{"cases": cases, "value": str(value)} for cases, value in points] if has_funnel else [],
    }


def _table(protected: Sequence[ProtectedProviders]) -> bytes:
    """All rows, those of one provider next to each other, so that a reader takes a few pages of the file."""
    frames = [
        pl.DataFrame(each.rows).with_columns(
            indicator=pl.lit(each.indicator), by=pl.lit(each.by), period=pl.lit(each.period)
        )
        for each in protected
    ]
    rows = pl.concat(frames).select(COLUMNS).sort("by", "provider", "indicator", "period", "split", "category")
    sink = pa.BufferOutputStream()
    pq.write_table(rows.to_arrow(), sink, row_group_size=20_000, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())
