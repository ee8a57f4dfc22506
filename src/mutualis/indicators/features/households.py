"""Features of the maximum billing (MAF) and of the GP practice of a person."""

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_maf_household, derived_maf_person, derived_practice_patient

_members = derived_maf_person.filter(PERIOD.covers(derived_maf_person.year))
_households = derived_maf_household.filter(PERIOD.covers(derived_maf_household.year))
_joined = _members.left_join(_households, _members.household_head_id == _households.household_head_id)
_rows = _joined.select(
    "person_id",
    own_repaid=_members.repaid_cents,
    own_counted=_members.counted_cents,
    reached=_households.is_reached.fill_null(False),
    reduced=_households.has_chronic_reduction.fill_null(False),
    social=(_households.maf_type == "social").fill_null(False),
)
_patients = derived_practice_patient.filter(PERIOD.covers(derived_practice_patient.year))

EVENTS = (
    Events(
        _rows,
        {
            "maf_member": _rows.count(),
            "maf_reached": _rows.count(where=_rows.reached),
            "maf_reduced": _rows.count(where=_rows.reduced),
            "maf_social": _rows.count(where=_rows.social),
            "maf_repaid_cents": _rows.own_repaid.sum(),
            "maf_counted_cents": _rows.own_counted.sum(),
        },
    ),
    Events(
        _patients,
        {
            "practice_assigned": _patients.count(),
            "practice_by_file": _patients.count(where=_patients.assigned_by == "file"),
            "practice_by_capitation": _patients.count(where=_patients.assigned_by == "capitation"),
            "practice_contacts": _patients.contacts.sum(),
        },
    ),
)
