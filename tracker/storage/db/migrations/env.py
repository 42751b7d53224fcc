"""Runs the steps on the connection that `tracker.storage.db.migrate` opened and locked."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from tracker.storage.db.tables.base import Table


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Steps name plain SQLAlchemy types, so that they stay what they are when a library moves."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
