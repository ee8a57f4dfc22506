"""A data set in a graph, with all that DCAT-AP 3 and HealthDCAT-AP ask of it."""

from collections.abc import Callable
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDFS, XSD

from mutualis.release.catalogue.dictionary import dictionary
from mutualis.release.catalogue.house import access_body, contact, dated, legislation, licence, publisher
from mutualis.release.catalogue.values import Edition, Item, Key
from mutualis.release.catalogue.vocabulary import (
    ACCESS,
    ADMS,
    DCAT,
    DPV,
    EU,
    HEALTH,
    SPDX,
    concept,
    language,
    own_concept,
    resource,
    said,
    typed,
)

Address = Callable[[Key], str]
FORMATS = {"csv": "CSV", "json": "JSON", "parquet": "PARQUET"}
PUBLIC = "PUBLIC"


def data_set(graph: Graph, edition: Edition, item: Item, address: Address) -> URIRef:
    """Add a data set and what it points to; returns its node."""
    node = typed(graph, address(item.key), DCAT.Dataset)
    _told(graph, node, edition, item)
    _governed(graph, node, edition, item)
    _covered(graph, node, edition, item)
    for key in item.linked("made_of"):
        graph.add((node, PROV.wasDerivedFrom, URIRef(address(key))))
    if item.facts["access"] == PUBLIC:
        distributions = _open_files(graph, node, edition, item)
    else:
        distributions = [_dictionary(graph, node, edition, item)]
    for each in distributions:
        graph.add((node, DCAT.distribution, each))
    graph.add((node, ADMS.sample, distributions[0]))
    return node


def _told(graph: Graph, node: URIRef, edition: Edition, item: Item) -> None:
    about = edition.about
    said(graph, node, DCTERMS.title, item.texts["title"])
    said(graph, node, DCTERMS.description, _description(edition, item))
    for words in (about["keyword"], item.texts["title"]):
        said(graph, node, DCAT.keyword, words)
    graph.add((node, DCTERMS.identifier, Literal(str(node), datatype=XSD.anyURI)))
    graph.add((node, DCAT.version, Literal(item.facts["version"])))
    graph.add((node, DCTERMS.issued, dated(item.facts["published"])))
    graph.add((node, DCTERMS.modified, dated(item.facts["published"])))
    graph.add((node, DCAT.landingPage, typed(graph, _page(edition, item), FOAF.Document)))
    for code in about["languages"]:
        graph.add((node, DCTERMS.language, language(graph, code)))


def _description(edition: Edition, item: Item) -> Any:
    series = [edition.items[key] for key in item.linked("part_of")]
    for each in series:
        for field in ("content", "unit"):
            if field in each.texts:
                return each.texts[field]
    return edition.about["open_data"]


def _page(edition: Edition, item: Item) -> str:
    return f"{edition.about['address']}catalogue/{item.kind}/{item.name}"


def _governed(graph: Graph, node: URIRef, edition: Edition, item: Item) -> None:
    about, health = edition.about, edition.about["health"]
    access = typed(graph, f"{EU}access-right/{ACCESS[item.facts['access']]}", DCTERMS.RightsStatement)
    graph.add((node, DCTERMS.accessRights, access))
    graph.add((node, DCTERMS.publisher, publisher(graph, about)))
    graph.add((node, DCAT.contactPoint, contact(graph, about)))
    graph.add((node, HEALTH.hdab, access_body(graph, about)))
    legislation(graph, node, about)
    for what, terms in ((HEALTH.healthCategory, health["categories"]), (HEALTH.healthTheme, health["themes"])):
        for name, labels in terms.items():
            graph.add((node, what, own_concept(graph, f"{about['address']}id/agency/terms", name, labels)))
    for address in health["purposes"]:
        graph.add((node, DPV.hasPurpose, typed(graph, address, DPV.Purpose)))
    if item.facts["access"] != PUBLIC:
        graph.add((node, DPV.hasPersonalData, typed(graph, str(DPV.HealthData), DPV.PersonalData)))
    graph.add((node, DCAT.theme, concept(graph, about["theme"])))
    kind = "STATISTICAL" if item.facts["access"] == PUBLIC else "PERSONAL_DATA"
    graph.add((node, DCTERMS.type, concept(graph, f"{EU}dataset-type/{kind}")))


def _covered(graph: Graph, node: URIRef, edition: Edition, item: Item) -> None:
    about = edition.about
    graph.add((node, DCTERMS.spatial, typed(graph, about["spatial"], DCTERMS.Location)))
    period = typed(graph, f"{node}#period", DCTERMS.PeriodOfTime)
    graph.add((period, DCAT.startDate, dated(item.facts["first_day"])))
    graph.add((period, DCAT.endDate, dated(item.facts["last_day"])))
    graph.add((node, DCTERMS.temporal, period))
    graph.add((node, DCTERMS.accrualPeriodicity, typed(graph, about["frequency"], DCTERMS.Frequency)))
    origin = typed(graph, f"{node}#provenance", DCTERMS.ProvenanceStatement)
    said(graph, origin, RDFS.label, about["provenance"])
    graph.add((node, DCTERMS.provenance, origin))
    said(graph, node, HEALTH.populationCoverage, about["population"])


def _dictionary(graph: Graph, node: URIRef, edition: Edition, item: Item) -> URIRef:
    kind, name = item.linked("part_of")[0]
    address = f"{edition.about['address']}catalogue/{kind}/{name}.csv"
    made = _file(graph, f"{node}#dictionary", address, edition, len(dictionary(edition, kind, name)), "csv")
    said(graph, made, DCTERMS.title, edition.about["dictionary"])
    return made


def _open_files(graph: Graph, node: URIRef, edition: Edition, item: Item) -> list[URIRef]:
    """The figures of a release in each form, with their checksums."""
    found = []
    for name, (size, sha256) in edition.about["open_files"].get(item.facts["release"], {}).items():
        address = f"{edition.about['address']}files/{item.facts['release']}/{name}"
        made = _file(graph, f"{node}#{name}", address, edition, size, name.rpartition(".")[2])
        graph.add((made, DCAT.downloadURL, resource(graph, address)))
        graph.add((made, DCTERMS.title, Literal(name)))
        check = typed(graph, f"{made}-checksum", SPDX.Checksum)
        graph.add((check, SPDX.algorithm, typed(graph, str(SPDX.checksumAlgorithm_sha256), SPDX.ChecksumAlgorithm)))
        graph.add((check, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary)))
        graph.add((made, SPDX.checksum, check))
        found.append(made)
    return found


def _file(graph: Graph, node: str, address: str, edition: Edition, size: int, ending: str) -> URIRef:
    made = typed(graph, node, DCAT.Distribution)
    about = edition.about
    graph.add((made, DCAT.accessURL, resource(graph, address)))
    graph.add((made, DCAT.byteSize, Literal(str(size), datatype=XSD.nonNegativeInteger)))
    form = typed(graph, f"{EU}file-type/{FORMATS[ending]}", DCTERMS.MediaTypeOrExtent)
    graph.add((made, DCTERMS.format, form))
    graph.add((made, DCTERMS.license, licence(graph, about)))
    rights = typed(graph, f"{about['address']}id/agency/rights", DCTERMS.RightsStatement)
    said(graph, rights, RDFS.label, about["rights"])
    graph.add((made, DCTERMS.rights, rights))
    legislation(graph, made, about)
    return made
