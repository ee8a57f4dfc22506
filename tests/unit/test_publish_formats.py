"""The files of a release: the same numbers in every format, valid where a validator exists, the same bytes again."""

import io
import json
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import jsonstat_validator
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from csvw import CSVW

from mutualis import methods, reference, release
from mutualis.model import MutualisError
from mutualis.publish import csvw, jsonstat
from mutualis.publish.assembling import assembled
from mutualis.publish.bounds import rounded_cv
from mutualis.publish.classifications import classifications
from mutualis.publish.content import Asked, content_of
from mutualis.publish.fiches import Facts, fiche
from mutualis.publish.sheets import sheet
from mutualis.publish.tables import as_csv, as_parquet
from mutualis.release.files import BOUNDS, FIGURE_COLUMNS
from small_country import Plain
from split_figures import CV, INDICATORS, split_figures

LISTS = classifications()
CVS = rounded_cv(CV)


@pytest.fixture(scope="module")
def figures():
    return assembled(split_figures(), INDICATORS, CVS, LISTS)


def of(figures, **wanted):
    for name, value in wanted.items():
        figures = figures.filter(pc.equal(figures[name], value))
    return figures.to_pylist()


def test_figures_stand_in_the_order_of_presentation(figures):
    assert tuple(figures.column_names) == FIGURE_COLUMNS
    assert figures["indicator"].unique().to_pylist() == [each.name for each in INDICATORS]
    assert figures["split"].unique().to_pylist() == list(reference.SPLITS)
    rows = of(figures, indicator="gp_contact", year=2022, level="country", split="increased_reimbursement")
    assert [row["category"] for row in rows] == ["yes", "no", "unknown"]
    rows = of(figures, indicator="gp_contact", year=2022, level="country", split="sex*age_class")
    assert [row["category"] for row in rows][9:11] == ["1*85+", "2*00-04"]


def test_the_order_of_the_rows_that_come_in_does_not_matter(figures):
    assert figures.equals(assembled(split_figures().sort_by("denominator"), INDICATORS, CVS, LISTS))


def test_an_interval_of_a_share_is_wilsons_and_a_decimal_finer(figures):
    for row in of(figures, indicator="gp_contact", split="sex", status="shown"):
        low, high = methods.wilson(row["numerator"], row["denominator"])
        assert row["low"] == f"{100 * low:.2f}"
        assert row["high"] == f"{100 * high:.2f}"


def test_an_interval_of_a_mean_uses_the_published_variation(figures):
    (row,) = of(figures, indicator="mean_copayment", year=2022, level="country", split="total")
    low, _ = methods.mean_interval(row["numerator"] / row["denominator"], 1.2346, row["denominator"])
    assert CVS["mean_copayment"][2022] == Decimal("1.2346")
    assert row["low"] == f"{low / 100:.3f}"


def test_the_interval_of_a_standardised_figure_is_made_of_the_rounded_figure(figures):
    for row in of(figures, indicator="gp_contact", split="total", status="shown"):
        low, high = methods.standardised_interval(
            float(row["standardised"]) / 100, row["numerator"], row["denominator"]
        )
        assert (row["standardised_low"], row["standardised_high"]) == (f"{100 * low:.2f}", f"{100 * high:.2f}")


def test_what_is_hidden_or_has_no_interval_is_blank(figures):
    hidden = figures.filter(pc.not_equal(figures["status"], "shown"))
    assert hidden.num_rows > 50
    assert all(hidden[name].null_count == hidden.num_rows for name in ("value", *BOUNDS, "numerator"))
    numbers = figures.filter(pc.equal(figures["indicator"], "insured"))
    assert all(numbers[name].null_count == numbers.num_rows for name in BOUNDS)
    split = figures.filter(pc.not_equal(figures["split"], "total"))
    assert split["standardised"].null_count == split.num_rows


@pytest.mark.parametrize(("column", "says"), [("split", "the split 'moon'"), ("level", "the level 'moon'")])
def test_a_split_or_level_that_a_release_cannot_name_is_an_error(column, says):
    table = split_figures().slice(0, 5)
    place = table.column_names.index(column)
    with pytest.raises(MutualisError, match=f"{says}|category 'moon"):
        assembled(table.set_column(place, column, pa.array(["moon"] * 5)), INDICATORS, CVS, LISTS)


def test_parquet_has_the_numbers_of_the_csv(figures):
    read = pq.read_table(io.BytesIO(as_parquet(figures)))
    assert read.column_names == figures.column_names
    assert read["value"].to_pylist() == [None if each is None else float(each) for each in figures["value"].to_pylist()]
    assert read["numerator"].to_pylist() == figures["numerator"].to_pylist()


def test_the_same_table_gives_the_same_bytes_however_it_lies_in_memory(figures):
    parts = pa.concat_tables([figures.slice(0, 100), figures.slice(100)])
    assert as_csv(parts) == as_csv(figures)
    assert as_parquet(parts) == as_parquet(figures)


@pytest.fixture(scope="module")
def cubes(figures):
    made = {}
    for indicator in INDICATORS:
        said = sheet(indicator, None, {})
        names = {area: f"name of {area}" for area in ("BE", "02000", "03000", "04000")}
        for level in ("country", "region"):
            own = figures.filter(
                pc.and_(pc.equal(figures["indicator"], indicator.name), pc.equal(figures["level"], level))
            )
            made[indicator.name, level] = (own, jsonstat.dataset(own, said, names, LISTS))
    return made


def test_every_json_stat_cube_is_valid_and_holds_the_figures(cubes):
    for own, cube in cubes.values():
        assert jsonstat_validator.validate_jsonstat(json.loads(json.dumps(cube)))
        axes = {axis: cube["dimension"][axis]["category"]["index"] for axis in cube["id"]}
        assert [len(codes) for codes in axes.values()] == cube["size"]
        for row in own.to_pylist():
            place = (0, axes["year"].index(str(row["year"])), axes["area"].index(row["area_code"]))
            cell = (*place, axes["category"].index(f"{row['split']}:{row['category']}"))
            start = at(cube["size"], (*cell, 0))
            found = dict(zip(axes["measure"], cube["value"][start:], strict=False))
            for name, value in found.items():
                assert value == (None if row[name] is None else float(row[name]))
            assert cube["status"].get(str(start), "shown") == row["status"]


def at(size, place):
    found = 0
    for length, each in zip(size, place, strict=True):
        found = found * length + each
    return found


def test_a_cube_in_which_all_is_hidden_is_valid_too(figures):
    hidden = figures.filter(pc.equal(figures["status"], "suppressed")).slice(0, 3)
    own = hidden.filter(pc.equal(hidden["indicator"], "insured"))
    names = {area: area for area in ("BE", "02000", "03000", "04000")}
    cube = jsonstat.dataset(own, sheet(INDICATORS[0], None, {}), names, LISTS)
    assert jsonstat_validator.validate_jsonstat(json.loads(json.dumps(cube)))


@pytest.fixture(scope="module")
def content(figures):
    asked = Asked(INDICATORS, {"derived_person_year": "ab" * 32}, None, None, {}, {})
    facts = {"rules": {"k": 5}, "plan": None, "sources": asked.sources, "reasons": {"small number": 7}}
    return content_of(figures, CVS, asked, facts)


@pytest.fixture
def csv_folder(content, tmp_path):
    for name in ("figures.csv", "areas.csv", "figures.csv-metadata.json"):
        (tmp_path / name).write_bytes(content[name])
    return tmp_path


def shortened(folder, rows=300):
    """The first figures of the first year only: the validator reads a row at a time."""
    for name, keep in (("figures.csv", 2 * rows), ("areas.csv", rows)):
        lines = (folder / name).read_text().splitlines(keepends=True)
        (folder / name).write_text("".join([*lines[:1], *(each for each in lines[1:] if "2022" in each)][:keep]))
    return str(folder / "figures.csv-metadata.json")


def test_the_csv_is_valid_by_its_metadata(csv_folder):
    checked = CSVW(shortened(csv_folder), validate=True)
    assert checked.is_valid, [str(each.message) for each in checked.warnings]
    assert [str(table.url) for table in checked.tables] == ["figures.csv", "areas.csv"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("insured,2022,country,BE,", "insured,2022,country,XX,"), (",shown", ",perhaps"), ("insured,2022", "insured,x")],
)
def test_the_metadata_refuses_an_unknown_area_status_or_year(csv_folder, old, new):
    told = shortened(csv_folder)
    text = (csv_folder / "figures.csv").read_text()
    (csv_folder / "figures.csv").write_text(text.replace(old, new, 1))
    assert not is_valid(told)


def is_valid(metadata):
    try:
        return CSVW(metadata, validate=True).is_valid
    except (ValueError, UserWarning):
        return False


def test_the_metadata_says_every_column_in_four_languages():
    for table in csvw.metadata()["tables"]:
        for column in table["tableSchema"]["columns"]:
            assert [each["@language"] for each in column["dc:description"]] == list(release.LANGUAGES)


def test_figures_of_an_area_that_the_geography_does_not_have_are_refused(figures):
    place = figures.column_names.index("area_code")
    wrong = figures.set_column(place, "area_code", pa.array(["99999"] * figures.num_rows))
    with pytest.raises(MutualisError, match="figures of country 99999 in 2022"):
        content_of(wrong, CVS, Asked(INDICATORS, {}, None, None, {}, {}), {})


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data.strip())


@pytest.mark.parametrize("language", release.FICHE_LANGUAGES)
def test_a_fiche_is_a_whole_page_in_its_language_and_needs_no_other_file(content, language):
    page = Page(content[f"fiches/mean_copayment.{language}.html"].decode())
    tags = [tag for tag, _ in page.tags]
    assert ("html", {"lang": language}) in page.tags
    assert tags.count("h1") == tags.count("main") == 1
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert not any(name in attributes for _, attributes in page.tags for name in ("src", "href", "style"))
    assert all(attributes == {"scope": "row"} for tag, attributes in page.tags if tag == "th")
    for part in ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation"):
        assert reference.text(f"indicators.mean_copayment.{part}", language) in page.words
    variation = {reference.written(CVS["mean_copayment"][year], language) for year in (2022, 2023)}
    assert variation == ({"1.2346", "2.0000"} if language == "en" else {"1,2346", "2,0000"})
    assert variation | {"2022, 2023", "65-74", "abababababab", "7"} <= set(page.words)


def test_a_fiche_writes_numbers_as_its_language_does():
    said = sheet(Plain("day_stays", "amount", factor=Fraction(1000)), None, {})
    facts = Facts([2023], {}, False, LISTS, {}, {"k": 5}, {}, {"secondary": 12345})
    words = {language: str(fiche(said, facts, language)) for language in release.FICHE_LANGUAGES}
    assert all(each in words["nl"] for each in ("1.000 × teller", "12.345"))
    assert all(each in words["en"] for each in ("1,000 × numerator", "12,345"))
    assert "1/100 × num" in str(fiche(sheet(INDICATORS[2], None, {}), facts, "fr"))


def test_the_atlas_gets_the_same_fiche_as_data(content):
    (said,) = (each for each in json.loads(content["indicators.json"]) if each["name"] == "gp_contact")
    page = Page(content["fiches/gp_contact.nl.html"].decode())
    told = [words for each in said["fiche"]["nl"] for row in each["rows"] for words in row]
    assert {each["title"] for each in said["fiche"]["nl"]} | set(told) <= set(page.words)


def test_a_definition_has_another_version_when_its_texts_or_its_logic_change():
    plain = sheet(INDICATORS[1], None, {})
    parts = ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")
    other = {"gp_contact": dict.fromkeys(release.LANGUAGES, dict.fromkeys(parts, "other"))}
    versions = {
        plain["version"],
        sheet(INDICATORS[1], other, {})["version"],
        sheet(INDICATORS[1], None, {}, "select 1")["version"],
    }
    assert len(versions) == 3
    assert sheet(INDICATORS[1], None, {2022: Decimal("1.5")})["version"] == plain["version"]


def test_every_text_of_a_release_is_there_in_four_languages():
    keys = {
        language: {key for key in reference.texts(language) if key.startswith("release.")}
        for language in release.LANGUAGES
    }
    assert keys["nl"] == keys["fr"] == keys["de"] == keys["en"]
