"""The event `Complied`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.base.canonical import Later
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.events.event import Event, Folded, NotBefore


@dataclass(frozen=True, kw_only=True)
class Complied(Event):
    """An order was complied with: the whole order of the entry `decision` (`duty` is 0), or its
    duty of that number, counted from 1; with `in_part`, only partly.

    `supplied` are the items supplied under the order, `missing` the documents that it requires and
    that did not come, and `order_received` the day on which the body received it by its own words.
    """

    kind = "complied"
    label = Message("Order complied with")
    in_calendars = True
    document = Message("Proof of compliance with the order")
    needs_document = Message("Attach proof that the order was complied with.")
    purpose = "compliance"
    finding = True

    decision: int
    duty: int = 0
    in_part: bool = False
    supplied: Later[tuple[str, ...]] = ()
    missing: Later[tuple[RequiredPaper, ...]] = ()
    order_received: Later[date | None] = None

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.bound(self.decision)
