"""What happened to a request: typed past facts, entered once and never changed.

Events hold no personal data. Each states the day on which it took legal effect, which may be a
span (registered post, mail after hours); when and by whom it was entered stands beside it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from tracker.domain.canonical import canonical, from_plain, to_plain
from tracker.domain.changes import Shift
from tracker.domain.days import DaySpan
from tracker.domain.moves import Move
from tracker.domain.questions import Asked, Outcome

FORM_OF_BYTES = 1


class Channel(StrEnum):
    """How a paper travelled."""

    COURIER = "courier"
    REGISTERED_POST = "registered-post"
    POST = "post"
    HAND = "hand"
    PORTAL = "portal"
    FAX = "fax"
    EMAIL = "email"


class ReceiptProof(StrEnum):
    """What shows that a body received a paper."""

    ACKNOWLEDGEMENT_CARD = "acknowledgement-card"
    COURIER_DELIVERY = "courier-delivery"
    COUNTER_STAMP = "counter-stamp"
    PORTAL_NUMBER = "portal-number"
    SERVER_RECEIPT = "server-receipt"
    BODY_ACKNOWLEDGED = "body-acknowledged"


class DecisionOutcome(StrEnum):
    """What an appeal body decided."""

    ALLOWED = "allowed"
    PARTLY_ALLOWED = "partly-allowed"
    DISMISSED = "dismissed"
    CLOSED = "closed"


class WithheldBecause(StrEnum):
    """Why a record is no longer shown."""

    CONSENT_WITHDRAWN = "consent-withdrawn"
    SAFETY = "safety"
    MISTAKE = "mistake"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One past fact: `on` is the day it took legal effect, `evidence` its papers' digests."""

    kind: ClassVar[str]
    on: DaySpan
    evidence: tuple[str, ...] = ()

    @property
    def once(self) -> str | None:
        """A key that may stand only once in a history; None where the fact can recur."""
        return None


@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """The request was settled: what is asked of whom about which block, under which law."""

    kind = "drafted"
    block: str
    body: str
    law: str
    language: str
    questions: tuple[Asked, ...]
    eligibility: str
    supporters: tuple[str, ...] = ()
    urgent: bool = False

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A person read the letter and allowed it to go out."""

    kind = "approved"

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Sent(Event):
    """The letter left the office; its bytes are the first evidence."""

    kind = "sent"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """The body received the request, and something proves it: the statutory clock starts."""

    kind = "received"
    proof: ReceiptProof


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The body said that the request arrived. It is not an answer and stops no clock."""

    kind = "acknowledged"


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticed(Event):
    """The body announced that it takes longer; `ground` is a key of the law, or empty."""

    kind = "extension-noticed"
    stage: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """The body entered the request in its register: some laws count from that day."""

    kind = "registered"


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Another body received the request, handed on by the one that was asked."""

    kind = "transferred"
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(Event):
    """The body told the requester what the information costs."""

    kind = "fee-noticed"


@dataclass(frozen=True, kw_only=True)
class FeePaid(Event):
    """The body received the fee."""

    kind = "fee-paid"


@dataclass(frozen=True, kw_only=True)
class ClarificationAsked(Event):
    """The body asked what exactly is sought."""

    kind = "clarification-asked"


@dataclass(frozen=True, kw_only=True)
class ClarificationGiven(Event):
    """The body received the requester's clarification."""

    kind = "clarification-given"


@dataclass(frozen=True, kw_only=True)
class AccessGranted(Event):
    """The body decided to give access; the papers themselves are still to come."""

    kind = "access-granted"


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What an answer did with one question, and under which exemptions if it refused."""

    question: str
    outcome: Outcome
    exemptions: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """What a body answered, question by question. `lacking` names duties that the paper fails."""

    stage: str
    outcomes: tuple[QuestionOutcome, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"


@dataclass(frozen=True, kw_only=True)
class PartlyAnswered(Reply):
    """The body gave some of what was asked."""

    kind = "partly-answered"


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """The body refused."""

    kind = "refused"


@dataclass(frozen=True, kw_only=True)
class NotHeld(Reply):
    """The body said that it does not hold the records."""

    kind = "not-held"


@dataclass(frozen=True, kw_only=True)
class Lapse(Event):
    """A limit passed without an answer from `body`, with its count and the library's edition."""

    body: str
    stage: str
    opening: int
    earliest: date
    latest: date
    provisional: bool
    edition: str
    count: tuple[Move, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.stage}:{self.opening}"


@dataclass(frozen=True, kw_only=True)
class Overdue(Lapse):
    """No answer within the ordinary limit, and no extension announced."""

    kind = "overdue"


@dataclass(frozen=True, kw_only=True)
class FellSilent(Lapse):
    """No answer within the longest limit that the law could allow."""

    kind = "fell-silent"


@dataclass(frozen=True, kw_only=True)
class Recounted(Event):
    """The library changed, and days that start from `opening` with it: how each moved, and why.

    `older` and `edition` are the editions before and after; `after` is the recount before this
    one (0: none), so that a library which is changed to and fro is told of each time.
    """

    kind = "recounted"
    opening: int
    after: int
    older: str
    edition: str
    shifts: tuple[Shift, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.edition}:{self.opening}:{self.after}"


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    """The requester went to the appeal body, against a silence or a decision."""

    kind = "appeal-filed"
    stage: str
    opening: int
    to: str
    channel: Channel
    cause: str


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """The appeal body decided; `comply_by` is the day that its order sets."""

    kind = "decided"
    stage: str
    outcome: DecisionOutcome
    comply_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The requester gave the request up."""

    kind = "withdrawn"

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """An entry was wrong: it stays on record and counts no more from here on."""

    kind = "corrected"
    entry: int
    why: str

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.entry}"


@dataclass(frozen=True, slots=True)
class Release:
    """A text released with a record: its digest and the title under which it stands."""

    digest: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Published(Event):
    """A person put entries on the public record. `body_told_on` is the day on which the body was
    told that the record would say so, before its first silence is shown."""

    kind = "published"
    entries: tuple[int, ...]
    releases: tuple[Release, ...] = ()
    body_told_on: date | None = None
    provisional_accepted: bool = False


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """The record was taken from the public side; that it existed stays said."""

    kind = "withheld"
    because: WithheldBecause


KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        Drafted,
        Approved,
        Sent,
        Received,
        Acknowledged,
        ExtensionNoticed,
        Registered,
        Transferred,
        FeeNoticed,
        FeePaid,
        ClarificationAsked,
        ClarificationGiven,
        AccessGranted,
        Answered,
        PartlyAnswered,
        Refused,
        NotHeld,
        Overdue,
        FellSilent,
        Recounted,
        AppealFiled,
        Decided,
        Withdrawn,
        Corrected,
        Published,
        Withheld,
    )
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in a history: its place, its bytes, and when and by whom entered."""

    seq: int
    event: Event
    entered_at: datetime
    entered_by: str
    nonce: bytes
    body: bytes

    @property
    def digest(self) -> str:
        """The commitment to this entry: without the nonce nobody can guess what it stands for."""
        return hashlib.sha256(self.nonce + self.body).hexdigest()


History = tuple[Entry, ...]


def write(event: Event, entered_at: datetime, entered_by: str) -> bytes:
    """The canonical bytes of an event as entered."""
    return canonical(
        {
            "form": FORM_OF_BYTES,
            "kind": event.kind,
            "entered_at": entered_at.isoformat(),
            "entered_by": entered_by,
            "event": to_plain(event),
        }
    )


def read(kind: str, plain: dict[str, Any]) -> Event:
    """The event that `write` wrote. Raises ValueError for a kind or a field that is not known."""
    if kind not in KINDS:
        raise ValueError(f"no kind of event is named {kind!r}")
    return from_plain(KINDS[kind], plain)


def struck(history: Iterable[Entry]) -> frozenset[int]:
    """The places of the entries that count no more: corrected ones, and what was counted from
    an event that was corrected."""
    entries = tuple(history)
    wrong = {entry.event.entry for entry in entries if isinstance(entry.event, Corrected)}
    counted = {
        entry.seq
        for entry in entries
        if isinstance(entry.event, Lapse | Recounted) and entry.event.opening in wrong
    }
    return frozenset(wrong | counted)


def in_force(history: Iterable[Entry]) -> History:
    """The entries that count, in the order in which they were entered."""
    entries = tuple(history)
    wrong = struck(entries)
    return tuple(entry for entry in entries if entry.seq not in wrong)


def once_key(event: Event, history: History) -> str | None:
    """The key under which the store admits `event` a single time, however many processes try.

    A fact that was corrected may be entered anew, so the key counts the struck ones before it.
    """
    if event.once is None:
        return None
    wrong = struck(history)
    before = [e for e in history if e.event.once == event.once and e.seq in wrong]
    return f"{event.once}#{len(before)}"
