"""The figures by practice and hospital beside a release: anonymous points for everybody, own figures for one provider.

`<releases>/providers/<release>.json` is public: no code, and points in order of size. `<workspace>/staff/providers/
<release>.parquet` holds a row a provider with its code; the public server has no way to it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from mutualis.model import MutualisError

FORMAT = "mutualis-providers-1"
FOLDER = "providers"
TENTH = Decimal("0.1")
STAFF = "staff"
COLUMNS = (
    "provider", "by", "indicator", "period", "split", "category", "persons", "numerator", "denominator", "expected",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One provider without a name: cases rounded to a base, and its value for the ages and sexes of all, in percent."""

    cases: int
    value: Decimal


def point_of(numerator: int, denominator: int, expected: float, mean: Decimal, base: int) -> Point:
    """A provider as a point: cases rounded to `base`, and observed over expected times the mean, in percent.

    So a provider with older patients is set beside what theirs would be (methods 1.4, indirect standardisation).
    """
    cases = max(base, base * ((denominator + base // 2) // base))
    ratio = Decimal(numerator) / Decimal(str(expected)) if expected else Decimal(0)
    return Point(cases, min(ratio * mean, Decimal(100)).quantize(TENTH, ROUND_HALF_UP))


@dataclass(frozen=True)
class ProviderSet:
    """What everybody may know of an indicator by provider in a period: the mean in percent (of a series of events: for
    each hundred persons), how many providers there are, and the points of those that are shown."""

    indicator: str
    by: str
    period: str
    mean: Decimal
    providers: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ProviderSets:
    """The sets of one release; `base` is what cases are rounded to, `k` the small number."""

    release: str
    k: int
    base: int
    sets: tuple[ProviderSet, ...]

    def of(self, indicator: str, by: str, period: str) -> ProviderSet | None:
        """One set; None where there is none."""
        wanted = (indicator, by, period)
        return next((each for each in self.sets if (each.indicator, each.by, each.period) == wanted), None)

    def periods(self, indicator: str, by: str) -> tuple[str, ...]:
        """The periods of an indicator by a kind of provider, in order."""
        return tuple(sorted(each.period for each in self.sets if (each.indicator, each.by) == (indicator, by)))


@dataclass(frozen=True)
class OwnFigure:
    """One figure of one provider; numbers are None where it is suppressed."""

    indicator: str
    period: str
    split: str
    category: str
    persons: int | None
    numerator: int | None
    denominator: int | None
    expected: float | None
    status: str


def public_path(releases: Path, release_id: str) -> Path:
    """Where the public part of a release is."""
    return releases / FOLDER / f"{release_id}.json"


def staff_path(staff: Path, release_id: str) -> Path:
    """Where the part with coded providers is, under the staff folder of a workspace."""
    return staff / FOLDER / f"{release_id}.parquet"


def provider_sets(releases: Path, release_id: str) -> ProviderSets | None:
    """The public sets beside a release; None where none were published with it. Raises when the file is damaged."""
    path = public_path(releases, release_id)
    if not path.is_file():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT or said["release"] != release_id:
            raise _damaged(release_id)
        return ProviderSets(release_id, int(said["k"]), int(said["base"]), tuple(_set(each) for each in said["sets"]))
    except (ValueError, KeyError, TypeError):
        raise _damaged(release_id) from None


def own_figures(staff: Path, release_id: str, by: str, provider: str) -> tuple[OwnFigure, ...]:
    """The figures of one provider and of nobody else; none where it has none or nothing was published."""
    path = staff_path(staff, release_id)
    if not path.is_file() or not provider:
        return ()
    table = pq.read_table(path, columns=list(COLUMNS[2:]), filters=[("provider", "==", provider), ("by", "==", by)])
    return tuple(OwnFigure(**row) for row in table.to_pylist())


def _set(said: Mapping[str, Any]) -> ProviderSet:
    points = tuple(Point(int(each["cases"]), Decimal(each["value"])) for each in said["points"])
    return ProviderSet(
        said["indicator"], said["by"], said["period"], Decimal(said["mean"]), int(said["providers"]), points
    )


def _damaged(release_id: str) -> MutualisError:
    return MutualisError(
        f"The figures by provider of release '{release_id}' are damaged.",
        do="restore the file, or take it away and publish them again: mutualis providers publish",
    )
