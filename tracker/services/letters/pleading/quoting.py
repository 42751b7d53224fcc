"""A document of the body, identified and quoted: its number, date, signatory and words."""

from collections.abc import Iterator

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.event import Event
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.domain.words.pleading import annex_name, as_text
from tracker.services.core.i18n import Locale
from tracker.services.core.paper_details import counts_from_date_borne
from tracker.services.letters.pleading.lettering import annex_key
from tracker.services.letters.pleading.source import PleadingSource

_NUMBER_DATE_RECEIPT = Message("No. {number} {dated:of} (received {day:on})")
_NUMBER_RECEIPT = Message("No. {number} (received {day:on})")
_NUMBER_DATE = Message("No. {number} {dated:of}")
_DATE_RECEIPT = Message("{dated:of} (received {day:on})")
_DATE = Message("{dated:of}")
_RECEIPT = Message("(received {day:on})")
_QUOTE_IT = Message("[Quote the operative words from {annex}.]")
# The kinds of entry whose day is that of the receipt of their document.
_OF_ITS_RECEIPT = (Reply, FeeNoticed, ExtensionNoticed, ClarificationAsked)
_ENDS = (".", "!", "?", "…", "۔", "؟")
_MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"))


def is_receipt(event: Event, law: Law) -> bool:
    """Return whether the day of an event is that of the receipt of its document."""
    return isinstance(event, _OF_ITS_RECEIPT) and not counts_from_date_borne(law)


def identified(source: PleadingSource, entry: Entry) -> str:
    """Return the number and date of a document, and the day of its receipt, as far as known."""
    return identified_by(entry.event, source.details_of(entry), source.law, source.locale)


def identified_by(event: Event, details: PaperDetails, law: Law, locale: Locale) -> str:
    """Return what identifies the document of an event in a letter.

    The day of the event is the day of its receipt, except where the law counts from the date that
    a decision bears, and of a notice that tells of something else.
    """
    day, said = event.on, locale.short_span
    dated = DaySpan.on(details.dated) if details.dated else day
    came, number = is_receipt(event, law), as_text(details.number)
    if came and details.dated is None:
        words = _NUMBER_RECEIPT if number else _RECEIPT
    elif came and dated != day:
        words = _NUMBER_DATE_RECEIPT if number else _DATE_RECEIPT
    else:
        words = _NUMBER_DATE if number else _DATE
    return locale.say(words, number=locale.together(number), dated=said(dated), day=said(day))


def signed_and_quoted(source: PleadingSource, entry: Entry, *, needed: bool) -> Iterator[str]:
    """Yield who signed a document and what it says, each as a sentence.

    Without words, a place for them is yielded if they are `needed`.
    """
    details = source.details_of(entry)
    if details.signed_by:
        yield source.say(
            "It is signed by the {post}.", post=source.locale.together(_post(details.signed_by))
        )
    if details.words:
        yield source.say("It reads: {quote}", quote=quotation(source, details.words))
    elif needed and entry in source.annexed:
        yield source.say(_QUOTE_IT, annex=annex_name(annex_key(entry)))


def quotation(source: PleadingSource, words: str) -> str:
    """Return words in quotation marks, for a sentence in the language of the letter."""
    return source.locale.together(quoted(words))


def quoted(words: str) -> str:
    """Return words in quotation marks, with one full stop at most."""
    said = as_text(words)
    for first, last in _MARKS:
        if len(said) > 1 and said.startswith(first) and said.endswith(last):
            said = said[1:-1].strip()
    return f"“{said}”" if said.endswith(_ENDS) else f"“{said}”."


def _post(signed_by: str) -> str:
    first, _, rest = as_text(signed_by).partition(" ")
    return rest if rest and first.lower() == "the" else as_text(signed_by)
