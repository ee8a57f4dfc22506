"""The steps of linkages, a module a party: each is run by that party alone, at its node, with its own keys."""

from mutualis.linkage.steps.centre import select_claims, select_claims_around
from mutualis.linkage.steps.checker import decide
from mutualis.linkage.steps.committee import keep_report
from mutualis.linkage.steps.contact_point import insurers_codes
from mutualis.linkage.steps.data_manager import concordance, consolidate
from mutualis.linkage.steps.data_team import prepare
from mutualis.linkage.steps.ehealth import first_coding, second_coding
from mutualis.linkage.steps.extract import NEEDED as OF_EXTRACT
from mutualis.linkage.steps.extract import extract, list_hospitals, recode
from mutualis.linkage.steps.feedback import pass_on, send_reports, take_reports
from mutualis.linkage.steps.holder import deliver_records, select_persons
from mutualis.linkage.steps.hospital import deliver, select
from mutualis.linkage.steps.physician import convert
from mutualis.linkage.steps.project_store import examine, is_decided, linked_file, open_gate
from mutualis.linkage.steps.records import anchors, link_records, prepare_records
from mutualis.linkage.steps.researcher import read_open_set
from mutualis.linkage.steps.ttp import link, link_variables

__all__ = [
    "OF_EXTRACT",
    "anchors",
    "concordance",
    "consolidate",
    "convert",
    "decide",
    "deliver",
    "deliver_records",
    "examine",
    "extract",
    "first_coding",
    "insurers_codes",
    "is_decided",
    "keep_report",
    "link",
    "link_records",
    "link_variables",
    "linked_file",
    "list_hospitals",
    "open_gate",
    "pass_on",
    "prepare",
    "prepare_records",
    "read_open_set",
    "recode",
    "second_coding",
    "select",
    "select_claims",
    "select_claims_around",
    "select_persons",
    "send_reports",
    "take_reports",
]
