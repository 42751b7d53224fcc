"""What an application for enforcement pleads and asks for: its summary, grounds and orders."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.base.text import at_start
from tracker.domain.law.limits import Unit
from tracker.domain.law.pleas import Relief
from tracker.domain.law.readings import was_read
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.enforcing.overdue_source import (
    RECOVER,
    REPORTS,
    OverdueSource,
    law_on_it,
)
from tracker.services.letters.enforcing.required_papers import in_person
from tracker.services.letters.pleading.reaching import in_items
from tracker.services.letters.pleading.relief_sought import (
    relief_time,
    relief_words,
    row_key,
    row_rests,
    rows_of_orders,
    said_in_one_row,
)
from tracker.services.letters.pleading.source import PleadingSource

_NOT_COMPLIED = Message("The {order} has not been complied with.")
_NOT_COMPLIED_IN_FULL = Message("The {order} has not been complied with in full.")
_ENDED = Message("The time for it had ended by {day}.")
_ENDED_AS_COUNTED = Message("As the {party} counts it, the time for it ended on {day}.")
_DUE = Message("Still to be supplied: {items}.")
_NOT_GIVEN = Message("Not received: {what}.")
_IN_SHORT = Message(
    "The {party} asks {forum} to record this, to direct {post} to supply these records within "
    "{time} and to report on each of them, and to act under {section}."
)
_IN_SHORT_OTHERWISE = Message(
    "The {party} asks {forum} to record this, and to act under {section}."
)
_ASKS = Message("The {party} asks {forum}")
_FIND = Message("to record that its {order} has not been complied with")
_FIND_IN_FULL = Message("to record that its {order} has not been complied with in full")
_FIND_NOT_GIVEN = Message(
    "{relief}, and that, of what the order requires besides the records, it is not shown that "
    "{respondent} gave {what}"
)
_COMPLY = Message(
    "without extending the time that the order set, to direct {post} to do what the order "
    "requires, so far as it is not yet done, within {time} of the direction"
)
_GIVE = Message("to direct {post} to give {others} within the same time, as the order requires")
_SAYING_HOW = Message(
    "{relief}, and to state in it, for each of these records, where, by whom and how it was "
    "searched for"
)
_PERSON = Message(
    "to fix a day on which the officer concerned does in person what the order requires, so far "
    "as this was not done: {quote}{see}"
)
_UNDER = Message("{relief} ({section})")
_REPORT = Message(
    "to direct {post} to file, within the same time, a report of compliance with proof of delivery"
)
_CONSEQUENCE = Message("as far as the conditions of {section} are met, to act under it")
_WITH_DAY = Message(
    "{relief}; and to fix a day on which the report is considered, with liberty to apply"
)
_BEFORE = Message("Before its decision on this application, {forum} is asked")
_PRESERVE = Message("to ask {post} at once to preserve {items}")
_EARLY = Message("to hear or decide this application on an early date")
# Orders of the law’s file that an appeal asks for, and that an application asks for again.
_DIRECTIONS, _SHOW_CAUSE, _PRESERVED = "compliance", "show-cause", "preserve"
# The order of the law’s file that asks for the records.
_SUPPLY = "enforce-supply"
# The time asked for where the law’s file names none.
_TIME = (15, Unit.DAY)


def summed_up(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the summary: what was not done, since when, what is due, and what is asked for."""
    source, say = late.source, late.source.say
    said = [
        say(_NOT_COMPLIED_IN_FULL if late.order.in_part else _NOT_COMPLIED, **late.values),
        say(
            _ENDED if late.sets_time else _ENDED_AS_COUNTED,
            day=source.locale.short_day(late.last_day),
            **late.values,
        ),
    ]
    if late.records_due and late.due:
        said.append(say(_DUE, items=in_items(source, late.due)))
    if late.missing:
        said.append(say(_NOT_GIVEN, what=late.papers_named(late.missing)))
    supply = next((each for each in late.orders if each.key == _SUPPLY), None)
    if supply:
        said.append(say(_IN_SHORT, time=relief_time(source, supply), **late.values))
    else:
        said.append(say(_IN_SHORT_OTHERWISE, **late.values))
    yield PleadingRow("summary", " ".join(map(at_start, said)), RowForm.PLAIN, late.rests)


def orders_to_enforce(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the orders asked for: a finding, the records within a time, the documents that did not
    come, a report with its day, the course that the law provides, and a notice to show cause if
    the law has one."""
    source, rests, values = late.source, late.rests, late.values
    yield PleadingRow("relief", at_start(source.say(_ASKS, **values)), rests_on=rests)
    yield PleadingRow("relief:find", _finding(late), RowForm.LETTER, rests)
    others = _papers_to_give(late)
    for row in rows_of_orders(late.orders):
        words = said_in_one_row(source, [_words(late, n, each) for n, each in enumerate(row)])
        if others and any(each.key in REPORTS for each in row):
            yield PleadingRow("relief:missing", _on_missing(late, others), RowForm.LETTER, rests)
            others = ()
        basis = rests.with_(row_rests(row))
        yield PleadingRow(row_key(row), words, RowForm.LETTER, basis)
    if others:
        yield PleadingRow("relief:missing", _on_missing(late, others), RowForm.LETTER, rests)
    if not late.orders:
        yield from _neutral_orders(late)
    if quote := in_person(late):
        words = source.say(_PERSON, quote=quote, see="{see:order:decision}")
        yield PleadingRow("relief:person", words, RowForm.LETTER, rests)
    if cause := _of_the_law(source, _SHOW_CAUSE):
        basis = PleadingBasis(provisions=cause.sources)
        yield PleadingRow("relief:cause", source.text(cause.says), RowForm.LETTER, basis)


def _finding(late: OverdueSource) -> str:
    """Return the finding that the order was not complied with, and what of its documents was not
    shown to have come."""
    source, values = late.source, late.values
    found = source.say(_FIND_IN_FULL if late.order.in_part else _FIND, **values)
    if not late.missing:
        return found
    what = late.papers_named(late.missing)
    return source.say(_FIND_NOT_GIVEN, relief=found, what=what, **values)


def _words(late: OverdueSource, place: int, order: Relief) -> str:
    """Return the words of an order of the law’s file at its place in a row; a report has a day."""
    source, items = late.source, late.sent_away if order.key == RECOVER else late.due
    own = replace(order, says=order.says_in_row or order.says) if place else order
    words = relief_words(source, own, items).replace("{bound}", late.bound)
    return source.say(_WITH_DAY, relief=words) if order.key in REPORTS else words


def _papers_to_give(late: OverdueSource) -> tuple[RequiredPaper, ...]:
    """Return the documents that did not come and for which no other order asks."""
    asked = {RequiredPaper.CERTIFICATE} if any(e.key == _SUPPLY for e in late.orders) else set()
    asked |= {RequiredPaper.REPORT} if late.reported else set()
    return tuple(each for each in late.missing if each not in asked)


def _on_missing(late: OverdueSource, papers: Sequence[RequiredPaper]) -> str:
    """Return the order on the documents that did not come."""
    relief = late.source.say(_GIVE, others=late.papers_named(papers), **late.values)
    if RequiredPaper.SEARCH in papers and late.searched:
        return late.source.say(_SAYING_HOW, relief=relief)
    return relief


def _neutral_orders(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the orders to ask for where the law’s file names none, or another duty is overdue."""
    source, rests, law = late.source, late.rests, law_on_it(late.source)
    words = source.say(_CONSEQUENCE, **late.values)
    yield PleadingRow("relief:law", words, RowForm.LETTER, law)
    comply = source.say(_COMPLY, time=said_length(*_TIME, source.locale), **late.values)
    basis = rests
    if directions := _of_the_law(source, _DIRECTIONS):
        section = source.cite(directions.sources)
        comply = source.say(_UNDER, relief=comply, section=section)
        basis = PleadingBasis(rests.entries, directions.sources)
    yield PleadingRow("relief:comply", comply, RowForm.LETTER, basis)
    report = source.say(_WITH_DAY, relief=source.say(_REPORT, **late.values))
    yield PleadingRow("relief:report", report, RowForm.LETTER, rests)


def asked_at_once(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield what is asked for before the decision: that the records be preserved, and an early
    date."""
    source, rests = late.source, late.rests
    yield PleadingRow("interim", source.say(_BEFORE, **late.values), rests_on=rests)
    if late.records_due:
        preserve = _of_the_law(source, _PRESERVED)
        if preserve:
            words = relief_words(source, preserve, late.due)
            rests = PleadingBasis(provisions=preserve.sources)
        else:
            words = source.say(_PRESERVE, items=in_items(source, late.due), **late.values)
        yield PleadingRow("relief:preserve", words, RowForm.LETTER, rests)
    yield PleadingRow("interim:early", source.say(_EARLY), RowForm.LETTER, late.rests)


def _of_the_law(source: PleadingSource, key: str) -> Relief | None:
    """Return an order that a remedy of this stage asks for under provisions that were read."""
    return next(
        (
            each
            for each in source.law.reliefs
            if each.key == key
            and not source.elsewhere(each.stages)
            and was_read(source.law, each.sources)
        ),
        None,
    )
