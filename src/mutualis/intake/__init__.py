"""Intake: a delivery becomes accepted lines, or is refused, with problems that an insurer can act on.

Bytes are read by the strict reader of this room before any engine sees them; content rules then run through an engine,
the same at the insurer and at the centre.
"""

from mutualis.intake.accept import accept
from mutualis.intake.centre import Checked, check_at_centre
from mutualis.intake.check import check
from mutualis.intake.content import content_rules
from mutualis.intake.decision import Decision, decide
from mutualis.intake.feedback import receive_feedback, write_feedback
from mutualis.intake.findings import PROBLEM_SCHEMA
from mutualis.intake.outcome import Outcome, kept, mark_coded, pending
from mutualis.intake.report_rows import Delivered
from mutualis.intake.rule import CrossRule, Lookups, Rule

__all__ = [
    "PROBLEM_SCHEMA",
    "Checked",
    "CrossRule",
    "Decision",
    "Delivered",
    "Lookups",
    "Outcome",
    "Rule",
    "accept",
    "check",
    "check_at_centre",
    "content_rules",
    "decide",
    "kept",
    "mark_coded",
    "pending",
    "receive_feedback",
    "write_feedback",
]
