"""A synthetic country that writes extracts as insurers would, knows the truth, and can plant known faults."""

from mutualis.synthetic.country import Progress, synthesise
from mutualis.synthetic.hospital_errors import plant_hospital_errors
from mutualis.synthetic.parameters import diseases
from mutualis.synthetic.parcel_faults import PARCEL_FAULTS, apply_parcel_fault, plant_parcel_faults
from mutualis.synthetic.periods import split_by_period
from mutualis.synthetic.planted import scenario, scenarios
from mutualis.synthetic.planting import Planted, plant, read_planted
from mutualis.synthetic.registry import cancer_registry
from mutualis.synthetic.report import Compared, report
from mutualis.synthetic.truth import Truth

__all__ = [
    "PARCEL_FAULTS",
    "Compared",
    "Planted",
    "Progress",
    "Truth",
    "apply_parcel_fault",
    "cancer_registry",
    "diseases",
    "plant",
    "plant_hospital_errors",
    "plant_parcel_faults",
    "read_planted",
    "report",
    "scenario",
    "scenarios",
    "split_by_period",
    "synthesise",
]
