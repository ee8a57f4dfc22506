"""The public Atlas: a map, a table and a definition for every figure of a release."""

from mutualis.atlas.app import create_app, serve

__all__ = ["create_app", "serve"]
