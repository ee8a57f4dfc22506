"""The tables of the catalogue's store (SQLAlchemy core; SQLite by default, PostgreSQL by URL).

`thing` has a row for everything that ever was in the catalogue: a name is never given to something else, so nothing is
removed from it. Each kind has a table of its facts; `wording` holds texts, `link` relations, `code` the rows of code
lists. All of that follows from declarations. What people add is in `note`, `revision` and `review`.
"""

import sqlalchemy as sa

METADATA = sa.MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})
NAME = sa.String(160)
SHORT = sa.String(40)
LANGUAGE = sa.String(2)
MOMENT = sa.String(20)

THING = sa.Table(
    "thing",
    METADATA,
    sa.Column("kind", SHORT, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("entered", MOMENT, nullable=False),
    sa.Column("retired", MOMENT),
    sa.Column("fingerprint", sa.String(64), nullable=False),
)


def _of_thing(*columns: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, ["thing.kind", "thing.name"])


def _facts(kind: str, *names: str) -> sa.Table:
    """The table of a kind: a text column for each fact."""
    return sa.Table(
        kind,
        METADATA,
        sa.Column("kind", SHORT, nullable=False),
        sa.Column("name", NAME, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in names),
        sa.CheckConstraint(f"kind = '{kind}'", name=f"{kind}_kind"),
        _of_thing("kind", "name"),
    )


FACTS = {
    table.name: table
    for table in (
        _facts(
            *("database", "official", "letter", "rhythm_months", "due_months", "sender", "warehouse_table", "variants"),
            *("first_data", "last_data", "records", "source", "mark"),
        ),
        _facts("table", "stage", "key", "variants", "first_data", "last_data"),
        _facts(
            *("dataset", "of_kind", "of", "year", "version", "release", "published", "access", "first_day", "last_day"),
            "is_latest",
        ),
        _facts(
            *("variable", "official", "column", "type", "format", "length", "level", "unit", "role", "domain"),
            *("position", "required", "layout", "variants", "first_data", "last_data", "origin", "split"),
            *("source", "mark"),
        ),
        _facts("codelist", "version", "number", "adopted", "reason", "rows", "columns", "first_day"),
        _facts(
            *("indicator", "theme", "sets", "polarity", "unit", "kind_of", "divisor", "factor", "decimals", "years"),
            *("levels", "first_data", "last_data", "source", "mark"),
        ),
        _facts("authorisation", "number", "status", "decided", "expires", "amended_by", "source", "mark"),
    )
}

WORDING = sa.Table(
    "wording",
    METADATA,
    sa.Column("kind", SHORT, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    sa.Column("field", SHORT, primary_key=True),
    sa.Column("language", LANGUAGE, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    _of_thing("kind", "name"),
)

LINK = sa.Table(
    "link",
    METADATA,
    sa.Column("kind", SHORT, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    sa.Column("relation", SHORT, primary_key=True),
    sa.Column("to_kind", SHORT, primary_key=True),
    sa.Column("to_name", NAME, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    _of_thing("kind", "name"),
    sa.ForeignKeyConstraint(["to_kind", "to_name"], ["thing.kind", "thing.name"], name="fk_link_to"),
)

CODE = sa.Table(
    "code",
    METADATA,
    sa.Column("codelist", NAME, sa.ForeignKey("codelist.name"), primary_key=True),
    sa.Column("code", NAME, primary_key=True),
    sa.Column("valid_from", sa.String(10), primary_key=True),
    sa.Column("valid_to", sa.String(10), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("words", sa.JSON, nullable=False),
    sa.Column("more", sa.JSON, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("mark", SHORT, nullable=False),
)

NOTE = sa.Table(
    "note",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", SHORT, nullable=False),
    sa.Column("name", NAME, nullable=False),
    sa.Column("sort", SHORT, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("shown", sa.Integer, nullable=False),
    _of_thing("kind", "name"),
)

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("note", sa.Integer, sa.ForeignKey("note.number"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", SHORT, nullable=False),
    sa.Column("author", NAME, nullable=False),
    sa.Column("written", MOMENT, nullable=False),
    sa.Column("restores", sa.Integer),
    sa.Column("words", sa.JSON, nullable=False),
    sa.Column("reviewer", NAME, nullable=False, server_default=""),
    sa.Column("reviewed", MOMENT, nullable=False, server_default=""),
    sa.Column("remark", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint("reviewer <> author", name="another_reviews"),
)

REVIEW = sa.Table(
    "review",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", SHORT, nullable=False),
    sa.Column("name", NAME, nullable=False),
    sa.Column("reviewer", NAME, nullable=False),
    sa.Column("moment", MOMENT, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    _of_thing("kind", "name"),
)
