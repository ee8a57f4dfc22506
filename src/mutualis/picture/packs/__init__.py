"""Geometry packs: the boundaries of areas as TopoJSON, with their names, validity, licence and source."""

from mutualis.picture.packs.pack import ABOUT, AREAS, COLUMNS, SHAPES, About, Pack, built_in, read

__all__ = ["ABOUT", "AREAS", "COLUMNS", "SHAPES", "About", "Pack", "built_in", "read"]
