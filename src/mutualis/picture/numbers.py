"""A number and its interval in words."""

from mutualis import reference
from mutualis.picture.measure import Measured
from mutualis.reference import written


def interval(number: Measured, language: str) -> str:
    """The 95 % interval of a number, as `71.2 to 73.4`; '' where there is none."""
    if number.low is None or number.high is None:
        return ""
    low, high = written(number.low, language), written(number.high, language)
    return reference.text("atlas.from_to", language, low=low, high=high)


def with_interval(number: Measured, language: str) -> str:
    """A number and its interval in brackets."""
    if number.value is None:
        return ""
    between = interval(number, language)
    return written(number.value, language) + (f" ({between})" if between else "")
