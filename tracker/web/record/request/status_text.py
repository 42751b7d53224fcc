"""The status of a request in sentences, made from its record only."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from tracker.domain.base.text import at_start
from tracker.domain.case.case_status import Phase, phase_of_reply
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.petition import is_petition
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.services.core.naming import DECISIONS
from tracker.web.base.language import gettext, page_locale
from tracker.web.record.request.entries import latest
from tracker.web.record.request.said_once import said_once
from tracker.web.record.request.timeline_source import TimelineSource, source_of, two_limits
from tracker.web.record.request.timeline_words import cause_of, hearing_body
from tracker.web.record.words.suspended import decided_by_notice, held
from tracker.web.record.words.words import mention_of

_SENTENCES: Mapping[Phase, Callable[..., str]] = {
    Phase.NEW: lambda **_: gettext("Nothing is recorded yet."),
    Phase.DRAFTED: lambda **_: gettext("The request is recorded, but not that it was sent."),
    Phase.APPROVED: lambda **_: gettext("The request is recorded, but not that it was sent."),
    Phase.SENT: lambda **told: gettext(
        "Sent to {body} {day:on}. There is no proof of receipt, so no deadline is counted.",
        **told,
    ),
    Phase.AWAITING: lambda **told: gettext(
        "Received by {body} {day:on}. No response recorded by {as_of}.", **told
    ),
    Phase.FEE_ASKED: lambda **told: gettext(
        "{body} asked for a fee {day:on}. No payment recorded by {as_of}.", **told
    ),
    Phase.GRANTED: lambda **told: gettext(
        "{body} asked for a fee {day:on}. Under this law that notice grants the request.", **told
    ),
    Phase.FEE_PAID: lambda **told: gettext(
        "{body} received the fee {day:on}. Under this law its fee notice grants the request. No "
        "further response recorded by {as_of}.",
        **told,
    ),
    Phase.OVERDUE: lambda **told: gettext(
        "No response recorded by {latest}, when the standard time limit ended.", **told
    ),
    Phase.SILENT: lambda **told: gettext(
        "No response recorded by {latest}, when the time limit ended.", **told
    ),
    Phase.ANSWERED: lambda **told: gettext("{body} answered in full {day:on}.", **told),
    Phase.PARTLY_ANSWERED: lambda **told: gettext("{body} answered in part {day:on}.", **told),
    Phase.REFUSED: lambda **told: gettext("{body} refused {day:on}.", **told),
    Phase.NOT_HELD: lambda **told: gettext(
        "{body} replied {day:on} that it does not hold the records.", **told
    ),
    Phase.APPEALED: lambda **told: gettext(
        "Appealed to {to} {day:on}. No decision recorded by {as_of}.", **told
    ),
    Phase.APPEAL_SILENT: lambda **told: gettext(
        "Appealed to {to} {day:on}. No decision recorded by {latest}.", **told
    ),
    Phase.DECIDED: lambda **told: gettext("Appeal decided {day:on}: {outcome}.", **told),
    Phase.WITHDRAWN: lambda **told: gettext("The request was withdrawn {day:on}.", **told),
}
# The sentences for phases whose cause is in the record.
WITH_CAUSE: Mapping[Phase, Callable[..., str]] = {
    Phase.APPEALED: lambda **told: gettext(
        "Appealed to {to} {day:on}, {cause}. No decision recorded by {as_of}.", **told
    ),
    Phase.APPEAL_SILENT: lambda **told: gettext(
        "Appealed to {to} {day:on}, {cause}. No decision recorded by {latest}.", **told
    ),
}

# The sentences when the office has an answer or decision that is not shown yet: they must not say
# that there is none.
WITH_WORD: Mapping[Phase, Callable[..., str]] = {
    Phase.SENT: lambda **told: gettext(
        "Sent to {body} {day:on}. The office has received a response that is not published yet.",
        **told,
    ),
    Phase.AWAITING: lambda **told: gettext(
        "Received by {body} {day:on}. The office has received a response that is not published "
        "yet.",
        **told,
    ),
    **dict.fromkeys(
        (Phase.FEE_ASKED, Phase.GRANTED),
        lambda **told: gettext(
            "{body} asked for a fee {day:on}. The office has received a response that is not "
            "published yet.",
            **told,
        ),
    ),
    Phase.FEE_PAID: lambda **told: gettext(
        "{body} received the fee {day:on}. The office has received a response that is not "
        "published yet.",
        **told,
    ),
    Phase.APPEALED: lambda **told: gettext(
        "Appealed to {to} {day:on}. The office has received a decision that is not published yet.",
        **told,
    ),
}
# The sentences for a request that had been transferred to another body.
_HANDED_ON: Mapping[Phase, Callable[..., str]] = {
    Phase.AWAITING: lambda **told: gettext(
        "Received by {body} {day:on}, and transferred to {holder}, which received it {since:on}. "
        "No response recorded by {as_of}.",
        **told,
    ),
    Phase.OVERDUE: lambda **told: gettext(
        "No response from {holder} recorded by {latest}, when the standard time limit ended.",
        **told,
    ),
    Phase.SILENT: lambda **told: gettext(
        "No response from {holder} recorded by {latest}, when the time limit ended.", **told
    ),
}

# The kinds of entry from which a phase takes its day.
MARKED_BY: Mapping[Phase, type[Event]] = {
    Phase.SENT: Sent,
    Phase.AWAITING: Received,
    Phase.FEE_ASKED: FeeNoticed,
    Phase.GRANTED: FeeNoticed,
    Phase.FEE_PAID: FeePaid,
    Phase.APPEALED: AppealFiled,
    Phase.APPEAL_SILENT: AppealFiled,
    Phase.DECIDED: Decided,
    Phase.WITHDRAWN: Withdrawn,
    Phase.ANSWERED: Reply,
    Phase.PARTLY_ANSWERED: Reply,
    Phase.REFUSED: Reply,
    Phase.NOT_HELD: Reply,
}
# In these phases the body named is the one first asked; in others, the one that had the request
# on that day.
BY_ASKED = frozenset({Phase.SENT, Phase.AWAITING})
APPEALS = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT})
_OPEN = frozenset(
    {Phase.SENT, Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT, Phase.DRAFTED, Phase.DECIDED}
)


def public_status_text(record: Record, library: Library) -> str:
    """Return the status in words that stay true: what was recorded by which day."""
    return " ".join(status_sentences(record, library))


@said_once
def status_sentences(record: Record, library: Library) -> tuple[str, ...]:
    """Return the sentences of the status, the one that says it first."""
    return tuple(map(at_start, _sentences(record, library)))


def _sentences(record: Record, library: Library) -> Iterator[str]:
    source = source_of(record, library)
    marked = latest(record, MARKED_BY[record.phase]) if record.phase in MARKED_BY else None
    filed, mark = marked or (None, None)
    _, lapse = source.lapse(filed if record.phase in APPEALS else None) or (None, None)
    appeal = mark if isinstance(mark, AppealFiled) else None
    cause = cause_of(appeal, source) if appeal else ""
    yield _sentence(record, source, lapse, cause)(
        body=mention_of(library, _named(record, mark)),
        holder=mention_of(library, lapse.body if lapse else record.state.holder),
        since=page_locale().day_span(record.state.held_since) if record.state.held_since else "",
        day=page_locale().day_span(mark.on) if mark else "",
        as_of=page_locale().short_day(record.as_of),
        latest=page_locale().short_day(lapse.latest) if lapse else "",
        to=hearing_body(appeal, source) if appeal else "",
        cause=cause,
        outcome=gettext(DECISIONS[mark.outcome]) if isinstance(mark, Decided) else "",
    )
    yield from _replied_since(record, filed, library)
    if is_petition(record.law):
        yield gettext(
            "It is a petition, not a request under an information law: there is no time limit, "
            "and no response is late."
        )
    yield from _limits(record, mark, lapse)
    yield from held(record)
    yield from _unread(record)
    yield from _not_shown(record)
    if record.phase in _OPEN:
        yield last_checked(record)


def last_checked(record: Record) -> str:
    """Return the day up to which the record speaks, as a sentence."""
    return gettext("Last checked on {as_of}.", as_of=page_locale().short_day(record.as_of))


def _replied_since(record: Record, filed: RecordedEntry | None, library: Library) -> Iterator[str]:
    """Yield the latest reply that came after a still undecided appeal."""
    replied = latest(record, Reply)
    if record.phase in APPEALS and filed and replied and replied[0].seq > filed.seq:
        on = replied[1].on
        body = mention_of(library, record.state.answering_on(on.latest))
        yield _SENTENCES[phase_of_reply(replied[1])](body=body, day=page_locale().day_span(on))


def _unread(record: Record) -> Iterator[str]:
    """Yield that an unread document may be the answer, and since when. So no body is said not to
    have responded, and readers notice a document that is left unread."""
    doubted = [
        each.possible_response
        for each in record.entries
        if each.possible_response and not each.corrected
    ]
    if doubted:
        yield gettext(
            "The office received a document ({day}) that it has not read yet. It may be the "
            "response, so we do not say that the body failed to respond.",
            day=page_locale().day_span(doubted[-1]),
        )


def _not_shown(record: Record) -> Iterator[str]:
    """Yield what the office has received since but not shown, so that it is not mistaken for a
    non-response."""
    if record.phase in (Phase.OVERDUE, Phase.SILENT) and record.answer_waits:
        yield gettext("The office has since received a response that is not published yet.")
    if record.phase is Phase.APPEAL_SILENT and record.decision_waits:
        yield gettext("The office has since received a decision that is not published yet.")


def _named(record: Record, mark: Event | None) -> str:
    if record.phase in BY_ASKED or mark is None:
        return record.body
    return record.state.answering_on(mark.on.latest)


def _sentence(
    record: Record, source: TimelineSource[RecordedEntry], lapse: MissedDeadline | None, cause: str
) -> Callable[..., str]:
    """Return the sentence for the phase that fits what the office has and who had to answer."""
    phase = record.phase
    waits = record.decision_waits if phase in APPEALS else record.answer_waits
    if waits and phase in WITH_WORD:
        return WITH_WORD[phase]
    if phase is Phase.SENT and is_petition(record.law):
        return _petition_sent
    if phase is Phase.AWAITING and decided_by_notice(record):
        return _received_and_decided
    if phase is Phase.NOT_HELD and _of_several_kinds(record):
        return _replied_without_records
    elsewhere = (lapse.body if lapse else record.state.holder) != record.body
    if phase is Phase.SILENT and lapse and two_limits(lapse, source):
        return _holder_silent_of_two if elsewhere else _silent_of_two
    if elsewhere and phase in _HANDED_ON:
        return _HANDED_ON[phase]
    return (WITH_CAUSE if cause else _SENTENCES).get(phase, _SENTENCES[phase])


def _of_several_kinds(record: Record) -> bool:
    """Return whether the last reply had an outcome other than “not held” for some item."""
    replied = latest(record, Reply)
    outcomes = {each.outcome for each in replied[1].outcomes} if replied else set()
    return bool(outcomes - {Outcome.NOT_HELD})


def _replied_without_records(**told: str) -> str:
    """Return the sentence for a reply that disclosed no item and treated the items differently."""
    return gettext("{body} replied {day:on} and gave none of the records.", **told)


def _petition_sent(**told: str) -> str:
    return gettext("Sent to {body} {day:on}. There is no proof of receipt.", **told)


def _received_and_decided(**told: str) -> str:
    """Return the sentence for a request that a notice decided."""
    return gettext("Received by {body} {day:on}.", **told)


def _silent_of_two(**told: str) -> str:
    """Return the sentence for a law with an ordinary and a longest limit."""
    return gettext(
        "No response recorded by {latest}, the maximum time limit under the law.",
        **told,
    )


def _holder_silent_of_two(**told: str) -> str:
    return gettext(
        "No response from {holder} recorded by {latest}, the maximum time limit under the law.",
        **told,
    )


def _limits(record: Record, mark: Event | None, lapse: MissedDeadline | None) -> Iterator[str]:
    """Yield what the status needs to be fair about time."""
    waits = record.phase in (Phase.AWAITING, Phase.FEE_ASKED)
    waiting = waits and not decided_by_notice(record)
    if waiting and (limit := _first_limit(record)):
        yield gettext("The time limit runs {limit:to}.", limit=limit)
    if lapse is None:
        return
    if record.phase in (Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT):
        if lapse.provisional:
            yield gettext("The date is provisional.")
        if record.phase is Phase.OVERDUE and (longest := _longest(record, lapse)):
            yield gettext("Maximum time limit: {longest}.", longest=longest)
    elif isinstance(mark, Reply | FeeNoticed) and _had_passed(record, lapse, mark):
        yield _late(lapse)


def _had_passed(record: Record, lapse: MissedDeadline, reply: Reply | FeeNoticed) -> bool:
    """Return whether the body that answered or granted had missed the deadline."""
    same = lapse.body == record.state.answering_on(reply.on.latest)
    return same and lapse.latest < reply.on.earliest


def _late(lapse: MissedDeadline) -> str:
    latest = page_locale().short_day(lapse.latest)
    if isinstance(lapse, FellSilent):
        return gettext(
            "That was after the time limit: no response had been recorded by {latest}.",
            latest=latest,
        )
    return gettext(
        "That was after the standard time limit: no response had been recorded by {latest}.",
        latest=latest,
    )


def _first_limit(record: Record) -> str:
    """Return the limit of the body that now has the request; empty if that body is not in the
    library, or if the office has an answer."""
    held_since = record.state.held_since
    since = held_since.earliest if held_since else date.min
    limits = [each for each in record.deadlines if each.earliest >= since]
    known = record.state.holder and not record.answer_waits
    limit = next(iter(limits), None) if known else None
    return page_locale().span(limit.earliest, limit.latest) if limit else ""


def _longest(record: Record, lapse: MissedDeadline) -> str:
    ends = [each.latest for each in record.deadlines if each.stage == lapse.stage and each.latest]
    last = max(ends, default=date.min)
    return page_locale().short_day(last) if last > lapse.latest else ""
