"""Files of hospitals as bytes: their names, and lines whose every field is closed by `#`, read and written.

Name: `XXX-Z-VERS-D-TABLE-YYYY-P.TXT` (hospital, Z, version, domain, table, year, period). Source: linkage 1.2
(seen; the encoding cp1252 is that of the one open reader). What a line says is the intake's to judge.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

NAME = re.compile(
    r"(?P<hospital>\w{3})-Z-(?P<version>\d+\.\d+)-(?P<domain>[SPAMF])-(?P<table>[A-Z0-9_]+)"
    r"-(?P<year>\d{4})-(?P<period>\d{1,2})\.TXT",
    re.IGNORECASE | re.ASCII,
)
VERSION, CLOSE, ENCODING = "3.0", "#", "cp1252"
LINE = "line"


@dataclass(frozen=True)
class MzgName:
    """What the name of a file says."""

    hospital: str
    table: str
    year: int
    period: int
    version: str = VERSION

    @classmethod
    def parse(cls, name: str) -> "MzgName | None":
        """The parts of a name, or None where it follows not the rule."""
        found = NAME.fullmatch(name)
        if not found or found["table"].upper() not in reference.mzg_tables():
            return None
        table = found["table"].upper()
        if reference.mzg_tables()[table].domain != found["domain"].upper():
            return None
        return cls(found["hospital"].upper(), table, int(found["year"]), int(found["period"]), found["version"])

    def __str__(self) -> str:
        domain = reference.mzg_tables()[self.table].domain
        return f"{self.hospital}-Z-{self.version}-{domain}-{self.table}-{self.year}-{self.period}.TXT"


class NotText(MutualisError):
    """A file whose bytes are no text of the encoding."""


def read_lines(path: Path) -> pl.Series:
    """The lines of a file, without their ends; `NotText` where its bytes are none. An empty last line is no line."""
    try:
        text = path.read_bytes().decode(ENCODING)
    except UnicodeDecodeError:
        raise NotText(f"File {path.name} is no text in {ENCODING}.") from None
    if "\x00" in text:
        raise NotText(f"File {path.name} holds a zero byte.")
    lines = text.split("\n")
    kept = lines[:-1] if not lines[-1] else lines
    return pl.Series("text", kept, dtype=pl.String).str.strip_suffix("\r")


def has_fields(lines: pl.Series, fields: int) -> pl.Series:
    """Which lines have so many fields, each closed."""
    return (lines.str.count_matches(CLOSE, literal=True) == fields) & lines.str.ends_with(CLOSE)


def split_fields(lines: pl.Series, names: tuple[str, ...]) -> pl.DataFrame:
    """A text column for each field, and `line` (from 1). Every line has its fields (`has_fields`)."""
    parts = lines.str.split_exact(CLOSE, len(names)).struct.rename_fields([*names, "_rest"]).struct.unnest()
    return parts.drop("_rest").with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE))


def write_mzg(folder: Path, name: MzgName, rows: pl.DataFrame) -> Path:
    """Write a table to a file of that name: the declared fields in order, null as nothing; returns its path."""
    fields = [each.name for each in reference.mzg_tables()[name.table].fields]
    closed = [pl.col(each).cast(pl.String).fill_null("") + CLOSE for each in fields]
    lines = rows.select(pl.concat_str(closed).alias("text")).get_column("text")
    path = folder / str(name)
    write_file(path, "".join(f"{line}\r\n" for line in lines).encode(ENCODING))
    return path
