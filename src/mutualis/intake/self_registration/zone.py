"""A folder that keeps what was taken in: `accepted/` under their own names, `refused/` with the reason beside.

Nothing is lost: a refused file is kept byte by byte. A number names one file: the same bytes again are said and change
nothing, other bytes under it are refused. Of a hospital and year the highest number counts.
"""

import hashlib
import shutil
from pathlib import Path

from mutualis.intake.self_registration.examine import Examined, examine, examine_content
from mutualis.model import MutualisError
from mutualis.node.inbox import write_reason
from mutualis.parcel.durable import full_disk_told, write_file
from mutualis.parcel.registration_name import MAX_BYTES, RegistrationName
from mutualis.parcel.self_registration import Registration, read_registration

DIGEST = 12


class Zone:
    """The self-registrations at a node."""

    def __init__(self, folder: Path) -> None:
        self.accepted, self.refused = folder / "accepted", folder / "refused"

    def take(self, path: Path, sender: str) -> Examined:
        """Take a file in that a party sent; the file itself stays where it is. Safe to repeat."""
        for folder in (self.accepted, self.refused):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with full_disk_told():
            if path.stat().st_size > MAX_BYTES:
                return self._refuse(path, sender, examine(path, sender))
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            found = self._placed(examine_content(path.name, content, sender), content)
            if found.is_refused:
                return self._refuse(path, sender, found)
            write_file(self.accepted / path.name, content, mode=0o600)
        return found

    def names(self) -> list[RegistrationName]:
        """The files that were accepted, in order of hospital, year and number."""
        names = (RegistrationName.parse(path.name) for path in self.accepted.glob("*.xml"))
        return sorted(each for each in names if each is not None)

    def counting(self) -> list[RegistrationName]:
        """Of each hospital and year the file with the highest number."""
        return list({(each.hospital, each.year): each for each in self.names()}.values())

    def read(self, name: RegistrationName) -> Registration:
        """A file that was accepted."""
        path = self.accepted / str(name)
        if not path.is_file():
            raise MutualisError(
                "This self-registration was not accepted.", there_is=f"{len(self.names())} files were accepted"
            )
        return read_registration(path)

    def _placed(self, found: Examined, content: bytes) -> Examined:
        """The findings with those about what is there already."""
        if found.is_refused or found.name is None:
            return found
        kept = self.accepted / str(found.name)
        if kept.is_file():
            return found.told("selfreg.known" if kept.read_bytes() == content else "selfreg.number")
        same = [each for each in self.names() if (each.hospital, each.year) == (found.name.hospital, found.name.year)]
        if not same:
            return found
        return found.told("selfreg.superseded" if max(same) < found.name else "selfreg.older")

    def _refuse(self, path: Path, sender: str, found: Examined) -> Examined:
        """Keep a refused file under the sender and a digest: a name that is not of the form is never used."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST]
        stem = str(found.name).removesuffix(".xml") if found.name else "unnamed"
        kept = self.refused / f"{sender}-{stem}.{digest}.xml"
        shutil.copyfile(path, kept)
        kept.chmod(0o600)
        write_reason(kept, ", ".join(found.reasons))
        return found
