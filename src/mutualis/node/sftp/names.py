"""What an uploaded file is called: the parcel's folder name, `+`, the name of a file in it; `+done` comes last.

A name is data: one that is not exactly of this form is refused, whatever it might mean to a file system.
"""

import re
from dataclasses import dataclass

from mutualis.parcel import PARCEL_SUFFIX, ParcelError
from mutualis.parcel.names import MANIFEST_NAME, SIGNATURE_NAME, check_file_name

PARCEL = re.compile(rf"[a-z_]{{1,32}}-[0-9A-Z]{{5,10}}-[0-9a-f]{{12}}{re.escape(PARCEL_SUFFIX)}", re.ASCII)
DONE, BETWEEN = "done", "+"


@dataclass(frozen=True)
class UploadName:
    """A file of a parcel on its way, or the marker that says the parcel is complete."""

    parcel: str
    file: str

    @classmethod
    def parse(cls, name: str) -> "UploadName | None":
        """The parts of a name, or None where it is not of the form."""
        parcel, _, file = name.partition(BETWEEN)
        found = cls(parcel, file)
        return found if PARCEL.fullmatch(parcel) and (found.is_marker or _is_file(file)) else None

    @property
    def is_marker(self) -> bool:
        return self.file == DONE

    def __str__(self) -> str:
        return f"{self.parcel}{BETWEEN}{self.file}"


def _is_file(name: str) -> bool:
    if name in (MANIFEST_NAME, SIGNATURE_NAME):
        return True
    try:
        return check_file_name(name) == name
    except ParcelError:
        return False
