"""The earlier remedies in the letter of a later one: filing, forum, section and outcome."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.case.windows import Window
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided, decides
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import Limit
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import DECISIONS
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.appeal_words import Plea, addressee
from tracker.services.letters.paper_dates import identified_by
from tracker.services.letters.remedies import opened

_AT_FIRST = {
    Refused.kind: Message("By its decision {which} the public body refused the request."),
    PartlyAnswered.kind: Message(
        "By its reply {which} the public body answered the request in part."
    ),
}
_REPLIED = Message("{what} {which}.")
# The letter names the latest end of a time limit, which is true on every count.
_NO_ANSWER = Message(
    "No answer to the request was received in time: the time for it had ended by {last} "
    "({section})."
)
_NO_ANSWER_IN_TIME = Message("No answer to the request was received in time ({section}).")
_NO_DECISION = Message(
    "No decision was received in time: the time for it had ended by {last} ({section})."
)
_NO_DECISION_IN_TIME = Message("No decision was received in time ({section}).")
_IN_TIME = Message("It was filed within {length} of {day}.")
_IN_TIME_AFTER = Message("It was filed within {length} of {day}, by which that time had ended.")


def earlier_remedies(
    plea: Plea,
    library: Library,
    locale: Locale,
    details: Mapping[int, PaperDetails],
    quoted: Callable[[Entry], Iterable[str]],
) -> tuple[str, ...]:
    """Return the steps that led to this remedy, beginning with the body's own conduct.

    Empty for a first remedy. `details` are the details that documents state, by entry.
    `quoted` yields the signatory of a document and its words.
    """
    later, told = plea.remedy.opened.stage, []
    for filed in steps_before(plea):
        event = filed.event
        if isinstance(event, AppealFiled):
            said = (_filed(plea, event, library, locale), *_outcome(plea, filed, later, locale))
            told.append(" ".join(said))
            later, seq = plea.law.stage(event.stage), event.opening
            if _filed_before(plea.case_status.case_state, seq) is None:
                told.append(" ".join(at_first(plea, seq, later, locale, details, quoted)))
    return tuple(filter(None, reversed(told)))


def steps_before(plea: Plea) -> tuple[Entry, ...]:
    """Return the filings that led to this remedy, newest first; none before a first remedy."""
    case_state, found = plea.case_status.case_state, []
    filed = _filed_before(case_state, plea.opening.seq)
    while filed and isinstance(filed.event, AppealFiled):
        found.append(filed)
        filed = _filed_before(case_state, filed.event.opening)
    return tuple(found)


def at_first(
    plea: Plea,
    seq: int,
    later: Stage,
    locale: Locale,
    details: Mapping[int, PaperDetails],
    quoted: Callable[[Entry], Iterable[str]],
) -> Iterator[str]:
    """Yield the sentences on the response or silence of the body that opened the first remedy: the
    stage `later`, by the entry `seq`."""
    for entry in plea.case_status.case_state.entries:
        if entry.seq == seq and isinstance(entry.event, Reply):
            words = _AT_FIRST.get(entry.event.kind, _REPLIED)
            yield locale.say(words, **_which(entry, plea.law, locale, details))
            yield from quoted(entry)
    if silence := _silence(plea, seq, later):
        yield locale.say(
            _NO_ANSWER if silence.ordinary.latest else _NO_ANSWER_IN_TIME,
            **_limit(plea, silence, locale),
        )
    for reply in plea.case_status.case_state.replies:
        if reply.seq > seq:
            which = _which(reply, plea.law, locale, details)
            yield locale.say("Later received: {what} {which}.", **which)
            yield from quoted(reply)


def _which(
    entry: Entry,
    law: Law,
    locale: Locale,
    details: Mapping[int, PaperDetails],
) -> dict[str, str]:
    """Return what a reply is called, with its number and date as far as known, and its receipt."""
    event, read = entry.event, details.get(entry.seq, NO_DETAILS)
    return {
        "what": locale.say(event.called if isinstance(event, Reply) else event.label),
        "which": identified_by(event, read, law, locale),
    }


def _filed_before(case_state: CaseState, seq: int) -> Entry | None:
    """Return the filing at entry `seq`, or the one that entry decides, None if there is none."""
    for entry in case_state.entries:
        if entry.seq == seq and isinstance(entry.event, AppealFiled):
            return entry
        if entry.seq == seq and isinstance(entry.event, Decided):
            return next((e for e in reversed(case_state.appeals) if decides(entry, e)), None)
    return None


def _filed(plea: Plea, event: AppealFiled, library: Library, locale: Locale) -> str:
    stage, place = plea.law.stage(event.stage), (event.stage, event.opening)
    used = [each.opened for each in opened(plea.case_status, library) if each.place == place]
    windows = [each for each in used if isinstance(each, Window)]
    closes = [each.closes for each in windows]
    title = stage.title.in_language(locale.language)
    section = plea.law.cite(closes[0].sources, locale.language) if closes else ""
    said = locale.say(
        "{what}: it was filed {day:on} with {forum}.",
        what=f"{title} ({section})" if section else title,
        day=locale.short_span(event.on),
        forum=addressee(stage, event.to, library, locale)["appeal_forum"],
    )
    first = min((each.earliest for each in closes if not each.provisional), default=None)
    if first is None or len(closes) > 1 or event.on.latest > first:
        return said
    return f"{said} {_in_time(plea, event, windows[0], locale)}".rstrip()


def _in_time(plea: Plea, event: AppealFiled, window: Window, locale: Locale) -> str:
    """Return the sentence that a remedy was filed within its time limit, counted from the entry
    that opened it. The sentence is true on every count.

    Empty if it was filed before the last day of a silence.
    """
    limits: tuple[Limit, ...] = window.stage.limits
    limit = next((each for each in limits if window.opens_earliest in each.span), None)
    silence = _silence(plea, event.opening, window.stage)
    opening = plea.case_status.case_state.at(event.opening)
    entered = opening.event.on.latest if opening else None
    since = silence.ordinary.latest if silence else entered
    if limit is None or since is None or event.on.earliest < since:
        return ""
    length = said_length(limit.length, limit.unit, locale)
    words = _IN_TIME_AFTER if silence else _IN_TIME
    return locale.say(words, length=length, day=locale.short_day(since))


def _outcome(plea: Plea, filed: Entry, later: Stage, locale: Locale) -> Iterator[str]:
    silence = _silence(plea, filed.seq, later)
    if silence:
        yield locale.say(
            _NO_DECISION if silence.ordinary.latest else _NO_DECISION_IN_TIME,
            **_limit(plea, silence, locale),
        )
    decision = plea.case_status.case_state.decision_on(filed)
    if decision and isinstance(decision.event, Decided):
        late = Message("The decision came after the time limit, {day:on}: {outcome}.")
        yield locale.say(
            late if silence else Message("Decision {day:of}: {outcome}."),
            day=locale.short_span(decision.event.on),
            outcome=locale.say(DECISIONS[decision.event.outcome]),
        )
    elif silence:
        yield locale.say("None has been received since.")


def _limit(plea: Plea, silence: PendingDuty, locale: Locale) -> dict[str, str]:
    limit = silence.ordinary
    last = locale.short_day(limit.latest) if limit.latest else ""
    return {"last": last, "section": plea.law.cite(limit.sources, locale.language)}


def _silence(plea: Plea, seq: int, later: Stage) -> PendingDuty | None:
    """Return the missed time limit that opened the stage `later`, None if there is none.

    `seq` is the entry from which the time ran.
    """
    lapses = (entry.event for entry in plea.case_status.case_state.lapses)
    passed = {e.stage for e in lapses if isinstance(e, MissedDeadline) and e.opening == seq}
    for awaited in plea.case_status.awaited:
        key = awaited.stage.key
        its = awaited.opening.seq == seq and key in later.opened_by_silence_of
        if its and (key in passed or awaited == plea.silent):
            return awaited
    return None
