"""The demonstration office: requests that nobody filed, about blocks that really happened.

Every request goes through the same use cases as a real one. Bodies, laws and dates are real;
applicants and documents are invented, and every page and letter says that nothing was filed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import cycle

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import (
    AuthorshipCheck,
    Channel,
    DecisionOutcome,
    ReceiptProof,
    WithheldBecause,
)
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant, Draft, Filing
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import MEDIA_TYPES, Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter, SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.frozen_letters import frozen_files
from tracker.services.letters.letter_facts import writer_of
from tracker.services.office_data.demonstration_papers import (
    FORM_GIVEN,
    MISTAKEN,
    REPLY,
    STATED,
    letter,
    paper,
    said_on,
)
from tracker.services.ports.cases import RowFilter
from tracker.services.publishing.copying import begin, copyable_of, finish, looked_at
from tracker.services.publishing.pre_publication_notice import criticised, send_notice
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    remove_from_record,
)
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement

DEMONSTRATOR = "lawyer@demonstration.invalid"
BY = "demonstration"

# Invented people with difficult names: long, right to left, with accents and apostrophes.
PEOPLE = (
    Applicant("Zubaida Testwala", "1 Example Street\nIslamabad", "zubaida@example.org", True),
    Applicant("سائلہ نمونہ بیگم", "۲ مثال روڈ\nلاہور", "namoona@example.org", True),
    Applicant("Zoë O’Mustermann-Nguyễn", "3 Beispielweg\nKarachi", "zoe@example.org", True),
)
WRONG_DAY = "The date entered is that of the letter. It arrived three days later."


@dataclass(frozen=True, slots=True)
class _Reply:
    """The reply of a body on a date.

    `steps` are the outcomes of the items in order, repeated as often as needed. If `exempt`, each
    refusal names the first exemption of the law. If `says`, it has words on each item that it does
    not pass over.
    """

    kind: str
    on: date
    steps: tuple[Outcome, ...]
    exempt: bool = False
    lacking: frozenset[str] = frozenset()
    says: bool = True
    written: Upload = field(default_factory=lambda: paper("reply.txt"))


def seed_demonstration(office: Office) -> int:
    """Create the demonstration's requests; return how many.

    Does nothing if the office has any request or draft. Raises NotAllowed in a live office.
    """
    if office.premises.state().live:
        raise NotAllowed("This is a live office. It cannot hold demonstration requests.")
    _, there = office.case_rows.rows(RowFilter(), 0, 1)
    if there or office.drafts.all():
        return 0
    # Store all or nothing: the next start would not complete a partial demonstration.
    with office.cases.together():
        for scene in SCENES:
            scene(office)
    return len(SCENES)


def _silent_regulator(office: Office) -> None:
    """Add a non-response, an appeal in time without a decision, and the regulator's statement."""
    reference = _filed(office, PEOPLE[0], "pk-x-2024", "pk-pta", date(2024, 2, 23))
    _received(office, reference, date(2024, 2, 26))
    sweep(office)
    _appealed(office, reference, date(2024, 4, 8))
    sweep(office)
    _told(office, reference, date(2024, 6, 20))
    day, how = DaySpan.on(date(2024, 6, 27)), AuthorshipCheck.SIGNED_AND_SEALED
    statement = BodyStatement("pk-pta", day, STATED, how, [paper("statement.txt")])
    log_statement(office, reference, statement, by=BY)
    _show(office, reference)


def _refusing_ministry(office: Office) -> None:
    """Add a refusal that names an exemption for everything and gives no reasons."""
    reference = _filed(office, PEOPLE[1], "pk-x-2024", "pk-interior", date(2024, 3, 14))
    _received(office, reference, date(2024, 3, 18))
    refused = _Reply("refused", date(2024, 3, 29), (Outcome.REFUSED,), exempt=True)
    _replied(office, reference, refused)
    _show(office, reference)


def _referring_ministry(office: Office) -> None:
    """Add a reply that refers the requester elsewhere, first entered with a wrong date."""
    reference = _filed(office, PEOPLE[2], "pk-x-2024", "pk-moitt", date(2024, 3, 14), lost=True)
    _received(office, reference, date(2024, 3, 18))
    steps = (Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE)
    reply = _Reply("not-held", date(2024, 3, 25), steps)
    wrong = _replied(office, reference, replace(reply, on=date(2024, 3, 22), says=False))
    _show(office, reference)
    correct(office, reference, wrong.seq, WRONG_DAY, by=BY)
    _replied(office, reference, reply)
    _show(office, reference)


def _partial_cabinet(office: Office) -> None:
    """Add an extension announced in time, then a partial answer with a public copy."""
    reference = _filed(office, PEOPLE[0], "pk-x-2024", "pk-cabinet-division", date(2024, 3, 14))
    _received(office, reference, date(2024, 3, 18))
    law = office.library.law(_drafted(office, reference).law)
    extension = law.first_stage().extension
    ground = extension.grounds[0].key if extension and extension.grounds else ""
    note_extension(
        office, reference, DaySpan.on(date(2024, 3, 28)), ground, [paper("extension.txt")], by=BY
    )
    steps = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.PARTLY_DISCLOSED)
    to = (f"To {PEOPLE[0].name}", *PEOPLE[0].address.splitlines())
    written = letter("reply.pdf", (*to, "", "The records that can be given are enclosed."))
    reply = _Reply("partly-answered", date(2024, 4, 15), steps, written=written)
    _replied(office, reference, reply)
    _show(office, reference, copies=[_copied(office, reference)])


def _waiting(office: Office) -> None:
    """Add a request received a few days ago, with the clock running."""
    today = office.today_at("pk-pta")
    reference = _filed(office, PEOPLE[2], "pk-vpn-2024", "pk-pta", today - timedelta(days=6))
    _received(office, reference, today - timedelta(days=4))


def _sent_unproved(office: Office) -> None:
    """Add a request sent without proof of receipt: no clock runs and nobody is accused."""
    today = office.today_at("pk-interior")
    _filed(office, PEOPLE[1], "pk-vpn-2024", "pk-interior", today - timedelta(days=3))


def _left_draft(office: Office) -> None:
    """Add a draft in Urdu that was not finished."""
    draft = _begun(office, "pk-bluesky-2024", "pk-pta")
    save(office, replace(draft, language="ur"), PEOPLE[1], by=BY)


@dataclass(frozen=True, slots=True)
class _Story:
    """A request received on a date, with its outcome, all of it public.

    Without a reply the body did not respond. `decided` ends the appeal filed on `appealed`. If
    `mistaken`, a text is published and taken down again.
    """

    block: str
    body: str
    received: date
    reply: _Reply | None = None
    appealed: date | None = None
    decided: tuple[date, DecisionOutcome] | None = None
    mistaken: bool = False

    def __call__(self, office: Office) -> None:
        """Create the request."""
        sent = self.received - timedelta(days=2)
        reference = _filed(office, PEOPLE[2], self.block, self.body, sent)
        _received(office, reference, self.received)
        sweep(office)
        if self.reply:
            _replied(office, reference, self.reply)
        if self.appealed:
            _appealed(office, reference, self.appealed)
            sweep(office)
        if self.decided:
            on, outcome = self.decided
            record_decision(office, reference, on, outcome, [paper("order.txt")], by=BY)
        wrong = [("Note (demonstration)", MISTAKEN)] if self.mistaken else []
        if self.received < _TOLD:
            _told(office, reference, _TOLD)
        _show(office, reference, texts=wrong)
        if wrong:
            digests = [sha256_of(MISTAKEN.encode())]
            remove_from_record(office, reference, digests, WithheldBecause.MISTAKE, by=BY)


X, ELECTION = "pk-x-2024", "pk-election-shutdown-2024"
_TOLD = date(2024, 8, 1)
_GIVEN = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.REFUSED, Outcome.PARTLY_DISCLOSED)
# Enough for figures about a body: in time, late, no response, in doubt, and over two years.
STORIES = (
    _Story(
        X,
        "pk-pta",
        date(2024, 3, 4),
        _Reply(
            "refused",
            date(2024, 3, 13),
            (Outcome.REFUSED,),
            lacking=frozenset({"exact-exception"}),
        ),
    ),
    _Story(X, "pk-pta", date(2024, 3, 20), _Reply("partly-answered", date(2024, 6, 3), _GIVEN)),
    _Story(
        ELECTION,
        "pk-pta",
        date(2024, 2, 14),
        _Reply("not-held", date(2024, 2, 23), (Outcome.NOT_HELD,)),
    ),
    _Story(ELECTION, "pk-pta", date(2024, 4, 22), appealed=date(2024, 5, 28)),
    _Story(
        ELECTION, "pk-pta", date(2024, 5, 6), _Reply("partly-answered", date(2024, 5, 15), _GIVEN)
    ),
    _Story(
        ELECTION,
        "pk-interior",
        date(2024, 2, 14),
        _Reply(
            "refused",
            date(2024, 2, 27),
            (Outcome.REFUSED,),
            lacking=frozenset({"appeal-right"}),
        ),
        appealed=date(2024, 3, 11),
        decided=(date(2024, 4, 30), DecisionOutcome.PARTLY_ALLOWED),
        mistaken=True,
    ),
    _Story(
        ELECTION,
        "pk-cabinet-division",
        date(2024, 2, 15),
        _Reply("answered", date(2024, 2, 22), (Outcome.DISCLOSED,)),
    ),
    _Story(
        X,
        "pk-pta",
        date(2025, 1, 6),
        _Reply("partly-answered", date(2025, 1, 17), _GIVEN, exempt=True),
        appealed=date(2025, 2, 10),
        decided=(date(2025, 4, 8), DecisionOutcome.ALLOWED),
    ),
)

SCENES: tuple[Callable[[Office], None], ...] = (
    _silent_regulator,
    _refusing_ministry,
    _referring_ministry,
    _partial_cabinet,
    _waiting,
    _sent_unproved,
    _left_draft,
    *STORIES,
)


def _begun(office: Office, block: str, body: str, on: date | None = None) -> Draft:
    """Return a draft by a person in the first capacity that the law names."""
    draft = start(office, block, body, by=BY, on=on)
    kinds = office.library.law(draft.law).eligibility.kinds
    return replace(draft, eligibility=next(iter(kinds)))


def _filed(
    office: Office, who: Applicant, block: str, body: str, on: date, *, lost: bool = False
) -> str:
    """Create a request approved and sent on a date; return its reference. If the file that was
    sent is `lost`, a copy replaces it."""
    draft = save(office, _begun(office, block, body, on), who, by=BY)
    settle(office, draft.reference, draft.version, on=on, by=BY)
    approve(office, draft.reference, by=BY, on=on)
    filing, proofs = Filing("CD-0000"), [paper("courier.txt")]
    left = HeldLetter.LOST if lost else _as_sent(office, draft.reference, on)
    dispatch = SendingDetails(on, Channel.COURIER, filing, proofs, left)
    send(office, draft.reference, dispatch, by=BY)
    return draft.reference


def _as_sent(office: Office, reference: str, on: date) -> Upload:
    """Return the file of a request that left before its approval was entered."""
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.REQUEST, on=on)
    word, _ = frozen_files(writer)
    return word


def _received(office: Office, reference: str, on: date) -> None:
    proof = ReceiptProof.COURIER_DELIVERY
    prove_receipt(office, reference, DaySpan.on(on), proof, [paper("delivery.txt")], by=BY)


def _appealed(office: Office, reference: str, on: date) -> None:
    proof = [paper("receipt.txt")]
    appeal = SendingDetails(on, Channel.COURIER, Filing("CD-0001"), proof, paper("appeal.txt"))
    file_appeal(office, reference, appeal, by=BY)


def _told(office: Office, reference: str, on: date) -> None:
    """Send the notice to each body that the record would criticise, on a day."""
    with office.cases.look(reference) as case:
        bodies = criticised(case_state_of(case.history))
    for body in bodies:
        proofs, notice = [paper("notice-courier.txt")], paper("notice.txt")
        dispatch = SendingDetails(on, Channel.COURIER, Filing("CD-0002"), proofs, notice)
        send_notice(office, reference, body, dispatch, by=BY)


def _replied(office: Office, reference: str, reply: _Reply) -> Entry:
    drafted = _drafted(office, reference)
    named = (office.library.law(drafted.law).exemptions[0].key,) if reply.exempt else ()
    chosen = tuple(zip(drafted.questions, cycle(reply.steps), strict=False))
    outcomes = tuple(
        QuestionOutcome(
            asked.key,
            outcome,
            named if outcome is Outcome.REFUSED else (),
            given_as=FORM_GIVEN.get(outcome),
        )
        for asked, outcome in chosen
    )
    said = said_on(chosen) if reply.says else {}
    on, papers = DaySpan.on(reply.on), [reply.written]
    response = Response(reply.kind, on, outcomes, papers, reply.lacking, said)
    return take_reply(office, reference, response, by=BY)


def _copied(office: Office, reference: str) -> str:
    """Make a public copy of the request's PDF, with the applicant redacted; return its digest."""
    title, drawn = "Reply (demonstration)", MEDIA_TYPES["pdf"]
    (paper,) = (each.paper for each in copyable_of(office, reference) if each.media == drawn)
    begin(office, reference, paper, title)
    looked_at(office, reference, paper, 1)
    finish(office, reference, paper, title)
    return paper


def _show(
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


def _drafted(office: Office, reference: str) -> Drafted:
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    if drafted is None:
        raise NotAllowed("Request {reference} was not finalised.", reference=reference)
    return drafted
