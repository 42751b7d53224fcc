"""The event `Drafted`."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from tracker.domain.base.canonical import Later, Private
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
    law.

    `numbers` are the numbers of the items in the letter that was sent, if it has others too.
    """

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
    numbers: Later[tuple[int, ...]] = ()

    @property
    def numbered(self) -> tuple[tuple[int, Asked], ...]:
        """Return each item with its number in the letter that was sent."""
        numbers = self.numbers or range(1, len(self.questions) + 1)
        return tuple(zip(numbers, self.questions, strict=True))

    def only(self, items: Collection[str]) -> Self:
        """Return the request with only the items with these keys."""
        kept = [each for each in self.numbered if each[1].key in items]
        questions = tuple(asked for _, asked in kept)
        return replace(self, questions=questions, numbers=tuple(number for number, _ in kept))

    def without(self, items: Collection[str]) -> Self:
        """Return the request without the items with these keys."""
        return self.only({asked.key for asked in self.questions} - set(items))

    @property
    def once(self) -> str:
        return self.kind

    @property
    def own_words(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.questions if each.key.startswith(OWN))

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(drafted=self, body=self.body)
