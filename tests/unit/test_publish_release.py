"""A release: immutable, whole, verified, and the same when its content is the same."""

import json
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from mutualis import disclosure, publish, release
from mutualis.indicators.definitions import INDICATORS as OF_THE_HOUSE
from mutualis.model import MutualisError
from mutualis.reference import geography
from small_country import CONTACT, COPAYMENT, DDD, INDICATORS, INSURED, Plain, belgium

YEAR = 2023
SOURCES = {"derived_person_year": 3, "derived_population_year": 7}


@pytest.fixture(scope="module")
def protected():
    return disclosure.protect(belgium({YEAR: geography(YEAR).parents}, scale=60), INDICATORS)


@pytest.fixture(scope="module")
def folder(protected, tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=folder)
    return folder


def test_only_a_protected_is_published_not_its_figures(protected, tmp_path):
    with pytest.raises(MutualisError, match=r"Only a Protected can be published, and this is a Table\."):
        publish.publish(protected.figures, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_read_is_what_was_protected(folder, protected):
    read = release.read(release.latest(folder))
    assert read.indicators == ("insured", "gp_contact", "antibiotics_ddd", "mean_copayment")
    assert read.levels == release.LEVELS
    assert read.sources == {"derived_person_year": "3", "derived_population_year": "7"}
    assert read.verdict["breached"] == 0
    assert read.verdict["attacked"] == protected.verdict.attacked
    found = [
        (name, year, level, each.area_code, each.numerator, each.denominator, each.status)
        for (name, year, level), figures in read.figures_by.items()
        for each in figures
    ]
    assert sorted(map(repr, found)) == sorted(repr(tuple(row.values())) for row in protected.figures.to_pylist())


def test_the_same_content_published_twice_is_one_release_and_says_so(folder, protected):
    before, said = sorted(folder.iterdir()), []
    again = publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=folder, say=said.append)
    assert again == release.latest(folder)
    assert sorted(folder.iterdir()) == before
    assert "published before" in said[0]


def test_other_sources_make_another_release_and_the_first_one_stays(protected, tmp_path):
    first = publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    second = publish.publish(protected, indicators=INDICATORS, sources={**SOURCES, "x": 1}, folder=tmp_path)
    assert first != second
    assert set(release.listing(tmp_path)) == {first.name, second.name}
    assert release.latest(tmp_path) == second


def test_files_are_read_only_and_nothing_half_written_stays(folder):
    one = release.latest(folder)
    assert sorted(path.name for path in one.iterdir()) == sorted([*release.FILES, "release.json"])
    assert all(path.stat().st_mode & 0o222 == 0 for path in one.iterdir())
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("name", release.FILES)
def test_a_changed_or_missing_file_is_an_error_that_names_it(folder, tmp_path, name):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in release.latest(folder).iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    release.read(copy)
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")
    with pytest.raises(MutualisError, match=f"{name} has changed"):
        release.read(copy)
    (copy / name).unlink()
    with pytest.raises(MutualisError, match=f"{name} is missing"):
        release.read(copy)


def test_a_folder_that_is_no_release_or_of_another_format_is_refused(tmp_path):
    with pytest.raises(MutualisError, match="is no release"):
        release.read(tmp_path)
    (tmp_path / "release.json").write_text(json.dumps({"format": "other"}))
    with pytest.raises(MutualisError, match="another format"):
        release.read(tmp_path)


def test_a_release_cannot_name_files_outside_its_folder(folder, tmp_path):
    described = json.loads((release.latest(folder) / "release.json").read_text())
    described["files"]["../../etc/passwd"] = {"sha256": "", "size": 0}
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

    monkeypatch.setattr("mutualis.publish.publishing._write_file", full)
    with pytest.raises(MutualisError, match="No space left"):
        publish.publish(protected, indicators=INDICATORS, sources=SOURCES, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_areas_of_a_release_have_names_in_four_languages_and_a_parent(folder):
    areas = release.read(release.latest(folder)).areas(YEAR, "region")
    assert areas["04000"].parent_code == "BE"
    assert set(areas["04000"].names) == {"nl", "fr", "de", "en"}
