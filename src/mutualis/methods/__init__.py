"""Statistics over figures: direct and indirect standardisation for age and sex, intervals, samples beside their whole,
weights calibrated on it.

An interval is a function of figures that are published anyway (numerator and denominator, a standardised figure, the
variation of the whole country), so that it tells nothing that its figure does not tell. Whoever publishes a rounded
figure gives the rounded one.
"""

from mutualis.methods.calibration import Calibration, calibrated, calibrated_error, foreseen
from mutualis.methods.indirect import byar, expected, observed_to_expected
from mutualis.methods.intervals import mean_interval, standardised_interval, wilson
from mutualis.methods.representativity import Margin, margin
from mutualis.methods.standardisation import standardised
from mutualis.methods.variation import coefficient_of_variation

__all__ = [
    "Calibration",
    "Margin",
    "byar",
    "calibrated",
    "calibrated_error",
    "coefficient_of_variation",
    "expected",
    "foreseen",
    "margin",
    "mean_interval",
    "observed_to_expected",
    "standardised",
    "standardised_interval",
    "wilson",
]
