"""Runs migrations on the connection that `tracker.storage.db.migrate` opened and locked."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from tracker.storage.db.every_table import Table


def named(name: str | None, kind: str, _: object) -> bool:
    """Return whether a table belongs to migrations: search words differ between databases."""
    return kind != "table" or not str(name).startswith("search_words")


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Name plain SQLAlchemy types, so that a migration does not change with a library."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def told(*_: object, **__: object) -> None:
    """Tell that one more migration is done."""
    if step := context.config.attributes.get("step"):
        step(1)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    include_name=named,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
    on_version_apply=told,
)
with context.begin_transaction():
    context.run_migrations()
