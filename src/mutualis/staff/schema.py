"""The tables of the staff application, beside those of the ledger that keeps its log.

Sessions, invitations and codes are kept by their SHA-256 only, so a copy of the store lets nobody in.
"""

import sqlalchemy as sa

METADATA = sa.MetaData()
NAME = sa.String(80)
HASH = sa.String(64)
LONG = sa.String(400)
SECOND = sa.BigInteger

ACCOUNT = sa.Table(
    "account",
    METADATA,
    sa.Column("name", NAME, primary_key=True),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("practice", NAME, nullable=False),
    sa.Column("hospital", NAME, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("handle", sa.String(86), nullable=False, unique=True),
    sa.Column("provider", LONG),
    sa.Column("subject", LONG),
    sa.Column("created", SECOND, nullable=False),
    sa.Column("last_in", SECOND),
    sa.UniqueConstraint("provider", "subject", name="one_account_a_subject"),
)

PASSKEY = sa.Table(
    "passkey",
    METADATA,
    sa.Column("credential", sa.String(1400), primary_key=True),
    sa.Column("account", NAME, sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("title", NAME, nullable=False),
    sa.Column("created", SECOND, nullable=False),
    sa.Column("last_used", SECOND),
)

INVITATION = sa.Table(
    "invitation",
    METADATA,
    sa.Column("hash", HASH, primary_key=True),
    sa.Column("account", NAME, sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("expires", SECOND, nullable=False),
)

SESSION = sa.Table(
    "session",
    METADATA,
    sa.Column("hash", HASH, primary_key=True),
    sa.Column("account", NAME, sa.ForeignKey("account.name"), index=True),
    sa.Column("name", NAME, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("practice", NAME, nullable=False),
    sa.Column("hospital", NAME, nullable=False),
    sa.Column("how", NAME, nullable=False),
    sa.Column("created", SECOND, nullable=False),
    sa.Column("seen", SECOND, nullable=False),
    sa.Column("expires", SECOND, nullable=False),
)

ATTEMPT = sa.Table(
    "attempt",
    METADATA,
    sa.Column("key", HASH, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", SECOND, nullable=False),
)

ERRAND = sa.Table(
    "errand",
    METADATA,
    sa.Column("hash", HASH, primary_key=True),
    sa.Column("browser", HASH, nullable=False),
    sa.Column("kind", NAME, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("expires", SECOND, nullable=False),
)

USED_TOKEN = sa.Table(
    "used_token",
    METADATA,
    sa.Column("hash", HASH, primary_key=True),
    sa.Column("expires", SECOND, nullable=False),
)
