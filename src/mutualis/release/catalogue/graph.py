"""An edition for machines: DCAT-AP 3 and HealthDCAT-AP (web 3.1), as a graph, Turtle or JSON-LD.

`catalogue_graph` has the catalogue with every data set; `item_graph` one thing by itself. A data set that is not public
has one distribution, its data dictionary: the data are given under an authorisation only.
"""

import json
from collections.abc import Mapping

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, XSD

from mutualis.release.catalogue import vocabulary as words
from mutualis.release.catalogue.data_set import data_set
from mutualis.release.catalogue.house import legislation, licence, publisher
from mutualis.release.catalogue.values import Edition, Item, Key
from mutualis.release.catalogue.vocabulary import DCAT, DISCO, ELI, LANGUAGE_CODES, PREFIXES, concept, empty, said

# What each kind of thing is, in a vocabulary that machines know.
CLASSES: Mapping[str, tuple[URIRef, ...]] = {
    "database": (DCAT.DatasetSeries,),
    "table": (DCAT.DatasetSeries,),
    "variable": (DISCO.Variable,),
    "codelist": (SKOS.ConceptScheme,),
    "indicator": (SKOS.Concept,),
    "authorisation": (ELI.LegalResource,),
}
RELATIONS = {
    "part_of": DCTERMS.isPartOf,
    "made_of": PROV.wasDerivedFrom,
    "coded_by": DISCO.representation,
    "decided_by": DCTERMS.requires,
    "counts": DCTERMS.requires,
    "has": DCTERMS.subject,
    "gives": DCTERMS.references,
}
DESCRIBED_BY = ("definition", "purpose", "plain", "content")


def address_of(edition: Edition, kind: str, name: str) -> str:
    """The persistent identifier of a thing."""
    return f"{edition.about['address']}id/{kind}/{name}"


def catalogue_graph(edition: Edition) -> Graph:
    """The catalogue, its publisher, and every data set with its series."""
    graph, about = empty(), edition.about
    node = words.typed(graph, f"{about['address']}catalogue", DCAT.Catalog)
    said(graph, node, DCTERMS.title, about["title"])
    said(graph, node, DCTERMS.description, about["description"])
    graph.add((node, DCTERMS.publisher, publisher(graph, about)))
    graph.add((node, DCTERMS.license, licence(graph, about)))
    graph.add((node, FOAF.homepage, words.typed(graph, f"{about['address']}catalogue", FOAF.Document)))
    graph.add((node, DCTERMS.spatial, words.typed(graph, about["spatial"], DCTERMS.Location)))
    theme = concept(graph, about["theme"])
    for scheme in graph.objects(theme, SKOS.inScheme):
        graph.add((node, DCAT.themeTaxonomy, scheme))
    for code in LANGUAGE_CODES:
        graph.add((node, DCTERMS.language, words.language(graph, code)))
    legislation(graph, node, about)
    if modified := edition.modified:
        graph.add((node, DCTERMS.modified, Literal(modified, datatype=XSD.date)))
    for item in edition.of("dataset"):
        graph.add((node, DCAT.dataset, _dataset(graph, edition, item)))
    return graph


def datasets_graph(edition: Edition) -> Graph:
    """Only the data sets: what HealthDCAT-AP asks is asked of each of them, and a catalogue would count as one."""
    graph = empty()
    for item in edition.of("dataset"):
        _dataset(graph, edition, item)
    return graph


def item_graph(edition: Edition, key: Key) -> Graph:
    """One thing with its texts and links; of a data set all that DCAT-AP asks, of a code list its codes."""
    item, graph = edition.items[key], empty()
    if item.kind == "dataset":
        _dataset(graph, edition, item)
        return graph
    node = _thing(graph, edition, item)
    for link in item.links:
        graph.add((node, RELATIONS[link.relation], URIRef(address_of(edition, link.kind, link.name))))
    if item.kind == "codelist":
        _codes(graph, edition, item, node)
    return graph


def turtle(graph: Graph) -> bytes:
    """A graph as Turtle."""
    return graph.serialize(format="turtle", encoding="utf-8")


def json_ld(graph: Graph) -> bytes:
    """A graph as JSON-LD, with its context in it."""
    said_ = json.loads(graph.serialize(format="json-ld", context=dict(PREFIXES), auto_compact=False))
    said_["@graph"] = sorted(said_.get("@graph", []), key=lambda node: str(node.get("@id", "")))
    return (json.dumps(said_, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _dataset(graph: Graph, edition: Edition, item: Item) -> URIRef:
    node = data_set(graph, edition, item, lambda key: address_of(edition, *key))
    for key in item.linked("part_of"):
        series = _thing(graph, edition, edition.items[key])
        graph.add((node, DCAT.inSeries, series))
    return node


def _thing(graph: Graph, edition: Edition, item: Item) -> URIRef:
    node = words.typed(graph, address_of(edition, item.kind, item.name), *CLASSES[item.kind])
    title = item.texts["title"]
    described = next((item.texts[field] for field in DESCRIBED_BY if field in item.texts), title)
    said(graph, node, DCTERMS.title, title)
    said(graph, node, DCTERMS.description, described)
    if SKOS.Concept in CLASSES[item.kind]:
        said(graph, node, SKOS.prefLabel, title)
    graph.add((node, DCTERMS.identifier, Literal(str(node), datatype=XSD.anyURI)))
    if DCAT.DatasetSeries in CLASSES[item.kind]:
        legislation(graph, node, edition.about)
    return node


def _codes(graph: Graph, edition: Edition, item: Item, scheme: URIRef) -> None:
    for code in edition.codes.get(item.name, ()):
        node = URIRef(f"{scheme}/{code.code}")
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme))
        graph.add((node, SKOS.notation, Literal(code.code)))
        said(graph, node, SKOS.prefLabel, code.words)
        graph.add((node, RDFS.isDefinedBy, scheme))
