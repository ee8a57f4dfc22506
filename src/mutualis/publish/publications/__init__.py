"""Publications that renew themselves: texts whose numbers, words and pictures follow from a release."""

from mutualis.publish.publications.declared import Publication, publication, publications
from mutualis.publish.publications.drafts import Desk, Renewed, draft, renew
from mutualis.publish.publications.edition import Edition
from mutualis.publish.publications.faults import Fault, faults
from mutualis.publish.publications.issuing import check, issue

__all__ = [
    "Desk",
    "Edition",
    "Fault",
    "Publication",
    "Renewed",
    "check",
    "draft",
    "faults",
    "issue",
    "publication",
    "publications",
    "renew",
]
