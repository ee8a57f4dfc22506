"""The house in a graph: who publishes, whom to ask, under which licence and law, and the body of access."""

from collections.abc import Mapping
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, XSD

from mutualis.release.catalogue.vocabulary import CV, DCATAP, ELI, HEALTH, VCARD, concept, resource, said, typed

About = Mapping[str, Any]


def publisher(graph: Graph, about: About) -> URIRef:
    """The agency, a trusted holder of health data, with the one contact point that HealthDCAT-AP asks for."""
    of = about["publisher"]
    node = typed(graph, of["identifier"], FOAF.Agent)
    said(graph, node, FOAF.name, of["names"])
    _reached(graph, node, of["homepage"], about["contact"]["email"])
    graph.add((node, HEALTH.publisherType, concept(graph, about["publisher_type"])))
    said(graph, node, HEALTH.publisherNote, about["description"])
    graph.add((node, HEALTH.trustedDataHolder, Literal(True)))
    point = typed(graph, f"{of['identifier']}#contact", CV.ContactPoint)
    graph.add((point, CV.email, Literal(about["contact"]["email"])))
    graph.add((point, CV.contactPage, resource(graph, of["homepage"])))
    graph.add((node, CV.contactPoint, point))
    return node


def access_body(graph: Graph, about: About) -> URIRef:
    """The health data access body of the country."""
    of = about["health"]
    node = typed(graph, of["access_body_identifier"], FOAF.Agent)
    said(graph, node, FOAF.name, of["access_body"])
    _reached(graph, node, of["access_body_identifier"], of["access_body_email"])
    return node


def contact(graph: Graph, about: About) -> URIRef:
    """Whom to ask about a data set."""
    of = about["contact"]
    node = typed(graph, f"{about['address']}id/agency/contact", VCARD.Kind, VCARD.Organization)
    graph.add((node, VCARD.fn, Literal(of["name"])))
    graph.add((node, VCARD.hasEmail, resource(graph, f"mailto:{of['email']}")))
    graph.add((node, VCARD.hasURL, resource(graph, about["publisher"]["homepage"])))
    return node


def licence(graph: Graph, about: About) -> URIRef:
    """The licence of open data and of the catalogue itself."""
    return typed(graph, about["licence"], DCTERMS.LicenseDocument)


def legislation(graph: Graph, node: URIRef, about: About) -> None:
    """The law that makes the house describe its data."""
    for address in about["health"]["legislation"]:
        graph.add((node, DCATAP.applicableLegislation, typed(graph, address, ELI.LegalResource)))


def _reached(graph: Graph, node: URIRef, homepage: str, email: str) -> None:
    graph.add((node, FOAF.homepage, typed(graph, homepage, FOAF.Document)))
    graph.add((node, FOAF.mbox, URIRef(f"mailto:{email}")))


def dated(day: str) -> Literal:
    """A day."""
    return Literal(day, datatype=XSD.date)
