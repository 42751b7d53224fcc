"""The rows of photographs that are not yet part of a document."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table


class PhotographRow(Table, table=True):
    """A photograph of a page: its name and hash, and once it is drawn the page and a small picture
    of it, all sealed to the request. `size` counts the bytes stored or still to arrive."""

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
    """A piece of a photograph that is not drawn yet, sealed to the request."""

    __tablename__ = "photograph_piece"

    photograph: str = Field(primary_key=True, foreign_key="photograph.id", ondelete="CASCADE")
    start: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    length: int
    sealed: bytes
