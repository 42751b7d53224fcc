"""The rows of the public log: leaves, the hashes over them, and the signed checkpoints."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.services.ports.attesting import Attester
from tracker.services.ports.log import Source
from tracker.storage.db.tables.base import Arguments, Table, one_of


class LeafRow(Table, table=True):
    """Something that has a leaf in the log. Its bytes are put down when it is given its place;
    from then on triggers keep it. `request` is the edition where the leaf is of the library,
    and the key where it tells of one."""

    __tablename__ = "leaf"
    __table_args__: ClassVar[Arguments] = (
        one_of("source", tuple(Source)),
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
    """A hash tile, as many hashes of it as there are; triggers let it grow and nothing else."""

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
    """The key of a witness whom the office trusts, as one line."""

    __tablename__ = "witness"

    key: str = Field(primary_key=True)
    since: datetime


class AttestationRow(Table, table=True):
    """What somebody else said of a checkpoint: a signature, or a timestamp."""

    __tablename__ = "attestation"
    __table_args__: ClassVar[Arguments] = (one_of("kind", tuple(Attester)),)

    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(primary_key=True)
    by: str = Field(primary_key=True)
    said: bytes
    at: datetime | None = None
