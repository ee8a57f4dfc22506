"""Parcels: what travels between parties. A folder with a signed manifest and its files, built and verified whole."""

from mutualis.parcel.build import Content, Signer, build, moment
from mutualis.parcel.errors import ParcelError
from mutualis.parcel.frames import check_frame, raw_blocks
from mutualis.parcel.limits import DEFAULT_LIMITS, Limits
from mutualis.parcel.manifest import FORMAT, KINDS, Declared, FileEntry, Manifest, manifest_hash
from mutualis.parcel.names import PARCEL_NAME, PARCEL_SUFFIX, is_party_name
from mutualis.parcel.reading import parse_manifest
from mutualis.parcel.sealing import decrypt, decrypt_bytes, encrypt, encrypt_bytes, is_signed_by
from mutualis.parcel.tables import (
    IDENTITY_KINDS,
    changes_schema,
    identities_schema,
    problems_schema,
    read_parquet,
    write_parquet,
)
from mutualis.parcel.verify import Parcel, read_envelope, verify

__all__ = [
    "DEFAULT_LIMITS",
    "FORMAT",
    "IDENTITY_KINDS",
    "KINDS",
    "PARCEL_NAME",
    "PARCEL_SUFFIX",
    "Content",
    "Declared",
    "FileEntry",
    "Limits",
    "Manifest",
    "Parcel",
    "ParcelError",
    "Signer",
    "build",
    "changes_schema",
    "check_frame",
    "decrypt",
    "decrypt_bytes",
    "encrypt",
    "encrypt_bytes",
    "identities_schema",
    "is_party_name",
    "is_signed_by",
    "manifest_hash",
    "moment",
    "parse_manifest",
    "problems_schema",
    "raw_blocks",
    "read_envelope",
    "read_parquet",
    "verify",
    "write_parquet",
]
