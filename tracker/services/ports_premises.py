"""What the use cases need to know of the office itself: live or not, and what it last saw."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the database knows of the office itself."""

    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None


class Files(Protocol):
    """Files that the office itself keeps, sealed."""

    def read(self, name: str) -> bytes | None:
        """The file of that name; None where there is none."""

    def keep(self, name: str, data: bytes, at: datetime) -> None:
        """Keep a file, in place of the one that had the name."""

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone stays gone."""


class Premises(Protocol):
    """The office's own state: live or demonstration, and what it last saw."""

    @property
    def files(self) -> Files: ...

    def state(self) -> OfficeState: ...

    def note_edition(self, edition: str, *, counted: bool = True) -> None: ...

    def note_sweep(self, at: datetime) -> None: ...
