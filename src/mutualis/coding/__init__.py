"""Coding: the two coders of the two-key flow, changed numbers, new keys, the calendar, feedback, flags going back."""

from mutualis.coding.calendar import calendar
from mutualis.coding.comparison import Comparison, compare
from mutualis.coding.feedback import relay_feedback
from mutualis.coding.files import code_file
from mutualis.coding.first import first_coder
from mutualis.coding.flags import Grant, ask_for_flags, own_providers, pass_on_flags, send_flags, take_flags
from mutualis.coding.handover import KnownParcel
from mutualis.coding.kernel import code_distinct, stdlib_coder
from mutualis.coding.rotation import write_transition
from mutualis.coding.sample import answer_list, pass_on_answer, pass_on_sample, send_list, send_sample
from mutualis.coding.second import second_coder

__all__ = [
    "Comparison",
    "Grant",
    "KnownParcel",
    "answer_list",
    "ask_for_flags",
    "calendar",
    "code_distinct",
    "code_file",
    "compare",
    "first_coder",
    "own_providers",
    "pass_on_answer",
    "pass_on_flags",
    "pass_on_sample",
    "relay_feedback",
    "second_coder",
    "send_flags",
    "send_list",
    "send_sample",
    "stdlib_coder",
    "take_flags",
    "write_transition",
]
