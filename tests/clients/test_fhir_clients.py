"""FHIR of the Atlas and of a practice, read back by the models of fhir.resources, as record software would."""

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.measure import Measure
from fhir.resources.R4B.measurereport import MeasureReport
from fhir.resources.R4B.operationoutcome import OperationOutcome

from atlas_country import Reader
from mutualis import release
from provider_world import PRACTICES, SMALL, publish_world
from staff_desk import House

pytestmark = pytest.mark.clients
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("fhir")
    publish_world(there)
    return there


@pytest.fixture(scope="module")
def reader(folder):
    return Reader(folder / "releases")


@pytest.fixture(scope="module")
def newest(folder):
    return release.read(release.latest(folder / "releases"))


def reports(answer):
    found = Bundle.model_validate(answer.json())
    return [each.resource for each in found.entry or []]


def test_the_server_says_what_it_can(reader):
    answer = reader.ask("/fhir/metadata")
    assert answer.headers["content-type"].startswith("application/fhir+json")
    said = CapabilityStatement.model_validate(answer.json())
    assert said.fhirVersion == "4.0.1"
    assert {each.type for each in said.rest[0].resource} == {"Measure", "MeasureReport"}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_indicator_is_a_measure(reader, newest, language):
    there = Bundle.model_validate(reader.ask(f"/fhir/Measure?lang={language}").json())
    assert [each.resource.name for each in there.entry] == list(newest.indicators)
    for name in newest.indicators:
        one = Measure.model_validate(reader.ask(f"/fhir/Measure/{name.replace('_', '-')}?lang={language}").json())
        assert one.title == newest.sheet(name).text("title", language)
        assert one.version == newest.sheet(name).version


def test_a_report_has_the_figure_of_the_release_and_nothing_else(reader, newest):
    (figure,) = [each for each in newest.figures("gp_contact", 2023, "arrondissement") if each.area_code == "11000"]
    (report,) = reports(reader.ask("/fhir/MeasureReport?measure=gp-contact&period=2023&area=11000"))
    assert isinstance(report, MeasureReport)
    counts = {each.code.coding[0].code: each.count for each in report.group[0].population}
    assert counts == {"numerator": figure.numerator, "denominator": figure.denominator}
    assert float(report.group[0].measureScore.value) == float(figure.value)
    assert str(report.period.start) == "2023-01-01"


def test_a_report_is_at_its_own_address(reader):
    (report,) = reports(reader.ask("/fhir/MeasureReport?measure=gp-contact&period=2023&area=11000"))
    again = MeasureReport.model_validate(reader.ask(f"/fhir/MeasureReport/{report.id}").json())
    assert again.id == report.id


def test_a_hidden_figure_is_masked_and_has_no_number(reader):
    answer = reader.ask("/fhir/MeasureReport?measure=gp-contact&period=2023&area=13000")
    (report,) = reports(answer)
    assert [each.count for each in report.group[0].population] == [None, None]
    assert report.group[0].measureScore.value is None
    plain = answer.json()["entry"][0]["resource"]["group"][0]
    assert plain["population"][0]["_count"]["extension"] == [{"url": ABSENT, "valueCode": "masked"}]


def test_strata_are_those_that_are_published(reader, newest):
    (report,) = reports(reader.ask("/fhir/MeasureReport?measure=gp-contact&period=2023&area=11000&lang=nl"))
    split = newest.figures("gp_contact", 2023, "arrondissement", "increased_reimbursement")
    there = {each.category: each for each in split if each.area_code == "11000"}
    (stratifier,) = [each for each in report.group[0].stratifier if each.code[0].text == "increased_reimbursement"]
    told = {each.value.text: each.population[1].count for each in stratifier.stratum}
    assert told == {
        newest.category_name("increased_reimbursement", code, "nl"): each.numerator for code, each in there.items()
    }


def test_an_amount_has_no_count_of_cents(reader):
    (report,) = reports(reader.ask("/fhir/MeasureReport?measure=mean-copayment&period=2023"))
    assert [each.code.coding[0].code for each in report.group[0].population] == ["measure-population"]


@pytest.mark.parametrize(
    "path", ["/fhir/Measure/nothing", "/fhir/MeasureReport?measure=nothing", "/fhir/MeasureReport/x"]
)
def test_what_is_not_there_is_an_outcome(reader, path):
    answer = reader.ask(path)
    assert answer.status_code == 404
    assert OperationOutcome.model_validate(answer.json()).issue[0].code == "not-found"


def test_a_practice_gets_its_own_reports_alone(folder):
    house = House(folder / "staff")
    house.account("own", "practice", practice=PRACTICES[3])
    browser = house.signed_in("own")
    (report,) = reports(browser.get("/fhir/MeasureReport?measure=gp-contact&period=2023"))
    assert report.subject.identifier.value == PRACTICES[3]
    assert report.group[0].population[0].count > 0
    assert browser.get(f"/fhir/MeasureReport?measure=gp-contact&practice={PRACTICES[4]}").status_code == 403
    assert house.browser().get("/fhir/MeasureReport?measure=gp-contact").status_code == 303


def test_a_small_practice_has_masked_counts(folder):
    house = House(folder / "staff")
    house.account("small", "practice", practice=SMALL)
    (report,) = reports(house.signed_in("small").get("/fhir/MeasureReport?measure=gp-contact&period=2023"))
    assert [each.count for each in report.group[0].population] == [None, None]
