"""The tables of a node's ledger (SQLAlchemy core; SQLite by default, PostgreSQL by URL)."""

import sqlalchemy as sa

METADATA = sa.MetaData()
HASH = sa.String(64)
NAME = sa.String(80)
MOMENT = sa.String(20)

DELIVERY = sa.Table(
    "delivery",
    METADATA,
    sa.Column("hash", HASH, primary_key=True),
    sa.Column("kind", NAME, nullable=False),
    sa.Column("period", sa.String(8), nullable=False),
    sa.Column("sender", NAME, nullable=False),
    sa.Column("received", MOMENT, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("declared_rows", sa.BigInteger),
    sa.Column("accepted_rows", sa.BigInteger),
    sa.Column("set_aside_rows", sa.BigInteger),
    sa.Column("totals", sa.JSON, nullable=False),
    sa.Column("replaced_by", HASH, sa.ForeignKey("delivery.hash")),
)

PROBLEM_COUNT = sa.Table(
    "problem_count",
    METADATA,
    sa.Column("delivery", HASH, sa.ForeignKey("delivery.hash"), primary_key=True),
    sa.Column("rule", NAME, primary_key=True),
    sa.Column("file", NAME, primary_key=True),
    sa.Column("severity", NAME, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
)

EVENT = sa.Table(
    "event",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("moment", MOMENT, nullable=False),
    sa.Column("what", NAME, nullable=False),
    sa.Column("subject", NAME, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
)

CHECKPOINT = sa.Table(
    "checkpoint",
    METADATA,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("moment", MOMENT, nullable=False),
    sa.Column("frontier", sa.JSON, nullable=False),
    sa.Column("leaves", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)

CUSTODY = sa.Table(
    "custody",
    METADATA,
    sa.Column("key_id", NAME, primary_key=True),
    sa.Column("purpose", NAME, nullable=False),
    sa.Column("holder", sa.String(200), nullable=False),
    sa.Column("deputy", sa.String(200), nullable=False),
    sa.Column("criteria", sa.Text, nullable=False),
    sa.Column("created", MOMENT, nullable=False),
    sa.Column("retired", MOMENT),
    sa.CheckConstraint("holder <> '' AND deputy <> '' AND criteria <> '' AND holder <> deputy", name="two_custodians"),
)

PIN = sa.Table(
    "pin",
    METADATA,
    sa.Column("table", NAME, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    sa.Column("by", NAME, primary_key=True),
    sa.Column("moment", MOMENT, nullable=False),
)

ALIAS = sa.Table(
    "alias",
    METADATA,
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("canonical", sa.String(32), nullable=False, index=True),
)

SENDER = sa.Table(
    "sender",
    METADATA,
    sa.Column("party", NAME, primary_key=True),
    sa.Column("code", NAME, nullable=False, unique=True),
)

CURRENT = sa.Table(
    "current_version",
    METADATA,
    sa.Column("table", NAME, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)

APPEND_ONLY = ("event", "checkpoint")
REASON = "{table}: append-only, an entry is never changed or removed"

SQLITE_RULE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
)
POSTGRES_RULES = (
    "CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''{reason}''; END'",
    "CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
)


def append_only_rules(dialect: str) -> tuple[str, ...]:
    """The statements that keep events and checkpoints append-only (sqlite, postgresql); none on other dialects."""
    told = {table: REASON.format(table=table) for table in APPEND_ONLY}
    if dialect == "sqlite":
        verbs = ("UPDATE", "DELETE")
        return tuple(SQLITE_RULE.format(table=name, verb=verb, reason=told[name]) for name in told for verb in verbs)
    if dialect == "postgresql":
        return tuple(rule.format(table=name, reason=told[name]) for name in told for rule in POSTGRES_RULES)
    return ()


def one_writer(dialect: str) -> str:
    """The statement that lets one transaction at a time add events, so that they appear in the order of their numbers.

    SQLite has one writer anyway.
    """
    return "LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE" if dialect == "postgresql" else ""
