"""What the entries of a record say together: replies, lapses, and the names they bear."""

from collections.abc import Mapping, Sequence

from tracker.domain.events import KINDS
from tracker.domain.fates import lapses_of
from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.web.language import later, say
from tracker.web.record.words import name_of, short_name

REPLIES = frozenset({"answered", "partly-answered", "refused", "not-held"})
OVERDUE, FELL_SILENT = "overdue", "fell-silent"
LAPSES = frozenset({OVERDUE, FELL_SILENT})

# Where a stage has one limit, a lapse speaks of no ordinary and no longest one.
NO_ANSWER = later("No answer within the time allowed")
NO_DECISION = later("No decision within the time allowed")

CAUSES = {
    "silence": later("after no answer came in time"),
    "decision": later("against the decision of the body"),
}
# The same for a remedy that follows another one: what opened it is no answer of the body.
NEXT_CAUSES = {
    "silence": later("after no decision came in time"),
    "decision": later("against the decision on the appeal before"),
}


def latest_entry(record: Record, kinds: frozenset[str]) -> RecordedEntry | None:
    """The last uncorrected entry of one of these kinds."""
    found = [entry for entry in _standing(record) if entry.kind in kinds]
    return found[-1] if found else None


def latest_lapse(record: Record, filed: RecordedEntry | None = None) -> RecordedEntry | None:
    """The last that says, in no doubt, that the time passed which that appeal opened, or, without
    one, the request itself."""
    found = [lapse for lapse in lapses_of(record, filed) if lapse.counts]
    return found[-1] if found else None


def asked(record: Record) -> frozenset[str]:
    """The body to which the request went, and those to which it was handed on."""
    return frozenset({record.body, *record.handed_on})


def two_limits(record: Record, lapse: RecordedEntry) -> bool:
    """Whether the record shows an ordinary limit of the same stage, so that the two are told
    apart; a struck one counts only beside a struck lapse."""
    return any(
        entry.kind == OVERDUE
        and entry.facts["stage"] == lapse.facts["stage"]
        and (lapse.corrected or not entry.corrected)
        for entry in record.entries
    )


def entry_name(entry: RecordedEntry, record: Record) -> str:
    """What an entry is called on the page of its record."""
    if entry.kind != FELL_SILENT or two_limits(record, entry):
        return say(KINDS[entry.kind].label) if entry.kind in KINDS else entry.kind
    return str(NO_ANSWER if entry.facts["body"] in asked(record) else NO_DECISION)


def named(entry: RecordedEntry, record: Record, library: Library) -> str:
    """The same where the page is not at hand: a silence or a reply of another body than the one
    that was asked names it."""
    name, body = entry_name(entry, record), record.body
    if entry.kind in LAPSES:
        body = entry.facts["body"]
    elif entry.kind in REPLIES:
        body = record.answering_on(entry.on.latest)
    if body == record.body:
        return name
    return say("{what} ({body})", what=name, body=short_name(library, body))


def cause_of(appeal: RecordedEntry, record: Record) -> str:
    """Why an appeal was filed, where what it rests on still stands; else empty."""
    cause = appeal.facts["cause"]
    if opener := _opener(appeal, record):
        return str(NEXT_CAUSES[cause]) if not opener.corrected else ""
    rests = {
        "silence": latest_lapse(record),
        "decision": latest_entry(record, REPLIES),
    }
    return str(CAUSES[cause]) if rests.get(cause) else ""


def heard_by(facts: Mapping[str, str], record: Record, library: Library) -> str:
    """Who hears an appeal: the body named, or, where none is on file, the remedy by its name."""
    if to := facts.get("to", ""):
        return name_of(library, to)
    law = library.laws.get(record.law)
    stage = law.stages.get(facts.get("stage", "")) if law else None
    return say("“{stage}”", stage=stage.title) if stage else ""


def _opener(appeal: RecordedEntry, record: Record) -> RecordedEntry | None:
    """The appeal or the decision on it from which a further remedy follows; None for the first."""
    later = (entry for entry in record.entries if entry.kind in ("appeal-filed", "decided"))
    return next((e for e in later if str(e.seq) == appeal.facts.get("opening")), None)


def _standing(record: Record) -> Sequence[RecordedEntry]:
    return [entry for entry in record.entries if entry.counts]
