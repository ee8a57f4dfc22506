"""Unusual providers: one search for every domain of care, to which an adapter tells what its cases and acts are."""

from mutualis.study.providers.days import impossible_days
from mutualis.study.providers.domain import Domain, Material, Rules
from mutualis.study.providers.injecting import detection, injected
from mutualis.study.providers.outputs import search
from mutualis.study.providers.patients import COUNTS, patients
from mutualis.study.providers.screening import Screened, counts_by_detector, screened

__all__ = [
    "COUNTS",
    "Domain",
    "Material",
    "Rules",
    "Screened",
    "counts_by_detector",
    "detection",
    "impossible_days",
    "injected",
    "patients",
    "screened",
    "search",
]
