"""The event `DeliveryReported`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DeliveryResult
from tracker.domain.events.event import Event, Folded, NotBefore
from tracker.domain.events.proceedings.appeal_filed import heard_by


@dataclass(frozen=True, kw_only=True)
class DeliveryReported(Event):
    """What a carrier, a server or the receiver reported about the dispatch with entry `dispatch`.

    The delivery of a request is `Received` instead, since it starts a clock.
    """

    kind = "delivery-reported"
    label = Message("Delivery result")
    document = Message("Report on the delivery")
    needs_document = Message("Attach the proof: the envelope, the notice or the message.")

    dispatch: int
    result: DeliveryResult

    def body_of(self, state: Folded[Any]) -> str:
        return heard_by(state, self.dispatch)

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.bound(self.dispatch)
