"""Disclosure control: rules as data, suppression, the attacker, and the only maker of `Protected`."""

from mutualis.disclosure.protected import Breach, Protected, Verdict
from mutualis.disclosure.protecting import protect
from mutualis.disclosure.rules import Rules, rules

__all__ = ["Breach", "Protected", "Rules", "Verdict", "protect", "rules"]
