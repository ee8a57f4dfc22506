"""Estimates from a weighted sample, with the variance of how it was drawn: strata, clusters, sampling fractions."""

from mutualis.methods.survey.estimating import mean, quantile, ratio, total
from mutualis.methods.survey.sample import Sample, sample
from mutualis.methods.survey.shares import share

__all__ = ["Sample", "mean", "quantile", "ratio", "sample", "share", "total"]
