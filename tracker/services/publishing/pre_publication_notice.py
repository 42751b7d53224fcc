"""The notice to a body before something about it is published: sent with proof, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import Situation, situation_of
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.responses.reply import Reply
from tracker.services.core.office import Office
from tracker.services.core.recording import Despatch, record_despatch
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.publishing import Publication


@dataclass(frozen=True, slots=True)
class Notified:
    """A notice that was sent, and what came from that body since."""

    entry: Entry
    notice: NoticeSent
    answers: tuple[Entry, ...]

    def over(self, today: date) -> bool:
        """Whether its days to answer have passed."""
        return self.notice.answer_by < today


def criticised(situation: Situation) -> dict[str, tuple[Entry, ...]]:
    """The bodies of which the history says a silence or a defect, each with those entries."""
    found: dict[str, list[Entry]] = {}
    for entry in situation.entries:
        if body := _spoken_of(situation, entry.event):
            found.setdefault(body, []).append(entry)
    return {body: tuple(entries) for body, entries in found.items()}


def _spoken_of(situation: Situation, event: Event) -> str:
    if isinstance(event, Lapse):
        return event.body
    if isinstance(event, Reply) and event.lacking:
        return situation.answering_on(event.on.latest)
    return ""


def send_notice(office: Office, reference: str, to: str, despatch: Despatch, *, by: str) -> Entry:
    """Record that the notice went to the body `to`, with the paper and its proof: from that day it
    has the office's days to answer.

    Raises NotAllowed where nothing is said of that body, BadInput without the notice or its proof
    and for days that cannot be.
    """
    with office.cases.open(reference) as case:
        about = criticised(situation_of(case.history)).get(to)
        if not about:
            raise NotAllowed("Nothing on record speaks badly of that body: no notice is due.")
        notice = NoticeSent(
            on=despatch.span,
            to=to,
            channel=despatch.channel,
            answer_by=despatch.on + timedelta(days=office.notice_days),
            about=tuple(entry.seq for entry in about),
        )
        return record_despatch(office, case, notice, despatch, by=by)


def notified(situation: Situation) -> tuple[Notified, ...]:
    """The notices that were sent, each with what came from its body on that day or later."""
    return tuple(
        Notified(entry, entry.event, tuple(_answers(situation, entry, entry.event)))
        for entry in situation.all(NoticeSent.kind)
        if isinstance(entry.event, NoticeSent)
    )


def _answers(situation: Situation, entry: Entry, notice: NoticeSent) -> Sequence[Entry]:
    later = [each for each in situation.entries if each.event.on.latest >= notice.on.earliest]
    of_body = notice.to == situation.answering_on(notice.on.latest)
    return [
        each
        for each in later
        if (isinstance(each.event, BodyStated) and each.event.body == notice.to)
        or (of_body and isinstance(each.event, Reply | PaperCame))
    ]


def told_on(situation: Situation, entries: frozenset[int]) -> date | None:
    """The day on which every body was told of what these entries say of it; None where one was
    not, or there is none."""
    days = []
    for about in criticised(situation).values():
        chosen = {entry.seq for entry in about} & entries
        if not chosen:
            continue
        told = [n.notice.on.latest for n in notified(situation) if chosen <= set(n.notice.about)]
        if not told:
            return None
        days.append(min(told))
    return max(days, default=None)


def with_recorded_notice(case: CaseFile, publication: Publication) -> Publication:
    """The publication with the day on which the bodies were told, where a notice is on record and
    nobody typed another day."""
    if publication.body_told_on:
        return publication
    told = told_on(situation_of(case.history), frozenset(publication.entries))
    return replace(publication, body_told_on=told)
