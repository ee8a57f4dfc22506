"""Tables drawn in a test: a header, a rule, rows of cells; what is not drawn is filled as its declaration says."""

import datetime as dt

import ibis
import pyarrow as pa

ARROW = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
PLAIN = {"string": "", "int32": 0, "int64": 0, "date": dt.date(2022, 6, 15), "boolean": False}
READ = {"string": str, "int32": int, "int64": int, "date": dt.date.fromisoformat, "boolean": lambda cell: cell == "yes"}


def rows_of(drawing, schema):
    """The rows of a drawing as dictionaries with the types of the schema; an empty cell is null."""
    lines = [line.strip() for line in drawing.strip().splitlines() if line.strip() and set(line.strip()) - set("-+|")]
    names = [cell.strip() for cell in lines[0].split("|")]
    unknown = set(names) - set(schema.names)
    assert not unknown, f"drawn columns that the table does not have: {unknown}"
    return [_row(line, names, schema) for line in lines[1:]]


def _row(line, names, schema):
    cells = [cell.strip() for cell in line.split("|")]
    assert len(cells) == len(names), f"a drawn row has {len(cells)} cells, the header {len(names)}"
    return {name: _read(cell, schema[name]) for name, cell in zip(names, cells, strict=True)}


def _read(cell, kind):
    return READ[_name(kind)](cell) if cell else None


def _name(kind):
    return str(kind.copy(nullable=True))


def filled(rows, schema, nullable, usual=None):
    """Rows with every column: `usual(row)` first, then null where that is allowed, then a plain value."""
    full = [{"line": number} | (usual(row) if usual else {}) | row for number, row in enumerate(rows, start=1)]
    return [{name: _cell(row, name, schema, nullable) for name in schema.names} for row in full]


def _cell(row, name, schema, nullable):
    if name in row:
        return row[name]
    return None if name in nullable else PLAIN[_name(schema[name])]


def arrow_table(rows, schema: ibis.Schema):
    columns = {name: [row[name] for row in rows] for name in schema.names}
    fields = pa.schema([(name, ARROW[_name(kind)]) for name, kind in schema.items()])
    return pa.table(columns, schema=fields)
