"""The first schema of the catalogue's store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thing",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entered", sa.String(length=20), nullable=False),
        sa.Column("retired", sa.String(length=20), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_thing")),
    )
    op.create_table(
        "authorisation",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("decided", sa.Text(), server_default="", nullable=False),
        sa.Column("expires", sa.Text(), server_default="", nullable=False),
        sa.Column("amended_by", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_authorisation_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_authorisation")),
    )
    op.create_table(
        "codelist",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("adopted", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("rows", sa.Text(), server_default="", nullable=False),
        sa.Column("columns", sa.Text(), server_default="", nullable=False),
        sa.Column("first_day", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_codelist_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_codelist")),
    )
    op.create_table(
        "database",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("official", sa.Text(), server_default="", nullable=False),
        sa.Column("letter", sa.Text(), server_default="", nullable=False),
        sa.Column("rhythm_months", sa.Text(), server_default="", nullable=False),
        sa.Column("due_months", sa.Text(), server_default="", nullable=False),
        sa.Column("sender", sa.Text(), server_default="", nullable=False),
        sa.Column("warehouse_table", sa.Text(), server_default="", nullable=False),
        sa.Column("variants", sa.Text(), server_default="", nullable=False),
        sa.Column("first_data", sa.Text(), server_default="", nullable=False),
        sa.Column("last_data", sa.Text(), server_default="", nullable=False),
        sa.Column("records", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_database_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_database")),
    )
    op.create_table(
        "dataset",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("of_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("of", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("release", sa.Text(), server_default="", nullable=False),
        sa.Column("published", sa.Text(), server_default="", nullable=False),
        sa.Column("access", sa.Text(), server_default="", nullable=False),
        sa.Column("first_day", sa.Text(), server_default="", nullable=False),
        sa.Column("last_day", sa.Text(), server_default="", nullable=False),
        sa.Column("is_latest", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_dataset_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_dataset")),
    )
    op.create_table(
        "indicator",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("sets", sa.Text(), server_default="", nullable=False),
        sa.Column("polarity", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("kind_of", sa.Text(), server_default="", nullable=False),
        sa.Column("divisor", sa.Text(), server_default="", nullable=False),
        sa.Column("factor", sa.Text(), server_default="", nullable=False),
        sa.Column("decimals", sa.Text(), server_default="", nullable=False),
        sa.Column("years", sa.Text(), server_default="", nullable=False),
        sa.Column("levels", sa.Text(), server_default="", nullable=False),
        sa.Column("first_data", sa.Text(), server_default="", nullable=False),
        sa.Column("last_data", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_indicator_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_indicator")),
    )
    op.create_table(
        "link",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("to_kind", sa.String(length=40), nullable=False),
        sa.Column("to_name", sa.String(length=160), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_link_kind")),
        sa.ForeignKeyConstraint(["to_kind", "to_name"], ["thing.kind", "thing.name"], name="fk_link_to"),
        sa.PrimaryKeyConstraint("kind", "name", "relation", "to_kind", "to_name", name=op.f("pk_link")),
    )
    op.create_table(
        "note",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("sort", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_note_kind")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_note")),
    )
    op.create_table(
        "review",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("reviewer", sa.String(length=160), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_review_kind")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review")),
    )
    op.create_table(
        "table",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("variants", sa.Text(), server_default="", nullable=False),
        sa.Column("first_data", sa.Text(), server_default="", nullable=False),
        sa.Column("last_data", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_table_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_table")),
    )
    op.create_table(
        "variable",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("official", sa.Text(), server_default="", nullable=False),
        sa.Column("column", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("format", sa.Text(), server_default="", nullable=False),
        sa.Column("length", sa.Text(), server_default="", nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("domain", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Text(), server_default="", nullable=False),
        sa.Column("required", sa.Text(), server_default="", nullable=False),
        sa.Column("layout", sa.Text(), server_default="", nullable=False),
        sa.Column("variants", sa.Text(), server_default="", nullable=False),
        sa.Column("first_data", sa.Text(), server_default="", nullable=False),
        sa.Column("last_data", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("split", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_variable_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_variable")),
    )
    op.create_table(
        "wording",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["kind", "name"], ["thing.kind", "thing.name"], name=op.f("fk_wording_kind")),
        sa.PrimaryKeyConstraint("kind", "name", "field", "language", name=op.f("pk_wording")),
    )
    op.create_table(
        "code",
        sa.Column("codelist", sa.String(length=160), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("valid_to", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["codelist"], ["codelist.name"], name=op.f("fk_code_codelist")),
        sa.PrimaryKeyConstraint("codelist", "code", "valid_from", name=op.f("pk_code")),
    )
    op.create_table(
        "revision",
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=160), nullable=False),
        sa.Column("written", sa.String(length=20), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.String(length=160), server_default="", nullable=False),
        sa.Column("reviewed", sa.String(length=20), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("reviewer <> author", name="another_reviews"),
        sa.ForeignKeyConstraint(["note"], ["note.number"], name=op.f("fk_revision_note")),
        sa.PrimaryKeyConstraint("note", "number", name=op.f("pk_revision")),
    )


def downgrade() -> None:
    op.drop_table("revision")
    op.drop_table("code")
    op.drop_table("wording")
    op.drop_table("variable")
    op.drop_table("table")
    op.drop_table("review")
    op.drop_table("note")
    op.drop_table("link")
    op.drop_table("indicator")
    op.drop_table("dataset")
    op.drop_table("database")
    op.drop_table("codelist")
    op.drop_table("authorisation")
    op.drop_table("thing")
