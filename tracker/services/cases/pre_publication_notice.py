"""The notice to a body before publication: sent with proof, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.responses.reply import Reply
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record_dispatch
from tracker.services.letters.frozen_letters import finalised_notice


@dataclass(frozen=True, slots=True)
class Notified:
    """A notice that was sent, and the body's answers since."""

    entry: Entry
    notice: NoticeSent
    answers: tuple[Entry, ...]

    def over(self, today: date) -> bool:
        """Return whether the time to answer has passed."""
        return self.notice.answer_by < today


def criticised(case_state: CaseState) -> dict[str, tuple[Entry, ...]]:
    """Return the bodies with a lapse or a defect, each with the entries that show it."""
    found: dict[str, list[Entry]] = {}
    for entry in case_state.entries:
        if body := _spoken_of(case_state, entry.event):
            found.setdefault(body, []).append(entry)
    return {body: tuple(entries) for body, entries in found.items()}


def _spoken_of(case_state: CaseState, event: Event) -> str:
    if isinstance(event, MissedDeadline):
        return event.body
    if isinstance(event, Reply) and event.lacking:
        return case_state.answering_on(event.on.latest)
    return ""


def send_notice(
    office: Office,
    reference: str,
    to: str,
    dispatch: SendingDetails,
    *,
    before: int | None = None,
    by: str,
) -> Entry:
    """Record that the notice was sent to the body `to`, which starts its days to answer.

    With `before`, it is about no entry from that number on, because its words were fixed then.
    Raises NotAllowed if nothing criticises that body, BadInput without the notice or its proof and
    for a date that is not possible.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        known = criticised(case_state).get(to, ())
        about = [entry for entry in known if before is None or entry.seq < before]
        if not about:
            raise NotAllowed("Nothing on the record criticises that body, so no notice is needed.")
        notice = NoticeSent(
            on=dispatch.span,
            to=to,
            channel=dispatch.channel,
            answer_by=dispatch.on + timedelta(days=office.notice_days),
            about=tuple(entry.seq for entry in about),
        )
        frozen = finalised_notice(office, case_state, to)
        return record_dispatch(office, case, notice, dispatch, frozen, by=by)


def notified(case_state: CaseState) -> tuple[Notified, ...]:
    """Return the notices that were sent, each with the body's documents since that date."""
    return tuple(
        Notified(entry, entry.event, tuple(_answers(case_state, entry, entry.event)))
        for entry in case_state.all(NoticeSent.kind)
        if isinstance(entry.event, NoticeSent)
    )


def _answers(case_state: CaseState, entry: Entry, notice: NoticeSent) -> Sequence[Entry]:
    later = [each for each in case_state.entries if each.event.on.latest >= notice.on.earliest]
    of_body = notice.to == case_state.answering_on(notice.on.latest)
    return [
        each
        for each in later
        if (isinstance(each.event, BodyStated) and each.event.body == notice.to)
        or (of_body and isinstance(each.event, Reply | DocumentReceived))
    ]
