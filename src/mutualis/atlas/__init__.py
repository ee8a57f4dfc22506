"""The public Atlas: a map, a table, a trend and a fiche for every figure of a release."""

from mutualis.atlas.app import create_app, geometry_problem
from mutualis.atlas.serving import serve, served

__all__ = ["create_app", "geometry_problem", "serve", "served"]
