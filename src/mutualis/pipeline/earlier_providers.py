"""What went out by practice and hospital with earlier releases: the newest figures of an indicator and period."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from mutualis.release.providers import staff_path
from mutualis.release.values import TOTAL


def earlier_providers(
    staff: Path, releases: Sequence[str], indicator: str, by: str, period: str
) -> dict[str, tuple[int, int, int]]:
    """{provider: (persons, numerator, denominator)} of the last release before that has the set; `releases` oldest
    first. Hidden figures are left out."""
    for release_id in reversed(releases):
        path = staff_path(staff, release_id)
        if path.is_file():
            rows = pl.read_parquet(path).filter(
                pl.col("indicator") == indicator,
                pl.col("by") == by,
                pl.col("period") == period,
                pl.col("split") == TOTAL,
                pl.col("numerator").is_not_null(),
            )
            if rows.height:
                told = rows.select("provider", "persons", "numerator", "denominator").iter_rows()
                return {provider: (persons, count, base) for provider, persons, count, base in told}
    return {}
