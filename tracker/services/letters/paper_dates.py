"""The number and the one date of each document of a body, wherever a letter names it."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.domain.words.pleading import as_text
from tracker.services.core.i18n import Locale
from tracker.services.core.paper_details import counts_from_date_borne

# What the documents of a body say of themselves where none was read.
NONE_READ: Mapping[int, PaperDetails] = MappingProxyType({})
_NUMBER_DATE_RECEIPT = Message("{number} {dated:of} (received {day:on})")
_NUMBER_RECEIPT = Message("{number} (received {day:on})")
_NUMBER_DATE = Message("{number} {dated:of}")
_DATE_RECEIPT = Message("{dated:of} (received {day:on})")
_DATE = Message("{dated:of}")
_RECEIPT = Message("(received {day:on})")
_DAY_RECEIPT = Message("{dated} (received {day:on})")
_WHICH = Message("{what}: {which}")
_NUMBER = Message("No. {number}")
# A number that already says what it is, such as “Appeal No. 3021-04/24”.
_SAYS_NUMBER = re.compile(r"\b(no|nos|number)\b|\bنمبر\b", re.IGNORECASE)
# A number that names the proceedings, such as “Appeal No. 3021-04/24”.
_NAMES_PROCEEDINGS = re.compile(
    r"(appeal|application|case|complaint|petition|review|اپیل|درخواست|شکایت|مقدمہ|پٹیشن)\b",
    re.IGNORECASE,
)
_IN = Message("in {number}")
# The kinds of entry whose day is that of the receipt of their document.
_OF_ITS_RECEIPT = (Reply, FeeNoticed, ExtensionNoticed, ClarificationAsked)


def first_day_of(entry: Entry, details: Mapping[int, PaperDetails]) -> date:
    """Return the first day on which a body may have done what a document does: the date of the
    document or the day of its entry, whichever is earlier. No law of the library says whether the
    document must arrive."""
    dated = details.get(entry.seq, NO_DETAILS).dated
    first = entry.event.on.earliest
    return min(dated, first) if dated else first


def is_receipt(event: Event, law: Law) -> bool:
    """Return whether the day of an event is that of the receipt of its document. That of a
    transfer may be the day on which the other body received the request or the day on which the
    requester was notified, so a letter gives it as neither.
    """
    return isinstance(event, _OF_ITS_RECEIPT) and not counts_from_date_borne(law)


def identified_by(
    event: Event, details: PaperDetails, law: Law, locale: Locale, *, receipt: bool = True
) -> str:
    """Return what identifies the document of an event in a letter; without `receipt`, the day of
    its receipt only where its date is not known.

    The day of the event is the day of its receipt, except where the law counts from the date that
    a decision bears, and of a notice that tells of something else.
    """
    number = number_of_paper(event, details, locale)
    if isinstance(event, Transferred) and details.dated is None:
        return number
    return _identified(number, event, details, law, locale, receipt=receipt)


def _identified(
    number: str, event: Event, details: PaperDetails, law: Law, locale: Locale, *, receipt: bool
) -> str:
    day, said = event.on, locale.short_span
    dated = DaySpan.on(details.dated) if details.dated else day
    came = is_receipt(event, law)
    if came and details.dated is None:
        words = _NUMBER_RECEIPT if number else _RECEIPT
    elif came and receipt and dated != day:
        words = _NUMBER_DATE_RECEIPT if number else _DATE_RECEIPT
    else:
        words = _NUMBER_DATE if number else _DATE
    return locale.say(words, number=number, dated=said(dated), day=said(day))


def number_of(details: PaperDetails, locale: Locale) -> str:
    """Return the number of a document after “No.”, which is not said twice; empty without one."""
    number = as_text(details.number)
    if not number:
        return ""
    together = locale.together(number)
    return together if _SAYS_NUMBER.search(number) else locale.say(_NUMBER, number=together)


def number_of_paper(event: Event, details: PaperDetails, locale: Locale) -> str:
    """Return the number of the document of an event as it follows the document's name.

    If the number of a decision names the proceedings, “in” is before it.
    """
    number = number_of(details, locale)
    if isinstance(event, Decided) and names_proceedings(details):
        return locale.say(_IN, number=number)
    return number


def names_proceedings(details: PaperDetails) -> bool:
    """Return whether the number of a document is that of the proceedings in which it was made."""
    return bool(_NAMES_PROCEEDINGS.match(as_text(details.number)))


def day_of_paper(event: Event, details: PaperDetails, law: Law, locale: Locale) -> str:
    """Return the date that the document of an event bears, and the day of its receipt if that is
    another one; the day of the event while the date is not known, and none of a transfer."""
    day = locale.short_span(event.on)
    if details.dated is None:
        return "" if isinstance(event, Transferred) else str(day)
    dated = locale.short_span(DaySpan.on(details.dated))
    if is_receipt(event, law) and dated != day:
        return locale.say(_DAY_RECEIPT, dated=str(dated), day=day)
    return str(dated)


def with_its_paper(
    what: str,
    event: Event,
    details: PaperDetails,
    law: Law,
    locale: Locale,
    *,
    receipt: bool = True,
) -> str:
    """Return the name of an event with the number and date of its document, as far as known, and,
    with `receipt`, the day of its receipt if that is another one."""
    which = number = number_of(details, locale)
    if details.dated:
        which = _identified(number, event, details, law, locale, receipt=receipt)
    return locale.say(_WHICH, what=what, which=which) if which else what
