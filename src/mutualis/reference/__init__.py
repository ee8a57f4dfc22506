"""The facts of the house as files, and their loader: layouts, code lists, geography, parties, texts and intake rules.

Every value that leaves this room is frozen; a file is read once.
"""

from mutualis.reference.areas import LEVELS, Area, Geography, geography
from mutualis.reference.coalition_list import Coalition, Question, coalitions, coding_keys, questions
from mutualis.reference.codelists import CodeList, codelist, codelist_names
from mutualis.reference.corrected import Correction, corrections
from mutualis.reference.files import geometry_path
from mutualis.reference.glossary_page import glossary
from mutualis.reference.intake_rules import IntakeRule, rules
from mutualis.reference.layouts import Field, Layout, databases, layout, versions
from mutualis.reference.messages import Message, MessageFile, messages
from mutualis.reference.party_roles import Insurer, insurers, parties, party
from mutualis.reference.words import TEXT_LANGUAGES, text, texts

__all__ = [
    "LEVELS",
    "TEXT_LANGUAGES",
    "Area",
    "Coalition",
    "CodeList",
    "Correction",
    "Field",
    "Geography",
    "Insurer",
    "IntakeRule",
    "Layout",
    "Message",
    "MessageFile",
    "Question",
    "coalitions",
    "codelist",
    "codelist_names",
    "coding_keys",
    "corrections",
    "databases",
    "geography",
    "geometry_path",
    "glossary",
    "insurers",
    "layout",
    "messages",
    "parties",
    "party",
    "questions",
    "rules",
    "text",
    "texts",
    "versions",
]
