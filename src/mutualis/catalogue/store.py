"""Opening the catalogue's store: a file (SQLite) or a database URL, brought to the newest schema by alembic."""

from pathlib import Path

import sqlalchemy as sa

from mutualis.ledger.store import bare_engine, moment, transaction

MIGRATIONS = Path(__file__).parent / "migrations"
FILE = "catalogue.sqlite"

__all__ = ["FILE", "moment", "open_store", "transaction"]


def open_store(where: Path | str) -> sa.Engine:
    """The store in a file or at a database URL, made where there is none, with every migration done."""
    from alembic import command  # only who opens the store needs it
    from alembic.config import Config

    if isinstance(where, Path):
        where.parent.mkdir(parents=True, exist_ok=True)
    engine = bare_engine(where)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine
