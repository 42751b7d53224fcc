"""What a body did under an order: what it supplied, the words of its letter, and the records that
are due."""

from collections.abc import Iterator, Mapping

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, at_annex
from tracker.domain.words.quotations import in_marks
from tracker.services.letters.enforcing.overdue_source import ITEM_KEY, OverdueSource
from tracker.services.letters.enforcing.required_papers import what_is_required, wrote_since
from tracker.services.letters.enforcing.said_under_order import (
    given_in_part,
    quoted_of,
    supplied_with,
)
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.itemising import short_record
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.reaching import in_items
from tracker.services.letters.pleading.source import PleadingSource

_IN_PART = Message("{Respondent} complied in part {day:on}{annex}.")
_BY_LETTER = Message("{Respondent} complied in part by its letter {which}{annex}.")
_BY_LETTER_RECEIVED = Message(
    "{Respondent} complied in part by its letter {which}, received {day:on}{annex}."
)
# Whether a copy is complete, only a person can tell who compares it with the record.
_SUPPLIED = Message("With it, copies of {items} were received.")
_SUPPLIED_IN_PART = Message("Of {items}, it supplied a part: {quote}.")
_STATE_WHAT = Message("[State what was supplied, item by item.]")
_NOTHING_FURTHER = Message(
    "By {day} the {party} had received from {respondent} no further record and no further "
    "document on the request or the order."
)
_NO_RECORD = Message(
    "From the date of the order to {day}, the {party} received from {respondent} no record, and "
    "no document on the request or the order."
)
_NOTHING = Message("Nothing that shows compliance with the order had been received by {day}.")
_ITEMS = Message(
    "These records, named as in the request{annex}, are still to be supplied under the order: "
    "[Leave out the rows of records that the order does not cover or that were supplied. If a "
    "record was supplied in part, say in its row what is missing. Then remove this note.]"
)
_ITEM = Message("{record} (item {number})")
_ITEM_IN_PART = Message("{record} (item {number}): what was not supplied of it")


def compliance(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the compliance in part, what did not come, and the records that are due, each as an
    item."""
    source, order = late.source, late.order
    rests = PleadingBasis((order.decision.seq,))
    for entry in order.in_part:
        words = " ".join(_in_part(late, entry))
        yield PleadingRow(f"compliance:{entry.seq}", words, rests_on=PleadingBasis((entry.seq,)))
    if words := _what_came(late):
        yield PleadingRow("compliance:none", at_start(words), rests_on=rests)
    yield from what_is_required(late)
    if late.records_due and late.items:
        sent = source.plea.case_status.case_state.sent[:1]
        annex = "".join(at_annex(annex_key(each)) for each in sent)
        yield PleadingRow("compliance:items", source.say(_ITEMS, annex=annex), rests_on=rests)
        for number, asked_for in late.items.items():
            words = _ITEM_IN_PART if number in late.given_in_part else _ITEM
            said = source.say(words, number=str(number), record=_record(source, asked_for))
            yield PleadingRow(f"{ITEM_KEY}{number}", said, RowForm.ROMAN, rests)


def _in_part(late: OverdueSource, entry: Entry) -> Iterator[str]:
    """Yield a compliance in part: the letter with its words if they were logged, and what was
    supplied, or a place to say it."""
    source = late.source
    details, day = source.details_of(entry), source.locale.short_span(entry.event.on)
    values = {"annex": at_annex(annex_key(entry)), **_named(source)}
    if details.number or details.dated:
        which = identified(source, entry, receipt=False)
        later = details.dated is not None and details.dated != entry.event.on.latest
        by = _BY_LETTER_RECEIVED if later else _BY_LETTER
        yield source.say(by, which=which, day=day, **values)
    else:
        yield source.say(_IN_PART, day=day, **values)
    yield from signed_and_quoted(source, entry, needed=False)
    given = supplied_with(source, entry)
    part = [n for n in given if n in late.given_in_part]
    if whole := [n for n in given if n not in part]:
        yield source.say(_SUPPLIED, items=in_items(source, whole), **_named(source))
    if part:
        said = dict.fromkeys(each for n in part for each in given_in_part(details.words, n))
        quote = quoted_of(source, tuple(said))
        yield source.say(_SUPPLIED_IN_PART, items=in_items(source, part), quote=quote)
    if not given:
        yield source.say(_STATE_WHAT)


def _named(source: PleadingSource) -> Mapping[str, str]:
    return {key: words for key, words in source.parties.items() if key != "party"}


def _what_came(late: OverdueSource) -> str:
    """Return that nothing came since the order, or since the last compliance in part; empty if
    something came since."""
    source, order = late.source, late.order
    day = source.locale.short_day(source.today)
    if wrote_since(late) or not late.records_due:
        return "" if order.in_part else source.say(_NOTHING, day=day)
    words = _NOTHING_FURTHER if order.in_part else _NO_RECORD
    return source.say(words, day=day, **source.parties)


def _record(source: PleadingSource, words: str) -> str:
    """Return an item by its heading, else its first words as a quotation of the request: its full
    words use terms that only the request defines."""
    short = short_record(source, words)
    return short if words.startswith(f"{short}. ") else in_marks(short)
