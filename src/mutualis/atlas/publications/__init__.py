"""The publications that were issued, as pages of the Atlas."""

from mutualis.atlas.publications.routes import routes

__all__ = ["routes"]
