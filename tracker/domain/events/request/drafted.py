"""The event `Drafted`."""

from dataclasses import dataclass, replace

from tracker.domain.base.canonical import Private
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.law.questions import OWN, Asked


@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """The request was finalised: what is asked, of which body, about which block, under which
    law."""

    kind = "drafted"
    label = Message("Request finalised")
    happened = Message("the request was finalised")
    permission = "settle"
    correctable = False

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

    @property
    def own_words(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.questions if each.key.startswith(OWN))

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, drafted=self, body=self.body)
