"""The pleas that a letter may use, each with the event and the section that raised it."""

from collections.abc import Iterator, Mapping
from datetime import date

from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.law.outcome import GroundCategory
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.notice_circumstances import (
    GRANTED,
    of_fee_notice,
    passed_on,
)
from tracker.services.letters.paper_dates import NONE_READ, first_day_of

# Circumstances with the entry that shows each, None if it needs no entry.
Pleaded = Mapping[Circumstance, Entry | None]


def circumstances(
    case_status: CaseStatus,
    law: Law,
    plea: Plea | None = None,
    today: date = date.max,
    details: Mapping[int, PaperDetails] = NONE_READ,
) -> Pleaded:
    """Return the circumstances that a letter of `today` may plead, each with the entry that raised
    it. `details` is what documents of the body say of themselves, by entry.

    The letter of a remedy pleads a reply that came late as late, and no silence beside it; nor
    beside a fee notice that decided the request, or that may have stopped the time.
    """
    found: dict[Circumstance, Entry | None] = {Circumstance.ALWAYS: None}
    case_state = case_status.case_state
    if case_state.drafted and case_state.drafted.urgent:
        found[Circumstance.URGENT] = None
    lapses = [
        entry
        for entry in case_state.lapses
        if isinstance(entry.event, MissedDeadline) and entry.event.stage == law.first_stage().key
    ]
    replies = plea.replies() if plea else case_state.replies
    fee = of_fee_notice(case_status, law, plea, today, details) if plea else {}
    if lapses or (plea and plea.first and plea.by_silence):
        found |= _of_time(lapses, replies, fee, plea, details)
    if extension := case_state.extension:
        found[Circumstance.EXTENSION_CLAIMED] = extension
        if _doubtful(extension, lapses, details):
            found[Circumstance.EXTENSION_DOUBTFUL] = extension
    for entry in replies:
        for circumstance in _of_reply(entry.event, law):
            found.setdefault(circumstance, entry)
    handed = passed_on(case_status, law) if plea and plea.first else None
    if handed and not replies:
        found[Circumstance.PASSED_ON] = handed
    if plea and not plea.first:
        found[Circumstance.STEP_UNDECIDED if plea.by_silence else Circumstance.STEP_DECIDED] = (
            plea.opening
        )
    return _without_paid({**found, **fee}, case_state)


def _without_paid(found: Pleaded, case_state: CaseState) -> Pleaded:
    """Return the circumstances without a fee that a reply demands, if it was paid."""
    gone = {Circumstance.FEE_DEMANDED} if case_state.fee_payment else set()
    return {each: entry for each, entry in found.items() if each not in gone}


def of_vacancy(plea: Plea | None, library: Library, today: date) -> Pleaded:
    """Return that the body which had to decide the step before is without members, if it is."""
    filed = next(iter(steps_before(plea)), None) if plea else None
    to = filed.event.to if filed and isinstance(filed.event, AppealFiled) else ""
    body = library.bodies.get(to)
    vacant = plea and plea.by_silence and body and body.without_members(today)
    return {Circumstance.STEP_WITHOUT_MEMBERS: plea.opening} if plea and vacant else {}


def _of_time(
    lapses: list[Entry],
    replies: tuple[Entry, ...],
    fee: Pleaded,
    plea: Plea | None,
    details: Mapping[int, PaperDetails],
) -> Pleaded:
    """Return whether a letter pleads silence, lateness, or neither because of a fee notice."""
    if plea and replies:
        late = _came_late(replies[0], lapses, plea, details)
        return {Circumstance.LATE: replies[0]} if late else {}
    if fee.keys() & {*GRANTED, Circumstance.FEE_AWAITED}:
        return {}
    return {Circumstance.SILENCE: next(iter(lapses), None)}


def _came_late(
    reply: Entry, lapses: list[Entry], plea: Plea, details: Mapping[int, PaperDetails]
) -> bool:
    """Return whether a reply came after the time for it had ended on every count, and on either
    reading of the duty: that the reply is sent in time, or that it arrives."""
    ends = [each.event.latest for each in lapses if isinstance(each.event, MissedDeadline)]
    if plea.first and plea.silent and plea.silent.ordinary.latest:
        ends.append(plea.silent.ordinary.latest)
    return any(end < first_day_of(reply, details) for end in ends)


def fell_silent(case_status: CaseStatus, law: Law) -> bool:
    """Return whether the maximum time limit for the request passed without a response."""
    reply = law.first_stage().key
    lapses = (entry.event for entry in case_status.case_state.lapses)
    return any(isinstance(event, FellSilent) and event.stage == reply for event in lapses)


_OUTCOMES: dict[Outcome, Circumstance] = {
    Outcome.OFFERED_FOR_FEE: Circumstance.FEE_DEMANDED,
    Outcome.PASSED_OVER: Circumstance.PASSED_OVER,
    Outcome.REFERRED_ELSEWHERE: Circumstance.REFERRED_ELSEWHERE,
    Outcome.NOT_HELD: Circumstance.NOT_HELD,
    Outcome.SAID_TO_BE_PUBLIC: Circumstance.SAID_TO_BE_PUBLIC,
    Outcome.REFUSED_AS_REPEAT: Circumstance.REFUSED_AS_REPEAT,
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Circumstance.NEITHER_CONFIRMED_NOR_DENIED,
}


def _doubtful(notice: Entry, lapses: list[Entry], details: Mapping[int, PaperDetails]) -> bool:
    """Return whether an extension named no ground, or came after the time had passed."""
    event, first = notice.event, first_day_of(notice, details)
    named = isinstance(event, ExtensionNoticed) and bool(event.ground)
    late = any(isinstance(e.event, MissedDeadline) and e.event.latest < first for e in lapses)
    return late or not named


def _of_reply(event: Event, law: Law) -> Iterator[Circumstance]:
    if not isinstance(event, Reply):
        return
    if event.raises and not event.only_refers:
        yield event.raises
    raised = {duty.key: duty.raises for duty in law.refusal_duties if duty.raises}
    yield from (raised[duty] for duty in event.lacking if duty in raised)
    yield from (_OUTCOMES[o.outcome] for o in event.outcomes if o.outcome in _OUTCOMES)
    if any(outcome.stated for outcome in event.outcomes):
        yield Circumstance.PARTLY_ANSWERED
    if any(outcome.names_clause for outcome in event.outcomes):
        yield Circumstance.EXEMPTION_CLAIMED
    vague = (outcome.vague.category for outcome in event.outcomes if outcome.vague)
    yield from (without_clause(category) for category in vague)


def without_clause(category: GroundCategory) -> Circumstance:
    """Return what a letter may plead against a ground that names no clause of the law."""
    if category is GroundCategory.SECTION:
        return Circumstance.NO_CLAUSE_NAMED
    return Circumstance.NO_EXEMPTION_OF_THE_LAW


def points(law: Law, kind: LetterKind, pleaded: Pleaded, locale: Locale) -> Iterator[str]:
    """Yield what the law lets a letter of this kind, other than a remedy, say about the facts."""
    for point in law.points:
        if point.letter is kind and point.when in pleaded:
            yield point.says.in_language(locale.language)


def open_questions(case_status: CaseStatus) -> tuple[str, ...]:
    """Return the items whose record no answer gave in full."""
    drafted = case_status.case_state.drafted
    given = {
        outcome.question
        for entry in case_status.case_state.replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
        if outcome.gives_record
    }
    asked = drafted.questions if drafted else ()
    return tuple(question.words for question in asked if question.key not in given)


def none_given(case_status: CaseStatus) -> bool:
    """Return whether nothing was disclosed, so that a letter need not list the items twice."""
    drafted = case_status.case_state.drafted
    if drafted is None or gave_some(case_status.case_state):
        return False
    return len(open_questions(case_status)) == len(drafted.questions)


def gave_some(now: CaseState) -> bool:
    """Return whether any reply gave a record in full or in part."""
    return any(
        outcome.gives_record or outcome.outcome is Outcome.PARTLY_DISCLOSED
        for entry in now.replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
    )
