"""A hospital's self-registration as bytes: the name of its file, and its XML, written and read within limits.

Nothing but elements, attributes and numbers is read: no DOCTYPE, entity, comment, CDATA, processing instruction or
namespace, so that the parser has nothing to expand, fetch or hide. Limits hold before a tree is made (linkage 2.5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from lxml import etree

from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.parcel.registration_name import MAX_BYTES, RegistrationName
from mutualis.reference.self_registration import SCHEMA

# Flanders has some 13,000 strokes a year (linkage 2.2), so no hospital has more.
MAX_STAYS = 15_000
# Root, stay, value. A parser that feeds a target has no limit of its own (measured: lxml 6.1.3 took 300,000 levels).
MAX_DEPTH = 3
# Characters from one < to the next: a tag with its attributes and the text after it. The longest tag here has 62.
MAX_RUN = 512
MAX_ELEMENTS = 1 + 6 * MAX_STAYS
BLOCK_BYTES = 1 << 16

DECLARATION = re.compile(
    r"<\?xml\s+version=([\"'])1\.0\1(\s+encoding=([\"'])utf-8\3)?(\s+standalone=([\"'])(yes|no)\5)?\s*\?>",
    re.IGNORECASE | re.ASCII,
)
LONG_RUN = re.compile(rf"[^<]{{{MAX_RUN + 1}}}")
LINE = "line"
ROOT, STAY, VERSION, UNIT = "BeroerteRegistratie", "Verblijf", "1.0", "min"
# Element of a stay: column and whether it is a number of minutes (else 0 or 1).
ELEMENTS: Mapping[str, tuple[str, bool]] = {
    "Doorverwijzing": ("is_referred", False),
    "InZiekenhuis": ("is_in_hospital", False),
    "DeurNaaldTijd": ("door_to_needle_minutes", True),
    "BeroerteTijd": ("onset_minutes", True),
    "Slikscreening": ("is_swallow_screened", False),
}
COLUMNS = ("hospital_code", "registration_year", *(name for name, _ in ELEMENTS.values()))
SCHEMA_OF_ROWS = {
    "hospital_code": pl.String(),
    "registration_year": pl.Int32(),
    **{name: pl.Int32() if is_minutes else pl.Boolean() for name, is_minutes in ELEMENTS.values()},
}
Where = tuple[str, str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Registration:
    """What a file says: hospital and year, and a row a stay (`line`, `number`, the columns of the authorisation)."""

    hospital: str
    year: int
    rows: pl.DataFrame


class NotARegistration(MutualisError):
    """A file that is none. `found`: the rules it breaks, each with field and lines (0 is the whole file)."""

    def __init__(self, *found: Where) -> None:
        super().__init__(
            f"This is no self-registration: {', '.join(sorted({rule for rule, _, _ in found}))}.",
            do="see the rules in reference/self_registration_rules.csv",
        )
        self.found = found


def refused(rule: str, field: str = "") -> NotARegistration:
    """A file that breaks a rule as a whole."""
    return NotARegistration((rule, field, np.zeros(1, np.int64)))


def read_registration(path: Path) -> Registration:
    """Read a file; `NotARegistration` where it is none. Time and memory are bounded whatever is in it."""
    if path.stat().st_size > MAX_BYTES:
        raise refused("selfreg.size")
    with path.open("rb") as file:
        return parse_registration(file.read(MAX_BYTES + 1))


def parse_registration(content: bytes) -> Registration:
    """The registration that these bytes are."""
    if len(content) > MAX_BYTES:
        raise refused("selfreg.size")
    plain = _plain(content)
    _walk(plain)
    try:
        root = etree.fromstring(plain, _parser())
    except etree.XMLSyntaxError:
        raise refused("selfreg.syntax") from None
    _validate(root)
    return Registration(root.get("CODE_AGR"), int(root.get("Jaar")), _rows(root))


def _plain(content: bytes) -> bytes:
    """The bytes without a byte order mark, once nothing is in them but tags and text of one encoding."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused("selfreg.encoding") from None
    declared = DECLARATION.match(text)
    if "\x00" in text or (text[:6].strip() == "<?xml" and not declared):
        raise refused("selfreg.encoding")
    body = text[declared.end() :] if declared else text
    if "<!DOCTYPE" in body or "<!ENTITY" in body or "&" in body:
        raise refused("selfreg.doctype")
    if "<!" in body or "<?" in body:
        raise refused("selfreg.markup")
    if LONG_RUN.search(body):
        raise refused("selfreg.token")
    return content.removeprefix(b"\xef\xbb\xbf")


def _parser(target: Any = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=target, encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )


def _walk(content: bytes) -> None:
    """Go through the file without making a tree, and stop where a limit is passed."""
    parser = _parser(_Guard())
    try:
        for start in range(0, len(content), BLOCK_BYTES):
            parser.feed(content[start : start + BLOCK_BYTES])
        parser.close()
    except etree.XMLSyntaxError:
        raise refused("selfreg.syntax") from None


class _Guard:
    """Sees each tag as it comes, and refuses what no registration has."""

    def __init__(self) -> None:
        self.depth = self.elements = self.stays = 0

    def start(self, tag: str, attributes: Mapping[str, str], namespaces: Mapping[str, str]) -> None:
        self.depth, self.elements, self.stays = self.depth + 1, self.elements + 1, self.stays + (tag == STAY)
        if self.depth > MAX_DEPTH:
            raise refused("selfreg.depth")
        if self.elements > MAX_ELEMENTS or self.stays > MAX_STAYS:
            raise refused("selfreg.size")
        if namespaces or tag.startswith("{"):
            raise refused("selfreg.root" if self.depth == 1 else "selfreg.element")
        if any(name.startswith("{") for name in attributes):
            raise refused("selfreg.attribute")

    def end(self, tag: str) -> None:
        self.depth -= 1

    def close(self) -> None:
        """Nothing is kept."""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def _validate(root: Any) -> None:
    """Hold the file to the schema; names and values that it does not know are never repeated."""
    schema = _schema()
    if schema.validate(root):
        return
    lines: dict[tuple[str, str], set[int]] = {}
    for error in schema.error_log:
        lines.setdefault((_rule(error.type_name), _field(error.path)), set()).add(error.line)
    raise NotARegistration(*((*key, np.array(sorted(at), np.int64)) for key, at in sorted(lines.items())))


def _rule(type_name: str) -> str:
    """The rule that an error of the schema is about, by libxml2's name of it."""
    if type_name == "SCHEMAV_CVC_ELT_1":
        return "selfreg.root"
    if type_name == "SCHEMAV_ELEMENT_CONTENT" or "COMPLEX_TYPE_2" in type_name:
        return "selfreg.element"
    return "selfreg.attribute" if "COMPLEX_TYPE_3" in type_name or "COMPLEX_TYPE_4" in type_name else "selfreg.value"


def _field(path: str | None) -> str:
    name = (path or "").rsplit("/", 1)[-1].partition("[")[0]
    return name if name in (ROOT, STAY, *ELEMENTS) else ""


def _rows(root: Any) -> pl.DataFrame:
    """A row a stay; what is absent is null."""
    stays = list(root)
    made: dict[str, list[int | None]] = {
        LINE: [each.sourceline for each in stays],
        "number": [int(each.get("volgnr")) for each in stays],
    }
    for element, (column, _) in ELEMENTS.items():
        texts = [each.findtext(element) for each in stays]
        made[column] = [None if text is None else int(text) for text in texts]
    frame = pl.DataFrame(made, schema=dict.fromkeys(made, pl.Int64()))
    told = {"hospital_code": pl.lit(root.get("CODE_AGR")), "registration_year": pl.lit(int(root.get("Jaar")))}
    typed = [pl.col(name).cast(kind) for name, kind in SCHEMA_OF_ROWS.items()]
    return frame.with_columns(**told).with_columns(typed).select(LINE, "number", *COLUMNS)


def write_registration(folder: Path, name: RegistrationName, rows: pl.DataFrame) -> Path:
    """Write rows (the columns of `ELEMENTS`; null: absent) to a file of that name; returns its path."""
    root = etree.Element(ROOT, versie=VERSION, CODE_AGR=name.hospital, Jaar=str(name.year))
    wanted = rows.select(column for column, _ in ELEMENTS.values())
    for number, values in enumerate(wanted.iter_rows(), start=1):
        stay = etree.SubElement(root, STAY, volgnr=str(number))
        for (element, (_, is_minutes)), value in zip(ELEMENTS.items(), values, strict=True):
            if value is not None:
                made = etree.SubElement(stay, element, {"eenheid": UNIT} if is_minutes else {})
                made.text = str(int(value))
    path = folder / str(name)
    write_file(path, etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
    return path
