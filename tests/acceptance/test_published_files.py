"""The release of a country that went the whole way: its files are valid, and the Atlas shows what it has."""

import json
import re
from pathlib import Path

import jsonstat_validator
import pytest
from csvw import CSVW

from atlas_country import Reader
from mutualis import release
from mutualis.pipeline import Workspace
from mutualis.reference import publication_plan


@pytest.fixture(scope="module")
def folder(country: Workspace) -> Path:
    return release.latest(country.releases)


def test_the_published_csv_is_valid_by_its_metadata(folder: Path) -> None:
    checked = CSVW(str(folder / "figures.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]
    assert [str(table.url) for table in checked.tables] == ["figures.csv", "areas.csv"]


def test_every_published_json_stat_cube_is_valid(folder: Path) -> None:
    there = release.read(folder)
    cubes = sorted((folder / "jsonstat").iterdir())
    wanted = {f"{indicator}-{level}.json" for indicator, _, level, _ in there.figures_by}
    assert {path.name for path in cubes} == wanted
    assert len(wanted) > 2 * len(there.indicators)
    for path in cubes:
        assert jsonstat_validator.validate_jsonstat(json.loads(path.read_text(encoding="utf-8"))), path.name


def test_the_atlas_offers_every_indicator_at_the_levels_that_a_small_country_has(country: Workspace) -> None:
    reader, there = Reader(country.releases), release.read(release.latest(country.releases))
    assert there.indicators == publication_plan().released
    for indicator in there.indicators:
        page = reader.ask(f"/?lang=nl&indicator={indicator}").text
        levels = re.findall(r'<option value="(\w+)"', re.search(r'<select id="level".*?</select>', page, re.S)[0])
        assert levels == list(there.levels_of(indicator, there.years[-1]))
        for level in levels:
            for split in there.splits_of(indicator, there.years[-1], level):
                for path in ("/", "/trend"):
                    answer = reader.ask(f"{path}?indicator={indicator}&level={level}&split={split}&lang=fr")
                    assert answer.status_code == 200, (indicator, level, split, path)
                    assert 'role="status"' not in answer.text
