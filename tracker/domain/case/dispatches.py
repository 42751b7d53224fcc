"""Every dispatch of a document, with what proves its arrival."""

from dataclasses import dataclass

from tracker.domain.base.terms import DeliveryResult
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent


@dataclass(frozen=True, slots=True)
class Dispatch:
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
    dispatches: tuple[Dispatch, ...]

    @property
    def proved(self) -> tuple[Entry, ...]:
        """Return the entries that prove the arrival, in the order in which they were logged."""
        found = (entry for each in self.dispatches for entry in each.arrived)
        return tuple(sorted(found, key=lambda entry: entry.seq))


def transmissions(case_state: CaseState) -> tuple[Transmission, ...]:
    """Return the request once it was sent, then each appeal, with their dispatches in order."""
    appeals = {appeal.seq for appeal in case_state.appeals}
    again = case_state.of(Resent)
    found = []
    if case_state.sent:
        # A dispatch that names no appeal in force is of the request, also if what it names was
        # corrected since.
        left = (*case_state.sent, *(e for e, event in again if event.of not in appeals))
        found.append(Transmission(left[0], _dispatches(case_state, left, is_request=True)))
    for appeal in case_state.appeals:
        left = (appeal, *(e for e, event in again if event.of == appeal.seq))
        found.append(Transmission(appeal, _dispatches(case_state, left, is_request=False)))
    return tuple(found)


def transmission_of(case_state: CaseState, seq: int) -> Transmission | None:
    """Return the document that left by the entry `seq`; None if that is not a dispatch."""
    for each in transmissions(case_state):
        if any(dispatch.entry.seq == seq for dispatch in each.dispatches):
            return each
    return None


def _dispatches(
    case_state: CaseState, left: tuple[Entry, ...], *, is_request: bool
) -> tuple[Dispatch, ...]:
    known = {entry.seq for entry in left}
    receipts: dict[int, list[Entry]] = {}
    for receipt, event in case_state.of(Received) if is_request else ():
        # A receipt of a dispatch that was corrected since is one of the first.
        seq = event.dispatch if event.dispatch in known else left[0].seq
        receipts.setdefault(seq, []).append(receipt)
    reports = case_state.of(DeliveryReported)
    return tuple(
        Dispatch(
            entry,
            tuple(receipts.get(entry.seq, ())),
            tuple(report for report, event in reports if event.dispatch == entry.seq),
        )
        for entry in left
    )


def _result(entry: Entry) -> DeliveryResult | None:
    return entry.event.result if isinstance(entry.event, DeliveryReported) else None
