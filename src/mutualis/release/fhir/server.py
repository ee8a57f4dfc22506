"""What a FHIR server says beside its resources: what it can, a set of results, and what went wrong."""

from collections.abc import Sequence

from mutualis.release.fhir.measure import Resource

VERSION = "4.0.1"
KIND = "application/fhir+json"


def capability(base: str, moment: str, program: str, report_searches: Sequence[tuple[str, str]]) -> Resource:
    """The CapabilityStatement: read and search of Measure, read and search of MeasureReport by the parameters given."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": moment,
        "publisher": "mutualis",
        "kind": "instance",
        "software": {"name": "mutualis", "version": program},
        "implementation": {"description": "mutualis", "url": base},
        "fhirVersion": VERSION,
        "format": [KIND],
        "rest": [
            {
                "mode": "server",
                "resource": [
                    _resource("Measure", [("name", "string")]),
                    _resource("MeasureReport", report_searches),
                ],
            }
        ],
    }


def _resource(name: str, searches: Sequence[tuple[str, str]]) -> Resource:
    return {
        "type": name,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": each, "type": kind} for each, kind in searches],
    }


def bundle(resources: Sequence[Resource], base: str, asked: str) -> Resource:
    """The results of a search; `asked` is its own address."""
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(resources),
        "link": [{"relation": "self", "url": asked}],
        "entry": [
            {
                "fullUrl": f"{base}/{each['resourceType']}/{each['id']}",
                "resource": each,
                "search": {"mode": "match"},
            }
            for each in resources
        ],
    }


def outcome(code: str, words: str) -> Resource:
    """An OperationOutcome: `code` of the issue types of FHIR, and words for people."""
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code, "diagnostics": words}]}
