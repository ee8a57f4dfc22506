"""Every number on a view is a figure of the release, or one of the few that a page says it computed from figures."""

import re
from decimal import Decimal

import pytest

from atlas_country import Reader, published
from mutualis import release
from mutualis.picture.rebased import group_series
from mutualis.picture.trend import Chosen
from mutualis.reference import written
from page_numbers import held, numbers, plain, section

TABLE = r"<tbody>.*?</tfoot>|<tbody>.*?</tbody>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def there(folder):
    return release.read(release.latest(folder))


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


def body(page, pattern):
    """A part of a page without names and codes of areas."""
    return plain(re.sub(r'<th scope="row">.*?</th>|<td class="code">.*?</td>|href="[^"]*"', "", section(page, pattern)))


@pytest.mark.parametrize(
    ("state", "language"),
    [
        ({"indicator": "gp_contact"}, "nl"),
        ({"indicator": "gp_contact", "show": "standardised", "level": "province"}, "fr"),
        ({"indicator": "antibiotics_ddd", "level": "province", "split": "sex", "category": "1"}, "de"),
        ({"indicator": "insured", "level": "municipality", "year": "2023"}, "en"),
    ],
)
def test_every_number_of_the_bars_is_a_figure(reader, there, state, language):
    page = reader.ask(f"/bars?lang={language}" + "".join(f"&{name}={value}" for name, value in state.items())).text
    name, year = state["indicator"], int(state.get("year", 2025))
    level, split = state.get("level", "arrondissement"), state.get("split", "total")
    allowed = held(there, language, {(name, year, each, split) for each in (level, "country")})
    drawn = re.sub(
        r' (?:x|y|width|height|d|cx|cy|r|viewBox|aria-label)="[^"]*"', "", section(page, r'<svg class="ranked.*?</svg>')
    )
    drawn = plain(drawn.replace("</title>", " ").replace("<title>", " "))
    assert numbers(body(page, TABLE) + drawn, language) - allowed == set()
    assert len(numbers(body(page, TABLE), language)) > 8


@pytest.mark.parametrize(("level", "code", "language"), [("province", "10000", "nl"), ("municipality", "21004", "fr")])
def test_every_number_of_a_profile_is_a_figure_of_the_area_or_of_one_above_it(reader, there, level, code, language):
    page = reader.ask(f"/area?lang={language}&level={level}&area={code}&year=2025").text
    above, at, found = [], (level, code), []
    while at[1]:
        above.append(at)
        parent = there.areas(2025, at[0])[at[1]].parent_code
        at = (release.LEVELS[release.LEVELS.index(at[0]) - 1], parent)
    for name in there.indicators:
        for each_level, each_code in above:
            found += [each for each in there.figures(name, 2025, each_level) if each.area_code == each_code]
    allowed = {
        written(value, language)
        for each in found
        for value in (each.value, each.low, each.high, each.denominator)
        if value is not None
    }
    table = re.sub(r"<svg.*?</svg>", "", section(page, r'<table class="profile">.*?</table>'), flags=re.S)
    shown = numbers(plain(re.sub(r'<th scope="(?:row|col)".*?</th>', "", table, flags=re.S)), language)
    assert shown - allowed == set()
    assert len(shown) > 10


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_number_of_a_report_is_a_figure(reader, there, language):
    page = reader.ask(f"/area/report?lang={language}&level=province&area=10000&year=2025").text
    allowed = held(there, language, [key for key in there.figures_by if key[1] in (2023, 2025) and key[3] == "total"])
    sections = section(
        page, r'<section class="card" aria-labelledby="(?:key|extremes|changed|maps)-title">.*?</section>'
    )
    text = plain(re.sub(r"<h2.*?</h2>|<small>.*?</small>|<p>.*?</p>", "", sections, flags=re.S))
    text = re.sub(r"(?:klasse|classe) \d", "", text)
    units = [there.sheet(name).text("unit", language) for name in there.indicators]
    shown = numbers(text, language, [*units, "2023", "2025"])
    assert shown - allowed == set()
    assert len(shown) > 12


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_number_of_a_funnel_is_a_figure(reader, there, language):
    page = reader.ask(f"/funnel?lang={language}&indicator=gp_contact&area=11000").text
    allowed = held(there, language, {("gp_contact", 2025, each, "total") for each in ("arrondissement", "country")})
    drawn = re.sub(r"<title>[^<]*</title>", "", section(page, r'<svg class="funnel" viewBox="0 0 760.*?</svg>'))
    titles = " ".join(re.findall(r"<title>[^<]*: ([^<]*)</title>", page))
    where = r'<td class="position.*?</td>'
    shown = numbers(plain(drawn) + body(re.sub(where, "", page), TABLE) + titles, language)
    assert shown - allowed == set()
    assert len(shown) > 40


def test_every_number_of_a_comparison_is_a_figure_or_that_of_the_group(reader, there):
    page = reader.ask("/compare?lang=en&indicator=gp_contact&areas=11000,10000&group=21004,21015").text
    allowed = held(there, "en", [key for key in there.figures_by if key[0] == "gp_contact" and key[3] == "total"])
    own = group_series(there, Chosen("gp_contact", 2025, "municipality", "en"), ("21004", "21015"), 2025)
    group = {
        written(end, "en") for each in own.values() for end in (each.value, each.low, each.high) if end is not None
    }
    people = sum(
        each.denominator
        for each in there.figures("gp_contact", 2025, "municipality")
        if each.area_code in ("21004", "21015")
    )
    shown = numbers(body(page, TABLE), "en")
    assert group <= shown
    assert shown - allowed - group == {written(people, "en")} - allowed


def test_the_figure_of_a_group_is_that_of_its_municipalities_added_up(reader, there):
    page = reader.ask("/compare?lang=en&indicator=gp_contact&year=2023&group=21004,21015").text
    parts = [each for each in there.figures("gp_contact", 2023, "municipality") if each.area_code in ("21004", "21015")]
    share = Decimal(sum(each.numerator for each in parts)) / Decimal(sum(each.denominator for each in parts)) * 100
    assert f">{share.quantize(Decimal('0.1'))} <small>" in page


def test_difference_and_ratio_of_equity_are_those_of_the_two_figures_and_no_other_number_is_computed(reader, there):
    page = reader.ask("/equity?lang=en&indicator=gp_contact&level=province").text
    figures = {
        (each.area_code, each.category): each.value
        for level in ("country", "province")
        for each in there.figures("gp_contact", 2025, level, "increased_reimbursement")
    }
    rows = re.findall(r'<tr id="area-(\w+)".*?</tr>', page, re.S)
    assert len(rows) == 12
    derived = set()
    for row in re.findall(r"<tr id=\"area-.*?</tr>", page, re.S):
        code = re.search(r"area-(\w+)", row)[1]
        gap, ratio = re.findall(r'<td class="number derived">([^<]*)</td>', row)
        own, others = figures[code, "yes"], figures[code, "no"]
        if own is None or others is None:
            assert gap == ratio == ""
            continue
        assert gap == written(own - others, "en")
        assert Decimal(ratio) == (own / others).quantize(Decimal("0.01"))
        derived |= {gap, ratio}
    first = section(page, r'<table class="ranking pairs">.*?</table>')
    allowed = held(
        there, "en", {("gp_contact", 2025, each, "increased_reimbursement") for each in ("country", "province")}
    )
    shown = numbers(body(first, r"<tbody>.*?</tbody>"), "en")
    assert shown - allowed <= {each.lstrip("\u2212") for each in derived}


def test_what_is_hidden_has_no_number_no_bar_and_no_point(reader):
    for path in ("/bars", "/funnel"):
        page = reader.ask(f"{path}?lang=en&indicator=gp_contact&area=13000").text
        for drawn in re.findall(r"<svg.*?</svg>", page, re.S):
            assert "Turnhout" not in drawn
    page = reader.ask("/area?lang=en&level=arrondissement&area=13000&year=2025").text
    row = next(each for each in re.findall(r"<tr>.*?</tr>", page, re.S) if "indicator=gp_contact" in each)
    assert "Small number" in row
    assert "<svg" not in row
    assert "too few persons" in row
