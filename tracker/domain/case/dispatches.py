"""Every dispatch of a document, with what proves its arrival."""

from dataclasses import dataclass

from tracker.domain.base.terms import DeliveryResult
from tracker.domain.case.case_state import Situation
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent


@dataclass(frozen=True, slots=True)
class Despatch:
    """One dispatch: the entry by which the document left, and what was logged of its arrival."""

    entry: Entry
    receipts: tuple[Entry, ...] = ()
    reports: tuple[Entry, ...] = ()

    @property
    def arrived(self) -> tuple[Entry, ...]:
        """Return the entries that prove its arrival."""
        return (
            *self.receipts,
            *(e for e in self.reports if _result(e) is DeliveryResult.DELIVERED),
        )

    @property
    def failed(self) -> tuple[Entry, ...]:
        """Return the entries that say that it did not arrive."""
        return tuple(e for e in self.reports if _result(e) is not DeliveryResult.DELIVERED)


@dataclass(frozen=True, slots=True)
class Transmission:
    """A document with all its dispatches: the request, or an appeal by its filing entry."""

    first: Entry
    despatches: tuple[Despatch, ...]

    @property
    def proved(self) -> tuple[Entry, ...]:
        """Return the entries that prove the arrival, in the order in which they were logged."""
        found = (entry for each in self.despatches for entry in each.arrived)
        return tuple(sorted(found, key=lambda entry: entry.seq))


def transmissions(situation: Situation) -> tuple[Transmission, ...]:
    """Return the request once it was sent, then each appeal, with their dispatches in order."""
    appeals = {appeal.seq for appeal in situation.appeals}
    again = situation.of(Resent)
    found = []
    if situation.sent:
        # A dispatch that names no appeal in force is of the request, also if what it names was
        # corrected since.
        left = (*situation.sent, *(e for e, event in again if event.of not in appeals))
        found.append(Transmission(left[0], _despatches(situation, left, is_request=True)))
    for appeal in situation.appeals:
        left = (appeal, *(e for e, event in again if event.of == appeal.seq))
        found.append(Transmission(appeal, _despatches(situation, left, is_request=False)))
    return tuple(found)


def transmission_of(situation: Situation, seq: int) -> Transmission | None:
    """Return the document that left by the entry `seq`; None if that is not a dispatch."""
    for each in transmissions(situation):
        if any(despatch.entry.seq == seq for despatch in each.despatches):
            return each
    return None


def _despatches(
    situation: Situation, left: tuple[Entry, ...], *, is_request: bool
) -> tuple[Despatch, ...]:
    known = {entry.seq for entry in left}
    receipts: dict[int, list[Entry]] = {}
    for receipt, event in situation.of(Received) if is_request else ():
        # A receipt of a despatch that was corrected since is one of the first.
        seq = event.despatch if event.despatch in known else left[0].seq
        receipts.setdefault(seq, []).append(receipt)
    reports = situation.of(DeliveryReported)
    return tuple(
        Despatch(
            entry,
            tuple(receipts.get(entry.seq, ())),
            tuple(report for report, event in reports if event.despatch == entry.seq),
        )
        for entry in left
    )


def _result(entry: Entry) -> DeliveryResult | None:
    return entry.event.result if isinstance(entry.event, DeliveryReported) else None
