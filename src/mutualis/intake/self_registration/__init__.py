"""Intake of self-registrations: a file as received is accepted or refused, and of each year the newest one counts."""

from mutualis.intake.self_registration.examine import Examined, examine, examine_content
from mutualis.intake.self_registration.feedback import write_registration_feedback
from mutualis.intake.self_registration.zone import Zone

__all__ = ["Examined", "Zone", "examine", "examine_content", "write_registration_feedback"]
