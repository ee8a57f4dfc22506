"""The permanent sample (EPS): drawn by one insurer, passed on by the trusted third party; as codes, or by a list."""

from mutualis.coding.sample.answering import answer_list
from mutualis.coding.sample.draw import Draw, Drawn
from mutualis.coding.sample.listing import send_list
from mutualis.coding.sample.merging import pass_on_answer
from mutualis.coding.sample.passing import pass_on_sample
from mutualis.coding.sample.sending import send_sample
from mutualis.coding.sample.variants import VARIANTS

__all__ = [
    "VARIANTS",
    "Draw",
    "Drawn",
    "answer_list",
    "pass_on_answer",
    "pass_on_sample",
    "send_list",
    "send_sample",
]
