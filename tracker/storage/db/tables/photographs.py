"""The rows of photographs that are being sent, until they become one document."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table


class PhotographRow(Table, table=True):
    """A photograph of a page: its name and hash, and once it is drawn the page and a small one,
    sealed to the request. `size` is what it takes up, or will once it has arrived."""

    __tablename__ = "photograph"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("size >= 1", name="size"),
        sa.CheckConstraint("turns BETWEEN 0 AND 3", name="turns"),
    )

    id: str = Field(primary_key=True)
    request: str = Field(foreign_key="request.reference", index=True)
    person: str
    place: int
    turns: int = 0
    size: int
    changed_at: datetime = Field(index=True)
    sealed: bytes
    page: bytes | None = None
    small: bytes | None = None


class PhotographPieceRow(Table, table=True):
    """A piece of a photograph that has not wholly arrived, sealed to the request."""

    __tablename__ = "photograph_piece"

    photograph: str = Field(primary_key=True, foreign_key="photograph.id", ondelete="CASCADE")
    start: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    length: int
    sealed: bytes
