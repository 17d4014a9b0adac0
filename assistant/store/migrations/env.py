"""Run by Alembic: it migrates on the connection that `upgrade.py` opened."""

from __future__ import annotations

from alembic import context

from assistant.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    # We begin transactions ourselves, so SQLite undoes a migration that fails, too.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
