"""The rows of keys: whose key pairs there are, and to whom the private halves are sealed."""

from datetime import datetime

from sqlmodel import Field

from tracker.storage.db.tables.base import Table


class GroupKeyRow(Table, table=True):
    """A key pair of the office, whose name here is empty, or of a partner organisation.

    Only the latest generation seals; an `outdated` one is to be replaced. `lookup` is a secret of
    the office, sealed to this pair: it makes digests by which equal private words are found.
    `office` is the random name of the office in everything that is sealed; it never changes.
    """

    __tablename__ = "group_key"

    organisation: str = Field(primary_key=True)
    generation: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    office: str
    public: bytes
    lookup: bytes
    outdated: bool
    made_at: datetime


class GroupWrapRow(Table, table=True):
    """The private key of a group, sealed to one holder: a person, a recovery key, or the office.

    The office holds the keys of the organisations, so that it can let their people in.
    """

    __tablename__ = "group_wrap"

    organisation: str = Field(primary_key=True)
    generation: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    holder: str = Field(primary_key=True, index=True)
    sealed: bytes


class RequestWrapRow(Table, table=True):
    """The private key of a request, sealed to the key of a group."""

    __tablename__ = "request_wrap"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    organisation: str = Field(primary_key=True)
    generation: int
    sealed: bytes


class PersonKeyRow(Table, table=True):
    """The public key of a person."""

    __tablename__ = "person_key"

    account: str = Field(primary_key=True, foreign_key="account.id")
    public: bytes


class PersonWrapRow(Table, table=True):
    """The private key of a person, sealed under what a password or a passkey gives.

    `way` is “password”, or the id of the passkey.
    """

    __tablename__ = "person_wrap"

    account: str = Field(primary_key=True, foreign_key="account.id")
    way: str = Field(primary_key=True)
    salt: bytes
    sealed: bytes


class PrivateIndexRow(Table, table=True):
    """The private words of a request for searching, sealed under a key that the office's gives."""

    __tablename__ = "private_index"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    sealed: bytes
