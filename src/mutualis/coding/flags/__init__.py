"""The way back of flags of single providers: matched by a forward code at the third party, nothing is turned back.

The centre knows a provider by C2 only, an insurer by its number. The centre sends each flag under C2, encrypted to the
insurers; an insurer sends the C1 codes of the providers that it knows; the third party codes these forward to C2, and
gives back, under the insurer's own C1, the flags that meet one. It can read no flag; the centre does not learn who
asked; an insurer learns of no provider whose number it does not have already. Needs an authorisation of its own.
"""

from mutualis.coding.flags.asking import ask_for_flags, own_providers
from mutualis.coding.flags.matching import pass_on_flags
from mutualis.coding.flags.sending import Grant, send_flags
from mutualis.coding.flags.taking import take_flags

__all__ = ["Grant", "ask_for_flags", "own_providers", "pass_on_flags", "send_flags", "take_flags"]
