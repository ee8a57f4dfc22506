"""How FAIR the open data of the catalogue are, by our own reading of the FAIRsFAIR metrics (FsF 0.5).

F-UJI, which scores these metrics, does not run on this Python and is in no registry; what its metrics ask is asserted
here one by one, on what a machine gets from the served pages. One is counted as not reached: F-UJI takes an identifier
for persistent only if it is of a registered scheme (DOI, ARK, w3id, ...), which an operator has to apply for.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV

from atlas_country import Reader
from catalogue_country import catalogued
from mutualis.release.catalogue import Edition, latest_edition, read_edition

pytestmark = [pytest.mark.clients]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
GOAL = 0.9
REGISTERED = (
    "https://doi.org/",
    "https://w3id.org/",
    "https://n2t.net/",
    "https://hdl.handle.net/",
    "https://purl.org/",
)
OPEN_FORMATS = {"text/csv", "application/json", "application/vnd.apache.parquet"}
VOCABULARIES = ("http://publications.europa.eu/resource/authority/", "https://w3id.org/dpv", "http://data.europa.eu/")


@dataclass(frozen=True)
class Seen:
    """What a machine gets of one data set: its answer, schema.org, graph, and how to ask for more."""

    identifier: str
    page: Any
    said: dict[str, Any]
    graph: Graph
    node: URIRef
    ask: Callable[..., Any]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The open data of the newest release, found from its persistent identifier."""
    folder: Path = catalogued(tmp_path_factory)
    edition: Edition = read_edition(latest_edition(folder))
    item = next(each for each in edition.of("dataset") if each.facts["access"] == "PUBLIC")
    root, reader = edition.about["address"], Reader(folder)

    def ask(address: str, **headers: str) -> Any:
        answer = reader.ask("/" + address.removeprefix(root).lstrip("/"), **headers)
        return ask(answer.headers["location"], **headers) if answer.status_code == 303 else answer

    identifier = f"{root}id/dataset/{item.name}"
    page = ask(identifier)
    said = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)[0])
    graph = Graph().parse(data=ask(identifier, accept="text/turtle").text, format="turtle")
    return Seen(identifier, page, said, graph, URIRef(identifier), ask)


def unique(seen: Seen) -> bool:
    """FsF-F1-01D: a globally unique identifier, which leads to the data set."""
    return seen.identifier.startswith("https://") and seen.page.status_code == 200


def persistent(seen: Seen) -> bool:
    """FsF-F1-02D: an identifier of a scheme that somebody keeps for good."""
    return seen.identifier.startswith(REGISTERED)


def core(seen: Seen) -> bool:
    """FsF-F2-01M: creator, title, identifier, publisher, date, summary and keywords."""
    parts = ("creator", "name", "identifier", "publisher", "datePublished", "description", "keywords")
    return all(seen.said.get(part) for part in parts)


def names_its_data(seen: Seen) -> bool:
    """FsF-F3-01M: the metadata give the addresses of the data, which answer."""
    files = [each["contentUrl"] for each in seen.said["distribution"]]
    return bool(files) and all(seen.ask(each).status_code == 200 for each in files)


def searchable(seen: Seen) -> bool:
    """FsF-F4-01M: search engines and registries can read it: data in the page, typed links, DCAT."""
    links = seen.page.headers["link"]
    is_linked = 'rel="alternate"' in links and "text/turtle" in links
    return seen.said["@type"] == "Dataset" and is_linked and (seen.node, None, DCAT.Dataset) in seen.graph


def access_level(seen: Seen) -> bool:
    """FsF-A1-01M: the access level is told in words of a known vocabulary."""
    rights = str(seen.graph.value(seen.node, DCTERMS.accessRights))
    return rights.startswith(VOCABULARIES[0]) and seen.said["isAccessibleForFree"] is True


def open_protocol_of_metadata(seen: Seen) -> bool:
    """FsF-A1-02M: metadata by a standard protocol."""
    return seen.said["url"].startswith(("https://", "http://"))


def open_protocol_of_data(seen: Seen) -> bool:
    """FsF-A1-03D: data by a standard protocol."""
    return all(each["contentUrl"].startswith(("https://", "http://")) for each in seen.said["distribution"])


def formal(seen: Seen) -> bool:
    """FsF-I1-01M: metadata as RDF, in the page and by content negotiation."""
    return len(seen.graph) > 20 and "@context" in seen.said


def vocabularies(seen: Seen) -> bool:
    """FsF-I2-01M: terms of vocabularies that others keep."""
    used = {str(each) for each in seen.graph.objects() if isinstance(each, URIRef)}
    return all(any(each.startswith(name) for each in used) for name in VOCABULARIES)


def related(seen: Seen) -> bool:
    """FsF-I3-01M: links to related data sets, with how they are related."""
    return bool(seen.said.get("isBasedOn")) and (seen.node, PROV.wasDerivedFrom, None) in seen.graph


def content(seen: Seen) -> bool:
    """FsF-R1-01MD: kind, size and format of the data are told, and true."""
    for each in seen.said["distribution"]:
        if each["contentSize"] != f"{len(seen.ask(each['contentUrl']).content)} B" or not each["encodingFormat"]:
            return False
    return (seen.node, DCTERMS.type, None) in seen.graph


def licence(seen: Seen) -> bool:
    """FsF-R1.1-01M: a licence that machines know."""
    return "creativecommons.org/licenses/" in seen.said["license"]


def provenance(seen: Seen) -> bool:
    """FsF-R1.2-01M: where it comes from, in words and in PROV."""
    return (seen.node, DCTERMS.provenance, None) in seen.graph and (seen.node, PROV.wasDerivedFrom, None) in seen.graph


def community(seen: Seen) -> bool:
    """FsF-R1.3-01M: a standard of the community: DCAT-AP (its shapes are another test)."""
    return (seen.node, DCAT.theme, None) in seen.graph


def file_format(seen: Seen) -> bool:
    """FsF-R1.3-02D: open formats, of which a CSV that can be read."""
    tables = [each for each in seen.said["distribution"] if each["encodingFormat"] == "text/csv"]
    rows = list(csv.reader(io.StringIO(seen.ask(tables[0]["contentUrl"]).text)))
    return {each["encodingFormat"] for each in seen.said["distribution"]} & OPEN_FORMATS != set() and len(rows) > 1


METRICS = (
    *(unique, persistent, core, names_its_data, searchable),
    *(access_level, open_protocol_of_metadata, open_protocol_of_data),
    *(formal, vocabularies, related),
    *(content, licence, provenance, community, file_format),
)
NOT_REACHED = (persistent,)


@pytest.mark.parametrize(
    "metric", [each for each in METRICS if each not in NOT_REACHED], ids=lambda each: each.__name__
)
def test_a_metric_of_fairness_is_reached(seen: Seen, metric: Callable[[Seen], bool]) -> None:
    assert metric(seen), metric.__doc__


def test_the_share_of_metrics_that_is_reached_is_told_and_meets_the_goal(seen: Seen) -> None:
    reached = [each for each in METRICS if each(seen)]
    share = len(reached) / len(METRICS)
    print(f"FAIR, by our reading of FsF 0.5: {len(reached)} of {len(METRICS)} metrics, {share:.0%}")
    assert share >= GOAL
