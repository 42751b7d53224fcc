"""The event `Adjourned`."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Adjourned(Event):
    """The hearing that an entry fixed was put off, to a day or to none."""

    kind = "adjourned"
    hearing: int
    to: date | None = None
