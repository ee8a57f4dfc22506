"""Publication: a Protected and the texts of its indicators become an immutable release."""

from mutualis.publish.publishing import publish
from mutualis.publish.values import Figured, values

__all__ = ["Figured", "publish", "values"]
