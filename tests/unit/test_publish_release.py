"""A release: immutable, whole, verified, and the same when its content is the same."""

import json
import shutil
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from mutualis import publish, release
from mutualis.indicators.definitions import INDICATORS as OF_THE_HOUSE
from mutualis.model import MutualisError
from mutualis.publish import keeping
from mutualis.release import files
from published_country import protected_country
from small_country import CONTACT, COPAYMENT, DDD, INDICATORS, INSURED, Plain

YEAR = 2023
SOURCES = {"derived_person_year": "ab" * 32, "derived_population_year": "cd" * 32}


@pytest.fixture(scope="module")
def protected():
    return protected_country()


@pytest.fixture(scope="module")
def folder(protected, tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=folder, versions={"result_indicator": 3})
    return folder


@pytest.fixture
def copy(folder, tmp_path):
    """A copy of the folder of releases that a test may touch."""
    there = tmp_path / "releases"
    shutil.copytree(folder, there)
    return there


def test_only_a_protected_is_published_not_its_figures(protected, tmp_path):
    with pytest.raises(MutualisError, match=r"Only a Protected can be published, and this is a Table\."):
        publish.publish(protected.figures, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_read_is_what_was_protected(folder, protected):
    read = release.read(release.latest(folder))
    assert read.indicators == ("insured", "gp_contact", "antibiotics_ddd", "mean_copayment")
    assert read.levels == release.LEVELS
    assert read.sources == SOURCES
    assert read.versions == {"result_indicator": "3"}
    assert read.verdict["breached"] == 0
    assert read.verdict["attacked"] == protected.verdict.attacked
    found = {
        (*key[:3], each.area_code, key[3], each.category): (each.numerator, each.denominator, each.status)
        for key, figures in read.figures_by.items()
        for each in figures
    }
    rows = protected.figures.select([*files.KEY, "numerator", "denominator", "status"]).to_pylist()
    assert found == {tuple(row.values())[:6]: tuple(row.values())[6:] for row in rows}


def test_what_went_out_can_be_given_to_the_next_protection(folder, protected):
    (earlier,) = release.released(folder)
    assert set(earlier.figures.column_names) == set(protected.figures.column_names)
    keys = [(name, "ascending") for name in files.KEY]
    ours, theirs = (each.sort_by(keys) for each in (protected.figures, earlier.figures))
    assert theirs["status"].to_pylist() == ours["status"].to_pylist()
    pairs = zip(ours["standardised"].to_pylist(), theirs["standardised"].to_pylist(), strict=True)
    assert all((a is None) == (b is None) and (a is None or abs(a - b) < 1e-9 * max(1, a)) for a, b in pairs)
    assert earlier.parents[2023]["municipality", "11002"] == "11000"
    assert earlier.parents[2025]["region", "04000"] == "BE"


def test_the_same_content_published_twice_is_one_release_and_says_so(folder, protected):
    before, said = sorted(folder.iterdir()), []
    again = publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=folder, say=said.append)
    assert again == release.latest(folder)
    assert sorted(folder.iterdir()) == before
    assert len(release.entries(folder)) == 1
    assert "published before" in said[0]


def test_versions_and_hours_are_no_part_of_the_root_and_data_definitions_and_plan_are(folder, protected, tmp_path):
    def root(**other):
        given = {"indicators": INDICATORS, "sources": SOURCES, **other}
        return release.read(publish.publish(protected, folder=tmp_path, **given)).root

    same = release.read(release.latest(folder)).root
    assert root(versions={"result_indicator": 99}) == same
    assert root(sources={**SOURCES, "derived_person_year": "ef" * 32}) != same
    assert root(logic={"insured": "select 1"}) != same
    assert len(release.listing(tmp_path)) == 3


def test_other_sources_make_another_release_and_the_first_one_stays(protected, tmp_path):
    first = publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    second = publish.publish(protected, indicators=INDICATORS, sources={**SOURCES, "x": 1}, folder=tmp_path)
    assert first != second
    assert set(release.listing(tmp_path)) == {first.name, second.name}
    assert release.latest(tmp_path) == second


def test_files_are_read_only_and_nothing_half_written_stays(folder):
    one = release.latest(folder)
    there = {path.relative_to(one).as_posix() for path in one.rglob("*") if path.is_file()}
    jsonstat = {f"jsonstat/{each.name}-{level}.json" for each in INDICATORS for level in release.LEVELS}
    fiches = {f"fiches/{each.name}.{language}.html" for each in INDICATORS for language in release.FICHE_LANGUAGES}
    assert there == {*release.FILES, "datapackage.json", "release.json", *jsonstat, *fiches}
    assert all((one / name).stat().st_mode & 0o222 == 0 for name in there)
    assert sorted(path.name for path in folder.iterdir()) == [one.name, "latest", "ledger.jsonl"]


TOUCHED = (*release.FILES, "jsonstat/insured-region.json", "fiches/insured.nl.html")


@pytest.mark.parametrize("name", TOUCHED)
def test_a_changed_or_missing_file_is_an_error_that_names_it(copy, name):
    one = release.latest(copy)
    release.read(one)
    (one / name).chmod(0o644)
    (one / name).write_bytes((one / name).read_bytes() + b" ")
    with pytest.raises(MutualisError, match=f"{name} has changed"):
        release.read(one)
    (one / name).unlink()
    with pytest.raises(MutualisError, match=f"{name} is missing"):
        release.read(one)


def test_a_file_that_was_not_published_is_an_error(copy):
    (release.latest(copy) / "fiches" / "more.html").write_text("more")
    with pytest.raises(MutualisError, match=r"fiches/more\.html was not published with it"):
        release.read(release.latest(copy))


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("rules", {"k": 1}, "the root is another"),
        ("sources", {}, "the root is another"),
        ("root", "0" * 64, "the root is another"),
        ("reasons", None, "lacks reasons"),
    ],
)
def test_a_changed_description_is_an_error(copy, part, value, says):
    path = release.latest(copy) / "release.json"
    described = json.loads(path.read_text())
    described.pop(part) if value is None else described.update({part: value})
    path.chmod(0o644)
    path.write_text(json.dumps(described))
    with pytest.raises(MutualisError, match=says):
        release.read(path.parent)


def test_a_folder_that_is_no_release_or_of_another_format_is_refused(tmp_path):
    with pytest.raises(MutualisError, match="is no release"):
        release.read(tmp_path)
    (tmp_path / "release.json").write_text(json.dumps({"format": "other"}))
    with pytest.raises(MutualisError, match="another format"):
        release.read(tmp_path)


def test_a_release_cannot_name_files_outside_its_folder(folder, tmp_path):
    described = json.loads((release.latest(folder) / "release.json").read_text())
    described["files"]["fiches/../../../etc/passwd"] = {"sha256": "", "size": 0}
    (tmp_path / "release.json").write_text(json.dumps(described))
    with pytest.raises(MutualisError, match="declares other files"):
        release.read(tmp_path)


def test_without_a_release_the_pointer_says_what_to_do(tmp_path):
    with pytest.raises(MutualisError, match="Publish one"):
        release.latest(tmp_path)
    (tmp_path / "latest").write_text("../elsewhere\n")
    with pytest.raises(MutualisError, match="not there"):
        release.latest(tmp_path)


def test_asking_for_what_is_not_there_says_what_there_is(folder):
    read = release.read(release.latest(folder))
    with pytest.raises(MutualisError, match="It has insured, gp_contact"):
        read.sheet("nothing")
    with pytest.raises(MutualisError, match="2023: country, region"):
        read.figures("insured", 1999, "region")
    with pytest.raises(MutualisError, match="municipality: total"):
        read.figures("insured", 2023, "municipality", "sex")


def test_texts_can_be_given_and_must_be_complete(protected, tmp_path):
    words = {
        part: part
        for part in ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")
    }
    texts = {"insured": dict.fromkeys(release.LANGUAGES, words)}
    made = publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path, texts=texts)
    assert release.read(made).sheet("insured").text("title", "de") == "title"
    texts["insured"] = {**texts["insured"], "fr": {**words, "unit": ""}}
    with pytest.raises(MutualisError, match="no unit in language 'fr'"):
        publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path, texts=texts)


def figures(name, *pairs, year=2023):
    tops, bases = zip(*pairs, strict=True)
    return pa.table(
        {
            "indicator": [name] * len(pairs),
            "year": pa.array([year] * len(pairs), pa.int32()),
            "numerator": pa.array(tops, pa.int64()),
            "denominator": pa.array(bases, pa.int64()),
        }
    )


@pytest.mark.parametrize(
    ("indicator", "year", "numerator", "denominator", "value"),
    [
        (INSURED, 2023, 11_500_000, 11_500_000, "11500000"),
        (CONTACT, 2023, 1, 3, "33.3"),
        (CONTACT, 2023, 2, 3, "66.7"),
        (CONTACT, 2023, 1, 2000, "0.1"),  # 0.05: a half goes away from zero
        (COPAYMENT, 2023, -1, 200, "-0.00"),
        (COPAYMENT, 2023, 123_456_789_012_345, 1000, "1234567890.12"),
        (DDD, 2024, 366 * 21_500, 1000, "21.5"),
        (DDD, 2023, 365 * 21_500, 1000, "21.5"),
        (CONTACT, 2023, None, 5, None),
    ],
)
def test_values_are_exact_and_rounded_once(indicator, year, numerator, denominator, value):
    found = publish.values(figures(indicator.name, (numerator, denominator), year=year), [indicator])
    assert found.to_pylist() == [value]


def test_values_agree_with_the_indicators_own_reckoning():
    pairs = [(top, base) for top in (0, 1, 17, 12_345_678) for base in (1, 7, 999, 1_000_003)]
    for each in OF_THE_HOUSE:
        found = publish.values(figures(each.name, *pairs), [each]).to_pylist()
        assert [Decimal(text) for text in found] == [each.value(top, base, 2023) for top, base in pairs]


def test_an_unknown_indicator_or_divisor_has_no_value():
    with pytest.raises(MutualisError, match="no indicator 'x'"):
        publish.values(figures("x", (1, 2)), [CONTACT])
    with pytest.raises(MutualisError, match="no divisor 'moons'"):
        publish.values(figures("x", (1, 2)), [Plain("x", divisor="moons", factor=Fraction(1))])


def test_a_full_disk_leaves_nothing_behind(protected, tmp_path, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write_whole", full)
    with pytest.raises(MutualisError, match="No space left"):
        publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_areas_of_a_release_have_names_in_four_languages_and_a_parent(folder):
    areas = release.read(release.latest(folder)).areas(YEAR, "region")
    assert areas["04000"].parent_code == "BE"
    assert set(areas["04000"].names) == {"nl", "fr", "de", "en"}


def test_splits_categories_and_trends_of_a_release(folder):
    read = release.read(release.latest(folder))
    assert read.splits_of("gp_contact", YEAR, "municipality") == ("total",)
    assert read.splits_of("gp_contact", YEAR, "arrondissement") == (
        "total", "sex", "age_class", "increased_reimbursement",
    )  # fmt: skip
    assert read.categories_of("gp_contact", YEAR, "country", "increased_reimbursement") == ("yes", "no")
    assert read.categories_of("gp_contact", YEAR, "country") == ("all",)
    crossed = read.categories_of("gp_contact", YEAR, "region", "sex*age_class")
    assert (crossed[0], crossed[-1], len(crossed)) == ("1*00-04", "2*85+", 20)
    assert read.category_name("sex*age_class", "2*85+", "en") == "women, 85 years and older"
    assert read.split_name("sex*age_class", "fr") == "Sexe × Classe d'âge"
    trend = read.trend("gp_contact", "region", "04000", "sex", "2")
    assert list(trend) == [2023, 2025]
    assert {each.category for each in trend.values()} == {"2"}
    assert read.trend("gp_contact", "region", "99999") == {}
    assert read.area_name(YEAR, "region", "04000", "en") == "Brussels-Capital Region"


def test_shown_figures_lie_in_their_intervals(folder):
    read = release.read(release.latest(folder))
    for name in ("gp_contact", "antibiotics_ddd", "mean_copayment"):
        for split in ("total", "age_class"):
            half = Decimal(1).scaleb(-read.sheet(name).decimals) / 2
            for each in read.figures(name, YEAR, "arrondissement", split):
                assert each.value is None or each.low - half <= each.value <= each.high + half
                if each.standardised is not None:
                    assert each.standardised_low <= each.standardised <= each.standardised_high
    assert any(each.standardised is not None for each in read.figures("gp_contact", YEAR, "arrondissement"))
