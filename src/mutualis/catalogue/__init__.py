"""The catalogue of metadata: from declarations and what people add to what is read and harvested.

`fill` writes declarations into a store, `publish` makes an edition of it; `editing` is what staff do to it.
"""

from mutualis.catalogue.filling import Filled, fill
from mutualis.catalogue.publishing import publish
from mutualis.catalogue.store import FILE, open_store

__all__ = ["FILE", "Filled", "fill", "open_store", "publish"]
