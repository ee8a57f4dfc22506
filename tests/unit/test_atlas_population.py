"""The public dashboards: every number is a figure of the release, and nothing small is told."""

import html
import json
import re
from decimal import Decimal

import pytest

from atlas_country import HIDDEN, Reader
from mutualis import reference, release
from mutualis.picture.summed import together
from mutualis.reference import first_line_zones, geography, population_dashboard, written
from provider_world import PRACTICES, publish_world

LANGUAGES = ("nl", "fr", "de", "en")
AREAS = ("", "02000", "20001", "24000", "24062", "zone:leuven-noord", "24062,24038")
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("population")
    publish_world(there)
    return there / "releases"


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


@pytest.fixture(scope="module")
def newest(folder):
    return release.read(release.latest(folder))


def address(**state):
    return "/population?" + "&".join(f"{name}={value}" for name, value in state.items() if value)


def tile_of(page, indicator):
    return page[page.index(f'id="tile-{indicator}"') :].split("</li>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_every_place_has_a_dashboard_in_every_language(reader, area, language):
    answer = reader.ask(address(area=area, lang=language, year="2023"))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("condition", ["all", "heart_failure", "diabetes", "copd"])
def test_every_condition_has_a_dashboard_that_says_what_the_release_lacks(reader, newest, condition):
    page = reader.ask(address(area="02000", condition=condition, lang="nl")).text
    for aim, names in population_dashboard().conditions[condition].items():
        assert f'id="aim-{aim}"' in page
        for name in names:
            if name not in newest.sheets:
                assert html.escape(reference.text(f"indicators.{name}.title", "nl"), quote=False) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_a_tile_is_the_figure_of_the_release(reader, newest, language):
    page = reader.ask(address(area="11000", year=2023, lang=language)).text
    for name in ("gp_contact", "antibiotics_ddd", "mean_copayment"):
        (figure,) = [each for each in newest.figures(name, 2023, "arrondissement") if each.area_code == "11000"]
        tile = html.unescape(tile_of(page, name))
        assert f"<strong>{written(figure.value, language)}</strong>" in tile
        (country,) = newest.figures(name, 2023, "country")
        assert written(country.value, language) in tile


def told_numbers(page, language):
    """Every number in the visible words of a page's content."""
    body = re.sub(r"<(svg|select|head|footer|form)\b.*?</\1>", " ", page, flags=re.S)
    words = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return set(NUMBER.findall(words))


def known_numbers(newest, language):
    """All numbers that the release holds, as a page writes them."""
    table = newest.figures_by.table
    found = set()
    for column in ("value", "low", "high"):
        found |= {written(Decimal(each), language) for each in set(table[column].to_pylist()) if each}
    found |= {written(each, language) for each in set(table["numerator"].to_pylist()) if each is not None}
    return found


@pytest.mark.parametrize("area", ["", "02000", "24000", "24062"])
def test_no_number_stands_on_the_page_that_the_release_does_not_hold(reader, newest, area):
    known = known_numbers(newest, "en")
    ages = {part for row in reference.codelist("age_class").valid() for part in re.findall(r"\d+", row["code"])}
    page = reader.ask(address(area=area, year=2023, lang="en", indicator="gp_contact")).text
    told = told_numbers(page.replace(newest.id, "").replace(newest.short_root, ""), "en")
    words = {"2023", "95", "4.0", "1000", "565", "2026", *ages}  # years, intervals, units, the credit of the map
    few = {each for each in told if re.fullmatch(r"\d{1,2}", each)}  # how many names a list has
    assert len(told & known) > 10
    assert told - known - words - few == set()


def test_a_hidden_figure_is_hatched_words_and_no_number(reader):
    for name, _, code in sorted(HIDDEN):
        tile = tile_of(reader.ask(address(area=code, year=2023, lang="en")).text, name)
        assert "<strong>" not in tile
        assert "Small number" in tile


def test_a_zone_is_the_ratio_of_the_sums_of_its_municipalities(reader, newest):
    members = first_line_zones()["leuven-noord"].municipalities
    found = {each.area_code: each for each in newest.figures("gp_contact", 2023, "municipality")}
    figure = together(newest, "gp_contact", 2023, [found[code] for code in members])
    page = reader.ask(address(area="zone:leuven-noord", year=2023, lang="en")).text
    tile = tile_of(page, "gp_contact")
    if figure.value is None:
        assert "<strong>" not in tile
    else:
        assert f"<strong>{written(figure.value, 'en')}</strong>" in tile
    assert reference.text("dashboard.zone_note", "en") in html.unescape(page)


def test_a_group_with_a_hidden_member_has_no_figure_and_says_how_many(reader, newest):
    figures = newest.figures("gp_contact", 2023, "municipality")
    hidden = next(each.area_code for each in figures if each.status == "suppressed")
    shown = next(each.area_code for each in figures if each.status == "shown")
    tile = tile_of(reader.ask(address(area=f"{hidden},{shown}", year=2023, lang="en")).text, "gp_contact")
    assert "<strong>" not in tile
    assert reference.text("dashboard.hidden_members", "en", number=1) in tile


@pytest.mark.parametrize("code", sorted(first_line_zones()))
def test_the_municipalities_of_a_zone_are_those_of_today(code):
    there = {each for level, each in geography(2025).parents if level == "municipality"}
    assert set(first_line_zones()[code].municipalities) <= there


def test_no_municipality_is_in_two_zones():
    members = [each for zone in first_line_zones().values() for each in zone.municipalities]
    assert len(members) == len(set(members))


def test_drilling_down_ends_at_what_is_published(reader, newest):
    page = reader.ask(address(area="24000", year=2023, lang="en", indicator="gp_contact")).text
    rows = re.findall(r'<tr id="area-(\d+)">', page)
    inside = {c for c, each in newest.areas(2023, "municipality").items() if each.parent_code == "24000"}
    assert set(rows) == inside
    finest = reader.ask(address(area="24062", year=2023, lang="en", indicator="gp_contact")).text
    assert reference.text("dashboard.inside_none", "en") in html.unescape(finest)


def test_every_link_of_the_map_is_a_row(reader):
    page = reader.ask(address(area="02000", year=2023, lang="en", indicator="gp_contact")).text
    targets = set(re.findall(r'href="#(area-\d+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="(area-\d+)"', page))


def test_the_funnel_has_anonymous_points_alone(reader):
    page = reader.ask(address(lang="en", year=2023, indicator="gp_contact")).text
    drawing = page[page.index('id="funnel-title"') :]
    assert drawing.count("<circle") > 10
    assert "#8a1538" not in drawing
    assert not [each for each in PRACTICES if each in page]


def test_an_indicator_without_figures_by_practice_says_so(reader):
    page = reader.ask(address(lang="en", indicator="mean_copayment")).text
    assert reference.text("dashboard.funnel_none", "en") in page


@pytest.mark.parametrize(
    "query",
    [
        "area=99999",
        "area=zone:nowhere",
        "area=24062,1",
        "condition=flu",
        "year=1999",
        "lang=it",
        "indicator=x",
        "what=1",
    ],
)
def test_what_is_not_there_is_a_clear_page(reader, query):
    answer = reader.ask(f"/population?{query}")
    assert answer.status_code == 400
    assert 'class="error"' in answer.text


def test_a_page_is_kept_by_its_fingerprint(reader):
    first = reader.ask("/population?lang=en")
    assert reader.ask("/population?lang=en", if_none_match=first.headers["etag"]).status_code == 304


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tile_may_stand_in_a_frame_and_no_other_page_may(reader, language):
    answer = reader.ask(f"/tile?indicator=gp_contact&area=11000&year=2023&lang={language}")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "<strong>" in answer.text
    other = reader.ask(f"/population?lang={language}")
    assert "frame-ancestors 'none'" in other.headers["content-security-policy"]
    assert other.headers["x-frame-options"] == "DENY"


def test_a_tile_of_a_hidden_figure_has_no_number(reader):
    assert "<strong>" not in reader.ask("/tile?indicator=gp_contact&area=13000&year=2023&lang=en").text


def test_oembed_gives_the_frame_of_a_tile_within_the_room_asked_for(reader):
    answer = reader.ask("/oembed?url=http%3A%2F%2Fatlas%2Ftile%3Findicator%3Dgp_contact%26area%3D11000&maxwidth=200")
    said = answer.json()
    assert (said["version"], said["type"], said["width"]) == ("1.0", "rich", 200)
    assert re.match(r'<iframe src="http://atlas/tile\?[^"<>]+" title="[^"]+" width="200"', said["html"])


@pytest.mark.parametrize("url", ["http://elsewhere/tile", "http://atlas/population", ""])
def test_oembed_of_something_else_is_refused(reader, url):
    assert reader.ask(f"/oembed?url={url}").status_code == 404


def test_oembed_in_xml_is_not_there(reader):
    assert reader.ask("/oembed?url=http://atlas/tile&format=xml").status_code == 501


def test_the_card_needs_no_patient_and_repeats_nothing_of_one(reader):
    services = reader.ask("/cds-services").json()["services"]
    assert [each["id"] for each in services] == ["population-dashboard"]
    assert "prefetch" not in services[0]
    answer = reader.ask("/cds-services/population-dashboard", "POST")
    (card,) = answer.json()["cards"]
    assert len(card["summary"]) < 140
    assert card["indicator"] in {"info", "warning", "critical"}
    assert card["links"][0]["type"] == "absolute"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "patient" not in json.dumps(card["links"])


def test_answers_that_hold_their_own_address_are_not_kept_for_other_names(reader):
    for path in ("/fhir/metadata", "/tile?indicator=gp_contact"):
        assert "Host" in reader.ask(path).headers["vary"]
