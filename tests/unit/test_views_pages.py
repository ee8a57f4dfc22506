"""The views of the Atlas besides the map, as readers meet them, without a browser."""

import html
import re

import pytest

from atlas_country import HIDDEN, NAMES, Reader, publish_atlas, published
from mutualis import reference, release
from mutualis.atlas.headers import POLICY
from mutualis.atlas.pages import ALL
from page_numbers import section

PAGES = ("/bars", "/compare", "/area", "/funnel", "/equity", "/availability", "/area/report")
LANGUAGES = ("nl", "fr", "de", "en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def address(path="/", **state):
    return f"{path}?" + "&".join(f"{name}={value}" for name, value in state.items())


def text_of(page):
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def row_of(page, code):
    return re.search(rf'<tr id="area-{code}".*?</tr>', page, re.S)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "state",
    [
        {"indicator": "gp_contact", "level": "arrondissement", "area": "11000"},
        {"indicator": "mean_copayment", "level": "municipality", "area": "21004", "year": "2023"},
        {"indicator": "insured", "level": "country"},
        {"indicator": "antibiotics_ddd", "level": "province", "split": "sex*age_class", "category": "2*65-74"},
    ],
)
def test_every_view_is_there_in_every_language(reader, language, path, state):
    answer = reader.ask(address(path, lang=language, **state))
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    data = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", answer.text)
    assert re.sub(r'<script src="/static/vendor/[^"]*" defer></script>', "", data).count("<script") == 0
    assert "style=" not in answer.text
    assert "<style" not in answer.text


@pytest.mark.parametrize("path", [page.path for page in ALL] + ["/area/report"])
@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_no_english_sentence_stands_on_a_page_of_another_language(reader, language, path):
    page = text_of(reader.ask(address(path, lang=language, indicator="gp_contact", area="11000")).text)
    english = {
        words
        for key, words in reference.texts("en").items()
        if key.split(".")[0] in ("views", "atlas", "release", "comparison")
        and " " in words
        and "{" not in words
        and words != reference.text(key, language)
    }
    assert [each for each in english if each in page] == []


def test_every_view_has_a_tab_and_a_table(reader):
    page = reader.ask(address("/bars", lang="en", indicator="gp_contact")).text
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.S)[0]
    assert re.findall(r'href="(/[a-z]*)\?', tabs) == [each.path for each in ALL]
    for each in ALL:
        state = {"indicator": "gp_contact", "areas": "11000"} if each.path != "/fiche" else {}
        assert "<table" in reader.ask(address(each.path, lang="en", **state)).text, each.path


def test_bars_stand_in_order_with_the_country_and_the_chosen_area_said_in_words(reader, folder):
    there = release.read(release.latest(folder))
    page = reader.ask(address("/bars", lang="en", indicator="gp_contact", area="21000")).text
    drawn = re.search(r'<svg class="ranked".*?</svg>', page, re.S)[0]
    shown = [float(each) for each in re.findall(r'<text class="value"[^>]*>([\d.]+)', drawn)]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 43 - len(HIDDEN)
    (country,) = there.figures("gp_contact", 2025, "country")
    assert f"Belgium {country.value}" in drawn
    assert "▶ Brussels" in drawn
    assert "your choice" in row_of(page, "21000")
    assert "too few persons" in row_of(page, "13000")
    assert page.index('id="area-13000"') > page.index('id="area-11000"'), "those without a figure come last"


def test_what_an_area_is_beside_the_country_follows_from_its_interval(reader, folder):
    there = release.read(release.latest(folder))
    (country,) = there.figures("gp_contact", 2025, "country")
    page, map_ = (reader.ask(address(path, lang="en", indicator="gp_contact")).text for path in ("/bars", "/"))
    words = set()
    for each in there.figures("gp_contact", 2025, "arrondissement"):
        if each.value is None:
            expected = "too few persons"
        elif each.low > country.value:
            expected = "higher than Belgium"
        else:
            expected = "lower than Belgium" if each.high < country.value else "similar to Belgium"
        assert expected in row_of(page, each.area_code)
        assert expected in row_of(map_, each.area_code)
        words.add(expected)
    assert len(words) >= 3


def test_a_number_of_persons_is_not_measured_against_that_of_the_country(reader):
    page = reader.ask(address("/bars", lang="en", indicator="insured")).text
    assert 'class="against"' not in page
    assert "higher than Belgium" not in page


def test_many_areas_are_points_of_which_the_chosen_one_is_named(reader):
    page = reader.ask(address("/bars", lang="en", indicator="gp_contact", level="municipality", area="21004")).text
    drawn = re.search(r'<svg class="ranked many".*?</svg>', page, re.S)[0]
    assert drawn.count('<text class="name"') == 1
    assert drawn.count("diamond") == 1


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("Antwerpen (provincie)", "province", "10000"),
        ("anvers (province)", "province", "10000"),
        ("Antwerp (arrondissement)", "arrondissement", "11000"),
        ("antwerpen", "municipality", "11002"),
        ("liège (province)", "province", "60000"),
        ("11001", "municipality", "11001"),
        ("  LIÈGE  ", "municipality", "62063"),
    ],
)
def test_an_area_is_found_by_its_name_in_any_language_or_its_code(reader, typed, level, code):
    page = reader.ask(f"/area?lang=en&indicator=gp_contact&find={typed}").text
    assert re.search(rf'<option value="{level}" selected', page)
    assert re.search(rf'<option value="{code}" selected', page)


def test_a_name_of_no_area_says_so_and_does_not_come_back(reader):
    answer = reader.ask("/area?lang=nl&find=Nergenshuizen")
    assert answer.status_code == 404
    assert "geen gebied met die naam" in answer.text
    assert "Nergenshuizen" not in answer.text


def test_the_profile_has_every_indicator_beside_the_areas_above(reader):
    page = reader.ask(address("/area", lang="en", level="municipality", area="11002", year="2025")).text
    heads = re.search(r'<table class="profile">.*?</thead>', page, re.S)[0]
    assert re.findall(r"<small>(\w+)</small>", heads) == ["arrondissement", "province", "region", "country"]
    assert page.count('<svg class="spine" ') == len(NAMES)
    assert set(re.findall(r"/\?indicator=(\w+)", page)) >= set(NAMES) - {"insured"}
    assert 'href="/area/report?' in page
    assert 'href="/area/report.pdf?' in page


def test_the_profile_of_the_country_has_nothing_above_it_and_leads_to_regions(reader):
    page = reader.ask(address("/area", lang="en", level="country")).text
    assert "Beside Belgium" not in page
    assert page.count("level=region&amp;") == 3


def test_favourable_is_said_only_where_it_is_known_which_side_is_better(reader):
    marks = {}
    for code in ("10000", "20001", "30000", "50000", "60000", "70000", "80000", "90000", "40000"):
        page = reader.ask(address("/area", lang="en", level="province", area=code)).text
        for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.S):
            name = re.search(r"indicator=(\w+)", row)
            word = re.search(r'<td class="compared (\w+) (\w*)"', row)
            marks.setdefault(name[1] if name else "insured", set()).add(word.groups())
    assert marks["gp_contact"] >= {("higher", "good"), ("lower", "bad")}
    assert marks["mean_copayment"] >= {("higher", "bad"), ("lower", "good")}
    assert {mark for _, mark in marks["insured"]} == {""}


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"indicator": "mean_copayment"}, "only for shares of persons"),
        ({"indicator": "insured"}, "only for shares of persons"),
        ({"indicator": "gp_contact", "level": "country"}, "makes no funnel"),
    ],
)
def test_a_funnel_that_means_nothing_says_why(reader, state, says):
    page = reader.ask(address("/funnel", lang="en", **state)).text
    assert says in page
    assert '<svg class="funnel" viewBox="0 0 760' not in page


def test_a_funnel_has_a_point_for_each_area_that_is_shown(reader):
    page = reader.ask(address("/funnel", lang="en", indicator="gp_contact", area="21000")).text
    drawn = re.search(r'<svg class="funnel" viewBox="0 0 760.*?</svg>', page, re.S)[0]
    assert drawn.count("<circle") == 43 - len(HIDDEN) - 1
    assert drawn.count("diamond") == 1
    assert page.count('<td class="position') == 43 - len(HIDDEN)
    assert "Not in the chart" in page


def test_equity_without_the_split_or_without_areas_says_what_to_do(reader):
    page = reader.ask(address("/equity", lang="en", indicator="gp_contact", level="municipality")).text
    assert "is not published for this indicator, this year or this level" in page
    country = reader.ask(address("/equity", lang="en", indicator="gp_contact", level="country")).text
    assert "One country alone has no groups of areas" in country


def test_areas_are_compared_with_a_bar_a_row_and_a_trend_each(reader):
    page = reader.ask(address("/compare", lang="en", indicator="gp_contact", areas="11000,21000,10000")).text
    assert page.count("<figure>") == 3
    assert len(re.findall(r'<svg class="trend"', page)) == 3
    assert page.count('<g class="bar">') == 3
    checked = re.findall(r'name="areas" value="(\d+)" checked', page)
    assert set(checked) == {"11000", "21000", "10000"}


def test_a_form_that_gives_areas_one_by_one_is_understood(reader):
    one = reader.ask("/compare?lang=en&indicator=gp_contact&areas=11000&areas=21000&group=11001&group=11004")
    other = reader.ask("/compare?lang=en&indicator=gp_contact&areas=11000,21000&group=11001,11004")
    assert one.text == other.text


def test_the_name_of_a_group_cannot_become_markup(reader):
    page = reader.ask("/compare?lang=en&indicator=insured&group=11001&group_name=<b>x</b>%22").text
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


def test_two_areas_of_one_name_are_told_apart_in_pictures_by_their_level(reader):
    page = reader.ask("/compare?lang=nl&indicator=gp_contact&areas=11000,10000,21000").text
    bars = section(page, r'<svg class="ranked.*?</svg>')
    labels = ["Antwerpen (arrondissement)", "Antwerpen (provincie)", "Brussel-Hoofdstad"]
    assert all(f">{each}</text>" in bars for each in labels)
    assert [f"<figcaption>{each} " in page for each in labels] == [True] * 3


def test_a_sign_that_cannot_be_shown_is_a_space_in_the_name_of_a_group(reader):
    page = reader.ask("/compare?lang=en&indicator=insured&group=11001&group_name=a%00%E2%80%8Bb").text
    assert "Own group: a b" in page


@pytest.mark.parametrize(
    ("asked", "status", "key"),
    [
        ("/compare?areas=99999", 404, "wrong_areas"),
        ("/compare?group=10000", 404, "wrong_group"),
        ("/compare?areas=" + ",".join(str(each) for each in range(11001, 11009)), 404, "wrong_areas"),
        ("/compare?group=11001&group_name=" + "x" * 61, 400, "wrong_group_name"),
        ("/area?find=Atlantis", 404, "wrong_find"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_that_is_not_there_gets_a_page_in_the_readers_language(reader, asked, status, key, language):
    answer = reader.ask(f"{asked}&lang={language}")
    assert answer.status_code == status
    values = {"wrong_group_name": {"most": "60"}}.get(key, {})
    assert reference.text(f"views.{key}", language, **values) in html.unescape(answer.text)


def test_too_many_areas_are_refused(reader, folder):
    there = release.read(release.latest(folder))
    codes = sorted(there.areas(2025, "arrondissement"))[:13]
    assert "at most 12" in reader.ask(f"/compare?lang=en&areas={','.join(codes)}").text
    towns = sorted(there.areas(2025, "municipality"))[:101]
    assert "at most 100" in reader.ask(f"/compare?lang=en&group={','.join(towns)}").text


def test_areas_of_another_year_give_way_and_the_page_says_so(reader):
    page = reader.ask("/compare?lang=en&indicator=gp_contact&year=2025&areas=11007,11001&group=11007,11001").text
    assert "Some of the chosen areas do not exist in that year" in page
    assert "Some municipalities of your group do not exist in that year" in page


def test_a_division_that_no_year_has_is_refused(reader):
    assert reader.ask("/trend?lang=en&division=1999").status_code == 400


def test_breaks_are_marked_in_the_trend_and_gone_when_it_is_rebased(reader):
    state = {"indicator": "insured", "level": "municipality", "area": "11002", "lang": "en"}
    page = reader.ask(address("/trend", **state)).text
    assert page.count('<g class="break">') == 1
    assert "Between 2023 and 2025 the area Antwerp changed" in page
    rebased = reader.ask(address("/trend", division="2025", **state)).text
    assert '<g class="break">' not in rebased
    assert "Re-based on the areas of 2025" in rebased
    still = reader.ask(address("/trend", **state | {"area": "21004"})).text
    assert '<g class="break">' not in still


def test_a_known_break_between_the_years_is_marked_with_its_reason(tmp_path, monkeypatch):
    (known,) = reference.series_breaks("antibiotics_ddd")
    moved = known.__class__(known.day.replace(year=2023, month=7), known.texts, known.source, known.mark)
    monkeypatch.setattr(reference, "series_breaks", lambda name: (moved,))
    publish_atlas(tmp_path, ("antibiotics_ddd",))
    page = Reader(tmp_path).ask("/trend?lang=nl&indicator=antibiotics_ddd").text
    assert page.count('<g class="break">') == 1
    assert "1 juli 2023: De WHO veranderde de DDD" in page


def test_the_fiche_lists_every_release_and_whether_its_definition_changed(tmp_path):
    first, second = publish_atlas(tmp_path, ("gp_contact",)).name, publish_atlas(tmp_path).name
    page = text_of(Reader(tmp_path).ask("/fiche?lang=en&indicator=gp_contact").text)
    assert first in page
    assert second in page
    assert page.count("first release") == 1
    assert page.count("same definition") == 1
    assert "not reviewed yet" in page
    assert "not planned yet" in page


def test_availability_has_a_link_for_every_year_and_level_that_answers(reader, folder):
    there = release.read(release.latest(folder))
    page = reader.ask(address("/availability", lang="en")).text
    links = re.findall(r'<a href="([^"]*)" aria-label="[^"]*">\d{4}</a>', page)
    expected = {(name, year, level) for name, year, level, _ in there.figures_by}
    assert len(links) == len(set(links)) == len(expected)
    assert all(reader.ask(html.unescape(each)).status_code == 200 for each in links[:40])


def test_the_report_is_a_page_of_its_own_and_leads_back(reader):
    page = reader.ask(address("/area/report", lang="en", level="province", area="10000")).text
    for key in ("report_key", "report_above", "report_below", "report_spine", "report_maps"):
        assert reference.text(f"views.{key}", "en") in page
    assert "What changed since 2023?" in page
    assert page.count("own-outline") == page.count('<svg class="map"') > 0
    assert not re.search(r'<a href="#area-', page), "small maps have no links"
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_text_of_the_views_is_there_in_four_languages():
    keys = [{key for key in reference.texts(each) if key.startswith("views.")} for each in LANGUAGES]
    assert keys[0] == keys[1] == keys[2] == keys[3]
    for key in keys[0]:
        fields = [sorted(re.findall(r"\{(\w+)\}", reference.text(key, each))) for each in LANGUAGES]
        assert fields == [fields[0]] * 4, key
