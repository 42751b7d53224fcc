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


class Premises(Protocol):
    """The office's own state: live or demonstration, and what it last saw."""

    def state(self) -> OfficeState: ...

    def note_edition(self, edition: str) -> None: ...

    def note_sweep(self, at: datetime) -> None: ...
