"""Where a request stands, in sentences made from its record and from nothing else."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.domain.record_facts import OVERTAKEN, overtaken_on
from tracker.domain.standing import Phase
from tracker.services.naming import DECISIONS
from tracker.web.language import say, speech
from tracker.web.record.entries import (
    FELL_SILENT,
    REPLIES,
    cause_of,
    heard_by,
    latest_entry,
    latest_lapse,
    two_limits,
)
from tracker.web.record.held import held
from tracker.web.record.words import name_of

SENTENCES: Mapping[Phase, Callable[..., str]] = {
    Phase.NEW: lambda **_: say("Nothing is on record yet."),
    Phase.DRAFTED: lambda **_: say("The request is on record; its sending is not."),
    Phase.APPROVED: lambda **_: say("The request is on record; its sending is not."),
    Phase.SENT: lambda **told: say(
        "Sent to {body} on {day}. Nothing on record proves that it was received, "
        "so no time is counted.",
        **told,
    ),
    Phase.AWAITING: lambda **told: say(
        "Received by {body} on {day}. No answer was recorded by {as_of}.", **told
    ),
    Phase.OVERDUE: lambda **told: say(
        "No answer recorded by {latest}, the end of the ordinary time limit.", **told
    ),
    Phase.SILENT: lambda **told: say(
        "No answer recorded by {latest}, the end of the time allowed.", **told
    ),
    Phase.ANSWERED: lambda **told: say("{body} answered on {day}.", **told),
    Phase.PARTLY_ANSWERED: lambda **told: say(
        "{body} gave part of what was asked, on {day}.", **told
    ),
    Phase.REFUSED: lambda **told: say("{body} refused on {day}.", **told),
    Phase.NOT_HELD: lambda **told: say(
        "{body} replied on {day} that it does not hold the records.", **told
    ),
    Phase.APPEALED: lambda **told: say(
        "Appealed to {to} on {day}. No decision was recorded by {as_of}.", **told
    ),
    Phase.APPEAL_SILENT: lambda **told: say(
        "Appealed to {to} on {day}. No decision recorded by {latest}.", **told
    ),
    Phase.DECIDED: lambda **told: say("The appeal was decided on {day}: {outcome}.", **told),
    Phase.WITHDRAWN: lambda **told: say("The request was withdrawn on {day}.", **told),
}
# The same where it is on record why.
WITH_CAUSE: Mapping[Phase, Callable[..., str]] = {
    Phase.APPEALED: lambda **told: say(
        "Appealed to {to} on {day}, {cause}. No decision was recorded by {as_of}.", **told
    ),
    Phase.APPEAL_SILENT: lambda **told: say(
        "Appealed to {to} on {day}, {cause}. No decision recorded by {latest}.", **told
    ),
}

# The same where the office has an answer or a decision that nobody has shown yet: it is not said
# then that there is none.
WITH_WORD: Mapping[Phase, Callable[..., str]] = {
    Phase.SENT: lambda **told: say(
        "Sent to {body} on {day}. The office has an answer that is not shown here yet.", **told
    ),
    Phase.AWAITING: lambda **told: say(
        "Received by {body} on {day}. The office has an answer that is not shown here yet.", **told
    ),
    Phase.APPEALED: lambda **told: say(
        "Appealed to {to} on {day}. The office has a decision that is not shown here yet.", **told
    ),
}
# The same of a request that another body had to answer by then.
HANDED_ON: Mapping[Phase, Callable[..., str]] = {
    Phase.AWAITING: lambda **told: say(
        "Received by {body} on {day}, and handed on to {holder}, which had it on {since}. No "
        "answer was recorded by {as_of}.",
        **told,
    ),
    Phase.OVERDUE: lambda **told: say(
        "No answer from {holder} recorded by {latest}, the end of the ordinary time limit.", **told
    ),
    Phase.SILENT: lambda **told: say(
        "No answer from {holder} recorded by {latest}, the end of the time allowed.", **told
    ),
}

# The entries from which a phase takes its day.
MARKED_BY = {
    Phase.SENT: frozenset({"sent"}),
    Phase.AWAITING: frozenset({"received"}),
    Phase.APPEALED: frozenset({"appeal-filed"}),
    Phase.APPEAL_SILENT: frozenset({"appeal-filed"}),
    Phase.DECIDED: frozenset({"decided"}),
    Phase.WITHDRAWN: frozenset({"withdrawn"}),
    Phase.ANSWERED: REPLIES,
    Phase.PARTLY_ANSWERED: REPLIES,
    Phase.REFUSED: REPLIES,
    Phase.NOT_HELD: REPLIES,
}
# The body asked is the one that had it first; who answers is the one that had it then.
BY_ASKED = frozenset({Phase.SENT, Phase.AWAITING})
APPEALS = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT})
OPEN = frozenset(
    {Phase.SENT, Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT, Phase.DRAFTED, Phase.DECIDED}
)


def where_it_stands(record: Record, library: Library) -> str:
    """The state in words that stay true: what was recorded by when, and when that was checked."""
    said = " ".join(_sentences(record, library))
    return said[:1].upper() + said[1:]


def _sentences(record: Record, library: Library) -> Iterator[str]:
    mark = latest_entry(record, MARKED_BY.get(record.phase, frozenset()))
    facts = dict(mark.facts) if mark else {}
    lapse = latest_lapse(record, mark if record.phase in APPEALS else None)
    as_of = speech().short_day(record.as_of)
    outcome = facts.get("outcome", "")
    cause = cause_of(mark, record) if mark and "cause" in facts else ""
    yield _sentence(record, lapse, cause)(
        body=name_of(library, _named(record, mark)),
        holder=name_of(library, lapse.facts["body"] if lapse else record.acting_body),
        since=speech().day_span(record.held_since) if record.held_since else "",
        day=speech().day_span(mark.on) if mark else "",
        as_of=as_of,
        latest=_latest(lapse),
        to=heard_by(facts, record, library),
        cause=cause,
        outcome=say(DECISIONS[outcome]) if outcome in DECISIONS else outcome,
    )
    yield from _limits(record, mark, lapse)
    yield from held(record)
    yield from _unread(record)
    yield from _not_shown(record)
    if record.phase in OPEN:
        yield say("Last checked on {as_of}.", as_of=as_of)


def _unread(record: Record) -> Iterator[str]:
    """That a paper waits which may be the answer, and since when: nobody is called silent over
    it, and nobody can let it lie unseen."""
    doubted = [e for e in record.entries if OVERTAKEN in e.facts and not e.corrected]
    if not doubted:
        return
    if came := overtaken_on(doubted[-1].facts):
        yield say(
            "A paper came ({day}) that the office has not read yet. It may be the answer, so "
            "until it is read nobody is called silent here.",
            day=speech().day_span(came),
        )
    else:
        yield say(
            "A paper has come since which the office has not read yet; until it has, nothing is "
            "said here about whether an answer came in time."
        )


def _not_shown(record: Record) -> Iterator[str]:
    """What the office has had since and not shown, so that nothing seems silence that is none."""
    if record.phase in (Phase.OVERDUE, Phase.SILENT) and record.answer_waits:
        yield say("The office has had an answer since, which is not shown here yet.")
    if record.phase is Phase.APPEAL_SILENT and record.decision_waits:
        yield say("The office has had a decision since, which is not shown here yet.")


def _named(record: Record, mark: RecordedEntry | None) -> str:
    if record.phase in BY_ASKED or mark is None:
        return record.body
    return record.answering_on(mark.on.latest)


def _sentence(record: Record, lapse: RecordedEntry | None, cause: str) -> Callable[..., str]:
    """The sentence of the phase, as it is true of what the office has and of who had to answer."""
    phase = record.phase
    waits = record.decision_waits if phase in APPEALS else record.answer_waits
    if waits and phase in WITH_WORD:
        return WITH_WORD[phase]
    elsewhere = (lapse.facts["body"] if lapse else record.acting_body) != record.body
    if phase is Phase.SILENT and lapse and two_limits(record, lapse):
        return _holder_silent_of_two if elsewhere else _silent_of_two
    if elsewhere and phase in HANDED_ON:
        return HANDED_ON[phase]
    return (WITH_CAUSE if cause else SENTENCES).get(phase, SENTENCES[phase])


def _silent_of_two(**told: str) -> str:
    """Of a longest limit only where there is an ordinary one too."""
    return say(
        "No answer recorded by {latest}, the end of the longest time that the law could allow.",
        **told,
    )


def _holder_silent_of_two(**told: str) -> str:
    return say(
        "No answer from {holder} recorded by {latest}, the end of the longest time that the law "
        "could allow.",
        **told,
    )


def _limits(
    record: Record, mark: RecordedEntry | None, lapse: RecordedEntry | None
) -> Iterator[str]:
    """What the sentence about the state needs to be fair about time."""
    if record.phase is Phase.AWAITING and (limit := _first_limit(record)):
        yield say("The time allowed runs to {limit}.", limit=limit)
    if lapse is None:
        return
    if record.phase in (Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT):
        if lapse.facts.get("provisional") == str(True):
            yield say("The date is provisional.")
        if record.phase is Phase.OVERDUE and (longest := _longest(record, lapse)):
            yield say(
                "The longest time that the law could allow runs to {longest}.", longest=longest
            )
    elif mark and mark.kind in REPLIES and _had_passed(record, lapse, mark):
        yield _late(lapse)


def _had_passed(record: Record, lapse: RecordedEntry, reply: RecordedEntry) -> bool:
    """Whether it was the time of the body that answered which had passed by then."""
    same = lapse.facts["body"] == record.answering_on(reply.on.latest)
    return same and _end(lapse) < reply.on.earliest


def _late(lapse: RecordedEntry) -> str:
    latest = _latest(lapse)
    if lapse.kind == FELL_SILENT:
        return say(
            "The time allowed had passed by then: no answer was recorded by {latest}.",
            latest=latest,
        )
    return say(
        "The ordinary time limit had passed by then: no answer was recorded by {latest}.",
        latest=latest,
    )


def _first_limit(record: Record) -> str:
    """The time of the body that has the request now: none of one that is not on file, nor where
    the office has an answer."""
    since = record.held_since.earliest if record.held_since else date.min
    limits = [each for each in record.deadlines if each.earliest >= since]
    known = record.acting_body and not record.answer_waits
    limit = next(iter(limits), None) if known else None
    return speech().span(limit.earliest, limit.latest) if limit else ""


def _longest(record: Record, lapse: RecordedEntry) -> str:
    ends = [
        limit.latest
        for limit in record.deadlines
        if limit.stage == lapse.facts.get("stage") and limit.latest
    ]
    last = max(ends, default=date.min)
    return speech().short_day(last) if last > _end(lapse) else ""


def _end(lapse: RecordedEntry) -> date:
    return date.fromisoformat(lapse.facts["latest"])


def _latest(lapse: RecordedEntry | None) -> str:
    return speech().short_day(_end(lapse)) if lapse else ""
