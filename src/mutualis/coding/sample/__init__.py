"""The permanent sample (EPS): drawn by one insurer, passed on by the trusted third party."""

from mutualis.coding.sample.draw import Draw, Drawn
from mutualis.coding.sample.passing import pass_on_sample
from mutualis.coding.sample.sending import send_sample

__all__ = ["Draw", "Drawn", "pass_on_sample", "send_sample"]
