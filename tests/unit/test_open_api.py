"""The interface for programs: what it answers is what the release holds, and what it describes is what it does."""

import json
import re

import pytest

from atlas_country import Reader, publish_atlas, published
from mutualis import release
from mutualis.atlas.open.formats import FORMATS
from mutualis.atlas.pages import PAGES
from mutualis.atlas.rows import COLUMNS
from mutualis.atlas.view import FIND, NAMES
from mutualis.release import LANGUAGES

V1 = "/api/v1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def held(folder):
    return release.read(release.latest(folder))


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def got(reader, address):
    answer = reader.ask(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_figures_are_those_of_the_release(reader, held):
    said = got(reader, f"{V1}/figures?indicator=gp_contact&year=2025&level=arrondissement&split=total&lang=nl&size=500")
    figures = held.figures("gp_contact", 2025, "arrondissement")
    assert said["total"] == len(figures)
    for told, figure in zip(said["figures"], figures, strict=True):
        assert tuple(told) == COLUMNS
        assert told["value"] == (None if figure.value is None else float(figure.value))
        assert (told["numerator"], told["denominator"]) == (figure.numerator, figure.denominator)
        assert told["status"] == figure.status
        assert bool(told["reason"]) == (figure.status != "shown")


def test_the_csv_of_a_page_and_the_interface_say_the_same(reader):
    rows = got(reader, "/map.json?indicator=gp_contact&year=2023&level=province&lang=fr")["figures"]
    said = got(reader, f"{V1}/figures?indicator=gp_contact&year=2023&level=province&split=total&lang=fr")
    assert said["figures"] == rows


def test_pages_add_up_to_the_whole_without_doubles(reader, held):
    address, seen = f"{V1}/figures?indicator=mean_copayment&level=region&level=country&size=70", []
    while address:
        said = got(reader, address)
        seen += [
            (each["year"], each["level"], each["area_code"], each["split"], each["category"])
            for each in said["figures"]
        ]
        address = said["next"]
    assert len(seen) == len(set(seen)) == said["total"]
    assert got(reader, said["previous"])["page"] == said["page"] - 1
    assert got(reader, f"{V1}/figures?page=1000000")["figures"] == []


def test_filters_take_several_values_and_all_must_hold(reader):
    said = got(reader, f"{V1}/figures?area=11000&area=BE&indicator=insured&year=2022&split=sex&category=1")
    assert [(each["area_code"], each["category"]) for each in said["figures"]] == [("BE", "1"), ("11000", "1")]
    hidden = got(reader, f"{V1}/figures?status=suppressed&size=1000")["figures"]
    assert hidden
    assert all(each["value"] is each["low"] is each["numerator"] is each["standardised"] is None for each in hidden)


def test_availability_counts_what_is_there_and_what_is_hidden(reader, held):
    said = got(reader, f"{V1}/availability")["available"]
    assert sum(each["figures"] for each in said) == held.figures_by.table.num_rows
    for each in said:
        assert each["shown"] + each["suppressed"] <= each["figures"]
        at = (each["indicator"], each["year"], each["level"])
        assert tuple(each["splits"]) == held.splits_of(*at)
        for split, categories in each["splits"].items():
            assert tuple(categories) == held.categories_of(*at, split)


def test_areas_name_the_area_that_they_lie_in(reader, held):
    said = got(reader, f"{V1}/areas?year=2025&level=province&level=region&lang=de")["areas"]
    codes = {each["code"] for each in said if each["level"] == "region"} | {"BE"}
    assert {each["parent_code"] for each in said} == codes
    assert said[0]["name"] == held.area_name(2025, "region", said[0]["code"], "de")


def test_indicators_say_their_definition_and_versions_in_the_language_asked_for(reader, held):
    for language in LANGUAGES:
        (said,) = got(reader, f"{V1}/indicators?indicator=antibiotics_ddd&lang={language}")["indicators"]
        sheet = held.sheet("antibiotics_ddd")
        assert (said["title"], said["unit"]) == (sheet.text("title", language), sheet.text("unit", language))
        assert said["definition_version"] == sheet.version


def test_an_old_release_is_asked_for_by_name(tmp_path):
    old = publish_atlas(tmp_path, ("gp_contact",))
    new = publish_atlas(tmp_path, ("gp_contact", "insured"))
    reader = Reader(tmp_path)
    found = got(reader, f"{V1}/releases")["releases"]
    assert {(each["id"], each["is_latest"]) for each in found} == {(old.name, False), (new.name, True)}
    assert got(reader, f"{V1}/figures?release={old.name}")["figures"][0]["release"] == old.name
    assert reader.ask(f"{V1}/figures?release={old.name}&indicator=insured").status_code == 404
    assert got(reader, f"{V1}/figures?indicator=insured")["release"] == new.name


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("figures?indicator=moon", 404, "gp_contact"),
        ("figures?year=1950", 404, "2022, 2023, 2025"),
        ("figures?area=99999", 404, "BE"),
        ("figures?split=height", 404, "sex*age_class"),
        ("figures?release=2020", 404, "2026-11-22"),
        ("figures?level=street", 422, "level"),
        ("figures?size=1001", 422, "size"),
        ("figures?moon=1", 422, "moon"),
        ("areas?page=0", 422, "page"),
        ("moon", 404, ""),
    ],
)
def test_a_mistake_is_a_problem_that_says_what_there_is(reader, asked, status, says):
    answer = reader.ask(f"{V1}/{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert says in said["detail"]
    assert said["status"] == status


def test_what_was_sent_is_not_repeated(reader):
    for asked in ("figures?year=85073003328", "figures?indicator=85073003328", "figures?level=85073003328"):
        assert "85073003328" not in reader.ask(f"{V1}/{asked}").text


def test_another_method_is_refused_and_told_which_there_is(reader):
    answer = reader.ask(f"{V1}/releases", method="POST")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


def test_the_description_fixes_the_codes_of_the_release(reader, held):
    said = got(reader, "/openapi.json")
    (asked,) = (each for each in said["paths"][f"{V1}/figures"]["get"]["parameters"] if each["name"] == "indicator")
    assert asked["schema"]["items"]["enum"] == list(held.indicators)
    assert "/map.csv" in said["paths"]
    assert "/trend.jsonstat" in said["paths"]
    named = {each["operationId"] for path in said["paths"].values() for each in path.values()}
    assert len(named) == len(said["paths"])
    used = {part.split('"')[0] for part in json.dumps(said).split("#/components/schemas/")[1:]}
    assert used <= set(said["components"]["schemas"])


def described(said, path):
    """The parameters of an address by name, those of pages looked up."""
    found = [
        said["components"]["parameters"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each
        for each in said["paths"][path]["get"]["parameters"]
    ]
    return {each["name"]: each for each in found}


def test_every_format_of_every_page_is_described_with_all_that_its_address_may_say(reader):
    said = got(reader, "/openapi.json")
    paths = {f"/{page.name}.{suffix}" for page in PAGES.values() if page.figures for suffix in FORMATS}
    assert {path for path in said["paths"] if not path.startswith(V1)} == paths
    assert {frozenset(described(said, path)) for path in paths} == {frozenset((*NAMES, FIND))}
    assert all(each["description"] for each in said["components"]["parameters"].values())


def test_the_code_takes_each_part_that_is_described_and_no_other(reader):
    """What the code takes is asked of the code itself: the names in its answer to a part that it does not know."""
    told = reader.ask("/compare.json?lang=en&moon=1").json()["detail"]
    parts = described(got(reader, "/openapi.json"), "/compare.csv")
    assert set(told.partition(": ")[2].rstrip(".").split(", ")) == set(parts) - {FIND}
    values = {"group": "21004,21015", "group_name": "Zone", "find": "Antwerpen", "areas": "11000,BE"}
    for name, each in parts.items():
        value = values.get(name) or next(iter(each["schema"].get("enum", ("11000",))))
        assert reader.ask(f"/compare.csv?{name}={value}").status_code == 200, name


def test_a_list_in_the_description_is_as_long_as_the_code_takes(reader, held):
    parts = described(got(reader, "/openapi.json"), "/compare.csv")
    for name in ("areas", "group"):
        there = sorted(held.areas(2025, "municipality"))
        assert all(re.fullmatch(parts[name]["schema"]["items"]["pattern"], each) for each in (*there, "BE"))
        most = parts[name]["schema"]["maxItems"]
        assert reader.ask(f"/compare.csv?{name}={','.join(there[:most])}").status_code in (200, 403)
        assert reader.ask(f"/compare.csv?{name}={','.join(there[: most + 1])}").status_code == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_it_has_examples_that_answer(reader, language):
    page = reader.ask(f"/api?lang={language}")
    assert f'<html lang="{language}">' in page.text
    links = {part.split('"')[0].replace("&amp;", "&") for part in page.text.split('href="')[1:]}
    asked = sorted(each for each in links if each.startswith(("/api", "/map", "/sdmx", "/openapi", "/files")))
    assert len(asked) > 15
    wanted = [each for each in asked if ".png" not in each][: None if language == "en" else 3]
    assert {each: reader.ask(each).status_code for each in wanted} == dict.fromkeys(wanted, 200)
