"""The outcome of an order: obeyed, obeyed in part, or taken to enforcement."""

from collections.abc import Sequence

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.hearings import owed
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.law.readings import enforcement_in
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record_dispatch, record_in


def comply(
    office: Office,
    reference: str,
    decision: int,
    on: DaySpan,
    papers: Sequence[Upload],
    *,
    duty: int = 0,
    in_part: bool = False,
    by: str,
) -> Entry:
    """Record that the order of the entry `decision` was obeyed.

    `duty` is the number of one duty, 0 for the order as a whole. If `in_part` is set, the order
    remains outstanding. Raises NotAllowed if compliance was recorded before, BadInput without the
    document, for an entry or a duty that does not exist, and for a date that is not possible.
    """
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
        complied = Complied(on=on, decision=decision, duty=duty, in_part=in_part)
        return record_in(office, case, complied, papers, by=by)


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
