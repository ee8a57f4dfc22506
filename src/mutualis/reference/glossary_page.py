"""The glossary page: the words of the house and the fields of the layouts in nl, fr and en, with the official codes."""

from mutualis.reference.files import ROOT, Row, read_rows
from mutualis.reference.layouts import Field, databases, layout

TITLE = """# Glossary

Made from `reference/glossary.csv` and the layouts by `tools/make_glossary.py`; a test keeps it true.

## Words

| nl | fr | de | en | meaning | official code | our name |
|---|---|---|---|---|---|---|
"""
FIELDS = """
## Fields of `{database}`

| official code | our name | nl | fr | en | type | code list | mark |
|---|---|---|---|---|---|---|---|
"""


def glossary() -> str:
    """The whole page as Markdown: words in order of their English term, then the fields of each database."""
    words = sorted(read_rows(ROOT / "glossary.csv")[1], key=lambda row: row["en"].lower())
    return TITLE + "".join(map(_word, words)) + "".join(map(_fields, databases()))


def _word(row: Row) -> str:
    names = ", ".join(f"`{name.strip()}`" for name in row["names"].split(",") if name.strip())
    return _line(row["nl"], row["fr"], row["de"], row["en"], row["meaning"], row["official"], names)


def _fields(database: str) -> str:
    return FIELDS.format(database=database) + "".join(map(_field, layout(database).all))


def _field(field: Field) -> str:
    kind = f"{field.type} ({field.unit})" if field.unit else field.type
    return _line(field.code, f"`{field.name}`", field.nl, field.fr, field.en, kind, field.codelist, field.mark)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n"
