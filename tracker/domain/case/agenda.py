"""What must be done about a request next, matter by matter, for lists of requests."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.case.case_status import CaseStatus, Phase
from tracker.domain.case.filing_days import days_to_file
from tracker.domain.case.hearings import next_hearing, next_owed
from tracker.domain.case.history import Entry
from tracker.domain.case.windows import Window, is_remedy
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.request.approved import Approved


class Matter(StrEnum):
    """Kinds of things to do, in the order in which a morning takes them up."""

    READ = "read"
    REPLY = "reply"
    HELD = "held"
    FILE = "file"
    HEAR = "hear"
    COMPLY = "comply"
    MISSED = "missed"
    DECIDE = "decide"
    LETTER = "letter"


class LetterStep(StrEnum):
    """What a letter of the office waits for."""

    APPROVE = "approve"
    SEND = "send"
    PROVE = "prove"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Each matter of a request with its day; None, or an empty text, if there is none.

    A document has waited to be read since `unread_since`. `reply_…` is the next deadline of a
    body. If its latest day is not known it is on hold, so that no non-response is logged
    automatically. `file_…` is the requester's next window, which opens on `file_opens` and in
    which filing is certainly not premature from `file_from`; the list holds its end beside the
    agenda. `file_opening` is the entry that opened the remedy of its letter, and `file_ready`
    whether that letter was finalised. `hear_on` is the next hearing, or one that is not logged as
    held. `comply_by` is the day by which an order must be complied with, if no compliance is
    logged. A `…_section` names its provisions by their keys in the law. A non-response has waited
    since `word_since` for the decision whether to publish it.
    """

    unread_since: date | None = None
    reply_stage: str = ""
    reply_section: str = ""
    reply_earliest: date | None = None
    reply_latest: date | None = None
    file_stage: str = ""
    file_section: str = ""
    file_opening: int = 0
    file_opens: date | None = None
    file_from: date | None = None
    file_ready: bool = False
    hear_on: date | None = None
    comply_by: date | None = None
    word_since: date | None = None
    letter_step: str = ""
    letter_since: date | None = None


NOTHING = Agenda()


def agenda_of(case_status: CaseStatus, today: date) -> Agenda:
    """Return what there is to do about a request; nothing once it was withdrawn."""
    if not case_status.open:
        return NOTHING
    reply, window = next_reply(case_status), case_status.next_window(today)
    remedy = window if window and is_remedy(window) else None
    days = days_to_file(case_status, remedy, today) if remedy else None
    written = _written_for(case_status, window) if window else None
    hearing, demanded = next_hearing(case_status.case_state), next_owed(case_status.case_state)
    step, since = _letter(case_status)
    return Agenda(
        unread_since=_first_day(case_status.case_state.unread()),
        reply_stage=reply.stage.key if reply else "",
        reply_section=" ".join(reply.sources) if reply else "",
        reply_earliest=reply.earliest if reply else None,
        reply_latest=reply.latest if reply else None,
        file_stage=window.stage.key if window else "",
        file_section=" ".join(window.closes.sources) if window else "",
        file_opening=written.opening if written else 0,
        file_opens=window.opens_earliest if window else None,
        file_from=days.first if days else None,
        file_ready=bool(written and _written(case_status, written)),
        hear_on=hearing.day if hearing else None,
        comply_by=demanded.by if demanded else None,
        word_since=_first_day(_unsaid(case_status)),
        letter_step=step,
        letter_since=since,
    )


def _written_for(case_status: CaseStatus, window: Window) -> Window:
    """Return the window whose letter serves for a window. It is that of a late response if there
    is one, because its letter pleads the non-response too."""
    late = (e for e in case_status.unfiled() if case_status.of_one_default(window, e))
    return max((window, *late), key=lambda each: each.opening)


def _written(case_status: CaseStatus, window: Window) -> bool:
    return case_status.case_state.remedy_letter(window.stage.key, window.opening) is not None


def next_reply(case_status: CaseStatus) -> Deadline | None:
    """Return the body's deadline that ends next and has no non-response yet, or None."""
    found = []
    for awaited in case_status.awaited:
        place = awaited.stage.key, awaited.opening.seq
        if awaited.done or awaited.waiting or case_status.case_state.lapse(FellSilent, *place):
            continue
        overdue = case_status.case_state.lapse(Overdue, *place)
        found.append(awaited.longest if overdue else awaited.urgent or awaited.ordinary)
    return min(found, key=lambda deadline: deadline.earliest, default=None)


def _unsaid(case_status: CaseStatus) -> tuple[Entry, ...]:
    """Return the lapses that count and are not on the public record."""
    case_state = case_status.case_state
    shown = frozenset() if case_state.withheld else case_state.published
    return tuple(entry for entry in case_state.lapses if entry.seq not in shown)


def _letter(case_status: CaseStatus) -> tuple[str, date | None]:
    """Return what the letter of the request waits for, and since when.

    Returns an empty text and None if it waits for nothing.
    """
    case_state = case_status.case_state
    if case_state.drafted and case_status.phase is Phase.DRAFTED:
        return LetterStep.APPROVE, case_state.drafted.on.earliest
    if case_status.phase is Phase.APPROVED:
        approved = case_state.first(Approved.kind)
        return LetterStep.SEND, approved.event.on.earliest if approved else None
    if case_status.phase is Phase.SENT:
        return LetterStep.PROVE, case_state.sent[0].event.on.earliest
    return "", None


def _first_day(entries: tuple[Entry, ...]) -> date | None:
    return min((entry.event.on.earliest for entry in entries), default=None)
