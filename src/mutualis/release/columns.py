"""The columns of a release: their types, and which may be blank, for every format that describes them."""

from collections.abc import Mapping
from typing import Any

from mutualis.release.figures import DECIMALS
from mutualis.release.values import LEVELS, NONE, SHOWN, SUPPRESSED

COUNTS = ("numerator", "denominator")
MEASURES = (*DECIMALS, *COUNTS)
MAY_LACK = (*MEASURES, "parent_code")
STATUSES = (SHOWN, SUPPRESSED, NONE)
# As CSV on the Web says them; a column that is not here is a string.
TYPES: Mapping[str, Any] = {
    "year": {"base": "integer", "minimum": 1990, "maximum": 2100},
    "level": {"base": "string", "format": "|".join(LEVELS)},
    "status": {"base": "string", "format": "|".join(STATUSES)},
    **{name: {"base": "integer"} for name in COUNTS},
    **{name: {"base": "decimal"} for name in DECIMALS},
}
