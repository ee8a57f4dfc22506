"""Ibis expressions with one answer on every engine, and the check that identifier domains never meet.

Functions take and give Ibis values; nothing is connected and nothing runs here.
"""

from mutualis.portable.conditions import only_if
from mutualis.portable.days import add_days, days_between, distinct_days, whole_years
from mutualis.portable.domains import Declared, Origin, check, check_output, origin
from mutualis.portable.intervals import episodes
from mutualis.portable.numbers import cents, ratio, total, whole
from mutualis.portable.samples import hash_sample

__all__ = [
    "Declared",
    "Origin",
    "add_days",
    "cents",
    "check",
    "check_output",
    "days_between",
    "distinct_days",
    "episodes",
    "hash_sample",
    "only_if",
    "origin",
    "ratio",
    "total",
    "whole",
    "whole_years",
]
