"""The event `Drafted`."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.domain.base.canonical import Private
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.law.questions import OWN, Asked


class EnclosureKind(StrEnum):
    """What can be enclosed with a request: evidence of its block, and an added document."""

    MEASUREMENT = "measurement"
    CAPTURE = "capture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An enclosure of a request: a piece of evidence from the dossier of its block, by its key
    there; or an added document, by the digest of its file."""

    kind: EnclosureKind
    key: str


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
    channels: Private[tuple[Channel, ...]] = ()
    enclosures: Private[tuple[Enclosure, ...]] = ()

    @property
    def once(self) -> str:
        return self.kind

    @property
    def own_words(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.questions if each.key.startswith(OWN))

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, drafted=self, body=self.body)
