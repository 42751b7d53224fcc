"""What stands above every page of a request: its status, its countdown, what to do, its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.agenda import LetterStep, agenda_of, next_reply
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import FEE_PHASES, Phase
from tracker.domain.case.hearings import next_hearing, next_owed
from tracker.domain.case.windows import Window, is_remedy
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.services.core.naming import DECISIONS, SENT_HOW
from tracker.services.core.office import Office
from tracker.services.letters.notice_circumstances import unpaid_grant
from tracker.services.ports.cases import CaseFile
from tracker.services.publishing.publishing import publishable
from tracker.web.base.filters import from_now
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale
from tracker.web.desk.base.day_words import day_range
from tracker.web.desk.base.dossier import Dossier, dossier_of
from tracker.web.desk.cases.next_steps import (
    CLOCK_EVENT,
    LOG_SENDING,
    REVIEW,
    NextStep,
    steps,
)
from tracker.web.desk.cases.remedies import NextLetter, letters
from tracker.web.desk.correspondence.email_steps import NEW_MAIL, ONE_MAIL, why_not_by_email
from tracker.web.record.words.words import brief_mention_of

_RESPONSE, _WAIVE = "desk_classifying.reply", "desk_reminded.letting_pass"
_LOG_FILING = "desk_appealing.appeal"
_FILING = (REVIEW, _LOG_FILING, "desk_another.repeat", _WAIVE)
_EMAIL = (NEW_MAIL, ONE_MAIL)
_SINCE = {
    LetterStep.APPROVE: lazy_gettext("since the request was finalised"),
    LetterStep.SEND: lazy_gettext("since the letter was approved"),
    LetterStep.PROVE: lazy_gettext("since it was sent. The clock starts with proof of receipt"),
}
_LAST_DAY = Message("Received. {body}’s deadline to respond: {day}.")
LONGEST_ENDED = Message("The maximum time limit ended {day:on} without a response.")
UNDECIDED = Message(
    "Appeal filed {filed:on}. The time limit for a decision ended {last:on} without one."
)
# Phases in which no act is expected any more, unless a deadline says otherwise.
_ENDED = frozenset({Phase.ANSWERED, Phase.PARTLY_ANSWERED, Phase.NOT_HELD, Phase.REFUSED})


@dataclass(frozen=True, slots=True)
class DayCount:
    """Days to or since a day: a number, or two where the day is a span, and what they count."""

    number: str
    unit: str
    words: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The top of the pages of a request: the act that its status asks for, a second one beside it
    if there is a choice, all others, the addresses of its pages with what is on them, and why the
    letter that is filed next cannot go out by email."""

    primary: NextStep | None
    second: NextStep | None
    others: tuple[NextStep, ...]
    count: DayCount | None
    received: str
    letters: tuple[NextLetter, ...]
    tabs: tuple[tuple[str, str, str], ...]
    not_by_email: str


def open_with_head(office: Office, reference: str) -> tuple[Dossier, RequestHead]:
    """Return a request and the top of its pages, read in one transaction."""
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        return dossier, request_head(office, case, dossier)


def request_head(office: Office, case: CaseFile, dossier: Dossier) -> RequestHead:
    """Return the top of the pages of a request."""
    possible = steps(office, case, dossier)
    primary = None if _at_rest(dossier, possible) else next(iter(possible), None)
    second = _second(possible, primary)
    offered = letters(office, dossier)
    return RequestHead(
        primary=primary,
        second=second,
        others=tuple(step for step in possible if step not in (primary, second)),
        count=_counted(office, dossier, primary),
        received=_received_on(dossier),
        letters=offered,
        tabs=tuple(_tabs(dossier, len(offered))),
        not_by_email=why_not_by_email(office, dossier),
    )


def _second(possible: tuple[NextStep, ...], primary: NextStep | None) -> NextStep | None:
    """Return the step that stands beside the first one: the other way to send, the appeal against
    a fee instead of paying it, or deciding not to file."""
    page = primary.page if primary else ""
    beside = {
        CLOCK_EVENT: (REVIEW,),
        LOG_SENDING: _EMAIL,
        NEW_MAIL: (LOG_SENDING,),
        ONE_MAIL: (LOG_SENDING,),
        _LOG_FILING: (*_EMAIL, _WAIVE),
    }
    wanted = beside.get(page, (_WAIVE,))
    found = (s for of in wanted for s in possible if s.page == of and s is not primary)
    return next(found, None)


def documents_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the digests of the documents on which entries rest, oldest entry first."""
    named = (digest for entry in dossier.history for digest in entry.event.evidence)
    return tuple(dict.fromkeys(digest for digest in named if digest in dossier.papers))


def _received_on(dossier: Dossier) -> str:
    received = dossier.case_state.received
    if received is None:
        return ""
    return gettext("received {day:on}", day=page_locale().short_span(received.event.on))


def _at_rest(dossier: Dossier, possible: tuple[NextStep, ...]) -> bool:
    """Return whether the next possible act is only another response to what was answered."""
    answered = dossier.case_status.phase in _ENDED
    return answered and bool(possible) and possible[0].page == _RESPONSE


def _tabs(dossier: Dossier, letters_offered: int) -> Iterator[tuple[str, str, str]]:
    def there(page: str) -> str:
        return url_for(f"desk_requests.{page}", reference=dossier.reference)

    shown = 0 if dossier.case_state.withheld else len(dossier.case_state.published)
    can_be = dossier.case_state.published | {each.seq for each in publishable(dossier.history)}
    public = gettext("{number} of {all}", number=shown, all=len(can_be))
    yield there("request_page"), gettext("Overview"), ""
    yield there("items"), gettext("Items"), str(len(dossier.drafted.questions))
    yield there("letters_of"), gettext("Letters"), str(letters_offered)
    yield there("documents"), gettext("Documents"), str(len(documents_of(dossier)))
    yield there("publication"), gettext("Publication"), public
    yield there("people"), gettext("People and notes"), ""


def _counted(office: Office, dossier: Dossier, primary: NextStep | None) -> DayCount | None:
    """Return the days to what falls due next or, if all has passed, since the last that did."""
    if not dossier.case_status.open:
        return None
    if not dossier.case_state.received and not dossier.case_state.replies:
        return _since_the_letter(dossier)
    found = list(_due(office, dossier))
    if primary and primary.page in _FILING:
        found = [each for each in found if each[0]] or found
    today = dossier.today
    ahead = [each for each in found if (each[2] or each[1]) >= today]
    if ahead:
        _, first, last, words = min(ahead, key=lambda each: each[1])
        return _days_to(first, last, words, today)
    if not found:
        return None
    _, first, last, words = max(found, key=lambda each: each[2] or each[1])
    return _days_to(first, last, words, today)


_Due = tuple[bool, date, date | None, str]


def _due(office: Office, dossier: Dossier) -> Iterator[_Due]:
    """Yield what falls due: whether it is the requester's remedy, its day or days, its words."""
    status, today = dossier.case_status, dossier.today
    if (reply := next_reply(status)) and reply.latest:
        yield False, reply.earliest, reply.latest, _by_body(office, dossier, reply)
    window = status.next_window(today)
    if window and window.opens_earliest <= today:
        day = window.closes.last_safe_day or window.closes.earliest
        yield True, day, day, _to_file(window, day)
    hearing, owed = next_hearing(status.case_state), next_owed(status.case_state)
    if hearing and hearing.day:
        said = gettext("hearing: {days}", days=day_range(hearing.day, hearing.day))
        yield False, hearing.day, hearing.day, said
    if owed and owed.by:
        said = gettext("to comply with the order: {days}", days=day_range(owed.by, owed.by))
        yield False, owed.by, owed.by, said


def _by_body(office: Office, dossier: Dossier, reply: Deadline) -> str:
    awaited = next(
        each
        for each in dossier.case_status.awaited
        if reply in (each.ordinary, each.longest, each.urgent)
    )
    body = at_start(brief_mention_of(office.library, awaited.body))
    days = day_range(reply.earliest, reply.latest)
    longest = reply is awaited.longest and reply is not awaited.ordinary
    words = gettext("{body}’s deadline: {days}", body=body, days=days)
    if longest:
        words = gettext("{body}’s maximum time limit: {days}", body=body, days=days)
    return gettext("{words} (provisional)", words=words) if reply.provisional else words


def _to_file(window: Window, day: date) -> str:
    days = day_range(day, day)
    if window.closes.last_safe_day is None:
        return gettext("no safe day to file; may close {days}", days=days)
    words = gettext("last safe day to file: {days}", days=days)
    if not is_remedy(window):
        words = gettext("last safe day: {days}", days=days)
    provisional = window.closes.provisional
    return gettext("{words} (provisional)", words=words) if provisional else words


def _since_the_letter(dossier: Dossier) -> DayCount | None:
    agenda = agenda_of(dossier.case_status, dossier.today)
    if not agenda.letter_since:
        return None
    number = (dossier.today - agenda.letter_since).days
    if number < 1:
        return None
    unit = ngettext("day waiting", "days waiting", number)
    return DayCount(str(number), unit, str(_SINCE[LetterStep(agenda.letter_step)]))


def _days_to(first: date, last: date | None, words: str, today: date) -> DayCount:
    near, far = (first - today).days, ((last or first) - today).days
    if far < 0:
        ago = ngettext("day ago", "days ago", -far)
        return DayCount(str(-far), ago, words, late=True)
    if far == 0:
        return DayCount(gettext("today"), "", words)
    if near == far or near < 1:
        return DayCount(str(far), _unit(far), words)
    return DayCount(f"{near}–{far}", _unit(far), words)


def _unit(number: int) -> str:
    return ngettext("day left", "days left", number)


def desk_status_text(office: Office, dossier: Dossier) -> str:
    """Return the status of the request in one sentence."""
    now, phase = dossier.case_state, dossier.case_status.phase
    if phase is Phase.DRAFTED:
        day = page_locale().day(dossier.drafted.on.earliest)
        return gettext("Finalised ({day}). Awaiting approval.", day=day)
    if phase is Phase.APPROVED:
        return gettext("Approved, not yet sent.")
    if phase is Phase.SENT:
        return _sent(dossier)
    if phase in (Phase.AWAITING, Phase.OVERDUE, Phase.SILENT, *FEE_PHASES):
        return _waiting(office, dossier, phase)
    if phase in (Phase.APPEALED, Phase.APPEAL_SILENT, Phase.DECIDED):
        return _appealed(dossier, phase)
    if now.replies:
        last = now.replies[-1].event
        name = gettext(last.label)
        return gettext("{event}, {day}.", event=name, day=page_locale().day_span(last.on))
    return gettext("The request was withdrawn.")


def _sent(dossier: Dossier) -> str:
    event = dossier.case_state.sent[0].event
    how = gettext(SENT_HOW[event.channel.value]) if isinstance(event, Sent) else ""
    day = page_locale().day_span(event.on)
    if dossier.law.petition:
        return gettext(
            "Sent {how} {day:on}. There is no proof of receipt yet. A petition has no time limit.",
            day=day,
            how=how,
        )
    return gettext(
        "Sent {how} {day:on}. There is no proof of receipt yet, so the clock has not started.",
        day=day,
        how=how,
    )


def _waiting(office: Office, dossier: Dossier, phase: Phase) -> str:
    awaited, now = dossier.case_status.turn, dossier.case_state
    if phase in (Phase.GRANTED, Phase.FEE_PAID) or unpaid_grant(now, dossier.law):
        return _granted(now)
    if dossier.law.petition:
        return gettext("Received. A petition has no time limit.")
    if awaited is None:
        return gettext("Received. No time limit is known, so no deadline can be calculated.")
    last = awaited.ordinary.latest
    said = page_locale().span(awaited.ordinary.earliest, last)
    if phase is Phase.FEE_ASKED and last is None and now.fee_notice:
        day = page_locale().day_span(now.fee_notice.event.on)
        return gettext("Fee asked for {day:on}. No payment has been logged.", day=day)
    if phase in (Phase.AWAITING, Phase.FEE_ASKED):
        left = f" ({from_now(last, dossier.today)})" if last else ""
        body = at_start(brief_mention_of(office.library, awaited.body))
        return gettext(_LAST_DAY, body=body, day=f"{said}{left}")
    if phase is Phase.OVERDUE:
        return gettext("The standard time limit ended {day:on} without a response.", day=said)
    longest = page_locale().span(awaited.longest.earliest, awaited.longest.latest)
    return gettext(LONGEST_ENDED, day=longest)


def _granted(now: CaseState) -> str:
    """Return the status of a request that a fee notice granted, paid or not."""
    asked = page_locale().day_span(now.fee_notice.event.on) if now.fee_notice else ""
    if now.fee_payment is None:
        return gettext("Fee asked for {day:on}: granted on payment.", day=asked)
    paid = page_locale().day_span(now.fee_payment.event.on)
    return gettext(
        "Fee asked for {asked:on} and paid {paid:on}. No response has been logged since.",
        asked=asked,
        paid=paid,
    )


def _appealed(dossier: Dossier, phase: Phase) -> str:
    now = dossier.case_state
    if phase is Phase.DECIDED and now.decision and isinstance(now.decision.event, Decided):
        event = now.decision.event
        how, day = gettext(DECISIONS[event.outcome]), page_locale().day_span(event.on)
        return gettext("Appeal decided {day:on}: {outcome}.", day=day, outcome=how)
    filed = page_locale().day_span((now.appeal or now.entries[-1]).event.on)
    due = next((a for a in dossier.case_status.awaited if a.opening == now.appeal), None)
    if due is None:
        return gettext("Appeal filed {filed:on}.", filed=filed)
    last = page_locale().span(due.ordinary.earliest, due.ordinary.latest)
    if phase is Phase.APPEAL_SILENT:
        return gettext(UNDECIDED, filed=filed, last=last)
    return gettext(
        "Appeal filed {filed:on}. Deadline for the decision: {last}.", filed=filed, last=last
    )


def receiver_of(dossier: Dossier) -> str:
    """Return the key of the body that hears the appeal; empty if there is none."""
    appeal = dossier.case_state.appeal
    if appeal and isinstance(appeal.event, AppealFiled):
        return appeal.event.to
    return dossier.remedies[-1].to if dossier.remedies else ""
