"""A permanent sample: the same persons every year, chosen by a hash of their code."""

from fractions import Fraction
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.model import MutualisError

_DIGITS = 8


def hash_sample(identifier: ir.StringValue, share: Fraction, salt: str) -> Any:
    """Whether a person belongs to a sample of that share (0 to 1), the same answer on every engine and every run.

    The first 8 hexadecimal digits of MD5(salt + identifier) are compared as text with the share of 16^8. A larger share
    with the same salt contains the smaller one. MD5 spreads and does not hide: identifiers are coded long before.
    """
    if not 0 <= share <= 1:
        raise MutualisError(
            "The share of a sample lies outside 0 and 1.", do="give a fraction, such as Fraction(1, 40)"
        )
    if share == 1:
        return identifier.notnull()
    limit = f"{int(share * 16**_DIGITS):0{_DIGITS}x}"
    return (ibis.literal(salt) + identifier).hexdigest("md5").left(_DIGITS) < limit
