"""What an order requires beside the records: documents, some by a fixed day, and an officer in
person; and what of it did not come."""

from collections.abc import Iterator, Mapping
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.law.limits import Unit
from tracker.domain.words.pleading import PleadingBasis, PleadingRow
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.chronology import SAID_SINCE
from tracker.services.letters.enforcing.order_words import days_of_papers, ordered_in_person
from tracker.services.letters.enforcing.overdue_source import OverdueSource
from tracker.services.letters.enforcing.said_under_order import (
    one_quotation,
    said_absent_in,
    sentences_on,
)
from tracker.services.letters.pleading.reaching import in_items

REQUIRED_KEY, CAME_KEY = "compliance:required", "compliance:came"
_REQUIRES = Message("The order also requires {what}{see}.")
_PERSON = Message("Of an officer in person it says: {quote}{see}.")
_IF_ABSENT = Message(
    "The affidavit is required for records that are not held. What the letter says of {items} is "
    "quoted above{see}: so far as it says that they are not, the affidavit is due on them."
)
_CAME_NOT = Message("By {day} the {party} had not received {what}.")
_CAME_NONE = Message("By {day} the {party} had received no copy of any of these documents.")
_DUE_BY = Message("The order names {day} as the last day for {what}{see}.")
_LATE_SINCE = Message(
    "The order names {day} as the last day for {what}{see}. This application is made {after} "
    "after that day."
)
_STATE_IF = Message("[State for each of these whether it came, and on which day.]")
_TO_SHOW = Message("It is for {respondent} to show that it gave {what}.")
# What a body may have sent since an order.
_FROM_THE_BODY = (*SAID_SINCE, ClockEvent, Acknowledged, Complied)


def what_is_required(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield what the order requires beside the records, and what of it did not come, or a place
    for this where nobody logged it."""
    source, say = late.source, late.source.say
    entries = (late.order.decision.seq, *(each.seq for each in late.order.in_part))
    rests = PleadingBasis(entries)
    if said := [*_required(late)]:
        yield PleadingRow(REQUIRED_KEY, " ".join(said), rests_on=rests)
    if not late.required:
        return
    if missing := papers_missing(late):
        day, what = source.locale.short_day(source.today), late.papers_named(missing)
        came = _CAME_NONE if len(missing) == len(late.required) > 1 else _CAME_NOT
        words = at_start(say(came, day=day, party=source.party, what=what))
        words = " ".join((words, *_by_days(late, missing)))
        yield PleadingRow(CAME_KEY, words, rests_on=rests)
    else:
        instead = say(_TO_SHOW, what=late.papers_named(late.required), **_named(late))
        yield PleadingRow(CAME_KEY, say(_STATE_IF), rests_on=rests, instead=instead)


def _required(late: OverdueSource) -> Iterator[str]:
    source, say, see = late.source, late.source.say, "{see:order:decision}"
    if late.required:
        yield say(_REQUIRES, what=late.papers_named(late.required), see=see)
    if late.on_what_is_absent and RequiredPaper.AFFIDAVIT in late.required:
        came = f"{{see:compliance:{late.order.in_part[-1].seq}}}"
        yield say(_IF_ABSENT, items=in_items(source, late.said_absent), see=came)
    if quote := in_person(late):
        yield say(_PERSON, quote=quote, see=see)


def _by_days(late: OverdueSource, missing: tuple[RequiredPaper, ...]) -> Iterator[str]:
    """Yield the fixed day by which each document that did not come was due, and how many days
    ago that was."""
    source = late.source
    for paper, day in last_days(late).items():
        if paper in missing:
            days = (source.today - day).days
            yield source.say(
                _LATE_SINCE if days > 0 else _DUE_BY,
                day=source.locale.short_day(day),
                what=late.papers_named([paper]),
                see="{see:order:decision}",
                **({"after": said_length(days, Unit.DAY, source.locale)} if days > 0 else {}),
            )


def last_days(late: OverdueSource) -> Mapping[RequiredPaper, date]:
    """Return the fixed days by which the order requires documents, as far as it names any."""
    found = days_of_papers(late.source.details_of(late.order.decision).words)
    return {paper: day for paper, day in found.items() if paper in late.required}


def in_person(late: OverdueSource) -> str:
    """Return the words by which the order has an officer come or explain in person, in quotation
    marks; empty without any."""
    said = ordered_in_person(late.source.details_of(late.order.decision).words)
    return late.source.locale.listed([one_quotation(late.source, [each]) for each in said])


def said_of_sworn(late: OverdueSource, entry: Entry) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the items that a letter only says are absent, although the order requires an
    affidavit on them and no record, with the sentences of the letter."""
    words, found = late.source.details_of(entry).words, dict[int, tuple[str, ...]]()
    for number in late.sworn:
        if number not in late.covered and (said := said_absent_in(sentences_on(words, number))):
            found[number] = said
    return tuple(found), tuple(dict.fromkeys(each for said in found.values() for each in said))


def nothing_came(late: OverdueSource) -> bool:
    """Return whether the body sent nothing since the order."""
    return not late.order.in_part and not wrote_since(late)


def wrote_since(late: OverdueSource) -> bool:
    """Return whether the body wrote since the order, or since the last compliance in part."""
    last = (late.order.decision, *late.order.in_part)[-1]
    entries = late.source.plea.case_status.case_state.entries
    since = (e for e in entries if e.seq > last.seq or e.event.on.latest > last.event.on.latest)
    return any(isinstance(each.event, _FROM_THE_BODY) for each in since)


def papers_missing(late: OverdueSource) -> tuple[RequiredPaper, ...]:
    """Return the documents that the order requires and that are known not to have come."""
    return late.required if nothing_came(late) else late.missing


def _named(late: OverdueSource) -> Mapping[str, str]:
    return {key: words for key, words in late.source.parties.items() if key != "party"}
