"""Figures by practice or hospital: suppression against a reader who knows the total and all that is shown.

The providers of a country divide its persons, so a reader who has the national figure and the figures shown takes them
off and holds what the hidden ones have together. What he can then say of each is computed, and must stay vague.
"""

from mutualis.disclosure.providers.parts import Parts, interval, narrow, wanted, widened
from mutualis.disclosure.providers.protected import ProtectedProviders, ProviderVerdict
from mutualis.disclosure.providers.protecting import Asked, protect_providers
from mutualis.disclosure.providers.pyramid import protect_pyramids

__all__ = [
    "Asked",
    "Parts",
    "ProtectedProviders",
    "ProviderVerdict",
    "interval",
    "narrow",
    "protect_providers",
    "protect_pyramids",
    "wanted",
    "widened",
]
