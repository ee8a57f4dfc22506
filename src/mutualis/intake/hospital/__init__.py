"""Intake of a hospital's files (MZG): from files as received to rows that can be linked, with what is wrong by rule."""

from mutualis.intake.hospital.examine import HospitalDelivery, examine
from mutualis.intake.hospital.feedback import write_hospital_feedback
from mutualis.intake.hospital.long_stays import joined

__all__ = ["HospitalDelivery", "examine", "joined", "write_hospital_feedback"]
