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

APPEND_ONLY = "an event is never changed or removed"


SQLITE_RULE = (
    "CREATE TRIGGER IF NOT EXISTS event_no_{verb} BEFORE {verb} ON event BEGIN SELECT RAISE(ABORT, '{reason}'); END"
)
POSTGRES_RULES = (
    "CREATE OR REPLACE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''{reason}''; END'",
    "CREATE OR REPLACE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event "
    "FOR EACH ROW EXECUTE FUNCTION event_append_only()",
)


def append_only_rules(dialect: str) -> tuple[str, ...]:
    """The statements that keep `event` append-only on this dialect (sqlite, postgresql); none on others."""
    if dialect == "sqlite":
        return tuple(SQLITE_RULE.format(verb=verb, reason=APPEND_ONLY) for verb in ("UPDATE", "DELETE"))
    if dialect == "postgresql":
        return tuple(rule.format(reason=APPEND_ONLY) for rule in POSTGRES_RULES)
    return ()
