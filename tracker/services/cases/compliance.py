"""The outcome of an order: obeyed, obeyed in part, or taken to enforcement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.hearings import owed
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.law.readings import enforcement_in
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.paper_details import keep_paper_details
from tracker.services.core.recording import SendingDetails, record_dispatch, record_in


@dataclass(frozen=True, slots=True)
class PartDone:
    """A compliance in part: the items supplied, by their keys, the documents that the order
    requires and that did not come, and when the body says that it received the order."""

    supplied: tuple[str, ...] = ()
    missing: tuple[RequiredPaper, ...] = ()
    order_received: date | None = None

    def entered(self, complied: Complied) -> Complied:
        """Return the compliance with what was done."""
        return replace(
            complied,
            supplied=self.supplied,
            missing=self.missing,
            order_received=self.order_received,
        )


NO_PART = PartDone()


def comply(
    office: Office,
    reference: str,
    decision: int,
    on: DaySpan,
    papers: Sequence[Upload],
    *,
    duty: int = 0,
    in_part: bool = False,
    part: PartDone = NO_PART,
    details: PaperDetails = NO_DETAILS,
    by: str,
) -> Entry:
    """Record that the order of the entry `decision` was complied with.

    `duty` is the number of one duty, 0 for the order as a whole. If `in_part` is set, the order
    remains outstanding, and `part` says what was done. `details` is what the letter of the body
    says of itself. Raises NotAllowed if compliance was recorded before, BadInput without the
    document, for an entry or a duty that does not exist, and for a date that is not possible.
    """
    complied = part.entered(Complied(on=on, decision=decision, duty=duty, in_part=in_part))
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        found = _decision(case_state, decision)
        orders = {each.number: each for each in owed(case_state) if each.decision is found}
        if duty and duty not in orders:
            raise BadInput(
                "The order has no requirement {duty}. Choose one on the page.", duty=duty
            )
        if duty in orders and not orders[duty].waits:
            raise NotAllowed("Compliance with this is already logged.")
        _require_in_part(case_state, part, in_part=in_part)
        _require_receipt_between(found, part.order_received, on)
        entry = record_in(office, case, complied, papers, by=by)
        keep_paper_details(case, entry, details)
        return entry


def _require_in_part(case_state: CaseState, part: PartDone, *, in_part: bool) -> None:
    """Raise BadInput for partial compliance with an order that was complied with in full, and for
    an item that was not asked for."""
    if not in_part and (part.supplied or part.missing):
        raise BadInput(
            "You logged compliance with everything. Remove the items and the missing documents, "
            "or choose “Only part of it”."
        )
    asked = {each.key for each in case_state.drafted.questions} if case_state.drafted else set()
    if not asked.issuperset(part.supplied):
        raise BadInput("Choose the items on the page.")


def _require_receipt_between(decision: Entry, received: date | None, on: DaySpan) -> None:
    """Raise BadInput for a receipt of the order before its decision or after the compliance."""
    first, last = decision.event.on.earliest, on.latest
    if received and not first <= received <= last:
        raise BadInput(
            "The body cannot have received the order on {received}. Enter a date from {first} to "
            "{last}.",
            received=received,
            first=first,
            last=last,
        )


def seek_enforcement(
    office: Office, reference: str, decision: int, dispatch: SendingDetails, *, by: str
) -> Entry:
    """Record that the requester asked to have the order of the entry `decision` enforced.

    Raises NotAllowed if nothing of the order is late, or the library names no way to enforce it;
    BadInput without the document and for a date that is not possible.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        found = _decision(case_state, decision)
        drafted = case_state.drafted
        law = office.library.law(drafted.law) if drafted else None
        if law is None or not enforcement_in(law, dispatch.on):
            raise NotAllowed("We know of no way to enforce an order under this law. Ask a lawyer.")
        orders = [each for each in owed(case_state) if each.decision is found]
        if not any(each.late(dispatch.on) for each in orders):
            days = [each.by for each in orders if each.waits and each.by]
            if days:
                raise NotAllowed(
                    "Nothing in this order is overdue until {day} has passed, so you cannot "
                    "apply for enforcement yet.",
                    day=min(days),
                )
            raise NotAllowed(
                "Nothing in this order is overdue, so you cannot apply for enforcement."
            )
        sought = EnforcementSought(
            on=dispatch.span,
            decision=decision,
            to=_decided_by(case_state, found),
            channel=dispatch.channel,
        )
        return record_dispatch(office, case, sought, dispatch, by=by)


def _decision(case_state: CaseState, seq: int) -> Entry:
    found = next((each for each in case_state.decisions if each.seq == seq), None)
    if found is None:
        raise BadInput("Entry {seq} is not a decision. Choose one on the page.", seq=seq)
    return found


def _decided_by(case_state: CaseState, decision: Entry) -> str:
    """Return the body that decided, to which the appeal was filed; empty if unknown."""
    decided = decision.event
    for appeal in reversed(case_state.appeals):
        named = isinstance(decided, Decided) and decided.appeal == appeal.seq
        if named and appeal.seq < decision.seq:
            return str(getattr(appeal.event, "to", ""))
    return ""
