"""pyjstat, jsonstat-validator, csvw and frictionless read what a running server gives."""

import io
import re
import urllib.parse
import zipfile
from pathlib import Path

import httpx
import pytest

from mutualis import release

pytestmark = pytest.mark.clients
VIEW = "indicator=gp_contact&level=arrondissement&year=2025&split=sex&lang=nl"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of pyjstat's own way to write
def test_pyjstat_reads_a_cube_of_a_page(address: str, releases: Path) -> None:
    pyjstat = pytest.importorskip("pyjstat.pyjstat")
    read = pyjstat.Dataset.read(f"{address}/map.jsonstat?{VIEW}").write("dataframe")
    held = release.read(release.latest(releases)).figures("gp_contact", 2025, "arrondissement", "sex")
    values = sorted(float(each.value) for each in held if each.value is not None)
    assert set(values) <= set(read["value"].dropna())
    assert len(read) % len(held) == 0


@pytest.mark.parametrize("path", ["map.jsonstat", "trend.jsonstat", "area.jsonstat", "collection.jsonstat"])
def test_jsonstat_validator_finds_no_fault(address: str, path: str) -> None:
    validator = pytest.importorskip("jsonstat_validator")
    assert validator.validate_jsonstat(httpx.get(f"{address}/{path}?{VIEW}&area=11000").json())


@pytest.mark.parametrize("page", ["map", "trend", "area", "equity"])
def test_csvw_finds_the_metadata_of_a_csv_valid(address: str, page: str, tmp_path: Path) -> None:
    csvw = pytest.importorskip("csvw")
    made = httpx.get(f"{address}/{page}.zip?{VIEW}&area=11000").content
    with zipfile.ZipFile(io.BytesIO(made)) as there:
        there.extractall(tmp_path)
    checked = csvw.CSVW(str(tmp_path / f"{page}.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


def test_the_link_of_a_csv_leads_to_its_metadata(address: str) -> None:
    answer = httpx.get(f"{address}/map.csv?{VIEW}")
    found = re.search(r'<([^>]+)>; rel="describedby"', answer.headers["link"])
    assert found
    said = httpx.get(f"{address}{found[1]}")
    assert said.headers["content-type"] == "application/csvm+json"
    assert httpx.get(urllib.parse.urljoin(address, said.json()["url"])).text == answer.text


def test_frictionless_reads_the_package_of_a_release_over_the_network(address: str, releases: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    name = release.latest(releases).name
    report = frictionless.validate(f"{address}/files/{name}/datapackage.json")
    assert report.valid, report.flatten(["title", "message"])[:5]
