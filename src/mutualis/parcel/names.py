"""Names of files and parties in a manifest: plain lower-case names, never paths (threat T13)."""

import re

from mutualis.parcel.errors import ParcelError

MANIFEST_NAME = "manifest.json"
SIGNATURE_NAME = "manifest.sig"
PARCEL_SUFFIX = ".parcel"
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}(\.[a-z0-9]{1,16}){1,3}")
PARTY_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+){0,5}")
PARCEL_NAME = re.compile(r"([a-z_]+)-([0-9]{4}H[12])-([0-9a-f]{12})\.parcel")
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)}
)


def check_file_name(name: str) -> str:
    """The name itself, or a ParcelError `parcel.name` when it could mean anything but a file of this parcel."""
    reserved = name in (MANIFEST_NAME, SIGNATURE_NAME) or name.split(".", maxsplit=1)[0] in DEVICE_NAMES
    if reserved or len(name) > 100 or not FILE_NAME.fullmatch(name):
        raise ParcelError(
            "parcel.name",
            "The manifest names a file with a name that is not allowed.",
            there_is="a file name has lower-case letters, digits, '-' and '_', then one to three extensions",
            do="rename the file and sign the manifest again",
        )
    return name


def is_party_name(name: str) -> bool:
    """Whether a text can be a party's name, and so a folder's."""
    return len(name) <= 64 and PARTY_NAME.fullmatch(name) is not None


def check_party_name(name: str) -> str:
    """The party's name itself, or a ParcelError `parcel.manifest`: a name becomes a folder's name, never a path."""
    if not is_party_name(name):
        raise ParcelError(
            "parcel.manifest",
            "The manifest names a party with a name that is not allowed.",
            there_is="party names look like insurer-100, ttp or centre",
        )
    return name
