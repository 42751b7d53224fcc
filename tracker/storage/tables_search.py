"""The rows of the search. Beside them stands `search_words`, which is another thing on each
database: see `words.py`."""

from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.tables import Arguments, Table


class SearchEntryRow(Table, table=True):
    """What is kept of one public record to find it by; derived, and made anew at any time.

    `id` follows the order of lists: the newest record has the greatest. `passages` are the words
    as a reader sees them; in their folded form they stand in `search_words` under the same `id`.
    """

    __tablename__ = "search_entry"
    __table_args__: ClassVar[Arguments] = (sa.UniqueConstraint("request"),)

    id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    request: str = Field(foreign_key="request.reference")
    version: int
    edition: str
    passages: str
    country: str
    outcomes: str
