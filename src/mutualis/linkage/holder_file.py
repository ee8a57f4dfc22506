"""The file of another holder, read with its layout: CSV with the official names as header, checked whole.

A file that breaks its layout is refused with counts by field and rule; `unknown_values` tells the holder, and nobody
else, which values its list of values lacks. A column too many is refused as well: what is not asked stays in the
holder's own files.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference.authorisations import HolderField, HolderLayout

IDENTIFIERS = {"person": "insz", "own_number": "pat_id"}


def read_holder_file(path: Path, layout: HolderLayout) -> pl.DataFrame:
    """The rows: `insz`, `pat_id` and the fields by our names; numbers are Int64, days Date, an empty cell null."""
    rows = _cells(path, layout)
    if faults := [fault for field in layout.fields for fault in _faults(field, rows[field.code])]:
        raise _refused(path, f"breaks its layout '{layout.name}'", "; ".join(faults))
    return rows.select(_typed(field).alias(IDENTIFIERS.get(field.role, field.name)) for field in layout.fields)


def _cells(path: Path, layout: HolderLayout) -> pl.DataFrame:
    if not path.is_file():
        raise MutualisError(f"There is no file '{path.name}' of the holder.", do="put it there; its layout tells how")
    try:
        found = pl.read_csv(path, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise _refused(path, "is no CSV in UTF-8", "a header, commas, and as many cells in every line") from None
    wanted = [each.code for each in layout.fields]
    if strange := [each for each in found.columns if each not in wanted]:
        raise _refused(path, f"has {len(strange)} columns that its layout has not", f"it has {', '.join(wanted)}")
    if lacking := [each for each in wanted if each not in found.columns]:
        raise _refused(path, f"has no column {', '.join(lacking)}", f"it has {', '.join(found.columns)}")
    return found.with_columns(pl.all().str.strip_chars().replace("", None))


def _faults(field: HolderField, cells: pl.Series) -> Iterator[str]:
    missing = cells.null_count()
    if field.required and missing:
        yield f"{field.code} is empty in {missing} rows"
    wrong = cells.to_frame().select(_typed(field)).to_series().null_count() - missing
    if wrong:
        yield f"{field.code} is no {field.type} in {wrong} rows"
    if field.values:
        unknown = _unknown(field, cells)
        if len(unknown):
            yield f"{field.code} has values in {len(unknown)} rows that its list has not"


def _unknown(field: HolderField, cells: pl.Series) -> pl.Series:
    return cells.filter(~cells.is_in(list(field.values)).fill_null(True))


def unknown_values(path: Path, layout: HolderLayout) -> pl.DataFrame:
    """Values that no list of the layout has: `field`, `value`, `rows`, the most frequent first. For the holder."""
    cells = _cells(path, layout)
    found = [
        _unknown(field, cells[field.code])
        .value_counts(sort=True, name="rows")
        .select(field=pl.lit(field.code), value=pl.col(field.code), rows="rows")
        for field in layout.fields
        if field.values
    ]
    return pl.concat([pl.DataFrame(schema={"field": pl.String, "value": pl.String, "rows": pl.UInt32}), *found])


def _typed(field: HolderField) -> pl.Expr:
    cell = pl.col(field.code)
    if field.type == "number":
        return cell.cast(pl.Int64, strict=False)
    return cell.str.to_date("%Y-%m-%d", strict=False) if field.type == "date" else cell


def _refused(path: Path, what: str, there_is: str) -> MutualisError:
    return MutualisError(
        f"The file '{path.name}' {what}.", there_is=there_is, do="correct the file, or the layout, and begin again"
    )
