"""Limitation, pleaded by one date and one sentence for each gate.

A breach is counted to the latest end of the time, and a filing from the earliest start, so that
both are true on every reading. The count itself is an annex.
"""

from collections.abc import Iterator, Mapping, Sequence

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, at_start
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.case.windows import Window
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.limits import Limit
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, annex_name
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.paper_dates import is_receipt
from tracker.services.letters.pleading.annex_letters import COUNT_KEY
from tracker.services.letters.pleading.ending import (
    as_counted,
    duty_of_the_body,
    latest_day,
    passed_over,
    still_open,
    window_without_decision,
)
from tracker.services.letters.pleading.on_fee import fee_notice, granted
from tracker.services.letters.pleading.on_step_before import filing_before, promptness
from tracker.services.letters.pleading.reaching import records_of
from tracker.services.letters.pleading.source import PleadingSource, before_blank

_ENDED = Message(
    "The time for a decision ({fixed_by}) ended on {day}, and this {filing} is filed on {today}, "
    "within {length} of its end ({section})."
)
_HAD_ENDED = Message(
    "{counted} the time for a decision ({fixed_by}) had ended by {day}, and this {filing} is "
    "filed on {today}, within {length} of its end ({section})."
)
_FROM_THE_EARLIEST = Message(
    "{still_open} This {filing} is filed on {today}, within {length} of the earliest end of that "
    "time ({section})."
)
_PERHAPS_LATE = Message(
    "[On one count the time to file ({section}) ended on {day}: state here on which count this "
    "{filing} is in time.] It is filed on {today}."
)
_PASSED_OVER = Message(
    "On {items} no decision has been communicated. {counted} the time for one ({fixed_by}) had "
    "ended by {day}, and this {filing} is filed on {today}, within {length} of its end "
    "({section})."
)
_REFERRED = Message(
    "It is submitted that no decision has been communicated on {items}. {counted} the time for "
    "one ({fixed_by}) had ended by {day}, and this {filing} is filed on {today}, within {length} "
    "of its end ({section})."
)
_AFTER_FEE_NOTICE = Message(
    "The fee notice was received {day:on}, and this {filing} is filed on {today}, within {length} "
    "of its receipt ({section})."
)
_IF_NOT_STOPPED = Message(
    "Should the notice of a fee not have stopped the time for a decision ({fixed_by}), that time "
    "had {counted} ended by {day}, and this {filing} is filed on {today}, within {length} of its "
    "end ({section})."
)
_OTHERWISE = Message(
    "In the alternative, should the fee notice be found to be no decision, the time for one "
    "({fixed_by}) had {counted} ended by {day}, and the filing on {today} is within {length} "
    "of its end ({section})."
)
_ENDED_BY = Message("The time for a decision had ended by {day} ({section}).")
_PERHAPS_ENDED_BY = Message("{counted} the time for a decision had ended by {day} ({section}).")
_STEP_ENDED_BY = Message("The time for a decision on the {what} had ended by {day} ({section}).")
_STEP_PERHAPS_ENDED_BY = Message(
    "{counted} the time for a decision on the {what} had ended by {day} ({section})."
)
_AFTER_DECISION = Message(
    "The decision at issue is that {day:of}. This {filing} is filed on {today}, within "
    "{length} of it ({section})."
)
_AFTER_RECEIPT = Message(
    "The decision at issue was received {day:on}. This {filing} is filed on {today}, within "
    "{length} of its receipt ({section})."
)
_AFTER_REPLY = Message(
    "The reply at issue was received {day:on}. This {filing} is filed on {today}, within {length} "
    "of its receipt ({section})."
)
_FILED = Message("This {filing} is filed on {today}.")
_NOTED = Message("This note is written on {today}.")
_SET_OUT = Message("The count is set out in {annex}.")
_CLOSED = Message("The time for filing ended on {day}.")
_IF_CLOSED = Message(
    "What follows is said in the alternative, should it be held that this {filing} was to be "
    "filed earlier."
)
_EXCUSE = Message(
    "The {party} asks that the delay be excused ({section}): [state the reasons here]."
)
_EXCUSE_ME = Message("I ask that the delay be excused ({section}): [state the reasons here].")
_EXCUSE_FOR_THIS = Message(
    "The {party} asks that the delay be excused for this reason ({section})."
)
_EXCUSE_ME_FOR_THIS = Message("I ask that the delay be excused for this reason ({section}).")
_NO_EXTENSION = Message(
    "No notice of a longer time has been received, and no ground for one has been shown."
)


def timing(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield one sentence for each gate through which the remedy lies."""
    gates = tuple(_gates(source))
    gates = tuple(g for g in gates if _surely_in_time(source, g[0])) or gates
    for n, (window, duty) in enumerate(gates):
        rests = PleadingBasis((window.opening,), window.closes.sources)
        key = "time:silence" if duty else "time:decision"
        said = _sentence(source, window, duty)
        words = said if n else _with_the_count(source, said)
        yield PleadingRow(key if n == 0 else f"{key}:{n}", words, rests_on=rests)
        if duty and Circumstance.FEE_AWAITED not in source.pleaded:
            yield from _on_a_longer_time(source, duty)
    yield from _on_what_was_passed_over(source, gates)
    yield from _should_it_be_no_decision(source)
    if not gates:
        yield PleadingRow("time:filed", _filed(source), rests_on=source.basis)
        duty = duty_of_the_body(source)
        if duty and source.forum.extension and Circumstance.SILENCE in source.pleaded:
            yield from _on_a_longer_time(source, duty)
        yield from _out_of_time(source)
        yield from _excuse(source)


def _on_a_longer_time(source: PleadingSource, duty: PendingDuty) -> Iterator[PleadingRow]:
    """Yield the answer to a claim that the time was longer, if no extension was announced."""
    longest, forum = duty.longest.latest, source.forum
    claimed = duty.ordinary.extended or Circumstance.EXTENSION_CLAIMED in source.pleaded
    if duty.longest is duty.ordinary or claimed:
        return
    if longest is None or source.today <= longest:
        said = forum.extension
        words = source.text(said) if said else source.say(_NO_EXTENSION)
    elif forum.longest:
        day = source.locale.short_day(longest)
        words = source.text(forum.longest).replace("{day}", day)
    else:
        return
    yield PleadingRow("time:extension", words, rests_on=PleadingBasis((duty.opening.seq,)))


def _gates(source: PleadingSource) -> Iterator[tuple[Window, PendingDuty | None]]:
    """Yield the windows of this remedy by which it is in time, that of the silence first."""
    known = [w for w in source.plea.case_status.windows if w.stage.key == source.plea.stage]
    replies = {entry.seq for entry in source.plea.replies()}
    if granted(source) and (notice := fee_notice(source)):
        replies.add(notice.seq)
    own = source.window
    decided = source.plea.replies() and Circumstance.LATE not in source.pleaded
    for window in (w for w in known if w.opening not in replies):
        if own and not decided and (window.opening == own.opening or source.plea.first):
            duty = _duty(source, window.opening)
            if duty and _in_time(source, window):
                yield window, duty
    for window in (w for w in known if w.opening in replies or w == own):
        if not _duty(source, window.opening) and _in_time(source, window):
            yield window, None


def _duty(source: PleadingSource, opening: int) -> PendingDuty | None:
    stages = source.plea.remedy.opened.stage.opened_by_silence_of
    found = (
        duty
        for duty in source.plea.case_status.awaited
        if duty.opening.seq == opening and duty.stage.key in stages
    )
    return next(found, None)


def _in_time(source: PleadingSource, window: Window) -> bool:
    """Return whether a filing of today is in time on some reading."""
    return source.today <= (window.closes.latest or window.closes.earliest)


def _surely_in_time(source: PleadingSource, window: Window) -> bool:
    """Return whether a filing of today is in time on every reading."""
    return source.today <= window.closes.earliest


def _sentence(source: PleadingSource, window: Window, duty: PendingDuty | None) -> str:
    length, filed = _length(source, window), _filing(source, window)
    if length and not _surely_in_time(source, window):
        closed = source.say(
            _PERHAPS_LATE, day=source.locale.short_day(window.closes.earliest), **filed
        )
        return f"{_ended(source, duty)} {closed}" if duty else closed
    if duty is None:
        return _of_the_decision(source, window)
    still = still_open(source, duty)
    if not length:
        return f"{_ended(source, duty)} {source.say(_FILED, **filed)}"
    fixed_by = source.cite(duty.ordinary.sources[:1])
    if Circumstance.FEE_AWAITED in source.pleaded and (plain := _if_not_stopped(source, duty)):
        ended = {"day": latest_day(source, plain), "counted": as_counted(source, plain)}
        return source.say(_IF_NOT_STOPPED, fixed_by=fixed_by, **ended, **filed)
    if still:
        return source.say(_FROM_THE_EARLIEST, still_open=still, **filed)
    end, counted = duty.ordinary, at_start(as_counted(source, duty.ordinary))
    words = _ENDED if end.latest == end.earliest and not end.provisional else _HAD_ENDED
    day = latest_day(source, end)
    return source.say(words, day=day, counted=counted, fixed_by=fixed_by, **filed)


def _with_the_count(source: PleadingSource, words: str) -> str:
    """Return the first paragraph on time with a reference to the count, unless it has one."""
    annex = annex_name(COUNT_KEY)
    return words if annex in words else f"{words} {source.say(_SET_OUT, annex=annex)}"


def uninterrupted(
    source: PleadingSource, duty: PendingDuty, *, extended: bool = False
) -> Deadline:
    """Return the time of a duty as if nothing had stopped it; `extended`, the longest one."""
    workdays = source.library.workdays(source.law, duty.stage, duty.body)
    on = duty.opening.event.on
    return count_deadline(source.law, duty.stage, on, workdays, extended=extended)


def _if_not_stopped(source: PleadingSource, duty: PendingDuty) -> Deadline | None:
    """Return the time that nothing stopped, None unless it has passed."""
    plain = uninterrupted(source, duty)
    return plain if plain.missed_on(source.today) else None


def _of_the_decision(source: PleadingSource, window: Window) -> str:
    opening, filed = _opening(source, window), _filing(source, window)
    received = opening and is_receipt(opening.event, source.law)
    dated = source.details_of(opening).dated if opening and not received else None
    span = DaySpan.on(dated) if dated else opening.event.on if opening else None
    day = source.locale.short_span(span) if span else ""
    words = _AFTER_RECEIPT if received else _AFTER_DECISION
    if received and Circumstance.REFERRED_ELSEWHERE in source.pleaded:
        words = _AFTER_REPLY
    if opening and opening == fee_notice(source):
        words = _AFTER_FEE_NOTICE
    return source.say(words if _length(source, window) else _FILED, day=day, **filed)


def _ended(source: PleadingSource, duty: PendingDuty) -> str:
    """Return the sentence that says by when the time had ended, or a blank to fill in."""
    end, fixed_by = duty.ordinary, source.cite(duty.ordinary.sources[:1])
    words = _PERHAPS_ENDED_BY if end.provisional else _ENDED_BY
    if not source.plea.first:
        words = _STEP_PERHAPS_ENDED_BY if end.provisional else _STEP_ENDED_BY
    counted, day = at_start(as_counted(source, end)), latest_day(source, end)
    what = filing_before(source)
    ended = source.say(words, day=day, section=fixed_by, counted=counted, what=what)
    return still_open(source, duty) or ended


def _filing(source: PleadingSource, window: Window) -> dict[str, str]:
    """Return the words for the day of filing and the time limit."""
    return {
        "filing": source.words["filing"],
        "today": source.locale.short_day(source.today),
        "length": _length(source, window),
        "section": source.cite(window.closes.sources[:1]),
    }


def _on_what_was_passed_over(
    source: PleadingSource, gates: Sequence[tuple[Window, PendingDuty | None]]
) -> Iterator[PleadingRow]:
    """Yield the time paragraph for items without a decision, beside that for the decision."""
    items, duty = passed_over(source), duty_of_the_body(source)
    for window, _ in gates[:1]:
        sure = _surely_in_time(source, window)
        if sure and items and duty and _length(source, window):
            # Whether a referral is a decision is a question of law, which nobody verifies.
            referred = Circumstance.REFERRED_ELSEWHERE in source.pleaded
            words = source.say(
                _REFERRED if referred else _PASSED_OVER,
                items=records_of(source, items),
                day=latest_day(source, duty.ordinary),
                counted=at_start(as_counted(source, duty.ordinary)),
                fixed_by=source.cite(duty.ordinary.sources[:1]),
                **_filing(source, window),
            )
            rests = PleadingBasis((duty.opening.seq,), window.closes.sources)
            key = "time:referred" if referred else "time:passed-over"
            yield PleadingRow(key, words, rests_on=rests)
            yield from _on_a_longer_time(source, duty)


def _should_it_be_no_decision(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the time paragraph in case the fee notice is found to be no decision."""
    duty = duty_of_the_body(source)
    if Circumstance.NO_DECISION_OTHERWISE not in source.pleaded or duty is None:
        return
    plain = uninterrupted(source, duty)
    window = window_without_decision(source, duty, plain)
    sure = plain.missed_on(source.today) and _surely_in_time(source, window)
    if sure and _length(source, window):
        words = source.say(
            _OTHERWISE,
            day=latest_day(source, plain),
            counted=as_counted(source, plain),
            fixed_by=source.cite(plain.sources[:1]),
            **_filing(source, window),
        )
        rests = PleadingBasis((duty.opening.seq,), window.closes.sources)
        yield PleadingRow("time:otherwise", words, rests_on=rests)


def _filed(source: PleadingSource) -> str:
    overdue = {Circumstance.SILENCE, Circumstance.STEP_UNDECIDED} & source.pleaded.keys()
    of_this_step = source.plea.first or source.plea.silent
    duty = duty_of_the_body(source) if overdue and of_this_step else None
    gaps = source.plea.remedy.opened.stage.gaps
    words = _NOTED if source.by_suit else _FILED
    today = source.locale.short_day(source.today)
    said = source.say(words, filing=source.words["filing"], today=today)
    if source.forum.time:
        said = " ".join((said, *promptness(source, duty.ordinary.latest if duty else None)))
    said = _with_the_count(source, f"{_ended(source, duty)} {said}" if duty else said)
    return f"{said} {source.text(gaps[-1].why)}" if source.by_suit and gaps else said


def _out_of_time(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield what the law lets a filing say after its time has passed on every reading."""
    window, late, later = source.window, source.forum.late, _began_later(source)
    if window is None or _in_time(source, window):
        return
    rests = PleadingBasis((window.opening,), window.closes.sources)
    if late:
        yield PleadingRow("time:late", source.text(late), rests_on=rests)
    law, facts = before_blank(later)
    if law:
        yield PleadingRow("time:began-later", law, rests_on=rests)
    if facts:
        yield PleadingRow("time:began-later:facts", facts, rests_on=rests)


def _excuse(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the plea to excuse a delay, only where the law knows one."""
    window = source.window
    if window and window.stage.excuses_delay and not _in_time(source, window):
        day = source.locale.short_day(window.closes.latest or window.closes.earliest)
        sections = window.stage.excuses_delay
        reasons = _reasons_for_delay(source)
        words = _IF_CLOSED if _began_later(source) else _CLOSED
        closed = source.say(words, day=day, filing=source.words["filing"])
        asked = (
            (_EXCUSE_ME_FOR_THIS if reasons else _EXCUSE_ME)
            if source.by_letter
            else (_EXCUSE_FOR_THIS if reasons else _EXCUSE)
        )
        asks = source.say(asked, party=source.party, section=source.cite(sections))
        said = " ".join(filter(None, (closed, reasons, asks)))
        rests = PleadingBasis((window.opening,), sections)
        yield PleadingRow("time:excuse:law" if reasons else "time:excuse", said, rests_on=rests)


def _reasons_for_delay(source: PleadingSource) -> str:
    """Return what the law and the history say for a late filing, empty if nothing."""
    return _that_are_shown(source, source.forum.excuse)


def _began_later(source: PleadingSource) -> str:
    """Return why the time to file may have begun later, empty if the history shows nothing."""
    return _that_are_shown(source, source.forum.began_later)


def _that_are_shown(source: PleadingSource, texts: Mapping[Circumstance, Text]) -> str:
    found = (text for when, text in texts.items() if when in source.pleaded)
    return " ".join(source.text(text) for text in found)


def _opening(source: PleadingSource, window: Window) -> Entry | None:
    entries = source.plea.case_status.case_state.entries
    return next((entry for entry in entries if entry.seq == window.opening), None)


def _length(source: PleadingSource, window: Window) -> str:
    limits: tuple[Limit, ...] = window.stage.limits
    limit = next((each for each in limits if window.opens_earliest in each.span), None)
    return said_length(limit.length, limit.unit, source.locale) if limit else ""
