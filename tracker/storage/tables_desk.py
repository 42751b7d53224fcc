"""The rows of what people keep for themselves at the desk, and of what belongs together."""

from datetime import datetime

from sqlmodel import Field

from tracker.storage.tables import Table


class SavedViewRow(Table, table=True):
    """A way of looking at the list that a person gave a name."""

    __tablename__ = "saved_view"

    account: str = Field(primary_key=True, foreign_key="account.id")
    name: str = Field(primary_key=True)
    query: str


class CalendarFeedRow(Table, table=True):
    """An address from which a calendar fetches days; only the digest of its secret is kept."""

    __tablename__ = "calendar_feed"

    digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    name: str
    own: bool
    bare: bool
    made_at: datetime


class KinRow(Table, table=True):
    """Which requests were begun together, and which one asks another again."""

    __tablename__ = "kin"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    batch: str = Field(default="", index=True)
    repeats: str | None = Field(default=None, foreign_key="request.reference", index=True)


class RiskNoteRow(Table, table=True):
    """A note on the risk of dealing with a body, sealed; a later one stands beside it."""

    __tablename__ = "risk_note"

    id: int | None = Field(default=None, primary_key=True)
    body: str = Field(index=True)
    sealed: bytes
    written_by: str = Field(foreign_key="account.id")
    written_at: datetime
