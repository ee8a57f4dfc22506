"""Intake of a hospital's files (MZG): from files as received to rows that can be linked, with what is wrong by rule."""

from mutualis.intake.hospital.examine import HospitalDelivery, examine
from mutualis.intake.hospital.feedback import write_hospital_feedback

__all__ = ["HospitalDelivery", "examine", "write_hospital_feedback"]
