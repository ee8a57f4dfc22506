"""Publication: a Protected and the texts of its indicators become an immutable release."""

from mutualis.publish.before import Ground, before, everything
from mutualis.publish.publishing import Overtaken, publish
from mutualis.publish.values import Figured, values

__all__ = ["Figured", "Ground", "Overtaken", "before", "everything", "publish", "values"]
