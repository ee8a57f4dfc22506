"""Strict reading of a manifest: every key known and present, every type exact, every name and number within bounds."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.parcel.errors import ParcelError
from mutualis.parcel.limits import DEFAULT_LIMITS, Limits
from mutualis.parcel.manifest import FORMAT, KINDS, Declared, FileEntry, Manifest
from mutualis.parcel.names import check_file_name, check_party_name

HASH = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,79}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
MAXIMUM = 2**63 - 1
Json = dict[str, Any]


def parse_manifest(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Manifest:
    """The manifest in these bytes, or a ParcelError with the rule it broke. Nothing is coerced or left out."""
    if len(content) > limits.manifest_bytes:
        raise _unreadable(f"it is larger than {limits.manifest_bytes:,} bytes")
    read = _keys(_json(content), Manifest, "the manifest")
    if read["format"] != FORMAT:
        raise _unreadable(f"its format is not {FORMAT}")
    return Manifest(
        kind=_kind(read["kind"]),
        sender=check_party_name(_text(read["sender"], "sender")),
        recipient=check_party_name(_text(read["recipient"], "recipient")),
        period=_period(read["period"]),
        layout_version=_match(WORD, read["layout_version"], "layout_version"),
        created=_match(MOMENT, read["created"], "created"),
        files=_files(read["files"], limits),
        key_ids={_word(key): _match(WORD, value, "key_ids") for key, value in _mapping(read["key_ids"], "key_ids")},
        replaces=None if read["replaces"] is None else _match(HASH, read["replaces"], "replaces"),
        declared={_word(key): _declared(value) for key, value in _mapping(read["declared"], "declared")},
        extra=_extra(read["extra"], limits),
    )


def _json(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise _unreadable("it is not JSON with whole numbers, unique keys and UTF-8") from error


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _no_constant(text: str) -> None:
    raise ValueError("a number is not a whole number")


def _keys(value: Any, shape: type, where: str) -> Json:
    if not isinstance(value, dict):
        raise _unreadable(f"{where} is not an object")
    expected = {item.name for item in fields(shape)}
    if missing := sorted(expected - value.keys()):
        raise _unreadable(f"{where} lacks {', '.join(missing)}")
    if len(value) > len(expected):
        raise _unreadable(f"{where} has {len(value) - len(expected)} keys that are not known", sorted(expected))
    return value


def _files(value: Any, limits: Limits) -> tuple[FileEntry, ...]:
    if not isinstance(value, list):
        raise _unreadable("files is not a list")
    if len(value) > limits.files:
        raise ParcelError("parcel.size", f"The manifest names {len(value)} files.", there_is=f"at most {limits.files}")
    found = tuple(_file(item, limits) for item in value)
    if len({entry.name for entry in found}) != len(found):
        raise ParcelError("parcel.name", "The manifest names a file twice.", do="give every file a name of its own")
    return found


def _file(value: Any, limits: Limits) -> FileEntry:
    read = _keys(value, FileEntry, "a file")
    entry = FileEntry(
        name=check_file_name(_text(read["name"], "name")),
        database=_match(WORD, read["database"], "database"),
        rows=_number(read["rows"], "rows"),
        size=_number(read["size"], "size"),
        raw_size=_number(read["raw_size"], "raw_size"),
        sha256=_match(HASH, read["sha256"], "sha256"),
    )
    _check_bounds(entry, limits)
    return entry


def _check_bounds(entry: FileEntry, limits: Limits) -> None:
    if entry.size > limits.file_bytes:
        raise ParcelError(
            "parcel.size", f"File {entry.name} is too large.", there_is=f"at most {limits.file_bytes:,} bytes"
        )
    dense = entry.raw_size > limits.ratio_floor and entry.raw_size > limits.ratio * entry.size
    if entry.raw_size > limits.raw_bytes or dense:
        raise ParcelError(
            "parcel.bomb",
            f"File {entry.name} would grow beyond what is allowed when opened.",
            there_is=f"at most {limits.raw_bytes:,} bytes, and {limits.ratio} bytes for one byte on disk",
            do="split the file, or check how it was compressed",
        )


def _declared(value: Any) -> Declared:
    read = _keys(value, Declared, "a declared total")
    totals = {_word(code): _number(cents, "totals", -MAXIMUM) for code, cents in _mapping(read["totals"], "totals")}
    return Declared(rows=_number(read["rows"], "rows"), totals=totals)


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise _unreadable("its kind is not known", KINDS)
    return str(value)


def _period(value: Any) -> str:
    try:
        period = str(DeliveryPeriod.parse(value if isinstance(value, str) else ""))
    except MutualisError:
        period = ""
    if not period or period != value:
        raise ParcelError(
            "parcel.period",
            "The period of the manifest is no period of a delivery.",
            do="write a half-year like 2023H1, or an official period like G2023M01, F2023Q3 or P2023S1",
        )
    return period


def _number(value: Any, what: str, minimum: int = 0) -> int:
    if type(value) is not int or not minimum <= value <= MAXIMUM:
        raise _unreadable(
            f"{what} is not a whole number of at least {minimum}" if minimum == 0 else f"{what} is out of range"
        )
    return value


def _text(value: Any, what: str, characters: int = 200) -> str:
    if not isinstance(value, str) or len(value) > characters or not value.isprintable():
        raise _unreadable(f"{what} is not a printable text of at most {characters} characters")
    return value


def _match(pattern: re.Pattern[str], value: Any, what: str) -> str:
    if not pattern.fullmatch(_text(value, what)):
        raise _unreadable(f"{what} is not written as it should be")
    return str(value)


def _word(value: str) -> str:
    return _match(WORD, value, "a key")


def _mapping(value: Any, what: str) -> Any:
    if not isinstance(value, Mapping) or len(value) > 1_000:
        raise _unreadable(f"{what} is not an object of at most 1,000 keys")
    return value.items()


def _extra(value: Any, limits: Limits) -> Json:
    if not isinstance(value, dict):
        raise _unreadable("extra is not an object")
    _check_plain(value, limits, limits.extra_depth)
    return value


def _check_plain(value: Any, limits: Limits, depth: int) -> None:
    if depth == 0:
        raise _unreadable("extra is nested too deeply")
    if isinstance(value, str):
        _text(value, "a text of extra", limits.text_characters)
    for inside in (
        (*value.keys(), *value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        _check_plain(inside, limits, depth - 1)


def _unreadable(why: str, there_is: Any = ()) -> ParcelError:
    return ParcelError(
        "parcel.manifest",
        f"The manifest cannot be taken: {why}.",
        there_is=f"known are {', '.join(there_is)}" if there_is else "",
        do="let the sender make the parcel again with `mutualis`",
    )
