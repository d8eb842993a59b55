"""Runs migrations on the application's own engine, each in one transaction on both engines."""

from alembic import context
from flask import current_app

extension = current_app.extensions["migrate"]
database = extension.db

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        transaction_per_migration=True,
        **extension.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
