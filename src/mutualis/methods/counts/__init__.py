"""Models of counts: Poisson and negative binomial with exposure, overdispersion, rates adjusted for risk."""

from mutualis.methods.counts.alike import poisson_by_kind
from mutualis.methods.counts.models import CountModel, Overdispersion, negative_binomial, overdispersion, poisson
from mutualis.methods.counts.rates import adjusted_rates

__all__ = [
    "CountModel",
    "Overdispersion",
    "adjusted_rates",
    "negative_binomial",
    "overdispersion",
    "poisson",
    "poisson_by_kind",
]
