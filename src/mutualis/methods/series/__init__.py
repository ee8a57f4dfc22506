"""What happened to a series of months or quarters when something changed."""

from mutualis.methods.series.interrupted import Interrupted, interrupted, interrupted_counts

__all__ = ["Interrupted", "interrupted", "interrupted_counts"]
