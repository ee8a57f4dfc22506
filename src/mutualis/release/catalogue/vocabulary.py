"""The vocabularies of DCAT-AP 3 and HealthDCAT-AP, and how a node of one of their classes is made.

Offline nobody can look up what an address of the Publications Office is, so each is given its type and label here
(web 3.1).
"""

from collections.abc import Mapping

from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, XSD

from mutualis.release.catalogue.values import Words

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib knows an older one
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
HEALTH = Namespace("http://healthdataportal.eu/ns/health#")
DPV = Namespace("https://w3id.org/dpv#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
CV = Namespace("http://data.europa.eu/m8g/")
DISCO = Namespace("http://rdf-vocabulary.ddialliance.org/discovery#")
EU = "http://publications.europa.eu/resource/authority/"
LANGUAGE_CODES = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}
ACCESS = {"PUBLIC": "PUBLIC", "NON_PUBLIC": "NON_PUBLIC"}
PREFIXES: Mapping[str, str] = {
    "dcat": str(DCAT), "dct": str(DCTERMS), "foaf": str(FOAF), "vcard": str(VCARD), "prov": str(PROV),
    "adms": str(ADMS), "eli": str(ELI), "dcatap": str(DCATAP), "healthdcatap": str(HEALTH), "dpv": str(DPV),
    "spdx": str(SPDX), "skos": str(SKOS), "cv": str(CV), "disco": str(DISCO), "xsd": str(XSD),
}  # fmt: skip


def empty() -> Graph:
    """A graph that knows the prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def typed(graph: Graph, address: str, *kinds: URIRef) -> URIRef:
    """A node at an address with its types."""
    node = URIRef(address)
    for kind in kinds:
        graph.add((node, RDF.type, kind))
    return node


def concept(graph: Graph, address: str, *kinds: URIRef) -> URIRef:
    """A term of a vocabulary: a concept with a label and a scheme, whose names are the ends of its address."""
    node = typed(graph, address, SKOS.Concept, *kinds)
    scheme = typed(graph, address.rpartition("#")[0] or address.rpartition("/")[0], SKOS.ConceptScheme)
    graph.add((scheme, DCTERMS.title, Literal(str(scheme).rstrip("/#").rpartition("/")[2], "en")))
    graph.add((node, SKOS.inScheme, scheme))
    graph.add((node, SKOS.prefLabel, Literal(address.replace("#", "/").rpartition("/")[2], "en")))
    return node


def own_concept(graph: Graph, scheme: str, name: str, labels: Words) -> URIRef:
    """A term of the house's own scheme, with its labels."""
    node = typed(graph, f"{scheme}/{name}", SKOS.Concept)
    whole = typed(graph, scheme, SKOS.ConceptScheme)
    graph.add((whole, DCTERMS.title, Literal("mutualis", "en")))
    graph.add((node, SKOS.inScheme, whole))
    said(graph, node, SKOS.prefLabel, labels)
    return node


def said(graph: Graph, node: URIRef, what: URIRef, words: Words) -> None:
    """A text in each of its languages."""
    for language, text in words.items():
        graph.add((node, what, Literal(text.replace("\u00ad", "").replace("\u00a0", " "), language)))


def language(graph: Graph, code: str) -> URIRef:
    """A language of the Publications Office."""
    return typed(graph, f"{EU}language/{LANGUAGE_CODES[code]}", DCTERMS.LinguisticSystem)


def resource(graph: Graph, address: str) -> URIRef:
    """Any address that a shape wants to be a resource."""
    return typed(graph, address, RDFS.Resource)
