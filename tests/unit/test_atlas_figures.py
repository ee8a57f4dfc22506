"""A page and a download show no figure that the release does not hold, and hide what it hides."""

import csv
import html
import io
import re

import pytest

from atlas_country import Reader, published
from mutualis import release
from mutualis.reference import written
from page_numbers import PARTS, held, numbers, plain, section

VIEWS = [
    {"indicator": "gp_contact"},
    {"indicator": "gp_contact", "show": "standardised", "classes": "equal", "level": "province"},
    {"indicator": "antibiotics_ddd", "level": "province", "split": "sex*age_class", "category": "2*65-74"},
    {"indicator": "mean_copayment", "level": "country", "split": "age_class"},
    {"indicator": "insured", "level": "municipality", "year": "2023"},
    {"indicator": "gp_contact", "level": "region", "split": "increased_reimbursement", "category": "no"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def there(folder):
    return release.read(release.latest(folder))


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


@pytest.mark.parametrize(
    ("view", "language"), [*zip(VIEWS, ["nl", "fr", "nl", "fr", "nl", "fr"], strict=True), (VIEWS[0], "en")]
)
def test_every_number_of_table_map_summary_and_legend_is_a_figure_of_the_release(reader, there, view, language):
    page = reader.ask("/?lang=" + language + "".join(f"&{name}={value}" for name, value in view.items())).text
    name, year = view["indicator"], int(view.get("year", 2025))
    split, level = view.get("split", "total"), view.get("level", "arrondissement")
    seen = {
        "table": re.sub(
            r'<th scope="row">.*?</th>|<td class="code">.*?</td>', "", section(page, r"<tbody>.*?</tbody>")
        ),
        "map": section(page, r'<a href="#area-\d+" aria-label="[^"]*">') + section(page, r"<title>[^<]*</title><path"),
        "summary": section(page, r'<section class="summary".*?</section>'),
        "legend": section(page, r'<section class="card legend".*?</ul>'),
        "country": section(page, r'<p class="(?:card )?single">.*?</p>'),
    }
    seen["map"] = re.sub(r'href="[^"]*"', "", seen["map"]).replace("<a ", " ").replace('">', " ")
    words = [there.sheet(name).text("unit", language), str(year), "95", "2025"]
    words += [there.category_name(split, each, language) for each in there.categories_of(name, year, level, split)]
    allowed = held(there, language, {(name, year, level, split), (name, year, "country", split)})
    found = {part: numbers(plain(text), language, words) for part, text in seen.items()}
    assert {part: each - allowed for part, each in found.items()} == {part: set() for part in found}
    assert len(found["table"]) > 5
    assert len(found["map"]) > 2 or level == "country"


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize("show", ["crude", "standardised"])
def test_every_number_of_a_trend_is_a_figure_of_the_release(reader, there, language, show):
    page = reader.ask(f"/trend?lang={language}&indicator=gp_contact&area=11000&show={show}").text
    chart = re.sub(r'<text class="year"[^>]*>\d+</text>', "", section(page, r'<svg class="trend".*?</svg>'))
    chart = re.sub(r'<g class="break">.*?</g>', "", chart)
    table = re.sub(r'<th scope="row">\d+</th>', "", section(page, r"<tbody>.*?</tbody>"))
    keys = [key for key in there.figures_by if key[0] == "gp_contact" and key[2] in ("country", "arrondissement")]
    found = numbers(plain(chart + table), language, [f", {year}:" for year in there.years])
    assert found - held(there, language, keys) == set()
    assert len(found) > 6


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_the_fiche_shows_what_the_release_says_and_nothing_else(reader, there, language):
    said = there.sheet("mean_copayment").fiche[language]
    page = reader.ask(f"/fiche?lang={language}&indicator=mean_copayment").text
    shown = html.unescape(plain(section(page, r'<div class="fiche".*?</div>(?=\n<div class="fiche around")')))
    told = [
        text
        for each in said
        for text in (each["title"], *each["paragraphs"], *(words for row in each["rows"] for words in row))
    ]
    assert shown.split() == " ".join(told).split()
    (methods,) = (each for each in said if each["title"].startswith("Interval"))
    assert {words for _, words in methods["rows"]} == {
        written(cv, language) for cv in there.sheet("mean_copayment").cv.values()
    }


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_page_of_a_release_shows_numbers_of_its_description_only(reader, there, language):
    page = reader.ask(f"/release?lang={language}").text
    shown = plain(section(page, r'<div class="fiche">.*?<section class="card downloads"'))
    held = [there.rules["k"], there.verdict["attacked"], there.verdict["breached"]]
    held += [each.size for each in there.files.values()]
    names = [there.id, there.root, *there.files, *(each.sha256[:16] for each in there.files.values()), "SHA-256"]
    names += [there.created[:16].replace("T", " "), *map(str, there.years)]
    assert numbers(shown, language, names) == {written(each, language) for each in held}


def test_every_download_has_the_figures_of_the_release_and_blanks_where_they_are_hidden(reader, there):
    for (name, year, level, split), figures in there.figures_by.items():
        if name != "gp_contact" or year != 2023 or level == "municipality":
            continue
        answer = reader.ask(f"/figures.csv?indicator={name}&year={year}&level={level}&split={split}")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == len(figures)
        for row, figure in zip(rows, figures, strict=True):
            assert (row["area_code"], row["category"], row["status"]) == (
                figure.area_code,
                figure.category,
                figure.status,
            )
            for part in (*PARTS, "numerator"):
                value = getattr(figure, part)
                assert row[part] == ("" if value is None else str(value))


def test_a_download_names_its_release_unit_and_categories(reader, there):
    answer = reader.ask("/figures.csv?indicator=mean_copayment&level=region&split=sex&lang=fr")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "mean_copayment-2025-region-sex" in answer.headers["content-disposition"]
    assert {(row["release"], row["root"]) for row in rows} == {(there.id, there.root)}
    assert {row["category_name"] for row in rows} == {"hommes", "femmes"}
    assert {row["unit"] for row in rows} == {there.sheet("mean_copayment").text("unit", "fr")}


def test_the_trend_downloads_with_the_country_beside_the_area(reader):
    rows = list(csv.DictReader(io.StringIO(reader.ask("/trend.csv?indicator=gp_contact&area=21000").text)))
    assert [(row["year"], row["area_code"]) for row in rows] == [
        (year, code) for code in ("21000", "BE") for year in ("2022", "2023", "2025")
    ]


@pytest.mark.parametrize(
    "name",
    ["figures.csv", "figures.parquet", "jsonstat/gp_contact-province.json", "fiches/insured.nl.html", "release.json"],
)
def test_the_files_of_a_release_are_served_as_they_are(reader, folder, there, name):
    answer = reader.ask(f"/files/{there.id}/{name}")
    assert answer.content == (folder / there.id / name).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["../latest", "..%2f..%2fetc%2fpasswd", "ledger.jsonl", "nothing.csv"])
def test_no_other_file_is_served(reader, there, name):
    assert reader.ask(f"/files/{there.id}/{name}").status_code == 404
