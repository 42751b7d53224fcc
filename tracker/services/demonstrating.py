"""Fills a demonstration office: requests that nobody filed, about blocks that really happened.

Every request goes through the same use cases as a real one. Bodies, laws and days are real;
applicants and papers are invented, and every page and letter says that nothing was filed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.days import DaySpan
from tracker.domain.errors import NotAllowed
from tracker.domain.events import (
    Channel,
    DecisionOutcome,
    Drafted,
    QuestionOutcome,
    ReceiptProof,
)
from tracker.domain.questions import Outcome
from tracker.domain.request import Applicant, Draft, Filing
from tracker.domain.situation import situation_of
from tracker.services.appealing import file_appeal, record_decision
from tracker.services.drafting import save, settle, start
from tracker.services.filing import Upload, kept
from tracker.services.office import Office
from tracker.services.ports import Filter
from tracker.services.publishing import Publication, publish, publishable
from tracker.services.receiving import REPLIES, Response, note_extension, take_reply
from tracker.services.sending import Despatch, approve, prove_receipt, send
from tracker.services.silence import sweep

DEMONSTRATOR = "lawyer@demonstration.invalid"
BY = "demonstration"

# Invented people whose names try the program: long, right to left, with marks and apostrophes.
PEOPLE = (
    Applicant("Zubaida Testwala", "1 Example Street\nIslamabad", "zubaida@example.org", True),
    Applicant("سائلہ نمونہ بیگم", "۲ مثال روڈ\nلاہور", "namoona@example.org", True),
    Applicant("Zoë O’Mustermann-Nguyễn", "3 Beispielweg\nKarachi", "zoe@example.org", True),
)
PAPER = "Demonstration paper: nothing was really sent, received or answered.\n"
# What replies of it do with the questions, one after the other.
ALL = (Outcome.DISCLOSED,)
NOT_HELD = Outcome.NOT_HELD
GIVEN = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.REFUSED, Outcome.PARTLY_DISCLOSED)
REPLY = (
    "Demonstration reply. No public body wrote these words; they show where an answer stands on "
    "the record, question by question."
)


def seed_demonstration(office: Office) -> int:
    """Make the demonstration's requests; how many. An office that holds any is left as it is.

    Raises NotAllowed in a live office.
    """
    if office.premises.state().live:
        raise NotAllowed("This is a live office: demonstration requests cannot be put into it.")
    _, there = office.cases.rows(Filter(), 0, 1)
    if there or office.cases.drafts():
        return 0
    # All or nothing: a part of it would count as filled at the next start.
    with office.cases.together():
        for scene in SCENES:
            scene(office)
    return len(SCENES)


def _silent_regulator(office: Office) -> None:
    """Silence, the appeal in time, and the appeal body's own silence: all on the record."""
    reference = _filed(office, PEOPLE[0], "pk-x-2024", "pk-pta", date(2024, 2, 23))
    _received(office, reference, date(2024, 2, 26))
    sweep(office)
    _appealed(office, reference, date(2024, 4, 8))
    sweep(office)
    _show(office, reference, told=date(2024, 6, 20))


def _refusing_ministry(office: Office) -> None:
    """A refusal that names an exemption for everything and gives no reasons."""
    reference = _filed(office, PEOPLE[1], "pk-x-2024", "pk-interior", date(2024, 3, 14))
    _received(office, reference, date(2024, 3, 18))
    exemption = _first_exemption(office, reference)
    outcomes = _outcomes(office, reference, lambda n: Outcome.REFUSED, (exemption,))
    _replied(office, reference, "refused", date(2024, 3, 29), outcomes)
    _show(office, reference)


def _referring_ministry(office: Office) -> None:
    """A reply that sends the requester elsewhere."""
    reference = _filed(office, PEOPLE[2], "pk-x-2024", "pk-moitt", date(2024, 3, 14))
    _received(office, reference, date(2024, 3, 18))
    steps = (Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE)
    outcomes = _outcomes(office, reference, lambda n: steps[n % len(steps)])
    _replied(office, reference, "not-held", date(2024, 3, 25), outcomes)
    _show(office, reference)


def _partial_cabinet(office: Office) -> None:
    """An extension announced in time, then an answer in part."""
    reference = _filed(office, PEOPLE[0], "pk-x-2024", "pk-cabinet-division", date(2024, 3, 14))
    _received(office, reference, date(2024, 3, 18))
    law = office.library.law(_drafted(office, reference).law)
    extension = law.first_stage().extension
    ground = extension.grounds[0].key if extension and extension.grounds else ""
    note_extension(
        office, reference, DaySpan.on(date(2024, 3, 28)), ground, [_paper("extension.txt")], by=BY
    )
    steps = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.PARTLY_DISCLOSED)
    outcomes = _outcomes(office, reference, lambda n: steps[n % len(steps)])
    _replied(office, reference, "partly-answered", date(2024, 4, 15), outcomes)
    _show(office, reference)


def _waiting(office: Office) -> None:
    """Received a few days ago: the clock runs."""
    today = office.today_at("pk-pta")
    reference = _filed(office, PEOPLE[2], "pk-vpn-2024", "pk-pta", today - timedelta(days=6))
    _received(office, reference, today - timedelta(days=4))


def _sent_unproved(office: Office) -> None:
    """Sent, and nothing yet proves that it arrived: no clock runs and nobody is accused."""
    today = office.today_at("pk-interior")
    _filed(office, PEOPLE[1], "pk-vpn-2024", "pk-interior", today - timedelta(days=3))


def _left_draft(office: Office) -> None:
    """A draft in Urdu that somebody began."""
    draft = _begun(office, "pk-bluesky-2024", "pk-pta")
    save(office, replace(draft, language="ur"), PEOPLE[1], by=BY)


@dataclass(frozen=True, slots=True)
class _Story:
    """A request that was received on a day and what came of it, all of it shown.

    `steps` are the outcomes of its questions, one after the other and again from the first; a
    request without a reply met silence. `decided` ends an appeal that was filed `appealed`.
    """

    block: str
    body: str
    received: date
    kind: str = ""
    replied: date | None = None
    steps: tuple[Outcome, ...] = ()
    lacking: frozenset[str] = frozenset()
    appealed: date | None = None
    decided: tuple[date, DecisionOutcome] | None = None

    def __call__(self, office: Office) -> None:
        """Make the request."""
        sent = self.received - timedelta(days=2)
        reference = _filed(office, PEOPLE[2], self.block, self.body, sent)
        _received(office, reference, self.received)
        sweep(office)
        if self.replied:
            steps = self.steps
            outcomes = _outcomes(office, reference, lambda n: steps[n % len(steps)])
            _replied(office, reference, self.kind, self.replied, outcomes, self.lacking)
        if self.appealed:
            _appealed(office, reference, self.appealed)
            sweep(office)
        if self.decided:
            on, outcome = self.decided
            record_decision(office, reference, on, outcome, [_paper("order.txt")], by=BY)
        _show(office, reference, told=TOLD)


X, ELECTION = "pk-x-2024", "pk-election-shutdown-2024"
TOLD = date(2024, 8, 1)
# So many that figures of a body are more than a word: in time, late, silent, in doubt.
STORIES = (
    _Story(X, "pk-pta", date(2024, 3, 4), "refused", date(2024, 3, 13), (Outcome.REFUSED,)),
    _Story(X, "pk-pta", date(2024, 3, 20), "partly-answered", date(2024, 6, 3), GIVEN),
    _Story(ELECTION, "pk-pta", date(2024, 2, 14), "not-held", date(2024, 2, 23), (NOT_HELD,)),
    _Story(ELECTION, "pk-pta", date(2024, 4, 22), appealed=date(2024, 5, 28)),
    _Story(ELECTION, "pk-pta", date(2024, 5, 6), "partly-answered", date(2024, 5, 15), GIVEN),
    _Story(
        ELECTION,
        "pk-interior",
        date(2024, 2, 14),
        "refused",
        date(2024, 2, 27),
        (Outcome.REFUSED,),
        frozenset({"appeal-right"}),
        date(2024, 3, 11),
        (date(2024, 4, 30), DecisionOutcome.PARTLY_ALLOWED),
    ),
    _Story(ELECTION, "pk-cabinet-division", date(2024, 2, 15), "answered", date(2024, 2, 22), ALL),
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
    """A draft of somebody who asks in the first capacity that the law names."""
    draft = start(office, block, body, by=BY, on=on)
    kinds = office.library.law(draft.law).eligibility.kinds
    return replace(draft, eligibility=next(iter(kinds)))


def _filed(office: Office, who: Applicant, block: str, body: str, on: date) -> str:
    """A request approved and sent on a day."""
    draft = save(office, _begun(office, block, body, on), who, by=BY)
    settle(office, draft.reference, draft.version, on=on, by=BY)
    approve(office, draft.reference, by=BY, on=on)
    despatch = Despatch(on, Channel.COURIER, Filing("CD-0000"), [_paper("courier.txt")])
    send(office, draft.reference, despatch, by=BY)
    return draft.reference


def _received(office: Office, reference: str, on: date) -> None:
    proof = ReceiptProof.COURIER_DELIVERY
    prove_receipt(office, reference, DaySpan.on(on), proof, [_paper("delivery.txt")], by=BY)


def _appealed(office: Office, reference: str, on: date) -> None:
    proof, paper = [_paper("receipt.txt")], _paper("appeal.txt")
    appeal = Despatch(on, Channel.COURIER, Filing("CD-0001"), proof, paper)
    file_appeal(office, reference, appeal, by=BY)


def _replied(
    office: Office,
    reference: str,
    kind: str,
    on: date,
    outcomes: tuple[QuestionOutcome, ...],
    lacking: frozenset[str] = frozenset(),
) -> None:
    papers = [_paper("reply.txt")]
    response = Response(kind, DaySpan.on(on), outcomes, papers, lacking)
    take_reply(office, reference, response, by=BY)


def _outcomes(
    office: Office,
    reference: str,
    choose: Callable[[int], Outcome],
    exemptions: tuple[str, ...] = (),
) -> tuple[QuestionOutcome, ...]:
    asked = _drafted(office, reference).questions
    return tuple(
        QuestionOutcome(question.key, choose(number), exemptions)
        for number, question in enumerate(asked)
    )


def _show(office: Office, reference: str, told: date | None = None) -> None:
    """Publish all that can be shown; the reply, where there is one, with its words."""
    with office.cases.look(reference) as case:
        entries = publishable(case.history)
    answered = any(entry.event.kind in REPLIES for entry in entries)
    publication = Publication(
        entries=tuple(entry.seq for entry in entries),
        texts=[("Reply (demonstration)", REPLY)] if answered else [],
        body_told_on=told,
    )
    publish(office, reference, publication, by=BY)


def _drafted(office: Office, reference: str) -> Drafted:
    with office.cases.look(reference) as case:
        drafted = situation_of(case.history).drafted
    if drafted is None:
        raise NotAllowed("Request {reference} was not settled.", reference=reference)
    return drafted


def _first_exemption(office: Office, reference: str) -> str:
    return office.library.law(_drafted(office, reference).law).exemptions[0].key


def _paper(name: str) -> Upload:
    return kept(name, f"{name}\n{PAPER}".encode())
