"""Whether the time for a decision has ended on every count, and what a letter says until then.

A letter written before the latest end states nowhere that the time has ended: it has places to
fill in, and cannot be finalised while they are empty.
"""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.case.pending_duties import Limits, PendingDuty
from tracker.domain.case.windows import Window, after_silence
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.brackets import brackets_in
from tracker.domain.words.pleading import PleadingPart, PleadingRow, RowForm, annex_name
from tracker.services.letters.pleading.annex_letters import COUNT_KEY
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.on_step_before import filing_before
from tracker.services.letters.pleading.reaching import items_reached
from tracker.services.letters.pleading.source import PleadingSource

_ONE_COUNT = Message(
    "[On one count the time for a decision ({fixed_by}) ends only on {day}: file after that day, "
    "or state here why it has ended.]"
)
_UNKNOWN = Message(
    "[On one count the end of the time for a decision ({fixed_by}) is not known: state here why "
    "it has ended.]"
)
_TRUE_AFTER = Message("[True only after {day}.]")
_NOT_KNOWN_YET = Message("[State here why the time has ended.]")
_LONGEST_TOO = Message(
    "Even with the longer time of {section}, which had {counted} ended by {day}, the decision "
    "came late."
)
_RECEIVED_AFTER_IT = Message(
    "The reply was received {day:on}, when the longer time of {section} had ended too."
)
_TIME = Message("Time for a decision: ended by {day}.")
_TIME_OF_STEP = Message("Time for a decision on the {what}: ended by {day}.")
_TIME_AS_COUNTED = Message("Time for a decision: ended by {day} ({counted}).")
_TIME_OF_STEP_AS_COUNTED = Message(
    "Time for a decision on the {what}: ended by {day} ({counted})."
)
_TIME_TO_ANSWER = Message("Time to answer the request: ended by {day}.")
_TIME_TO_ANSWER_AS_COUNTED = Message("Time to answer the request: ended by {day} ({counted}).")
_ON_ANY_COUNT = Message("on any count")
_BY_THE_COUNT = Message("by the count in {annex}")


def duty_of_the_body(source: PleadingSource) -> PendingDuty | None:
    """Return the duty to decide whose time the remedy is about, None if it is not counted."""
    if source.plea.silent:
        return source.plea.silent
    first = source.law.first_stage().key
    return next((d for d in source.plea.case_status.awaited if d.stage.key == first), None)


def passed_over(source: PleadingSource) -> tuple[str, ...]:
    """Return the items that a reply in time left without a decision when the time had ended."""
    duty = duty_of_the_body(source)
    if Circumstance.LATE in source.pleaded or not (source.plea.first and source.plea.replies()):
        return ()
    if duty is None or duty.ordinary.latest is None or duty.ordinary.latest >= source.today:
        return ()
    if duty.stage.key not in source.plea.remedy.opened.stage.opened_by_silence_of:
        return ()
    without = {
        *items_reached(source, Circumstance.PASSED_OVER),
        *items_reached(source, Circumstance.REFERRED_ELSEWHERE),
    }
    return tuple(asked.key for asked in source.drafted.questions if asked.key in without)


def window_without_decision(source: PleadingSource, duty: PendingDuty, end: Deadline) -> Window:
    """Return the time to file if there was no decision by this end of the time for one."""
    stage, opening = source.plea.remedy.opened.stage, duty.opening.seq
    heard = source.library.workdays(source.law, stage, stage.receiver or duty.body)
    return after_silence(source.law, stage, Limits(end, end, end), heard, (), opening)


def still_open(source: PleadingSource, duty: PendingDuty) -> str:
    """Return a blank to fill in while the time may not have ended; empty once it has."""
    ordinary = duty.ordinary
    if ordinary.missed_on(source.today):
        return ""
    fixed_by = source.cite(ordinary.sources[:1])
    if ordinary.latest is None:
        return source.say(_UNKNOWN, fixed_by=fixed_by)
    day = source.locale.short_day(ordinary.latest)
    return source.say(_ONE_COUNT, day=day, fixed_by=fixed_by)


def as_counted(source: PleadingSource, deadline: Deadline) -> str:
    """Return on which count a time had ended: on any count once the longest time of the annex is
    over, or else by the count of the annex. The latter also holds while the date is provisional,
    for example by a calendar that nobody compared with notices, and for a time that is pleaded in
    the alternative."""
    duty = duty_of_the_body(source)
    pleaded = duty is not None and any(deadline is each for each in (duty.ordinary, duty.longest))
    over = duty is not None and duty.longest.missed_on(source.today)
    if pleaded and over and not deadline.provisional:
        return source.say(_ON_ANY_COUNT)
    return source.say(_BY_THE_COUNT, annex=annex_name(COUNT_KEY))


def end_of_time(source: PleadingSource) -> str:
    """Return the sentence of the summary that says by when the time for a decision had ended.

    It is a blank to fill in while the time may not have ended, and empty if nothing is counted.
    """
    duty = duty_of_the_body(source)
    if duty is None:
        return ""
    first, day = source.plea.first, latest_day(source, duty.ordinary)
    provisional = duty.ordinary.provisional
    words = _TIME_AS_COUNTED if provisional else _TIME
    if not first and source.plea.silent:
        words = _TIME_OF_STEP_AS_COUNTED if provisional else _TIME_OF_STEP
    elif not first:
        words = _TIME_TO_ANSWER_AS_COUNTED if provisional else _TIME_TO_ANSWER
    counted = as_counted(source, duty.ordinary)
    return still_open(source, duty) or source.say(
        words, day=day, counted=counted, what=filing_before(source)
    )


def latest_day(source: PleadingSource, deadline: Deadline) -> str:
    """Return the latest last day of a time, in words; empty while it is not known."""
    return source.locale.short_day(deadline.latest) if deadline.latest else ""


def after_the_longest(source: PleadingSource) -> str:
    """Return that a late decision came after the longest time too; empty unless it did so on
    every count. If the date that it bears is within that time, only its receipt is said to be
    after it."""
    duty, late = duty_of_the_body(source), source.pleaded.get(Circumstance.LATE)
    extension = source.law.first_stage().extension
    if duty is None or late is None or extension is None or duty.ordinary.extended:
        return ""
    last, dated = duty.longest.latest, source.details_of(late).dated
    received = late.event.on
    if last is None or dated is None or last >= received.earliest:
        return ""
    section = source.cite(extension.sources)
    if last >= dated:
        on = source.locale.short_span(received)
        sure = not duty.longest.provisional
        return source.say(_RECEIVED_AFTER_IT, day=on, section=section) if sure else ""
    day, counted = source.locale.short_day(last), as_counted(source, duty.longest)
    return source.say(_LONGEST_TOO, section=section, day=day, counted=counted)


def with_what_is_open(
    source: PleadingSource,
    part: PleadingPart,
    rows: Iterable[PleadingRow],
    found: Iterable[Argument],
) -> tuple[PleadingRow, ...]:
    """Return the rows of a part; while the time may not have ended, each row that rests on its
    end has a blank to fill in."""
    place = _place(source)
    if not place:
        return tuple(rows)
    resting = {f"ground:{each.key}:1" for each in found if each.when in _OF_THE_END}
    return tuple(
        replace(row, words=f"{row.words} {place}") if _asserts(part, row, resting) else row
        for row in rows
    )


_OF_THE_END = frozenset({Circumstance.SILENCE, Circumstance.LATE, Circumstance.STEP_UNDECIDED})
_RESTING = frozenset(
    {"parties:jurisdiction", "facts:opening", "relief:step-before", "relief:declare-undecided"}
)


def _place(source: PleadingSource) -> str:
    """Return the short blank to fill in, empty if nothing is pleaded of an end still open."""
    duty = duty_of_the_body(source)
    pleaded = _OF_THE_END & source.pleaded.keys() or (source.plea.silent and not source.plea.first)
    if duty is None or not pleaded or duty.ordinary.missed_on(source.today):
        return ""
    latest = duty.ordinary.latest
    if latest is None:
        return source.say(_NOT_KNOWN_YET)
    return source.say(_TRUE_AFTER, day=source.locale.short_day(latest))


def _asserts(part: PleadingPart, row: PleadingRow, resting: set[str]) -> bool:
    """Return whether a row asserts that no decision came in time, without a blank to fill in."""
    if brackets_in(row.words):
        return False
    if part is PleadingPart.GROUNDS:
        return row.key in resting
    if part is PleadingPart.QUESTIONS:
        return row.form is RowForm.PARAGRAPH
    return row.key in _RESTING
