"""What happened to a series of months or quarters when something changed."""

from mutualis.methods.series.beside import Beside, beside_expected
from mutualis.methods.series.interrupted import Interrupted, interrupted, interrupted_counts

__all__ = ["Beside", "Interrupted", "beside_expected", "interrupted", "interrupted_counts"]
