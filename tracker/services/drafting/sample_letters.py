"""Sample letters about a made-up block, for the lawyer who reviews a wording."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant, Urgency
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.block import Block, BlockKind
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law, LetterKind, ReadIn, Source
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.domain.words.letter import Letter
from tracker.services.core.office import Office
from tracker.services.letters.folder import UnstoredRequest
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.request_words import catalogue_items

_SERVICE = Text({SOURCE: "Example"})
_KEY = "example"
_APPLICANT = Applicant("[…]", "[…]", "[…]", urgency=Urgency("[…]", "[…]", "[…]"))
# Days before today. The time limit of the example has passed, so that a reminder says so.
_SENT_BEFORE, _BEGUN_BEFORE, _REFUSED_BEFORE = 300, 320, 2


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """A letter of one kind in a language, and the same letter in English."""

    kind: LetterKind
    own: Letter
    english: Letter


def sample_letters(office: Office, law: Law, language: str) -> tuple[SampleLetter, ...]:
    """Return the request and the reminder of the example, and a remedy against its refusal if its
    letter is in that language; empty if no body is under the law."""
    asked = [body for body in office.library.bodies.values() if _can_be_asked(body, law)]
    return tuple(_samples(office, law, language, asked[0])) if asked else ()


def _can_be_asked(body: PublicBody, law: Law) -> bool:
    return law.key in body.laws and body.role is not Role.APPEAL_BODY


def _samples(office: Office, law: Law, language: str, body: PublicBody) -> Iterator[SampleLetter]:
    today = office.today_at(body.key)
    library = office.library
    with_example = replace(library, blocks={**library.blocks, _KEY: _block(law, today)})
    office = replace(office, library=with_example)
    for kind in (LetterKind.REQUEST, LetterKind.REMINDER, LetterKind.APPEAL):
        if language in office.documents.languages(kind):
            try:
                own = _letter(office, law, body, kind, language)
                english = _letter(office, law, body, kind, SOURCE)
            except Refusal:
                continue  # such as a law that was not in force when the example was sent
            if own.language == language:
                yield SampleLetter(LetterKind(own.kind), own, english)


def _letter(office: Office, law: Law, body: PublicBody, kind: LetterKind, language: str) -> Letter:
    today = office.today_at(body.key)
    history = _history(office, law, body, language, today)
    if kind in REMEDY_LETTERS:
        history = (*history, _refusal(office, law, history, today))
    example = UnstoredRequest(_KEY, history, _APPLICANT)
    return replace(compose(office, example, kind, on=today), parallel=None)


def _history(
    office: Office, law: Law, body: PublicBody, language: str, today: date
) -> tuple[Entry, ...]:
    block = office.library.block(_KEY)
    found = office.library.questions_for(block, body, today)
    keys = [question.key for question in found if question.core]
    sent = DaySpan.on(today - timedelta(days=_SENT_BEFORE))
    events: tuple[Event, ...] = (
        Drafted(
            on=sent,
            block=_KEY,
            body=body.key,
            law=law.key,
            language=language,
            questions=catalogue_items(office, _KEY, body.key, keys, language, today),
            eligibility=next(iter(law.eligibility.kinds), ""),
            supporters=(),
            urgent=True,
        ),
        Approved(on=sent),
        Sent(on=sent, channel=Channel.REGISTERED_POST),
        Received(on=sent, proof=ReceiptProof.ACKNOWLEDGEMENT_CARD, dispatch=3),
    )
    return tuple(
        Entry(seq, event, office.now(), "", b"", b"") for seq, event in enumerate(events, start=1)
    )


def _refusal(office: Office, law: Law, history: tuple[Entry, ...], today: date) -> Entry:
    """Return a refusal of every item of the example."""
    drafted = history[0].event
    asked = drafted.questions if isinstance(drafted, Drafted) else ()
    outcomes = tuple(QuestionOutcome(each.key, Outcome.REFUSED) for each in asked)
    on, stage = DaySpan.on(today - timedelta(days=_REFUSED_BEFORE)), law.first_stage().key
    refused = Refused(on=on, stage=stage, outcomes=outcomes)
    return Entry(len(history) + 1, refused, office.now(), "", b"", b"")


def _block(law: Law, today: date) -> Block:
    place = Text({SOURCE: law.country.upper()})
    return Block(
        key=_KEY,
        title=_SERVICE,
        in_sentence=_SERVICE,
        service=_SERVICE,
        kind=BlockKind.BLOCK,
        country=law.country,
        where=place,
        since=today - timedelta(days=_BEGUN_BEFORE),
        source=Source(where=_KEY, read_in=ReadIn.SECONDARY),
        bodies=(),
        places=(law.country.upper(),),
    )
