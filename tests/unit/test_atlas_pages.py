"""The Atlas as its readers meet it, without a browser."""

import html
import re
import shutil

import pytest

from atlas_country import HIDDEN, UNINSURED, YEARS, Reader, publish_atlas, published
from geometry_packs import pack_of
from mutualis import atlas, reference, release
from mutualis.atlas.headers import POLICY

PAGES = ("/", "/trend", "/fiche", "/release")
EVERYTHING = {
    "indicator": "gp_contact",
    "year": "2023",
    "level": "province",
    "split": "sex*age_class",
    "category": "2*65-74",
    "area": "10000",
    "show": "crude",
    "classes": "equal",
    "sort": "value",
    "order": "desc",
    "lang": "fr",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def address(path="/", **state):
    return f"{path}?" + "&".join(f"{name}={value}" for name, value in state.items())


def drawing(page):
    return page[page.index('<svg class="map"') : page.index("</section>", page.index('<svg class="map"'))]


def chosen(page, name):
    options = re.search(rf'<select id="{name}".*?</select>', page, re.S)[0]
    return re.search(r'<option value="([^"]*)" selected', options)[1]


def test_it_opens_on_the_arrondissements_of_the_newest_year(reader):
    page = reader.ask("/").text
    assert (chosen(page, "year"), chosen(page, "level"), chosen(page, "split")) == (
        "2025",
        "arrondissement",
        "total",
    )
    assert drawing(page).count('<a href="#area-') == 43


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_every_language(reader, language, path):
    answer = reader.ask(address(path, lang=language, indicator="antibiotics_ddd", level="province"))
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("level", release.LEVELS)
def test_every_level_and_each_of_its_splits_has_a_map_page(reader, folder, level):
    there = release.read(release.latest(folder))
    for split in there.splits_of("gp_contact", 2023, level):
        page = reader.ask(address(indicator="gp_contact", year=2023, level=level, split=split)).text
        assert ('<svg class="map"' in page) == (level != "country")
        assert "<table" in page


def test_a_split_shows_one_category_on_the_map_and_all_in_the_table(reader):
    page = reader.ask(address(indicator="gp_contact", level="province", split="sex", category="2", lang="en")).text
    assert chosen(page, "category") == "2"
    assert "women" in re.search(r"<h1>.*?</h1>", page, re.S)[0]
    row = re.search(r'<tr id="area-10000">.*?</tr>', page, re.S)[0]
    assert row.count('<td class="number') == 2
    selected = re.search(r'<td class="number on">([\d.]+)', row)[1]
    assert f"Antwerp: {selected} (" in drawing(page)


def test_crude_and_standardised_figures_are_a_link_apart(reader):
    crude = reader.ask(address(indicator="gp_contact", level="province", lang="en")).text
    link = re.search(r'<a href="(/\?[^"]*show=standardised[^"]*)"', crude)[1].replace("&amp;", "&")
    standardised = reader.ask(link).text
    assert drawing(crude) != drawing(standardised)
    row = re.search(r'<tr id="area-10000">.*?</tr>', standardised, re.S)[0]
    assert re.search(r'<td class="number on">([\d.]+)', row)[1] in drawing(standardised)
    assert "standardised for age and sex" in standardised


def test_standardised_figures_stay_where_there_are_none(reader):
    page = reader.ask(address(indicator="gp_contact", level="municipality", show="standardised", lang="en")).text
    assert "Standardised figures are not published for this" in page
    assert 'role="status"' in page


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"level": "municipality", "split": "sex"}, "That split is not published at this level"),
        ({"level": "province", "area": "11001"}, "That area is not one of this level"),
        ({"level": "municipality", "split": "total", "category": "1"}, ""),
    ],
)
def test_what_is_not_published_together_gives_way_and_says_so(reader, state, says):
    answer = reader.ask(address(lang="en", **state))
    assert answer.status_code == 200
    assert (says in answer.text) if says else ('role="status"' not in answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_the_permanent_link_holds_the_whole_state_and_the_release(reader, folder, path):
    name = release.latest(folder).name
    page = reader.ask(address(path, **EVERYTHING)).text
    link = re.search(rf'<a href="{path}\?([^"]*release={name}[^"]*)"', page)[1].replace("&amp;", "&")
    held = dict(each.split("=") for each in link.split("&"))
    assert held == {key: value.replace("*", "%2A") for key, value in EVERYTHING.items()} | {"release": name}
    again = reader.ask(f"{path}?{link}").text
    assert all(chosen(again, part) == EVERYTHING[part] for part in ("indicator", "year", "level", "split", "category"))


def test_a_form_keeps_what_it_does_not_ask(reader):
    page = reader.ask(address(show="standardised", classes="equal", lang="nl", area="21000")).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page))
    assert hidden == {"area": "21000", "lang": "nl", "show": "crude", "classes": "equal"}
    assert re.search(r'<form [^>]*method="get"', page)
    assert '<button type="submit">' in page


def test_indicators_stand_in_groups_in_menu_and_form(reader):
    page = reader.ask("/?lang=en").text
    assert re.findall(r"<summary[^>]*>(\w+)</summary>", page) == ["Population", "Contacts", "Medicines", "Payments"]
    assert re.findall(r'<optgroup label="(\w+)">', page) == ["Population", "Contacts", "Medicines", "Payments"]


def test_a_map_before_the_mergers_draws_the_municipalities_of_later_together(reader):
    page = reader.ask(address(level="municipality", year=2023, lang="en", indicator="gp_contact")).text
    assert len(re.findall(r'aria-label="[^"]*merged later from', page)) == 14
    assert "Borsbeek" in re.search(r'aria-label="(Antwerp: merged later[^"]*)"', page)[1]
    after = reader.ask(address(level="municipality", year=2025, lang="en", indicator="gp_contact")).text
    assert "merged later" not in after


def test_a_keyboard_meets_each_municipality_once(reader):
    page = reader.ask(address(level="municipality", year=2025, lang="en")).text
    links = re.findall(r'<a href="#area-(\d{5})"', drawing(page))
    assert len(links) == len(set(links)) == 565
    assert all(f'<tr id="area-{code}">' in page for code in links)


def test_hidden_areas_are_hatched_listed_and_said(reader):
    page = reader.ask(address(indicator="gp_contact", lang="en")).text
    for code in (code for _, _, code in HIDDEN):
        patch = re.search(rf'<a href="#area-{code}" aria-label="([^"]*)"><title>([^<]*)</title><path ([^>]*)', page)
        assert patch[1] == patch[2]
        assert patch[1].endswith(": small number")
        assert 'fill="url(#small)"' in patch[3]
        assert re.search(rf'<ul class="names">.*?#area-{code}"', page, re.S)
        row = re.search(rf'<tr id="area-{code}">.*?</tr>', page, re.S)[0]
        assert "Small number" in row
        assert "<rect" not in row


def test_areas_without_insured_look_and_read_otherwise_than_hidden_ones(reader):
    page = reader.ask(address(level="municipality", year=2025, lang="en", indicator="gp_contact")).text
    patch = re.search(rf'<a href="#area-{UNINSURED}" aria-label="([^"]*)">.*?<path class="(\w+)"', page)
    assert patch.groups() == ("Herstappe: nobody to count", "none")


def test_the_trend_breaks_off_where_a_year_is_hidden_and_has_the_same_numbers_as_a_table(reader):
    page = reader.ask(address("/trend", indicator="gp_contact", area="21000", lang="en")).text
    drawn = re.findall(r'<text class="label [^>]*>([^<]*)<', page)
    table = re.findall(r'<td class="number">([^<]*?) ?<', page)
    assert sorted(drawn) == sorted(table)
    assert len(table) == 2 * len(YEARS)
    assert page.count('<path class="band own"') == 2, "one in the chart, one in the key"
    hidden = reader.ask(address("/trend", indicator="gp_contact", area="13000", lang="en")).text
    assert hidden.count("Small number") == len(YEARS)
    assert '<circle class="own" cx="17"' in hidden
    assert len(re.findall(r'<circle class="own"', hidden)) == 1, "only in the key"


def test_the_trend_of_a_merged_municipality_has_the_years_of_its_code(reader):
    page = reader.ask(address("/trend", level="municipality", year=2025, area="46030", lang="en")).text
    assert page.count("No figure") == 2


def test_the_fiche_is_the_one_of_the_release(reader, folder):
    there = release.read(release.latest(folder))
    for language in release.FICHE_LANGUAGES:
        page = reader.ask(address("/fiche", indicator="gp_contact", lang=language)).text
        for section in there.sheet("gp_contact").fiche[language]:
            assert section["title"] in html.unescape(page)
        assert '<div class="fiche">' in page, "the fiche is in the language of the page"


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/?year=1"])
def test_every_page_shows_the_root_and_links_to_what_it_means(reader, folder, path):
    page = reader.ask(path).text
    root = release.read(release.latest(folder)).short_root
    assert f'<code class="root">{root}</code>' in page
    assert re.search(r'href="/release\?[^"]*#root"', page)
    assert release.read(release.latest(folder)).root in reader.ask("/release?lang=fr").text


@pytest.mark.parametrize(("sort", "order"), [("value", "asc"), ("value", "desc"), ("denominator", "desc")])
def test_the_table_is_sorted_by_links(reader, sort, order):
    page = reader.ask(address(indicator="gp_contact", level="province", lang="en", sort=sort, order=order)).text
    assert f'aria-sort="{"ascending" if order == "asc" else "descending"}"' in page
    column = {"value": r'<td class="number on">([\d.]+)<', "denominator": r'people">([\d,]+)</td>'}
    found = [float(text.replace(",", "")) for text in re.findall(column[sort], page)]
    assert len(found) == 11
    assert found == sorted(found, reverse=order == "desc")


def test_a_matrix_is_sorted_by_the_category_of_its_column(reader):
    state = {"indicator": "gp_contact", "level": "province", "split": "sex", "lang": "en"}
    page = reader.ask(address(**state)).text
    link = re.search(r'<a href="([^"]*category=2[^"]*)#table"', page)[1].replace("&amp;", "&")
    found = [float(each) for each in re.findall(r'<td class="number on">([\d.]+)', reader.ask(link).text)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("/?year=1999", 400, "2022, 2023, 2025"),
        ("/?indicator=x", 400, "insured, gp_contact"),
        ("/?level=street", 400, "country, region, province"),
        ("/?split=height", 400, "sex"),
        ("/?split=sex&category=9", 400, "1, 2"),
        ("/?area=99999", 404, ""),
        ("/?show=all", 400, "crude, standardised"),
        ("/?lang=es", 400, "nl, fr, de, en"),
        ("/?sort=age", 400, "name, code, value"),
        ("/?moon=1", 400, "indicator"),
        ("/?release=../../etc", 404, "2026-11-22"),
        ("/nowhere", 404, "figures.csv"),
        ("/static/../app.py", 404, "figures.csv"),
        ("/files/x/figures.csv", 404, "2026-11-22"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_is_not_there_gets_a_page_in_the_readers_language(reader, asked, status, says, language):
    answer = reader.ask(asked, accept_language=language)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert reference.text(f"atlas.error_{status}", language) in answer.text.replace("&#39;", "'")
    assert says in answer.text
    assert "There is" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_what_a_reader_types_never_comes_back(reader):
    assert "<script>" not in reader.ask("/?indicator=<script>alert(1)</script>").text
    assert "alert" not in reader.ask("/?<script>alert(1)</script>=1").text


@pytest.mark.parametrize("path", [*PAGES, "/?year=1", "/x", "/figures.csv", "/trend.csv", "/static/atlas.css"])
def test_every_answer_carries_the_strict_headers(reader, path):
    headers = reader.ask(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", [*PAGES, "/?level=municipality"])
def test_pages_have_no_inline_script_or_style_and_nothing_of_another_server(reader, path):
    page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", reader.ask(path).text)
    scripts = re.findall(r"<script[^>]*>[^<]*</script>", page)
    own = re.compile(r'<script src="/static/vendor/htmx-[\d.]+/[^"]+" defer></script>')
    data = re.compile(r'<script type="application/ld\+json">[^<]+</script>')  # a block of data: nothing runs it
    assert all(own.fullmatch(each) or data.fullmatch(each) for each in scripts)
    assert len(scripts) == page.count("<script")
    assert not re.search(r"<[^>]+ on[a-z]+=", page)
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r'(?:src|href)="https?://', page)


@pytest.mark.parametrize("path", [*PAGES, "/figures.csv", "/trend.csv"])
def test_head_answers_like_get_and_an_unchanged_answer_is_not_sent_again(reader, path):
    got, head = reader.ask(path), reader.ask(path, "HEAD")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]
    again = reader.ask(path, if_none_match=got.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/release"])
def test_every_internal_link_of_a_page_answers(reader, path):
    page = reader.ask(address(path, lang="en", level="province", split="sex", indicator="gp_contact")).text
    links = {each.replace("&amp;", "&").split("#")[0] for each in re.findall(r'(?:href|src)="(/[^"]*)"', page)}
    assert len(links) > 8
    assert {each: reader.ask(each).status_code for each in links} == dict.fromkeys(links, 200)


def test_a_pinned_release_stays_and_a_newer_one_shows_without_a_restart(tmp_path):
    first = publish_atlas(tmp_path, ("insured",)).name
    reader = Reader(tmp_path)
    assert f"Release {first}" in reader.ask("/?lang=en").text
    second = publish_atlas(tmp_path, ("gp_contact",)).name
    assert second != first
    assert f"Release {second}" in reader.ask("/?lang=en").text
    assert f"Release {first}" in reader.ask(f"/?lang=en&release={first}").text
    assert first in reader.ask("/release?lang=en").text


def test_without_a_release_the_page_says_so(tmp_path):
    answer = Reader(tmp_path).ask("/?lang=nl")
    assert answer.status_code == 503
    assert "nog geen publicatie" in answer.text


def test_a_damaged_release_is_not_shown(folder, tmp_path):
    copy = tmp_path / "releases"
    shutil.copytree(folder, copy)
    figures = release.latest(copy) / "figures.csv"
    figures.chmod(0o644)
    figures.write_text(figures.read_text().replace("suppressed", "shown"))
    answer = Reader(copy).ask("/?lang=fr")
    assert answer.status_code == 503
    assert "ne peut pas être affichée" in answer.text
    assert "damaged" in answer.text


def test_regions_and_provinces_are_exact_and_the_rest_says_it_is_schematic(reader):
    for level in ("region", "province"):
        assert "Schematic map" not in reader.ask(address(level=level, lang="en")).text
    for level in ("arrondissement", "municipality"):
        assert "Schematic map" in reader.ask(address(level=level, lang="en")).text


def test_a_geometry_pack_replaces_the_built_in_maps(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUALIS_GEOMETRY", str(pack_of(tmp_path)))
    for level in ("arrondissement", "province"):
        page = Reader(folder).ask(f"/?lang=en&level={level}").text
        assert "A mapmaker" in page
        assert "Schematic map" not in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "The geometry pack is not complete. It has no areas.topo.json. Make a pack"),
        ("[]", "areas.topo.json of the geometry pack cannot be read. It is no TopoJSON"),
        ("{}", "areas.topo.json of the geometry pack is no topology of areas. Its objects are named by level"),
        ("no json", "areas.topo.json of the geometry pack cannot be read. It is no TopoJSON"),
    ],
)
def test_a_geometry_that_cannot_be_read_leaves_the_table_and_says_so(folder, tmp_path, content, says):
    (pack_of(tmp_path) / "areas.topo.json").unlink()
    if content:
        (tmp_path / "areas.topo.json").write_text(content)
    assert atlas.geometry_problem(tmp_path).startswith(says)
    answer = Reader(folder, tmp_path).ask("/?lang=en&indicator=gp_contact")
    assert answer.status_code == 200
    assert "There is no map: the boundaries of the areas could not be read" in answer.text
    assert answer.text.count('<tr id="area-') == 43


def test_areas_that_the_geometry_lacks_are_named(folder, tmp_path):
    pack_of(tmp_path, without="81001")
    page = Reader(folder, tmp_path).ask("/?lang=en").text
    assert drawing(page).count('<a href="#area-') == 42
    assert "Not on this map" in page
