"""The first schema of the catalogue's store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAME, SHORT, MOMENT = sa.String(160), sa.String(40), sa.String(20)
FACTS = {
    "database": (
        *("official", "letter", "rhythm_months", "due_months", "sender", "warehouse_table", "variants"),
        *("first_data", "last_data", "records", "source", "mark"),
    ),
    "table": ("stage", "key", "variants", "first_data", "last_data"),
    "dataset": (
        *("of_kind", "of", "year", "version", "release", "published", "access", "first_day", "last_day", "is_latest"),
    ),
    "variable": (
        *("official", "column", "type", "format", "length", "level", "unit", "role", "domain", "position", "required"),
        *("layout", "variants", "first_data", "last_data", "origin", "split", "source", "mark"),
    ),
    "codelist": ("version", "number", "adopted", "reason", "rows", "columns", "first_day"),
    "indicator": (
        *("theme", "sets", "polarity", "unit", "kind_of", "divisor", "factor", "decimals", "years", "levels"),
        *("first_data", "last_data", "source", "mark"),
    ),
    "authorisation": ("number", "status", "decided", "expires", "amended_by", "source", "mark"),
}
ORDER = ("thing", *FACTS, "wording", "link", "code", "note", "revision", "review")


def upgrade() -> None:
    op.create_table(
        "thing",
        sa.Column("kind", SHORT, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("entered", MOMENT, nullable=False),
        sa.Column("retired", MOMENT),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_thing"),
    )
    for kind, names in FACTS.items():
        _facts(kind, names)
    _words_links_and_codes()
    _what_people_add()


def downgrade() -> None:
    for table in reversed(ORDER):
        op.drop_table(table)


def _facts(kind: str, names: tuple[str, ...]) -> None:
    op.create_table(
        kind,
        sa.Column("kind", SHORT, nullable=False),
        sa.Column("name", NAME, nullable=False),
        *(sa.Column(name, sa.Text, server_default="", nullable=False) for name in names),
        sa.CheckConstraint(f"kind = '{kind}'", name=f"{kind}_kind"),
        _of_thing(kind),
        sa.PrimaryKeyConstraint("name", name=f"pk_{kind}"),
    )


def _of_thing(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=f"fk_{table}_kind")


def _key(*columns: str, nullable: bool = False) -> list[sa.Column]:
    types = {
        "kind": SHORT,
        "to_kind": SHORT,
        "field": SHORT,
        "relation": SHORT,
        "sort": SHORT,
        "language": sa.String(2),
    }
    return [sa.Column(name, types.get(name, NAME), nullable=nullable) for name in columns]


def _words_links_and_codes() -> None:
    op.create_table(
        "wording",
        *_key("kind", "name", "field", "language"),
        sa.Column("text", sa.Text, nullable=False),
        _of_thing("wording"),
        sa.PrimaryKeyConstraint("kind", "name", "field", "language", name="pk_wording"),
    )
    op.create_table(
        "link",
        *_key("kind", "name", "relation", "to_kind", "to_name"),
        sa.Column("place", sa.Integer, nullable=False),
        _of_thing("link"),
        sa.ForeignKeyConstraint(["to_kind", "to_name"], ["thing.kind", "thing.name"], name="fk_link_to"),
        sa.PrimaryKeyConstraint("kind", "name", "relation", "to_kind", "to_name", name="pk_link"),
    )
    op.create_table(
        "code",
        *_key("codelist", "code"),
        sa.Column("valid_from", sa.String(10), nullable=False),
        sa.Column("valid_to", sa.String(10), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("more", sa.JSON, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("mark", SHORT, nullable=False),
        sa.ForeignKeyConstraint(["codelist"], ["codelist.name"], name="fk_code_codelist"),
        sa.PrimaryKeyConstraint("codelist", "code", "valid_from", name="pk_code"),
    )


def _what_people_add() -> None:
    op.create_table(
        "note",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *_key("kind", "name", "sort"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        _of_thing("note"),
        sa.PrimaryKeyConstraint("number", name="pk_note"),
    )
    op.create_table("revision", *_revision())
    op.create_table(
        "review",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        *_key("kind", "name", "reviewer"),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        _of_thing("review"),
        sa.PrimaryKeyConstraint("number", name="pk_review"),
    )


def _revision() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("note", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("state", SHORT, nullable=False),
        sa.Column("author", NAME, nullable=False),
        sa.Column("written", MOMENT, nullable=False),
        sa.Column("restores", sa.Integer),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("reviewer", NAME, server_default="", nullable=False),
        sa.Column("reviewed", MOMENT, server_default="", nullable=False),
        sa.Column("remark", sa.Text, server_default="", nullable=False),
        sa.CheckConstraint("reviewer <> author", name="another_reviews"),
        sa.ForeignKeyConstraint(["note"], ["note.number"], name="fk_revision_note"),
        sa.PrimaryKeyConstraint("note", "number", name="pk_revision"),
    )
