"""Approves a letter, freezes the bytes that were sent, and records receipt with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.despatches import transmissions
from tracker.domain.errors import BadInput, NotAllowed, Words
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.request.approved import Approved
from tracker.domain.history import Entry
from tracker.domain.law import LetterKind
from tracker.domain.request import Filing
from tracker.domain.situation import Situation, situation_of
from tracker.domain.terms import Channel, ReceiptProof
from tracker.services.days import (
    require_not_before,
    require_past,
    require_sent,
    require_since_sent,
)
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep, kept
from tracker.services.lettering import letter_bytes
from tracker.services.office import Office
from tracker.services.ports import CaseFile

SETTLED_EARLIER = Words(
    "check both days. If it was settled on paper before it was sent, withdraw this request, draft "
    "the same again, and settle it with the day of the paper."
)
SENT_ALREADY = Words(
    "It is on record that the request was sent: record another despatch of the same letter among "
    "the despatches. It resets no clock."
)


@dataclass(frozen=True, slots=True)
class Despatch:
    """How and when a letter left, and the number that traces it (private)."""

    on: date
    channel: Channel
    filing: Filing
    proofs: Sequence[Upload] = ()
    signed_copy: Upload | None = None


def approve(office: Office, reference: str, *, by: str, on: date | None = None) -> None:
    """A person allows the request to go out, today or on an earlier day for one approved on
    paper. Raises NotAllowed before it is settled."""
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        if situation.drafted is None:
            raise NotAllowed("There is no settled request to approve yet.")
        day = DaySpan.on(on) if on else _today(office, situation)
        enter(office, case, Approved(on=day), by=by)


def send(office: Office, reference: str, despatch: Despatch, *, by: str) -> Entry:
    """Record that the letter left, and keep the very bytes that were sent.

    Where the office edited or signed the DOCX, that file is what was sent; otherwise the letter as
    the program sets it. Raises NotAllowed before approval, BadInput for a day that cannot be.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        drafted = situation.drafted
        if drafted is None or not situation.approved:
            raise NotAllowed("The letter must be approved before it is sent.")
        if situation.sent:
            raise NotAllowed(SENT_ALREADY)
        require_past(office, drafted.body, despatch.on)
        require_not_before(
            drafted.on.earliest, despatch.on, Words("the request was settled"), SETTLED_EARLIER
        )
        letter = despatch.signed_copy or _as_set(office, case)
        papers = keep(office, case, [letter], purpose="letter")
        papers += keep(office, case, despatch.proofs, purpose="proof-of-sending")
        sent = Sent(on=DaySpan.on(despatch.on), channel=despatch.channel, evidence=papers)
        (entry,) = enter(office, case, sent, by=by)
        case.keep_filing(entry.seq, despatch.filing)
        return entry


def _as_set(office: Office, case: CaseFile) -> Upload:
    data = letter_bytes(office, case, LetterKind.REQUEST)
    return kept("request.docx", data)


def prove_receipt(
    office: Office,
    reference: str,
    on: DaySpan,
    proof: ReceiptProof,
    proofs: Sequence[Upload],
    *,
    despatch: int = 0,
    by: str,
) -> Entry:
    """Record the day on which the body received the request: the first proved receipt starts the
    statutory clock, and proof of another despatch resets nothing.

    `despatch` is the entry by which that letter left; 0 means the first. Raises NotAllowed before
    sending, where receipt of that despatch is proved already, or where an earlier day than the one
    on record is proved; BadInput without a paper that proves it or for a day that cannot be.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        drafted = require_sent(situation)
        left = _not_proved(situation, despatch)
        if not proofs:
            raise BadInput("Add the paper that proves receipt: no silence is recorded without it.")
        require_past(office, drafted.body, on.latest)
        require_not_before(left.event.on.earliest, on.earliest, Words("the request was sent"))
        _require_later(situation, on)
        papers = keep(office, case, proofs, purpose="proof-of-receipt")
        event = Received(on=on, proof=proof, despatch=left.seq, evidence=papers)
        (entry,) = enter(office, case, event, by=by)
        return entry


def _not_proved(situation: Situation, despatch: int) -> Entry:
    """The despatch that is meant, of which no receipt is on record."""
    (request, *_) = transmissions(situation)
    for each in request.despatches:
        if each.entry.seq == (despatch or request.first.seq):
            if each.receipts:
                raise NotAllowed(
                    "Receipt is on record already. If that entry is wrong, correct it; a letter "
                    "sent again does not start the clock anew."
                )
            return each.entry
    raise BadInput("The request did not leave by that entry: choose one of its despatches.")


def _require_later(situation: Situation, on: DaySpan) -> None:
    """The clock runs from the first receipt, so an earlier one is not put down beside a later."""
    first = situation.received
    if first and on.earliest < first.event.on.earliest:
        raise NotAllowed(
            "This proves that the request was there on {earliest} already, before "
            "{earliest_2}, from which the time is counted now. Correct that receipt (entry "
            "{seq}) first, then record both, the earlier one first.",
            earliest=on.earliest,
            earliest_2=first.event.on.earliest,
            seq=first.seq,
        )


def acknowledge(
    office: Office, reference: str, on: DaySpan, papers: Sequence[Upload], *, by: str
) -> Entry:
    """Record an acknowledgement: it answers nothing and stops no clock."""
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        require_since_sent(office, situation, require_sent(situation).body, on)
        digests = keep(office, case, papers, purpose="acknowledgement")
        (entry,) = enter(office, case, Acknowledged(on=on, evidence=digests), by=by)
        return entry


def _today(office: Office, situation: Situation) -> DaySpan:
    body = situation.drafted.body if situation.drafted else ""
    return DaySpan.on(office.today_at(body))
