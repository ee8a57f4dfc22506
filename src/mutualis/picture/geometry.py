"""Which drawing serves which level: those of a geometry pack, and of the built-in ones what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.picture import divisions, packs
from mutualis.picture.shapes import Ring, Topology
from mutualis.release import LEVELS, Release

FINEST = LEVELS[-1]
BUILT_IN = ("exact", "schematic")


@dataclass(frozen=True)
class Geometry:
    """The packs in the order in which they are asked; `problem` says why there is none, for the operator."""

    packs: tuple[packs.Pack, ...]
    problem: str = ""

    def of(self, level: str) -> Topology | None:
        """The drawing of a level: of the first pack that has it, or has municipalities to join."""
        for pack in self.packs:
            for name in (level, FINEST):
                if name in pack.topologies:
                    return pack.topologies[name]
        return None

    def shapes(self, release: Release, year: int, level: str, on: str = "") -> Mapping[str, tuple[Ring, ...]]:
        """{area: its rings} of a level above the municipality, in the drawing of the level `on` (default: its own);
        areas that the drawing does not have are left out."""
        topology = self.of(on or level)
        if topology is None:
            return {}
        drawn = _members(release, year, level, topology)
        complete = {code: members for code, members in drawn.items() if set(members) <= set(topology.members)}
        return {code: topology.joined(members) for code, members in sorted(complete.items())}


def _members(release: Release, year: int, level: str, topology: Topology) -> Mapping[str, tuple[str, ...]]:
    """{area of a level: the areas of the drawing in it}."""
    if topology.level != FINEST:
        return divisions.within(release, year, level, topology.level)
    return divisions.members(release, year, level, topology.members)


@cache
def load(folder: Path | None) -> Geometry:
    """The built-in drawings, or those of a geometry pack and where it has none the built-in ones; a pack that cannot
    be read leaves the Atlas without maps."""
    built_in = tuple(packs.built_in(name) for name in BUILT_IN)
    if folder is None:
        return Geometry(built_in)
    try:
        return Geometry((packs.read(folder), *built_in))
    except MutualisError as problem:
        return Geometry((), str(problem))
    except OSError as problem:
        return Geometry((), str(MutualisError("The geometry pack cannot be read.", there_is=type(problem).__name__)))
