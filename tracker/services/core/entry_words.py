"""The words of an entry whose kind has no words of its own on the pages."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import (
    AuthorshipCheck,
    Channel,
    DecisionOutcome,
    DeliveryResult,
    ReceiptProof,
)
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Event
from tracker.domain.events.form import Prompt
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import (
    AUTHORSHIP,
    CHANNELS,
    DECISIONS,
    DELIVERIES,
    RECEIPT_PROOFS,
)

FIELD = Message("{label}: {value}.")
# Printed beside a document if the office no longer has the file that was sent.
_COPIED_LATER = Message(
    "we no longer have the file that was sent; this copy was made afterwards, on {day}"
)
_COPIED = Message(
    "we no longer have the file that was sent; this copy is the letter as it was on {day}"
)
_SENTENCE_LATER = Message(
    "We no longer have the file that was sent. The copy was made afterwards, on {day}."
)
_SENTENCE = Message(
    "We no longer have the file that was sent. The copy is the letter as it was on {day}."
)
_UNPROVED = Message("There is no proof of sending.")
_ENTRY = Message("entry {number}")
_YES = Message("yes")

# The words of enumerations that several kinds share.
SHARED: Mapping[type[Enum], Mapping[str, str]] = {
    AuthorshipCheck: AUTHORSHIP,
    Channel: CHANNELS,
    DecisionOutcome: DECISIONS,
    DeliveryResult: DELIVERIES,
    ReceiptProof: RECEIPT_PROOFS,
}


def choices_of(kind: type[Enum], prompt: Prompt) -> dict[str, str]:
    """Return the values of an enumeration with their English words."""
    own = {str(value.value): words for value, words in prompt.choices.items()}
    return own or {str(value.value): SHARED[kind][value.value] for value in kind}


def said_of(event: Event, locale: Locale) -> Iterator[str]:
    """Yield a sentence for each field that the form asks for and that is filled in."""
    for name, prompt in event.prompts().items():
        value = getattr(event, name)
        if value not in (None, "", 0, False):
            said = _value_in_words(value, prompt, locale)
            yield locale.say(FIELD, label=locale.say(prompt.label), value=said)


def copy_note(event: Event, locale: Locale) -> str:
    """Return the words that a list of annexes adds to a copy made in place of the file that was
    sent; empty if that file is held."""
    if not isinstance(event, Dispatched) or event.copy_made_on is None:
        return ""
    words = _COPIED_LATER if event.copied_afterwards else _COPIED
    return locale.say(words, day=locale.short_day(event.copy_made_on))


def said_of_sending(event: Dispatched, locale: Locale) -> Iterator[str]:
    """Yield a sentence if a copy replaces the file that was sent, and one if no proof is held."""
    if event.copy_made_on:
        words = _SENTENCE_LATER if event.copied_afterwards else _SENTENCE
        yield locale.say(words, day=locale.short_day(event.copy_made_on))
    if event.without_proof:
        yield locale.say(_UNPROVED)


def _value_in_words(value: object, prompt: Prompt, locale: Locale) -> str:
    if isinstance(value, Enum):
        return locale.say(choices_of(type(value), prompt)[value.value])
    if isinstance(value, date):
        return locale.day(value)
    if value is True:
        return locale.say(_YES)
    if prompt.of:
        return locale.say(_ENTRY, number=value)
    return str(value)
