"""The catalogue read by outside programs: pyshacl with the shapes of DCAT-AP 3 and HealthDCAT-AP, extruct, rdflib."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from atlas_country import Reader
from catalogue_country import catalogued
from mutualis.release.catalogue import Edition, latest_edition, read_edition
from mutualis.release.catalogue.graph import catalogue_graph, datasets_graph

pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed")
extruct = pytest.importorskip("extruct", reason="extruct is not installed")
pytestmark = [
    pytest.mark.clients,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # inside rdflib's parser of JSON-LD
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl"),
]
SHAPES = Path(__file__).parent.parent / "data" / "shapes"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCAT_AP = ("dcat_ap_shacl.jsonld", "json-ld")
HEALTH = ("hdap-validator-sensitivity-shape.ttl", "turtle")
PAGES = ["/", "/trend", "/fiche", "/catalogue", "/catalogue/variable/pp.sex", "/catalogue/codelist/sex",
         "/catalogue/database/pp", "/catalogue/dataset/derived_person_year-2022", "/catalogue/indicator/gp_contact",
         "/catalogue/authorisation/kce-05-033"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return catalogued(tmp_path_factory)


@pytest.fixture(scope="module")
def edition(folder: Path) -> Edition:
    return read_edition(latest_edition(folder))


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Reader(folder)


def report(graph: Graph, shapes: tuple[str, str]) -> tuple[bool, str]:
    name, form = shapes
    rules = Graph().parse(SHAPES / name, format=form)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rules, inference="none", advanced=True)
    return conforms, text


def test_the_catalogue_that_is_served_conforms_to_dcat_ap_3(reader: Reader) -> None:
    for address, form in (("/catalogue.ttl", "turtle"), ("/catalogue.jsonld", "json-ld")):
        graph = Graph().parse(data=reader.ask(address).text, format=form)
        assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) > 3
        conforms, text = report(graph, DCAT_AP)
        assert conforms, text


def test_every_data_set_conforms_to_health_dcat_ap(edition: Edition) -> None:
    conforms, text = report(datasets_graph(edition), HEALTH)
    assert conforms, text


def test_a_data_set_by_itself_conforms_to_both(reader: Reader) -> None:
    graph = Graph().parse(data=reader.ask("/catalogue/dataset/derived_person_year-2022.ttl").text, format="turtle")
    for shapes in (DCAT_AP, HEALTH):
        conforms, text = report(graph, shapes)
        assert conforms, text


@pytest.mark.parametrize(
    ("shapes", "taken"),
    [(DCAT_AP, DCTERMS.title), (HEALTH, DCTERMS.provenance), (HEALTH, DCAT.contactPoint), (HEALTH, DCAT.distribution)],
)
def test_the_shapes_notice_what_is_missing(edition: Edition, shapes: tuple[str, str], taken: URIRef) -> None:
    graph = datasets_graph(edition)
    for node in list(graph.subjects(RDF.type, DCAT.Dataset)):
        graph.remove((node, taken, None))
    assert not report(graph, shapes)[0]


def test_the_shapes_notice_a_distribution_without_its_size(edition: Edition) -> None:
    graph = catalogue_graph(edition)
    graph.remove((None, DCAT.byteSize, None))
    assert not report(graph, HEALTH)[0]


def test_the_size_of_a_list_of_variables_is_that_of_the_file_served(edition: Edition, reader: Reader) -> None:
    graph, root = datasets_graph(edition), edition.about["address"]
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        address = str(graph.value(node, DCAT.accessURL)).removeprefix(root.rstrip("/"))
        size = graph.value(node, DCAT.byteSize)
        assert isinstance(size, Literal)
        assert len(reader.ask(address).content) == int(size)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_extruct_reads_the_description_of_a_page(reader: Reader, address: str, language: str) -> None:
    page = reader.ask(f"{address}?lang={language}").text
    (found,) = extruct.extract(page, base_url="http://atlas", syntaxes=["json-ld"], uniform=False)["json-ld"]
    assert found["@context"] == {"@vocab": "https://schema.org/"}
    assert found["name"]
    assert found["inLanguage"] == language


def test_a_data_set_in_schema_org_names_licence_publisher_and_files(reader: Reader) -> None:
    page = reader.ask("/?lang=en").text
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert found["@type"] == "Dataset"
    assert found["license"].startswith("http")
    assert found["publisher"]["name"]
    assert {each["encodingFormat"] for each in found["distribution"]} >= {"text/csv"}
    assert all(len(each["sha256"]) == 64 for each in found["distribution"])
