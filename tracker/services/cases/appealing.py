"""Filing of a remedy, and the decision on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import CorrectedBecause, DecisionOutcome
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.correspondence.letter_finalised import LetterFinalised
from tracker.domain.events.event import NotBefore
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided, Duty
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.law import LetterKind
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.paper_details import keep_paper_details
from tracker.services.core.recording import SendingDetails, record_dispatch, record_in
from tracker.services.letters.frozen_letters import finalised_letter
from tracker.services.letters.remedies import (
    Remedy,
    RemedyPlace,
    at_place,
    pleaded_beside,
    unused,
    usual,
)


def file_appeal(
    office: Office,
    reference: str,
    dispatch: SendingDetails,
    *,
    remedy: RemedyPlace | None = None,
    also: Sequence[int] | None = None,
    by: str,
) -> Entry:
    """Record that a remedy was filed, with its proof and the document: a file, or the letter as it
    was finalised.

    `remedy` names the stage and the entry that opened it; None means the last one opened. `also`
    are further entries that opened it and that the same document pleads; None means all that it
    can. A late appeal is recorded too: whether it is too late is for the appeal body to say.
    Raises NotAllowed if no remedy is open, BadInput without the document, for an unknown remedy,
    or for further entries that the document cannot plead.
    """
    with office.cases.open(reference) as case:
        case_status = case_status_of(case.history, office.library)
        chosen = _chosen(unused(case_status, office.library), case_status, remedy, dispatch.on)
        opens = NotBefore(chosen.opened.opens_earliest, Message("the right to appeal arose"))
        filed = AppealFiled(
            on=dispatch.span,
            stage=chosen.opened.stage.key,
            opening=chosen.opened.opening,
            to=chosen.to,
            channel=dispatch.channel,
            cause=chosen.opened.cause,
        )
        opens.require(dispatch.on)
        state = case_status.case_state
        beside = pleaded_beside(case_status, office.library, chosen, dispatch.on)
        entry = _written(state, chosen, beside)
        if entry and not isinstance(dispatch.letter, Upload):
            # A letter pleads nothing that came after its bytes were fixed.
            beside = tuple(each for each in beside if each.opened.opening < entry.seq)
        filed = replace(filed, also=_also(beside, also))
        place = _place_of(entry) or chosen.place
        frozen = finalised_letter(office, state, LetterKind.APPEAL, place)
        return record_dispatch(office, case, filed, dispatch, frozen, by=by)


def _also(beside: Sequence[Remedy], wanted: Sequence[int] | None) -> tuple[int, ...]:
    """Return the further entries that a filing pleads. Raises BadInput if it cannot plead one."""
    known = tuple(each.opened.opening for each in beside)
    if wanted is None:
        return known
    if set(wanted) - set(known):
        raise BadInput(
            "This document cannot cover both: one of the two was not certainly in time on that "
            "day, or came after the letter was finalised. Choose the remedy that was used."
        )
    return tuple(seq for seq in known if seq in wanted)


def _written(case_state: CaseState, chosen: Remedy, beside: Sequence[Remedy]) -> Entry | None:
    """Return the letter of a remedy as it was finalised last, or else one that covers it."""
    if own := case_state.remedy_letter(*chosen.place):
        return own
    others = (case_state.remedy_letter(*each.place) for each in beside)
    return next((each for each in others if each and each.seq > chosen.opened.opening), None)


def _place_of(written: Entry | None) -> RemedyPlace | None:
    event = written.event if written else None
    return (event.stage, event.opening) if isinstance(event, LetterFinalised) else None


def _chosen(
    known: tuple[Remedy, ...], case_status: CaseStatus, remedy: RemedyPlace | None, on: date
) -> Remedy:
    ready = [each for each in known if each.opened.opens_earliest <= on]
    if not ready and case_status.case_state.appeals:
        raise NotAllowed("An appeal is already logged, and no further remedy was open then.")
    if not known:
        raise NotAllowed(
            "There is no right to appeal yet: nothing has been refused and no time limit "
            "has passed."
        )
    return at_place(known, remedy) if remedy else usual(known, on)


def record_decision(
    office: Office,
    reference: str,
    on: date,
    outcome: DecisionOutcome,
    papers: Sequence[Upload],
    comply_by: date | None = None,
    *,
    duties: Sequence[Duty] = (),
    appeal: int | None = None,
    details: PaperDetails = NO_DETAILS,
    by: str,
) -> Entry:
    """Record the decision on the appeal of entry `appeal`, or on the last undecided one, with what
    its document says of itself.

    `comply_by` is the deadline of the order as a whole, `duties` are those that it names. A
    non-response recorded although the decision came in time is corrected by a new entry. Raises
    NotAllowed if no appeal is undecided, BadInput for an entry that is no such appeal, a deadline
    before the decision, or an amount that is no amount.
    """
    with office.cases.open(reference) as case:
        case_state = case_status_of(case.history, office.library).case_state
        entry, filed = _undecided(case_state, appeal)
        decided = Decided(
            on=DaySpan.on(on),
            stage=filed.stage,
            outcome=outcome,
            comply_by=comply_by,
            appeal=entry.seq,
            duties=tuple(duties),
        )
        corrections = _undone(office, case_state, entry, decided)
        recorded = record_in(office, case, decided, papers, *corrections, by=by)
        keep_paper_details(case, recorded, details)
        return recorded


def _undone(
    office: Office, case_state: CaseState, appeal: Entry, decided: Decided
) -> Iterator[Corrected]:
    """Yield corrections of the lapses on that appeal that a decision in time disproves."""
    today = DaySpan.on(office.today_at(case_state.acting_body))
    for entry in case_state.lapses:
        lapse = entry.event
        if not isinstance(lapse, MissedDeadline) or lapse.opening != appeal.seq:
            continue
        if decided.on.earliest <= lapse.latest:
            yield Corrected(on=today, entry=entry.seq, because=CorrectedBecause.DECIDED_IN_TIME)


def _undecided(case_state: CaseState, seq: int | None) -> tuple[Entry, AppealFiled]:
    waiting = case_state.undecided()
    if not waiting:
        if case_state.appeals:
            raise NotAllowed("The decision is already logged. If that entry is wrong, correct it.")
        raise NotAllowed("There is no appeal to decide.")
    found = next((e for e in waiting if e.seq == seq), None) if seq else waiting[-1]
    if found is None or not isinstance(found.event, AppealFiled):
        raise BadInput("Entry {seq} is not an appeal awaiting a decision.", seq=seq)
    return found, found.event
