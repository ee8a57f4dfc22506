"""Runs the migrations of the catalogue's store over the connection that `store.open_store` gives."""

from alembic import context

from mutualis.catalogue.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
