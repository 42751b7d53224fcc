"""The event `Drafted`."""

from dataclasses import dataclass, replace

from tracker.domain.canonical import Private
from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.questions import Asked


@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """The request was settled: what is asked of whom about which block, under which law."""

    kind = "drafted"
    block: str
    body: str
    law: str
    language: str
    questions: tuple[Asked, ...]
    eligibility: Private[str] = ""
    supporters: tuple[str, ...] = ()
    urgent: Private[bool] = False

    @property
    def once(self) -> str:
        return self.kind

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, drafted=self, body=self.body)
