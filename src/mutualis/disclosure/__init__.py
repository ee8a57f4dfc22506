"""Disclosure control: rules as data, suppression, the attacker, and the only maker of `Protected`."""

from mutualis.disclosure.audit import Audit, audit
from mutualis.disclosure.cross_table import CrossTable
from mutualis.disclosure.earlier import Earlier
from mutualis.disclosure.protected import Breach, Protected, TooLarge, Verdict
from mutualis.disclosure.protecting import protect
from mutualis.disclosure.rules import Rules, rules

__all__ = [
    "Audit",
    "Breach",
    "CrossTable",
    "Earlier",
    "Protected",
    "Rules",
    "TooLarge",
    "Verdict",
    "audit",
    "protect",
    "rules",
]
