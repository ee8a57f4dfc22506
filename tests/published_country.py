"""A published release and an Atlas over it, for tests."""

from functools import cache
from pathlib import Path

from mutualis import disclosure, publish
from mutualis.reference import publication_plan
from small_country import INDICATORS
from split_country import split_cells

YEARS, SCALE = (2023, 2025), 250.0


def publish_country(folder: Path, scale: float = SCALE, version: int = 1) -> Path:
    """A release of four indicators with their splits, for a year before and a year after the mergers of 2025.

    `scale`: insured persons of a typical municipality; another `version` is another release of the same figures.
    """
    sources = {"derived_person_year": f"version {version}"}
    return publish.publish(protected_country(scale), indicators=INDICATORS, sources=sources, folder=folder)


@cache
def protected_country(scale: float = SCALE) -> disclosure.Protected:
    return disclosure.protect(split_cells(YEARS, publication_plan(), scale), INDICATORS)
