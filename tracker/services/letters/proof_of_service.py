"""The proof of service: a table of dispatches and receipts, with date, way and annex."""

from collections.abc import Iterator, Mapping, Sequence

from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.words.letter import LetterTable
from tracker.services.core.entry_words import copy_note
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import CHANNELS, DELIVERIES, RECEIPT_PROOFS
from tracker.services.ports.cases import CaseFile


def proof_of_service(
    entries: Sequence[Entry], marks: Mapping[int, str], case: CaseFile, locale: Locale
) -> LetterTable:
    """Return a table of each dispatch and receipt among these annexes, with the letter of each.

    Tracking numbers are private: the table goes to the body that hears the remedy, and nowhere
    else.
    """
    say = locale.say
    rows = []
    for entry in entries:
        if isinstance(entry.event, Sent | Resent | Received | Acknowledged | DeliveryReported):
            how = locale.listed(tuple(filter(None, _how(entry, case, locale))))
            what, day = say(entry.event.label), locale.day_span(entry.event.on)
            rows.append((day, what, how, marks.get(entry.seq, "")))
    return LetterTable((say("Day"), say("What happened"), say("How"), say("Annex")), tuple(rows))


def _how(entry: Entry, case: CaseFile, locale: Locale) -> Iterator[str]:
    event = entry.event
    if isinstance(event, Dispatched):
        yield locale.say(CHANNELS[event.channel.value])
        filing = case.filing(entry.seq)
        yield filing.recipient
        yield filing.number
        yield copy_note(event, locale)
    elif isinstance(event, Received):
        yield locale.say(RECEIPT_PROOFS[event.proof.value])
    elif isinstance(event, DeliveryReported):
        yield locale.say(DELIVERIES[event.result.value])
