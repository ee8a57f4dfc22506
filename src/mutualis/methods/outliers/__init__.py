"""Unusual providers: detectors, scores with shrinkage, thresholds, jumps, classes that others would not predict.

General: a domain (nursing, physiotherapy) gives features of providers or classes of patients, and reads flags.
"""

from mutualis.methods.outliers.classes import Classed, flags, predicted_classes, provider_scores
from mutualis.methods.outliers.combining import combined, largest_features, peers, together
from mutualis.methods.outliers.detectors import far_off, isolation, local_density, robust_z
from mutualis.methods.outliers.found import brier, found_at, lift_at, reliability
from mutualis.methods.outliers.heaping import heaping, heaping_beside_others
from mutualis.methods.outliers.jumps import jumps
from mutualis.methods.outliers.shrinking import Shrunk, false_discoveries, shrunken, shrunken_shares

__all__ = [
    "Classed",
    "Shrunk",
    "brier",
    "combined",
    "false_discoveries",
    "far_off",
    "flags",
    "found_at",
    "heaping",
    "heaping_beside_others",
    "isolation",
    "jumps",
    "largest_features",
    "lift_at",
    "local_density",
    "peers",
    "predicted_classes",
    "provider_scores",
    "reliability",
    "robust_z",
    "shrunken",
    "shrunken_shares",
    "together",
]
