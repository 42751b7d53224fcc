"""Papers that went to a body and came from it: each despatch, and what proves that it arrived."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.event import Event
from tracker.domain.terms import AuthorshipCheck, Channel, DeliveryResult, ReceiptProof


@dataclass(frozen=True, kw_only=True)
class Sent(Event):
    """The letter left the office; its bytes are the first evidence."""

    kind = "sent"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Resent(Event):
    """A paper left the office once more: the request, or an appeal that the entry `of` filed.

    It is the same paper, so nothing begins anew by it.
    """

    kind = "resent"
    of: int
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class DeliveryReported(Event):
    """What a carrier, a server or the receiver said of a paper that left by the entry `despatch`.

    A request that was delivered is `Received` instead, since a clock starts by it.
    """

    kind = "delivery-reported"
    despatch: int
    result: DeliveryResult


@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """The body received the request, and something proves it: the statutory clock starts.

    `despatch` is the entry by which that letter left; 0 in a history of before it was asked, and
    then the first one is meant.
    """

    kind = "received"
    proof: ReceiptProof
    despatch: int = 0


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The body said that the request arrived. It is not an answer and stops no clock."""

    kind = "acknowledged"


@dataclass(frozen=True, kw_only=True)
class PaperCame(Event):
    """A paper of a body came, and nobody has said yet what it is.

    Until a later entry rests on the same paper, no silence is entered: it may be the answer.
    """

    kind = "paper-came"
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    """A body was told what the public record would say of it, and had until `answer_by` to answer:
    about the entries named."""

    kind = "notice-sent"
    to: str
    channel: Channel
    answer_by: date
    about: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BodyStated(Event):
    """A body made a statement about what the record says of it, and somebody made sure that it is
    the body's own. It stands beside the record and replaces nothing."""

    kind = "body-stated"
    body: str
    checked: AuthorshipCheck
