"""The files of a page hold what it shows, also where it adds published figures up: own groups, re-based series."""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

import pyarrow as pa
import pytest
from csvw import CSVW

from atlas_country import Reader, publish_atlas, published
from drawn_group import UNDER, drawn
from mutualis import reference, release
from mutualis.picture.rebased import figures
from mutualis.picture.trend import Chosen
from mutualis.reference import written
from mutualis.release import LANGUAGES

GROUP = "indicator=gp_contact&areas=11000,BE&group=21004,21015&group_name=Mijn+zone&lang=nl"
REBASED = "indicator=insured&level=municipality&area=11002&division=2025&lang=nl"
DATA = ("csv", "csv-metadata.json", "json", "jsonstat", "sdmx.csv", "svg", "zip")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def there(folder):
    return release.read(release.latest(folder))


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def rows_of(reader, address):
    answer = reader.ask(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def of_group(rows):
    return {row["year"]: row for row in rows if row["made"] == "group"}


def test_the_figures_of_a_group_in_the_file_are_those_of_its_page(reader):
    rows, page = of_group(rows_of(reader, f"/compare.csv?{GROUP}")), reader.ask(f"/compare?{GROUP}").text
    assert set(rows) == {"2022", "2023", "2025"}
    (own,) = re.findall(r'<tr><th scope="row">Mijn zone .*?</tr>', page, re.S)
    shown = re.findall(r'<td class="number">([\d,.]+) <small>([^<]*)</small>', own)
    ends = [tuple(written(Decimal(row[end]), "nl") for end in ("value", "low", "high")) for row in rows.values()]
    assert [(value, *re.findall(r"[\d,]+", between)) for value, between in shown] == ends
    assert f'<td class="number people">{written(int(rows["2025"]["denominator"]), "nl")}</td>' in own
    assert reference.text(f"comparison.{rows['2025']['comparison']}", "nl") in html.unescape(own)


def test_a_row_of_a_group_says_what_it_is_of_whom_and_that_it_is_no_area(reader, there):
    for row in of_group(rows_of(reader, f"/compare.csv?{GROUP}")).values():
        assert (row["level"], row["area_code"], row["area_name"]) == ("group", "group", "Mijn zone")
        assert (row["members"], row["division"]) == ("21004 21015", "2025")
        parts = [
            each
            for each in there.figures("gp_contact", int(row["year"]), "municipality")
            if each.area_code in row["members"].split()
        ]
        assert int(row["numerator"]) == sum(each.numerator for each in parts)
        assert int(row["denominator"]) == sum(each.denominator for each in parts)
        assert row["standardised"] == ""


def test_each_area_is_there_once_and_as_published(reader, there):
    rows = [row for row in rows_of(reader, f"/compare.csv?{GROUP}") if row["made"] == "published"]
    assert [(row["area_code"], row["year"]) for row in rows] == [
        (code, year) for code in ("11000", "BE") for year in ("2022", "2023", "2025")
    ]
    for row in rows:
        own = there.trend("gp_contact", row["level"], row["area_code"])[int(row["year"])]
        assert row["value"] == ("" if own.value is None else str(own.value))
        assert (row["members"], row["division"]) == ("", "")


def test_a_rebased_series_in_the_file_is_that_of_its_page(reader, there):
    rows = [row for row in rows_of(reader, f"/trend.csv?{REBASED}") if row["area_code"] == "11002"]
    view = Chosen("insured", 2025, "municipality", "nl", area="11002")
    made = figures(there, view, "municipality", "11002", 2025)
    assert {int(row["year"]): row["value"] for row in rows} == {
        year: str(each.figure.value) for year, each in made.items()
    }
    assert [(row["year"], row["made"], row["members"], row["division"]) for row in rows] == [
        ("2022", "rebased", "11002 11007", "2025"),
        ("2023", "rebased", "11002 11007", "2025"),
        ("2025", "published", "", "2025"),
    ]
    page = reader.ask(f"/trend?{REBASED}").text
    assert all(f'<td class="number">{written(Decimal(row["value"]), "nl")}' in page for row in rows)


def test_an_area_that_is_compared_is_rebased_as_on_its_page(reader):
    query = "indicator=insured&areas=11002&level=municipality&division=2025"
    rows = {row["year"]: row for row in rows_of(reader, f"/compare.csv?{query}") if row["area_code"] == "11002"}
    assert {year: row["made"] for year, row in rows.items()} == {
        "2022": "rebased",
        "2023": "rebased",
        "2025": "published",
    }
    page = reader.ask(f"/compare?lang=en&{query}").text
    assert all(written(Decimal(row["value"]), "en") in page for row in rows.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_in_words_what_is_not_as_published(reader, there, language):
    name = there.area_name(2025, "municipality", "21015", language)
    for path, query, word in (("compare", GROUP, name), ("trend", REBASED, "2025")):
        address = f"/{path}.{{}}?{query.replace('lang=nl', f'lang={language}')}"
        notices = reader.ask(address.format("json")).json()["notices"]
        said = next(each for each in notices if word in each)
        assert said in reader.ask(address.format("jsonstat")).json()["note"]
        sheet = "".join(ET.fromstring(reader.ask(address.format("svg")).content).itertext()).replace(" ", "")
        assert said.replace(" ", "") in sheet
        with zipfile.ZipFile(io.BytesIO(reader.ask(address.format("zip")).content)) as made:
            assert said in made.read("README.txt").decode()


def test_a_cube_names_the_cells_that_were_computed(reader):
    rows = rows_of(reader, f"/compare.csv?{GROUP}")
    cube = reader.ask(f"/compare.jsonstat?{GROUP}").json()
    assert cube["dimension"]["area"]["category"]["label"]["group"] == "Mijn zone"
    assert cube["dimension"]["level"]["category"]["index"] == ["country", "arrondissement", "group"]
    told = [(each["year"], each["members"], each["division"]) for each in cube["extension"]["computed"]]
    assert told == [(int(row["year"]), row["members"], 2025) for row in of_group(rows).values()]


def test_the_rows_of_sdmx_have_codes_of_the_data_structure(reader):
    rows = list(csv.DictReader(io.StringIO(reader.ask(f"/compare.sdmx.csv?{GROUP}").text)))
    own = [row for row in rows if row["MADE"] == "GROUP"]
    assert {(row["AREA_LEVEL"], row["REF_AREA"], row["MEMBERS"], row["DIVISION"]) for row in own} == {
        ("group", "group", "21004 21015", "2025")
    }
    told = reader.ask("/sdmx/2.1/codelist/all/all/latest").text
    for name, column in (("CL_REF_AREA", "REF_AREA"), ("CL_AREA_LEVEL", "AREA_LEVEL"), ("CL_MADE", "MADE")):
        listed = re.search(rf'<str:Codelist[^>]* id="{name}".*?</str:Codelist>', told, re.S)[0]
        codes = set(re.findall(r'<str:Code [^>]*id="([^"]+)"', listed))
        assert {row[column] for row in rows} <= codes


@pytest.mark.parametrize(("path", "query"), [("compare", GROUP), ("trend", REBASED)])
def test_the_metadata_of_the_csv_allow_what_is_computed(reader, tmp_path, path, query):
    (tmp_path / "a.csv").write_bytes(reader.ask(f"/{path}.csv?{query}").content)
    said = reader.ask(f"/{path}.csv-metadata.json?{query}").json() | {"url": "a.csv"}
    (tmp_path / "a.csv-metadata.json").write_text(json.dumps(said))
    checked = CSVW(str(tmp_path / "a.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


@pytest.mark.parametrize("suffix", DATA)
@pytest.mark.parametrize("hidden", [UNDER[2:4], UNDER[6:]], ids=["a member", "all that is left of the parent"])
def test_a_group_that_the_page_refuses_is_in_no_file(tmp_path, suffix, hidden):
    publish_atlas(tmp_path, ("gp_contact",), drawn(hidden=hidden))
    reader = Reader(tmp_path)
    query = f"lang=en&level=municipality&group={','.join(UNDER[:6])}"
    page, answer = reader.ask(f"/compare?{query}"), reader.ask(f"/compare.{suffix}?{query}")
    assert (page.status_code, answer.status_code) == (403, 403)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] in html.unescape(page.text)


def test_a_year_in_which_the_page_hides_the_group_is_hidden_in_the_file(tmp_path):
    other = drawn(hidden=UNDER[:2])
    other = other.set_column(1, "year", pa.array([2022] * other.num_rows))
    publish_atlas(tmp_path, ("gp_contact",), pa.concat_tables([other, drawn()]))
    rows = of_group(rows_of(Reader(tmp_path), f"/compare.csv?level=municipality&group={','.join(UNDER[2:])}"))
    assert (rows["2023"]["value"], rows["2023"]["status"]) == ("40.0", "shown")
    assert rows["2022"]["status"] == "suppressed"
    assert all(rows["2022"][name] == "" for name in ("value", "low", "high", "numerator", "denominator"))
    assert rows["2022"]["reason"]
