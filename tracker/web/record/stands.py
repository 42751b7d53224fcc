"""Where a request stands, in sentences made from its record and from nothing else."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.domain.record_facts import OVERTAKEN
from tracker.domain.standing import Phase
from tracker.services.naming import DECISIONS
from tracker.services.speaking import Speech
from tracker.web.record.entries import (
    FELL_SILENT,
    REPLIES,
    asked,
    cause_of,
    latest_entry,
    latest_lapse,
    two_limits,
)
from tracker.web.record.lines import heard_by

CHECKED = "Last checked on {as_of}."
LATE = "The time allowed had passed by then: no answer was recorded by {latest}."
LATE_OF_TWO = "The ordinary time limit had passed by then: no answer was recorded by {latest}."
SILENT_OF_TWO = (
    "No answer recorded by {latest}, the end of the longest time that the law could allow."
)
PROVISIONAL = "The date is provisional."
UNREAD = (
    "A paper has come since which the office has not read yet; until it has, nothing is said here "
    "about whether an answer came in time."
)
LONGEST = "The longest time that the law could allow runs to {longest}."
LIMIT = "The time allowed runs to {limit}."

SENTENCES = {
    Phase.NEW: "Nothing is on record yet.",
    Phase.DRAFTED: "The request is on record; its sending is not.",
    Phase.APPROVED: "The request is on record; its sending is not.",
    Phase.SENT: (
        "Sent to {body} on {day}. Nothing on record proves that it was received, "
        "so no time is counted."
    ),
    Phase.AWAITING: "Received by {body} on {day}. No answer was recorded by {as_of}.",
    Phase.OVERDUE: "No answer recorded by {latest}, the end of the ordinary time limit.",
    Phase.SILENT: "No answer recorded by {latest}, the end of the time allowed.",
    Phase.ANSWERED: "{body} answered on {day}.",
    Phase.PARTLY_ANSWERED: "{body} gave part of what was asked, on {day}.",
    Phase.REFUSED: "{body} refused on {day}.",
    Phase.NOT_HELD: "{body} replied on {day} that it does not hold the records.",
    Phase.APPEALED: "Appealed to {to} on {day}{cause}. No decision was recorded by {as_of}.",
    Phase.APPEAL_SILENT: "Appealed to {to} on {day}{cause}. No decision recorded by {latest}.",
    Phase.DECIDED: "The appeal was decided on {day}: {outcome}.",
    Phase.WITHDRAWN: "The request was withdrawn on {day}.",
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
OPEN = frozenset(
    {Phase.SENT, Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT, Phase.DRAFTED, Phase.DECIDED}
)


def where_it_stands(record: Record, library: Library, speech: Speech) -> str:
    """The state in words that stay true: what was recorded by when, and when that was checked."""
    return " ".join(_sentences(record, library, speech))


def _sentences(record: Record, library: Library, speech: Speech) -> Iterator[str]:
    mark = latest_entry(record, MARKED_BY.get(record.phase, frozenset()))
    facts = dict(mark.facts) if mark else {}
    lapse = latest_lapse(record, frozenset({facts["to"]}) if facts.get("to") else asked(record))
    as_of = speech.short_day(record.as_of)
    yield speech.say(
        _sentence(record, lapse),
        body=library.body_name(_named(record, mark)),
        day=speech.day_span(mark.on) if mark else "",
        as_of=as_of,
        latest=_latest(lapse, speech),
        to=heard_by(facts, record, library),
        cause=cause_of(mark, record) if mark and "cause" in facts else "",
        outcome=DECISIONS.get(facts.get("outcome", ""), facts.get("outcome", "")),
    )
    yield from _limits(record, mark, lapse, speech)
    if any(OVERTAKEN in entry.facts and not entry.corrected for entry in record.entries):
        yield speech.say(UNREAD)
    if record.phase in OPEN:
        yield speech.say(CHECKED, as_of=as_of)


def _named(record: Record, mark: RecordedEntry | None) -> str:
    if record.phase in BY_ASKED or mark is None:
        return record.body
    return record.answering_on(mark.on.latest)


def _sentence(record: Record, lapse: RecordedEntry | None) -> str:
    """The sentence of the phase; of a longest limit only where there is an ordinary one too."""
    if record.phase is Phase.SILENT and lapse and two_limits(record, lapse):
        return SILENT_OF_TWO
    return SENTENCES[record.phase]


def _limits(
    record: Record, mark: RecordedEntry | None, lapse: RecordedEntry | None, speech: Speech
) -> Iterator[str]:
    """What the sentence about the state needs to be fair about time."""
    if record.phase is Phase.AWAITING and (limit := _first_limit(record, speech)):
        yield speech.say(LIMIT, limit=limit)
    if lapse is None:
        return
    if record.phase in (Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT):
        if lapse.facts.get("provisional") == "True":
            yield speech.say(PROVISIONAL)
        if record.phase is Phase.OVERDUE and (longest := _longest(record, lapse, speech)):
            yield speech.say(LONGEST, longest=longest)
    elif mark and mark.kind in REPLIES and _end(lapse) < mark.on.earliest:
        late = LATE if lapse.kind == FELL_SILENT else LATE_OF_TWO
        yield speech.say(late, latest=_latest(lapse, speech))


def _first_limit(record: Record, speech: Speech) -> str:
    limit = next(iter(record.deadlines), None)
    return speech.span(limit.earliest, limit.latest) if limit else ""


def _longest(record: Record, lapse: RecordedEntry, speech: Speech) -> str:
    ends = [
        limit.latest
        for limit in record.deadlines
        if limit.stage == lapse.facts.get("stage") and limit.latest
    ]
    last = max(ends, default=date.min)
    return speech.short_day(last) if last > _end(lapse) else ""


def _end(lapse: RecordedEntry) -> date:
    return date.fromisoformat(lapse.facts["latest"])


def _latest(lapse: RecordedEntry | None, speech: Speech) -> str:
    return speech.short_day(_end(lapse)) if lapse else ""
