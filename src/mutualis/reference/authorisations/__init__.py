"""Authorisations: what a deliberation allows, as files that a machine can hold people to.

`authorisation(name)` is the one of that id, with amendments worked in; `authorisation_faults` says why a file could
not be carried out; `annex` and `whole` render one for people, `authorisation_differences` says what another changes.
"""

from mutualis.reference.authorisations.as_messages import linkage_messages, linkages
from mutualis.reference.authorisations.comparing import differences as authorisation_differences
from mutualis.reference.authorisations.holder_layouts import (
    HolderField,
    HolderLayout,
    holder_layout,
    read_holder_layout,
)
from mutualis.reference.authorisations.model import (
    LANGUAGES,
    Authorisation,
    Clock,
    Duration,
    FlowColumn,
    FlowFile,
    Link,
    RowFilter,
    Words,
)
from mutualis.reference.authorisations.reading import (
    as_amended,
    authorisation,
    authorisation_faults,
    authorisation_names,
    read_authorisation,
)
from mutualis.reference.authorisations.rendering import annex, duration_in_words, whole

__all__ = [
    "LANGUAGES",
    "Authorisation",
    "Clock",
    "Duration",
    "FlowColumn",
    "FlowFile",
    "HolderField",
    "HolderLayout",
    "Link",
    "RowFilter",
    "Words",
    "annex",
    "as_amended",
    "authorisation",
    "authorisation_differences",
    "authorisation_faults",
    "authorisation_names",
    "duration_in_words",
    "holder_layout",
    "linkage_messages",
    "linkages",
    "read_authorisation",
    "read_holder_layout",
    "whole",
]
