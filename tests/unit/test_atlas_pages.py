"""The Atlas as its readers meet it, without a browser."""

import csv
import io
import json
import re
import shutil
from importlib import resources

import pytest

from mutualis import release
from mutualis.atlas.headers import POLICY
from published_country import YEARS, Reader, publish_country


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("atlas")
    publish_country(folder)
    return folder


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def test_it_opens_on_the_arrondissements_of_the_newest_year(reader):
    page = reader.ask("/").text
    assert f'<option value="{YEARS[-1]}" selected>' in page
    assert '<option value="arrondissement" selected>' in page
    assert page.count('<a href="#area-') >= 43
    assert '<svg class="map"' in page


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("level", release.LEVELS)
def test_every_level_has_a_page_in_every_language(reader, language, level):
    answer = reader.ask(f"/?level={level}&lang={language}&year={YEARS[0]}&indicator=antibiotics_ddd")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


def test_a_map_before_the_mergers_draws_the_municipalities_of_later_together(reader):
    page = reader.ask(f"/?level=municipality&year={YEARS[0]}&lang=en&indicator=gp_contact").text
    assert len(re.findall(r'aria-label="[^"]*merged later from', page)) == 14
    antwerp = re.search(r'aria-label="(Antwerp: merged later[^"]*)"', page)[1]
    assert "Borsbeek" in antwerp
    assert "together" in antwerp
    after = reader.ask(f"/?level=municipality&year={YEARS[1]}&lang=en&indicator=gp_contact").text
    assert "merged later" not in after


def test_a_keyboard_meets_each_municipality_once(reader):
    page = reader.ask(f"/?level=municipality&year={YEARS[1]}&lang=en").text
    drawing = page[page.index('<svg class="map"') : page.index("</section>")]
    links = re.findall(r'<a href="#area-(\d{5})"', drawing)
    assert len(links) == len(set(links)) == 565
    assert all(f'<tr id="area-{code}">' in page for code in links)


def test_small_numbers_are_hatched_and_named_and_have_no_figure(reader):
    page = reader.ask(f"/?level=municipality&year={YEARS[1]}&lang=en&indicator=gp_contact").text
    assert 'fill="url(#small)"' in page
    row = re.search(r'<tr id="area-\d+">(?:(?!</tr>).)*?Small number.*?</tr>', page, re.S)[0]
    assert "<rect" not in row


def test_no_page_and_no_download_shows_a_suppressed_figure(reader, folder):
    read = release.read(release.latest(folder))
    for (name, year, level), figures in read.figures_by.items():
        hidden = {each.area_code for each in figures if each.status == "suppressed"}
        table = csv.DictReader(io.StringIO(reader.ask(f"/figures.csv?indicator={name}&year={year}&level={level}").text))
        for row in table:
            assert (row["value"] == "") == (row["status"] != "shown")
            assert row["area_code"] not in hidden or row["numerator"] == ""


def test_the_csv_is_machine_clean(reader, folder):
    answer = reader.ask("/figures.csv?indicator=mean_copayment&level=region&lang=fr")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "mean_copayment-2025-region" in answer.headers["content-disposition"]
    assert [row["area_code"] for row in rows] == ["02000", "03000", "04000"]
    assert all(re.fullmatch(r"\d+\.\d\d", row["value"]) for row in rows)
    assert {row["release"] for row in rows} == {release.latest(folder).name}


@pytest.mark.parametrize(
    ("sort", "order"), [("value", "asc"), ("value", "desc"), ("denominator", "desc"), ("code", "desc")]
)
def test_the_table_is_sorted_by_links(reader, sort, order):
    page = reader.ask(f"/?indicator=gp_contact&level=province&lang=en&sort={sort}&order={order}").text
    assert f'aria-sort="{"ascending" if order == "asc" else "descending"}"' in page
    column = {
        "value": r'<td class="number">([\d.]+)</td>',
        "denominator": r'people">([\d,]+)</td>',
        "code": r'"code">(\d+)</td>',
    }
    found = [float(text.replace(",", "")) for text in re.findall(column[sort], page)]
    assert len(found) == 11
    assert found == sorted(found, reverse=order == "desc")


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/?year=1999", 400, "There is 2023, 2025"),
        ("/?indicator=x", 400, "There is insured, gp_contact"),
        ("/?level=street", 400, "There is country, region, province"),
        ("/?lang=es", 400, "There is nl, fr, de, en"),
        ("/?sort=age", 400, "There is name, code, value"),
        ("/?moon=1", 400, "It knows indicator"),
        ("/?release=../../etc", 404, "There is: 20"),
        ("/nowhere", 404, "figures.csv"),
        ("/static/../app.py", 404, "figures.csv"),
    ],
)
def test_what_is_not_there_gets_a_page_that_says_what_there_is(reader, address, status, says):
    answer = reader.ask(address)
    assert answer.status_code == status
    assert says in answer.text
    assert "<h1>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_what_a_reader_types_never_comes_back(reader):
    assert "<script>" not in reader.ask("/?indicator=<script>alert(1)</script>").text
    assert "alert" not in reader.ask("/?<script>alert(1)</script>=1").text


@pytest.mark.parametrize("address", ["/", "/?year=1", "/x", "/figures.csv", "/static/atlas.css"])
def test_every_answer_carries_the_strict_headers(reader, address):
    headers = reader.ask(address).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_need_no_script_and_no_inline_style(reader):
    page = reader.ask("/?level=municipality").text
    assert "<script" not in page
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r'(?:src|href)="https?://', page)


def test_head_answers_like_get_without_a_body(reader):
    for address in ("/", "/figures.csv"):
        got, head = reader.ask(address), reader.ask(address, "HEAD")
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["etag"] == got.headers["etag"]


def test_an_unchanged_page_is_not_sent_again(reader):
    tag = reader.ask("/?lang=en").headers["etag"]
    again = reader.ask("/?lang=en", if_none_match=tag)
    assert again.status_code == 304
    assert again.content == b""
    assert reader.ask("/?lang=fr", if_none_match=tag).status_code == 200


def test_every_internal_link_of_a_page_answers(reader):
    page = reader.ask("/?lang=en&level=province").text
    links = {each.replace("&amp;", "&").split("#")[0] for each in re.findall(r'(?:href|src)="(/[^"]*)"', page)}
    assert len(links) > 8
    assert {each: reader.ask(each).status_code for each in links} == dict.fromkeys(links, 200)


def test_a_pinned_release_stays_and_a_newer_one_shows_without_a_restart(tmp_path):
    publish_country(tmp_path)
    reader, first = Reader(tmp_path), release.latest(tmp_path).name
    assert f"Release {first}" in reader.ask("/?lang=en").text
    publish_country(tmp_path, version=2)
    second = release.latest(tmp_path).name
    assert second != first
    assert f"Release {second}" in reader.ask("/?lang=en").text
    assert f"Release {first}" in reader.ask(f"/?lang=en&release={first}").text


def test_without_a_release_the_page_says_what_to_do(tmp_path):
    answer = Reader(tmp_path).ask("/?lang=en")
    assert answer.status_code == 503
    assert "Publish one" in answer.text


def test_a_damaged_release_is_not_shown(folder, tmp_path):
    copy = tmp_path / "releases"
    shutil.copytree(folder, copy)
    figures = release.latest(copy) / "figures.csv"
    figures.chmod(0o644)
    figures.write_text(figures.read_text().replace("suppressed", "shown"))
    answer = Reader(copy).ask("/?lang=en")
    assert answer.status_code == 400
    assert "damaged" in answer.text


def test_a_geometry_pack_replaces_the_schematic_map(folder, tmp_path, monkeypatch):
    built_in = resources.files("mutualis.reference").joinpath("geometry/communes_565_schematic.topo.json")
    (tmp_path / "municipalities.topo.json").write_bytes(built_in.read_bytes())
    (tmp_path / "pack.json").write_text(json.dumps({"label": "official", "credit": "A mapmaker"}))
    monkeypatch.setenv("MUTUALIS_GEOMETRY", str(tmp_path))
    page = Reader(folder).ask("/?lang=en").text
    assert "A mapmaker" in page
    assert "Schematic map" not in page
