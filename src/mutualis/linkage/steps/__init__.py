"""The twelve steps of 20/284, a module a party: each is run by that party alone, at its node, with its own keys."""

from mutualis.linkage.steps.centre import select_claims
from mutualis.linkage.steps.contact_point import insurers_codes
from mutualis.linkage.steps.data_manager import concordance, consolidate
from mutualis.linkage.steps.data_team import prepare
from mutualis.linkage.steps.ehealth import first_coding, second_coding
from mutualis.linkage.steps.hospital import deliver, select
from mutualis.linkage.steps.ttp import link, link_variables

__all__ = [
    "concordance",
    "consolidate",
    "deliver",
    "first_coding",
    "insurers_codes",
    "link",
    "link_variables",
    "prepare",
    "second_coding",
    "select",
    "select_claims",
]
