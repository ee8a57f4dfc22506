"""The archive: results, programs and the report, kept for thirty years, and nothing with a code in it.

A table is refused for a column that the authorisation or the small cell rules know as a code, and for values that look
like one: long strings of figures or letters that stand for somebody. Source: deliberation 05/033 (13: anonymous results
and programs are archived for 30 years).
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from mutualis.linkage import signed
from mutualis.linkage.project import Project
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.reference import small_cell_rules
from mutualis.reference.authorisations import Authorisation, Duration

FOLDER, INDEX = "archive", "index.json"
KEEP = Duration(number=30, unit="year")
TABLES: Mapping[str, Callable[[Path], pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".parquet": pl.read_parquet,
    ".json": pl.read_json,
}
PROGRAMS = (".py", ".sql", ".r", ".toml", ".md", ".txt", ".html", ".pdf", ".svg")
# What stands for a person or stay here: 32 or 16 hexadecimals, 26 letters of base32, an INSZ of eleven figures.
CODE = r"(?i)^(?:[0-9a-f]{32}|[0-9a-f]{16}|[a-z2-7]{26}|\d{11}|\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2})$"
HOSPITAL_NUMBER = "hospital_number"  # eleven figures too, and of a hospital: named in results where that is allowed


@dataclass(frozen=True)
class Archived:
    """A file of the archive: its name, hash, since when and until when it is kept, and who put it there."""

    name: str
    sha256: str
    day: str
    until: str
    by: str


def archive(
    project: Project, authorisation: Authorisation, files: Sequence[Path], by: str, day: dt.date
) -> list[Archived]:
    """Put files into the archive of a project; nothing is put there where one of them is refused."""
    for path in files:
        _check(path, authorisation)
    folder = project.path / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {each.name: each for each in archived(project)}
    for path in files:
        content = path.read_bytes()
        found = Archived(path.name, hashlib.sha256(content).hexdigest(), str(day), str(KEEP.after(day)), by)
        if kept.get(path.name, found).sha256 != found.sha256:
            raise MutualisError(
                f"The archive has another file '{path.name}'.",
                there_is="what is archived stays",
                do="give it a new name",
            )
        write_file(folder / path.name, content, mode=0o400)
        kept.setdefault(path.name, found)
    project.node.log("archive.kept", on=project.name, person=by, files=len(files))
    write_file(folder / INDEX, signed.sign(project.node, {name: asdict(kept[name]) for name in sorted(kept)}))
    return [kept[path.name] for path in files]


def archived(project: Project) -> list[Archived]:
    """What is in the archive, by name; an error where its signed index does not fit a file."""
    folder = project.path / FOLDER
    if not (folder / INDEX).is_file():
        return []
    told = signed.read(project.node, (folder / INDEX).read_bytes(), project.node.role, "index of an archive")
    found = [Archived(**told[name]) for name in sorted(told)]
    for each in found:
        if hashlib.sha256((folder / each.name).read_bytes()).hexdigest() != each.sha256:
            raise MutualisError(f"The archived file '{each.name}' is not what was archived.")
    return found


def _check(path: Path, authorisation: Authorisation) -> None:
    kind = path.suffix.lower()
    if not path.is_file() or kind not in (*TABLES, *PROGRAMS):
        raise MutualisError(
            f"'{path.name}' is no file for the archive.",
            there_is=f"it takes tables ({', '.join(TABLES)}), programs and reports ({', '.join(PROGRAMS)})",
        )
    if kind in TABLES:
        _check_table(path, authorisation)
    elif kind != ".pdf" and (found := _word_like_a_code(path.read_text(encoding="utf-8", errors="replace"))):
        raise MutualisError(
            f"'{path.name}' has a value that looks like a code, in line {found}.",
            do="take it out; codes are not archived",
        )


def _check_table(path: Path, authorisation: Authorisation) -> None:
    frame = TABLES[path.suffix.lower()](path)
    rules = small_cell_rules()
    coded = {name for name, column in authorisation.columns.items() if column.domain} | {
        *rules.direct,
        *rules.technical,
    }
    if named := [each for each in frame.columns if each in coded]:
        raise MutualisError(
            f"Table '{path.name}' has the code column {named[0]}: it is not archived.", do="leave it out"
        )
    for name in frame.columns:
        told = frame[name].cast(pl.String, strict=False)
        if name != HOSPITAL_NUMBER and told.str.contains(CODE).any():
            raise MutualisError(
                f"Column {name} of table '{path.name}' has values that look like codes: it is not archived.",
                do="leave the column out",
            )


def _word_like_a_code(text: str) -> int:
    """The number of the first line with a word that looks like a code; 0 for none. Hashes of 64 characters are none."""
    wanted = re.compile(CODE)
    for number, line in enumerate(text.splitlines(), start=1):
        if any(wanted.match(word) for word in re.findall(r"[0-9A-Za-z.\-]+", line)):
            return number
    return 0
