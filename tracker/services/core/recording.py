"""The use case that records an event: checks it, stores its documents, and enters it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Event, K
from tracker.domain.events.request.corrected import Corrected
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.days import require_past
from tracker.services.core.entering import enter
from tracker.services.core.evidence import Upload, keep_evidence
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, Paper

SomeDispatched = TypeVar("SomeDispatched", bound=Dispatched)


NO_LETTER = Message("Attach the file that was sent.")
NO_PROOF = Message("Attach proof of sending, or say that there is none.")
PROOF_AND_NONE = Message("You attached proof. Do not also say that there is none.")
NO_RECIPIENT = Message("Enter the email address it was sent to.")
NO_FAX_NUMBER = Message("Enter the fax number it was sent to.")
MADE_LATER = Message(
    "It was sent on {sent}, but the letter was finalised here only on {fixed}. Attach the file "
    "that was actually sent, or say that you no longer have it."
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class HeldLetter(StrEnum):
    """The file that was sent, if none is handed in: the Word document or the text that was fixed,
    or neither, because the file is no longer held."""

    WORD = "word"
    TEXT = "text"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class FrozenLetter:
    """A letter whose bytes are fixed: the digests of its Word document and of its text.

    `dated` is the day that it bears, `since` the day from which the bytes exist.
    """

    word: str
    text: str
    dated: date
    since: date


@dataclass(frozen=True, slots=True)
class SendingDetails:
    """How and when a letter left, which file it was, its proofs and its private details.

    `held_proofs` are in the archive already.
    """

    on: date
    channel: Channel
    filing: Filing
    proofs: Sequence[Upload] = ()
    letter: Upload | HeldLetter = HeldLetter.WORD
    without_proof: bool = False
    held_proofs: Sequence[Paper] = ()

    @property
    def span(self) -> DaySpan:
        """Return the one date on which the document left, as a span."""
        return DaySpan.on(self.on)


def record(
    office: Office,
    reference: str,
    event: Event,
    papers: Sequence[Upload] = (),
    *,
    by: str,
) -> Entry:
    """Record one event of a request, with its documents.

    Raises NotAllowed if the event does not fit the current state, and BadInput if a required
    document is missing, an entry cannot be named or a date is not possible.
    """
    with office.cases.open(reference) as case:
        return record_in(office, case, event, papers, by=by)


def record_in(
    office: Office,
    case: CaseFile,
    event: Event,
    papers: Sequence[Upload],
    *corrections: Corrected,
    by: str,
    purpose: str = "",
) -> Entry:
    """Record one event in an open case, with the corrections that it brings.

    Raises NotAllowed and BadInput as `record` does.
    """
    event = checked_event(office, case_state_of(case.history), event)
    if event.needs_document and not papers:
        raise BadInput(event.needs_document)
    for words in event.own_words:
        require_anonymous(words, case.applicant())
    kept = keep_evidence(office, case, papers, purpose=purpose or event.purpose or event.kind)
    return enter(office, case, _with_documents(event, kept), *corrections, by=by)[0]


def record_dispatch(
    office: Office,
    case: CaseFile,
    event: Dispatched,
    dispatch: SendingDetails,
    frozen: FrozenLetter | None = None,
    *,
    by: str,
    purpose: str = "",
) -> Entry:
    """Record that a document left the office, with its file, its proofs and its private details.

    `frozen` is the letter whose bytes were fixed before. Raises NotAllowed and BadInput as
    `record` does; and BadInput without the file, without a proof or the statement that there is
    none, and without the address that the channel needs.
    """
    event = checked_event(office, case_state_of(case.history), event)
    event = _with_letter(office, case, event, dispatch, frozen, purpose or event.purpose)
    _require_traces(event, dispatch)
    event = replace(event, without_proof=dispatch.without_proof)
    proofs = keep_evidence(office, case, dispatch.proofs, purpose=event.proof_purpose)
    for held in dispatch.held_proofs:
        case.add_paper(replace(held, purpose=event.proof_purpose))
    proofs += tuple(held.digest for held in dispatch.held_proofs)
    (entry,) = enter(office, case, _with_documents(event, proofs), by=by)
    case.keep_filing(entry.seq, dispatch.filing)
    return entry


def _with_letter(
    office: Office,
    case: CaseFile,
    event: SomeDispatched,
    dispatch: SendingDetails,
    frozen: FrozenLetter | None,
    purpose: str,
) -> SomeDispatched:
    """Return the event with the file that was sent, or with the copy that replaces it."""
    letter = dispatch.letter
    if isinstance(letter, Upload):
        return _with_documents(event, keep_evidence(office, case, [letter], purpose=purpose))
    if frozen is None or (letter is HeldLetter.LOST and event.needs_document):
        if event.needs_document:
            raise BadInput(event.needs_document)
        raise BadInput(NO_LETTER)
    if letter is HeldLetter.LOST:
        copied = replace(event, copy_made_on=event.copy_made_on or frozen.since)
        return _with_documents(copied, (frozen.word,))
    require_held(frozen, dispatch.on)
    return _with_documents(event, (frozen.text if letter is HeldLetter.TEXT else frozen.word,))


def require_held(frozen: FrozenLetter | None, sent: date) -> None:
    """Raise BadInput unless the bytes of a letter were fixed by the day of its dispatch."""
    if frozen is None:
        raise BadInput(NO_LETTER)
    if sent < frozen.since:
        raise BadInput(MADE_LATER, sent=sent, fixed=frozen.since)


def recipient_lacks(channel: str, recipient: str) -> str:
    """Return what is wrong with the recipient's address for a channel; empty if nothing is."""
    typed = recipient.strip()
    if channel == Channel.EMAIL and not _ADDRESS.fullmatch(typed):
        return NO_RECIPIENT
    return NO_FAX_NUMBER if channel == Channel.FAX and not typed else ""


def _require_traces(event: Dispatched, dispatch: SendingDetails) -> None:
    """Raise BadInput if a dispatch lacks the address that its channel needs, or its proof."""
    if lacks := recipient_lacks(dispatch.channel, dispatch.filing.recipient):
        raise BadInput(lacks)
    proved = dispatch.proofs or dispatch.held_proofs
    if not proved and event.needs_proof:
        raise BadInput(event.needs_proof)
    if not proved and not dispatch.without_proof:
        raise BadInput(NO_PROOF)
    if proved and dispatch.without_proof:
        raise BadInput(PROOF_AND_NONE)


def checked_event(office: Office, state: CaseState, event: K) -> K:
    """Return the event, completed from the state of its request.

    Raises NotAllowed if it does not fit that state, BadInput if its date is not possible.
    """
    type(event).follows(state)
    event = event.completed(state)
    event.check(state)
    require_past(office, event.body_of(state), event.on.latest)
    if bound := event.not_before(state):
        bound.require(event.on.earliest)
    return event


def _with_documents(event: K, kept: tuple[str, ...]) -> K:
    return replace(event, evidence=(*event.evidence, *kept))
