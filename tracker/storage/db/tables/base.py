"""The base class of every table, and the constraints that tables share."""

from collections.abc import Iterable
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import SQLModel

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Arguments = tuple[Any, ...]


class Table(SQLModel):
    """The base of all tables: one metadata, with the same constraint names on every database."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=_NAMES)


def one_of(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """Return a constraint that a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)
