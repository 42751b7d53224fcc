"""The base class of missed deadlines."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.law.count_step import CountStep


@dataclass(frozen=True, kw_only=True)
class MissedDeadline(Event):
    """A limit passed without an answer from `body`, with its count and the library version."""

    in_many_histories = True

    body: str
    stage: str
    opening: int
    earliest: date
    latest: date
    provisional: bool
    library_version: str
    count: tuple[CountStep, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.stage}:{self.opening}"

    @property
    def counted_from(self) -> int:
        return self.opening

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(lapses=(*state.lapses, entry))
