"""What the file of a self-registration is called: `VIKZ-BEROERTE-<CODE_AGR>-<year>-<NN>.xml` (linkage 2.5, inferred).

A name is data: one that is not exactly of this form is refused, whatever it might mean to a file system.
"""

import re
from dataclasses import dataclass

# 15,000 stays of at most 330 bytes: more than all strokes of Flanders in a year (some 13,000, linkage 2.2).
MAX_BYTES = 5_000_000
NAME = re.compile(r"VIKZ-BEROERTE-(?P<hospital>[0-9A-Z]{3})-(?P<year>20[0-9]{2})-(?P<number>[0-9]{2})\.xml", re.ASCII)


@dataclass(frozen=True, order=True)
class RegistrationName:
    """What the name of a file says: hospital, year, and the number of the file (01 first; a higher one replaces it)."""

    hospital: str
    year: int
    number: int

    @classmethod
    def parse(cls, name: str) -> "RegistrationName | None":
        """The parts of a name, or None where it is not of the form."""
        found = NAME.fullmatch(name)
        return cls(found["hospital"], int(found["year"]), int(found["number"])) if found else None

    @property
    def sender(self) -> str:
        """The party that alone may send it."""
        return f"hospital-{self.hospital.lower()}"

    def __str__(self) -> str:
        return f"VIKZ-BEROERTE-{self.hospital}-{self.year}-{self.number:02}.xml"
