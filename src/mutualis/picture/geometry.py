"""Which drawing serves which level: exact provinces and schematic municipalities, or a geometry pack for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.picture import divisions
from mutualis.picture.shapes import Ring, Topology, built_in, built_in_provinces, from_pack
from mutualis.release import LEVELS, Release

REGION, PROVINCE, FINEST = LEVELS[1], LEVELS[2], LEVELS[-1]


@dataclass(frozen=True)
class Geometry:
    """`municipalities` draws every level; `provinces`, where there is one, draws provinces and regions better.

    `problem` says why there is no drawing, for the operator.
    """

    municipalities: Topology | None
    provinces: Topology | None = None
    problem: str = ""

    def of(self, level: str) -> Topology | None:
        """The drawing of a level."""
        return self.provinces if self.provinces and level in (REGION, PROVINCE) else self.municipalities

    def shapes(self, release: Release, year: int, level: str, on: str = "") -> Mapping[str, tuple[Ring, ...]]:
        """{area: its rings} of a level above the municipality, in the drawing of the level `on` (default: its own);
        areas that the drawing does not have are left out."""
        topology = self.of(on or level)
        if topology is None:
            return {}
        finest = PROVINCE if topology is self.provinces else FINEST
        members = divisions.members(release, year, level, finest)
        complete = {code: drawn for code, drawn in members.items() if set(drawn) <= set(topology.members)}
        return {code: topology.joined(drawn) for code, drawn in sorted(complete.items())}


@cache
def load(folder: Path | None) -> Geometry:
    """The built-in drawing, or that of a geometry pack; one that cannot be read leaves the Atlas without maps."""
    try:
        return Geometry(from_pack(folder)) if folder else Geometry(built_in(), built_in_provinces())
    except MutualisError as problem:
        return Geometry(None, None, str(problem))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        unread = MutualisError(
            "The geometry pack cannot be read.",
            do="give a folder with municipalities.topo.json (TopoJSON) and pack.json (label, credit)",
        )
        return Geometry(None, None, str(unread))
