"""The facts of the house as files, and their loader: layouts, code lists, geography, parties, texts, rules and plans.

Every value that leaves this room is frozen; a file is read once.
"""

from mutualis.reference.areas import LEVELS, Area, Geography, geography
from mutualis.reference.catalogue_facts import CatalogueFacts, catalogue_facts
from mutualis.reference.coalition_list import (
    Coalition,
    Question,
    coalitions,
    coding_keys,
    questions,
    run_linkage,
    without_weaker,
)
from mutualis.reference.codelist_versions import ListVersion, RowChange, adopt, differences
from mutualis.reference.codelist_versions import version as codelist_version
from mutualis.reference.codelist_versions import versions as codelist_versions
from mutualis.reference.codelists import CodeList, codelist, codelist_faults, codelist_names
from mutualis.reference.column_words import column_words
from mutualis.reference.common_passwords import is_common_password
from mutualis.reference.corrected import Correction, corrections
from mutualis.reference.databases import (
    Database,
    claims_codes,
    content_codes,
    core_codes,
    covered,
    delivered_codes,
    delivering_roles,
    expected,
    source_database,
    source_databases,
)
from mutualis.reference.fiches import FICHE_LANGUAGES, Fiche, fiche, fiche_tables, fiches
from mutualis.reference.glossary_page import glossary
from mutualis.reference.indicator_reviews import Review, indicator_review
from mutualis.reference.indicators import SETS as INDICATOR_SETS
from mutualis.reference.indicators import Break, IndicatorFacts, all_indicator_facts, indicator_facts, series_breaks
from mutualis.reference.intake_rules import IntakeRule, rules
from mutualis.reference.layouts import Field, Layout, databases, layout, versions
from mutualis.reference.messages import Message, MessageFile, messages
from mutualis.reference.mzg import MzgField, MzgRule, MzgTable, mzg_rules, mzg_tables
from mutualis.reference.numbers import written, written_day
from mutualis.reference.open_data import OpenData, open_data
from mutualis.reference.party_roles import Insurer, insurers, parties, party, roles_with_key
from mutualis.reference.population_dashboard import Dashboard, Zone, first_line_zones, population_dashboard
from mutualis.reference.provider_sets import PROVIDER_KINDS, AllowedSet, ProviderSets, Series, SetRules, provider_sets
from mutualis.reference.publication import (
    MEMBERS,
    SPLITS,
    STANDARDISED_OVER,
    TOTAL,
    UNKNOWN,
    IndicatorPlan,
    Plan,
    crossed,
)
from mutualis.reference.publication_file import plan_of, publication_plan
from mutualis.reference.small_cells import Remedy, Scenario, SensitiveColumn, SmallCellRules, small_cell_rules
from mutualis.reference.standard_population import standard_population, standard_weights
from mutualis.reference.words import TEXT_LANGUAGES, text, texts

__all__ = [
    "FICHE_LANGUAGES",
    "INDICATOR_SETS",
    "LEVELS",
    "MEMBERS",
    "PROVIDER_KINDS",
    "SPLITS",
    "STANDARDISED_OVER",
    "TEXT_LANGUAGES",
    "TOTAL",
    "UNKNOWN",
    "AllowedSet",
    "Area",
    "Break",
    "CatalogueFacts",
    "Coalition",
    "CodeList",
    "Correction",
    "Dashboard",
    "Database",
    "Fiche",
    "Field",
    "Geography",
    "IndicatorFacts",
    "IndicatorPlan",
    "Insurer",
    "IntakeRule",
    "Layout",
    "ListVersion",
    "Message",
    "MessageFile",
    "MzgField",
    "MzgRule",
    "MzgTable",
    "OpenData",
    "Plan",
    "ProviderSets",
    "Question",
    "Remedy",
    "Review",
    "RowChange",
    "Scenario",
    "SensitiveColumn",
    "Series",
    "SetRules",
    "SmallCellRules",
    "Zone",
    "adopt",
    "all_indicator_facts",
    "catalogue_facts",
    "claims_codes",
    "coalitions",
    "codelist",
    "codelist_faults",
    "codelist_names",
    "codelist_version",
    "codelist_versions",
    "coding_keys",
    "column_words",
    "content_codes",
    "core_codes",
    "corrections",
    "covered",
    "crossed",
    "databases",
    "delivered_codes",
    "delivering_roles",
    "differences",
    "expected",
    "fiche",
    "fiche_tables",
    "fiches",
    "first_line_zones",
    "geography",
    "glossary",
    "indicator_facts",
    "indicator_review",
    "insurers",
    "is_common_password",
    "layout",
    "messages",
    "mzg_rules",
    "mzg_tables",
    "open_data",
    "parties",
    "party",
    "plan_of",
    "population_dashboard",
    "provider_sets",
    "publication_plan",
    "questions",
    "roles_with_key",
    "rules",
    "run_linkage",
    "series_breaks",
    "small_cell_rules",
    "source_database",
    "source_databases",
    "standard_population",
    "standard_weights",
    "text",
    "texts",
    "versions",
    "without_weaker",
    "written",
    "written_day",
]
