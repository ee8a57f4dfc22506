"""A release of a small population: levels and splits that it lacks are not offered, and asking for one does no harm."""

import re

import polars as pl
import pytest
from csvw import CSVW

from atlas_country import Reader, figures, publish_atlas
from mutualis import release

NAMES = ("gp_contact",)
LARGE = ("44021", "62063")
SPLITS = {"country": ["total", "sex", "age_class"], "region": ["total", "sex"], "province": ["total"]}


def coarse():
    """Provinces have their total only, nothing is finer; of 2022 there is the country alone."""
    table = pl.DataFrame(figures(NAMES))
    there = pl.any_horizontal(
        [(pl.col("level") == level) & pl.col("split").is_in(splits) for level, splits in SPLITS.items()]
    )
    return table.filter(there & ((pl.col("year") > 2022) | (pl.col("level") == "country")))


def with_large_municipalities():
    """Two municipalities are large enough to be split by sex."""
    table = pl.DataFrame(figures(NAMES))
    own = table.filter(pl.col("area_code").is_in(LARGE), pl.col("level") == "municipality")
    split = [own.with_columns(split=pl.lit("sex"), category=pl.lit(each)) for each in ("1", "2")]
    return pl.concat([table.filter(~pl.col("split").str.contains("*", literal=True)), *split])


def reader_of(folder, table):
    publish_atlas(folder, NAMES, table.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(figures(NAMES).schema))
    return Reader(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("coarse")
    reader_of(made, coarse())
    return made


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


@pytest.fixture(scope="module")
def partly(tmp_path_factory):
    return reader_of(tmp_path_factory.mktemp("partly"), with_large_municipalities())


def offered(page, name):
    return re.findall(r'<option value="([^"]*)"', re.search(rf'<select id="{name}".*?</select>', page, re.S)[0])


def chosen(page, name):
    options = re.search(rf'<select id="{name}".*?</select>', page, re.S)[0]
    return re.search(r'<option value="([^"]*)" selected', options)[1]


def test_it_opens_on_the_finest_level_there_is_and_offers_no_other(reader):
    page = reader.ask("/?lang=en").text
    assert (chosen(page, "level"), chosen(page, "split")) == ("province", "total")
    assert offered(page, "level") == ["country", "region", "province"]
    assert offered(page, "split") == ["total"]
    assert offered(reader.ask("/?lang=en&level=country").text, "split") == ["total", "sex", "age_class"]
    assert offered(reader.ask("/?lang=en&year=2022").text, "level") == ["country"]


@pytest.mark.parametrize("path", ["/", "/trend", "/fiche", "/release"])
@pytest.mark.parametrize(
    ("asked", "says", "shown"),
    [
        ("level=municipality", "no figures at that level", ("province", "total")),
        ("level=municipality&area=11001", "Belgium is shown", ("province", "total")),
        ("level=arrondissement&year=2022", "no figures at that level", ("country", "total")),
        ("level=province&split=sex", "not published at this level", ("province", "total")),
        ("level=region&split=sex*age_class", "not published at this level", ("region", "total")),
    ],
)
def test_an_address_of_another_release_gives_way_and_says_so(reader, path, asked, says, shown):
    answer = reader.ask(f"{path}?lang=en&indicator=gp_contact&{asked}")
    assert answer.status_code == 200
    assert says in answer.text
    assert (chosen(answer.text, "level"), chosen(answer.text, "split")) == shown


def test_everything_that_is_offered_answers(reader):
    for year in offered(reader.ask("/").text, "year"):
        for level in offered(reader.ask(f"/?year={year}").text, "level"):
            for split in offered(reader.ask(f"/?year={year}&level={level}").text, "split"):
                for path in ("/", "/trend", "/figures.csv", "/trend.csv"):
                    answer = reader.ask(f"{path}?indicator=gp_contact&year={year}&level={level}&split={split}")
                    assert answer.status_code == 200
                    assert 'role="status"' not in answer.text


def test_files_and_fiche_say_only_what_there_is(reader, folder):
    there = release.read(release.latest(folder))
    assert there.levels == ("country", "region", "province")
    assert {name for name in there.files if name.startswith("jsonstat")} == {
        f"jsonstat/{indicator}-{level}.json" for indicator in there.indicators for level in there.levels
    }
    fiche = str(there.sheet("gp_contact").fiche["en"])
    assert "Provinces" in fiche
    assert "Arrondissements" not in fiche
    assert "Municipalities" not in fiche
    page = reader.ask("/?lang=en&indicator=gp_contact").text
    for link in re.findall(r'href="(/files/[^"]*)"', page):
        assert reader.ask(link).status_code == 200


def test_its_csv_is_valid_by_its_metadata(folder):
    """The areas of levels without figures are left away here: the validator reads a row at a time."""
    one = release.latest(folder)
    areas = (one / "areas.csv").read_text().splitlines(keepends=True)
    copy = folder.parent / "coarse-csvw"
    copy.mkdir()
    for name in ("figures.csv", "figures.csv-metadata.json"):
        (copy / name).write_bytes((one / name).read_bytes())
    kept = [line for line in areas[1:] if line.split(",")[1] in SPLITS]
    (copy / "areas.csv").write_text("".join([areas[0], *kept]))
    checked = CSVW(str(copy / "figures.csv-metadata.json"), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


def test_a_split_of_large_municipalities_says_of_the_others_that_it_is_not_published(partly):
    page = partly.ask("/?lang=en&level=municipality&split=sex&indicator=gp_contact&year=2025").text
    assert len(re.findall(r'aria-label="[^"]*: not published"', page)) == 565 - len(LARGE)
    assert "Nobody to count" not in page
    assert re.search(r'<rect class="unpublished"[^>]*/></svg>Not published</li>', page)
    row = re.search(r'<tr id="area-11001">.*?</tr>', page, re.S)[0]
    assert row.count("Not published") == 2
    assert "Not published" not in re.search(rf'<tr id="area-{LARGE[0]}">.*?</tr>', page, re.S)[0]
    trend = partly.ask("/trend?lang=en&level=municipality&split=sex&indicator=gp_contact&area=11001").text
    assert "No figure" in trend


def test_a_country_whose_chosen_category_is_hidden_still_has_its_table(tmp_path):
    hidden = (pl.col("split") == "sex") & (pl.col("category") == "1")
    table = coarse().with_columns(
        pl.when(hidden).then(None).otherwise(pl.col("numerator")).alias("numerator"),
        pl.when(hidden).then(pl.lit("suppressed")).otherwise(pl.col("status")).alias("status"),
    )
    page = reader_of(tmp_path, table).ask("/?lang=en&level=country&split=sex&indicator=gp_contact")
    assert page.status_code == 200
    assert "Small number: not shown, so that nobody can be recognised" in page.text
    assert page.text.count('<rect class="c3"') == 1


def test_from_one_release_to_another_that_lacks_the_year_is_one_click(tmp_path):
    first = publish_atlas(tmp_path, NAMES).name
    other = coarse().filter(pl.col("year") == 2025)
    reader = reader_of(tmp_path, other)
    page = reader.ask(f"/release?lang=en&release={first}&year=2022&level=municipality").text
    links = re.findall(r'<li><a href="(/release\?release=[^"]*)"', page)
    assert len(links) == 2
    assert {reader.ask(each.replace("&amp;", "&")).status_code for each in links} == {200}


def test_the_lowest_figure_is_written_as_it_is_published(tmp_path):
    zero = coarse().with_columns(
        pl.when(pl.col("area_code") == "10000").then(0).otherwise(pl.col("numerator")).alias("numerator"),
        pl.when(pl.col("area_code") == "10000").then(pl.lit("shown")).otherwise(pl.col("status")).alias("status"),
    )
    page = reader_of(tmp_path, zero).ask("/?lang=nl&indicator=gp_contact").text
    assert "laagst in Antwerpen (0,0)" in page
