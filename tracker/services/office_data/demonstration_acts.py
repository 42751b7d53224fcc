"""The acts of a demonstration: each goes through the use case of a real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import cycle

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import (
    Channel,
    ReceiptProof,
)
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.request import Applicant, Draft, Filing
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.pleas import Exemption
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.pre_publication_notice import criticised, send_notice
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter, SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.frozen_letters import frozen_files
from tracker.services.letters.letter_facts import writer_of
from tracker.services.office_data.demonstration_papers import (
    FORM_GIVEN,
    REPLY,
    paper,
    said_on,
)
from tracker.services.publishing.copying import begin, copyable_of, finish, looked_at
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
)

BY = "demonstration"

# Invented people with difficult names: long, right to left, with accents and apostrophes.
PEOPLE = (
    Applicant("Zubaida Testwala", "1 Example Street\nIslamabad", "zubaida@example.org", True),
    Applicant("سائلہ نمونہ بیگم", "۲ مثال روڈ\nلاہور", "namoona@example.org", True),
    Applicant("Zoë O’Mustermann-Nguyễn", "3 Beispielweg\nKarachi", "zoe@example.org", True),
)


@dataclass(frozen=True, slots=True)
class InventedReply:
    """The reply of a body on a date.

    `steps` are the outcomes of the items in order, repeated as often as needed. The refusals name
    the first `exempt` exemptions of the law in turn. If `says`, it has words on each item that it
    does not pass over. `details` is what the document says of itself.
    """

    kind: str
    on: date
    steps: tuple[Outcome, ...]
    exempt: int = 0
    lacking: frozenset[str] = frozenset()
    says: bool = True
    written: Upload = field(default_factory=lambda: paper("reply.txt"))
    details: PaperDetails = NO_DETAILS


@dataclass(frozen=True, slots=True)
class InventedSending:
    """How a request was sent and received: the channel, its number, and the documents."""

    channel: Channel
    number: str
    slip: str
    proof: ReceiptProof
    proved_by: str


BY_COURIER = InventedSending(
    Channel.COURIER, "CD-0000", "courier.txt", ReceiptProof.COURIER_DELIVERY, "delivery.txt"
)
BY_POST = InventedSending(
    Channel.REGISTERED_POST,
    "RGL-0000",
    "post-receipt.txt",
    ReceiptProof.ACKNOWLEDGEMENT_CARD,
    "acknowledgement-card.txt",
)
BY_HAND = InventedSending(
    Channel.HAND, "", "stamped-copy.txt", ReceiptProof.COUNTER_STAMP, "stamped-copy.txt"
)


def invented_draft(office: Office, block: str, body: str, on: date | None = None) -> Draft:
    """Return a draft by a person in the first capacity that the law names."""
    draft = start(office, block, body, by=BY, on=on)
    kinds = office.library.law(draft.law).eligibility.kinds
    return replace(draft, eligibility=next(iter(kinds)))


def file_invented(
    office: Office,
    who: Applicant,
    block: str,
    body: str,
    on: date,
    *,
    how: InventedSending = BY_COURIER,
    lost: bool = False,
) -> str:
    """Create a request approved and sent on a date; return its reference. If the file that was
    sent is `lost`, a copy replaces it."""
    draft = save(office, invented_draft(office, block, body, on), who, by=BY)
    settle(office, draft.reference, draft.version, on=on, by=BY)
    approve(office, draft.reference, by=BY, on=on)
    filing, proofs = Filing(how.number), [paper(how.slip)]
    left = HeldLetter.LOST if lost else _as_sent(office, draft.reference, on)
    dispatch = SendingDetails(on, how.channel, filing, proofs, left)
    send(office, draft.reference, dispatch, by=BY)
    return draft.reference


def _as_sent(office: Office, reference: str, on: date) -> Upload:
    """Return the file of a request that left before its approval was entered."""
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.REQUEST, on=on)
    word, _ = frozen_files(writer)
    return word


def prove_invented(
    office: Office, reference: str, on: date, how: InventedSending = BY_COURIER
) -> None:
    proofs = [paper(how.proved_by)]
    prove_receipt(office, reference, DaySpan.on(on), how.proof, proofs, by=BY)


def appeal_invented(office: Office, reference: str, on: date) -> None:
    proof = [paper("receipt.txt")]
    appeal = SendingDetails(on, Channel.COURIER, Filing("CD-0001"), proof, paper("appeal.txt"))
    file_appeal(office, reference, appeal, by=BY)


def notify_invented(office: Office, reference: str, on: date) -> None:
    """Send the notice to each body that the record would criticise, on a day."""
    with office.cases.look(reference) as case:
        bodies = criticised(case_state_of(case.history))
    for body in bodies:
        proofs, notice = [paper("notice-courier.txt")], paper("notice.txt")
        dispatch = SendingDetails(on, Channel.COURIER, Filing("CD-0002"), proofs, notice)
        send_notice(office, reference, body, dispatch, by=BY)


def reply_invented(office: Office, reference: str, reply: InventedReply) -> Entry:
    drafted = drafted_of(office, reference)
    named = cycle([(each.key,) for each in _exemptions(office, drafted)[: reply.exempt]] or [()])
    chosen = tuple(zip(drafted.questions, cycle(reply.steps), strict=False))
    outcomes = tuple(
        QuestionOutcome(
            asked.key,
            outcome,
            next(named) if outcome is Outcome.REFUSED else (),
            given_as=FORM_GIVEN.get(outcome),
        )
        for asked, outcome in chosen
    )
    said = said_on(chosen) if reply.says else {}
    on, papers = DaySpan.on(reply.on), [reply.written]
    response = Response(reply.kind, on, outcomes, papers, reply.lacking, said, reply.details)
    return take_reply(office, reference, response, by=BY)


def _exemptions(office: Office, drafted: Drafted) -> tuple[Exemption, ...]:
    return office.library.law(drafted.law).exemptions


def copy_invented(office: Office, reference: str) -> str:
    """Make a public copy of the request's PDF, with the applicant redacted; return its digest."""
    title, drawn = "Reply (demonstration)", MEDIA_TYPES["pdf"]
    (paper,) = (each.paper for each in copyable_of(office, reference) if each.media == drawn)
    begin(office, reference, paper, title)
    looked_at(office, reference, paper, 1)
    finish(office, reference, paper, title)
    return paper


def show_invented(
    office: Office,
    reference: str,
    texts: Sequence[tuple[str, str]] = (),
    copies: Sequence[str] = (),
) -> None:
    """Publish everything that can be shown, with the words of replies."""
    with office.cases.look(reference) as case:
        entries = publishable(case.history)
        replies = [entry.seq for entry in entries if isinstance(entry.event, Reply)]
        quotes = [(seq, question) for seq in replies for question in case.quotes(seq)]
        texted = case_state_of(case.history).releases
    reply = [] if texted or not replies else [("Reply (demonstration)", REPLY)]
    publication = Publication(
        entries=tuple(entry.seq for entry in entries),
        texts=[*reply, *texts],
        quotes=quotes,
        copies=copies,
    )
    publish_entries(office, reference, publication, by=BY)


def drafted_of(office: Office, reference: str) -> Drafted:
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    if drafted is None:
        raise NotAllowed("Request {reference} was not finalised.", reference=reference)
    return drafted
