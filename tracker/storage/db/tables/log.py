"""The rows of the public log: leaves, the hashes over them, and the signed checkpoints."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.services.ports.attesting import Attester
from tracker.services.ports.log import LeafSource
from tracker.storage.db.tables.base import Arguments, Table, one_of


class LeafRow(Table, table=True):
    """A leaf of the log.

    Its bytes are written when it gets its place, and triggers keep them from then on. `request` is
    the library version, the key or the hash of a finding if the leaf is about one of these.
    """

    __tablename__ = "leaf"
    __table_args__: ClassVar[Arguments] = (
        one_of("source", tuple(LeafSource)),
        sa.CheckConstraint("(place IS NULL) = (body IS NULL)", name="body"),
        sa.CheckConstraint("length(body) <= 65535", name="length"),
    )

    source: str = Field(primary_key=True)
    request: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int | None = Field(default=None, unique=True)
    body: bytes | None = None
    salt: bytes | None = None
    said: bytes | None = None


sa.Index(
    "ix_leaf_waiting",
    col(LeafRow.source),
    col(LeafRow.request),
    col(LeafRow.number),
    sqlite_where=col(LeafRow.place).is_(None),
    postgresql_where=col(LeafRow.place).is_(None),
)


class TileRow(Table, table=True):
    """A hash tile, possibly partial. Triggers only let it grow."""

    __tablename__ = "tile"

    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hashes: bytes


class CheckpointRow(Table, table=True):
    """A signed checkpoint."""

    __tablename__ = "checkpoint"

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    note: bytes
    made_at: datetime


class WitnessRow(Table, table=True):
    """The key of a trusted witness, as one line."""

    __tablename__ = "witness"

    key: str = Field(primary_key=True)
    since: datetime


class AttestationRow(Table, table=True):
    """A statement of someone else on a checkpoint: a signature or a timestamp."""

    __tablename__ = "attestation"
    __table_args__: ClassVar[Arguments] = (one_of("kind", tuple(Attester)),)

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(primary_key=True)
    by: str = Field(primary_key=True)
    said: bytes
    at: datetime | None = None
