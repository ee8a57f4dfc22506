"""The figures of every page in every format: the same figures everywhere, and nothing that is hidden in any."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

import pytest
from csvw import CSVW
from markupsafe import Markup

from atlas_country import HIDDEN, Reader, published
from mutualis import reference, release
from mutualis.atlas.open.formats import FORMATS
from mutualis.atlas.pages import PAGES
from mutualis.atlas.rows import COLUMNS
from mutualis.picture.comparison import COMPARED
from mutualis.picture.inked import inked, style
from mutualis.release.columns import MEASURES

SVG = "{http://www.w3.org/2000/svg}"
WITH_FIGURES = [each for each in PAGES.values() if each.figures]
QUERIES = [
    "indicator=gp_contact&level=arrondissement&year=2025",
    "indicator=antibiotics_ddd&level=province&year=2023&split=sex*age_class&lang=nl",
    "indicator=mean_copayment&level=municipality&year=2022&lang=fr",
    "indicator=insured&level=country&lang=de",
    "indicator=gp_contact&level=arrondissement&area=11000&lang=fr",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def rows_of(reader, page, query):
    answer = reader.ask(f"/{page.name}.csv?{query}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def numbers(row):
    return [None if row[name] in ("", None) else Decimal(str(row[name])) for name in MEASURES]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", WITH_FIGURES, ids=lambda page: page.name)
def test_json_and_cube_and_zip_hold_the_rows_of_the_csv(reader, page, query):
    rows = rows_of(reader, page, query)
    if not rows:
        assert reader.ask(f"/{page.name}.jsonstat?{query}").status_code == 404
        return
    said = reader.ask(f"/{page.name}.json?{query}").json()
    assert [numbers(each) for each in said["figures"]] == [numbers(each) for each in rows]
    cube = reader.ask(f"/{page.name}.jsonstat?{query}").json()
    measures = cube["dimension"]["measure"]["category"]["index"]
    filled = [each for each in cube["value"] if each is not None]
    assert sorted(filled) == sorted(float(each) for row in rows for each in numbers(row) if each is not None)
    assert len(cube["status"]) == sum(row["status"] != "shown" for row in rows)
    assert all(int(cell) % len(measures) == measures.index("value") for cell in cube["status"])
    with zipfile.ZipFile(io.BytesIO(reader.ask(f"/{page.name}.zip?{query}").content)) as made:
        name = page.name.replace("/", "-")
        assert {"README.txt", f"{name}.csv", f"{name}.json", f"{name}.jsonstat.json"} <= set(made.namelist())
        assert made.read(f"{name}.csv").decode() == reader.ask(f"/{page.name}.csv?{query}").text
        assert rows[0]["release"] in made.read("README.txt").decode()


def test_sdmx_csv_has_a_row_for_each_of_the_csv_and_the_same_numbers(reader):
    query = "indicator=antibiotics_ddd&level=province&year=2023&split=sex*age_class&lang=nl"
    rows = rows_of(reader, PAGES["/"], query)
    found = list(csv.DictReader(io.StringIO(reader.ask(f"/map.sdmx.csv?{query}").text)))
    assert [each["OBS_VALUE"] for each in found] == [each["value"] for each in rows]
    assert [each["REF_AREA"] for each in found] == [each["area_code"] for each in rows]
    assert {each["DATAFLOW"] for each in found} == {"MUTUALIS:FIGURES(1.0)"}
    assert {each["COMPARISON"].lower() for each in found} == {each["comparison"] for each in rows}
    assert found[0]["SEX"] == "1"
    assert found[0]["RELEASE"] == rows[0]["release"]


def test_every_row_says_where_it_comes_from_and_how_it_stands_beside_the_country(reader, folder):
    held = release.read(release.latest(folder))
    for row in rows_of(reader, PAGES["/"], "indicator=gp_contact&level=arrondissement&year=2025&lang=nl"):
        assert tuple(row) == COLUMNS
        assert (row["release"], row["root"]) == (held.id, held.root)
        assert row["definition_version"] == held.sheet("gp_contact").version
        assert re.fullmatch("[0-9a-f]{64}", row["data_version"])
        assert row["licence"] == reference.open_data().licence
        assert held.id in row["citation"]
        assert row["comparison"] in COMPARED
        assert row["polarity"] == reference.indicator_facts("gp_contact").polarity


def test_the_comparison_follows_from_the_interval_and_the_country(reader):
    country = rows_of(reader, PAGES["/"], "indicator=gp_contact&level=country&year=2023")[0]
    found = set()
    for row in rows_of(reader, PAGES["/"], "indicator=gp_contact&level=arrondissement&year=2023"):
        if row["status"] == "shown":
            above = Decimal(row["low"]) > Decimal(country["value"])
            below = Decimal(row["high"]) < Decimal(country["value"])
            assert row["comparison"] == ("higher" if above else "lower" if below else "similar")
        found.add(row["comparison"])
    assert {"higher", "lower", "too_few"} <= found


@pytest.mark.parametrize("suffix", [each for each in FORMATS if each not in ("png", "csv-metadata.json")])
def test_a_hidden_figure_is_in_no_format(reader, suffix):
    query = "indicator=gp_contact&level=arrondissement&year=2025"
    hidden = [row for row in rows_of(reader, PAGES["/"], query) if row["status"] == "suppressed"]
    assert {("gp_contact", "arrondissement", row["area_code"]) for row in hidden} >= HIDDEN
    assert all(numbers(row)[:-1] == [None] * (len(MEASURES) - 1) and row["reason"] for row in hidden)
    if suffix in ("json", "jsonstat"):
        said = reader.ask(f"/map.{suffix}?{query}").json()
        assert json.dumps(said).count("suppressed") == len(hidden)
    if suffix == "svg":
        drawn = ET.fromstring(reader.ask(f"/map.svg?{query}").content)
        assert sum(path.get("class") == "small" for path in drawn.iter(f"{SVG}path")) >= len(hidden)


@pytest.mark.parametrize("address", ["/map.svg?indicator=gp_contact&lang=fr", "/trend.svg?area=11000&lang=de"])
def test_a_picture_is_a_file_of_its_own(reader, address):
    answer = reader.ask(address)
    assert answer.headers["content-type"] == "image/svg+xml"
    drawn = ET.fromstring(answer.content)
    css = drawn.find(f"{SVG}style").text
    assert "var(" not in css
    assert "@media" not in css
    used = {name for each in drawn.iter() for name in (each.get("class") or "").split()}
    assert {name for name in used if name.startswith(("c1", "line", "map"))} <= set(re.findall(r"\.([\w-]+)", css))
    assert "2026-11-22-" in " ".join(drawn.itertext())


def test_a_picture_can_be_had_as_pixels(reader):
    pytest.importorskip("resvg_py")
    answer = reader.ask("/map.png?indicator=gp_contact&level=province")
    assert answer.content.startswith(b"\x89PNG")
    assert int.from_bytes(answer.content[16:20]) == 1600


def test_where_nothing_is_drawn_there_is_no_picture_and_the_answer_says_so(reader):
    for suffix in ("svg", "png"):
        answer = reader.ask(f"/map.{suffix}?level=country&lang=nl")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "geen afbeelding" in answer.json()["detail"]


def test_a_mistake_in_the_address_of_data_is_told_as_a_problem(reader):
    answer = reader.ask("/map.json?year=1999&lang=nl")
    assert answer.status_code == 400
    assert "2022, 2023, 2025" in answer.json()["detail"]
    assert reader.ask("/map.xlsx").status_code == 404


def test_the_profile_has_every_indicator_of_the_area_and_of_those_it_lies_in(reader, folder):
    held = release.read(release.latest(folder))
    rows = rows_of(reader, PAGES["/area"], "level=arrondissement&area=11000&year=2023")
    assert {row["area_code"] for row in rows} == {"11000", "10000", "02000", "BE"}
    assert len(rows) == 4 * len(held.indicators)


def test_what_is_compared_is_there_by_year_with_the_group_as_one(reader):
    query = "indicator=gp_contact&areas=11000,02000&group=11001,11002&level=municipality"
    rows = rows_of(reader, PAGES["/compare"], query)
    assert {row["area_code"] for row in rows} == {"11000", "02000", "group", "BE"}
    assert {row["year"] for row in rows if row["area_code"] == "BE"} == {"2022", "2023", "2025"}


def test_equity_has_both_sides_of_the_country_and_of_each_area(reader):
    rows = rows_of(reader, PAGES["/equity"], "indicator=gp_contact&level=region&year=2023")
    assert {(row["area_code"], row["category"]) for row in rows} >= {("BE", "yes"), ("BE", "no"), ("02000", "no")}
    assert len(rows) == 2 * 4


def test_what_gave_way_is_said_in_the_json(reader):
    said = reader.ask("/map.json?level=municipality&split=sex&lang=en").json()
    assert said["notices"]


def test_the_csv_is_described_by_the_metadata_that_it_links_to(reader, tmp_path):
    answer = reader.ask("/map.csv?indicator=gp_contact&level=province&split=sex&lang=fr")
    address = re.search(r'<([^>]+)>; rel="describedby"', answer.headers["link"])[1]
    said = reader.ask(address).json()
    assert said["url"].startswith("/map.csv?indicator=gp_contact")
    assert all(each["dc:description"] for each in said["tableSchema"]["columns"])
    (tmp_path / "map.csv").write_bytes(answer.content)
    (tmp_path / "map.csv-metadata.json").write_text(json.dumps(said | {"url": "map.csv"}))
    checked = CSVW(str(tmp_path / "map.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


def test_links_in_the_json_lead_to_the_same_release(reader):
    said = reader.ask("/map.json?indicator=gp_contact&level=province").json()
    for suffix in ("csv", "jsonstat", "svg"):
        assert f"release={said['release']['id']}" in said["links"][suffix]
        assert reader.ask(said["links"][suffix]).status_code == 200


def test_the_collection_lists_cubes_that_are_there(reader):
    items = reader.ask("/collection.jsonstat").json()["link"]["item"]
    assert reader.ask(items[0]["href"].removeprefix("http://atlas")).json()["class"] == "dataset"
    assert len(items) == 4 * 5


def test_the_style_of_a_picture_has_no_rule_of_a_media_query():
    sheet = (
        ":root { --a: #111; } .map path { fill: var(--a) } @media print { .map { fill: red } .x { y: z } }\n"
        ".c1, .map a:hover { fill: #222 } .x { fill: #333 }"
    )
    picture = Markup('<svg class="map c1"></svg>')
    assert style(picture, sheet) == ".map path{fill: #111}\n.c1{fill: #222}"
    assert inked(picture, sheet) == f'<svg class="map c1"><style>{style(picture, sheet)}</style></svg>'
    assert inked(Markup(""), sheet) == ""
