"""The demonstration office: requests that nobody filed, about blocks that really happened.

Every request goes through the same use cases as a real one. Bodies, laws and dates are real;
applicants and documents are invented, and every page and letter says that nothing was filed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import (
    AuthorshipCheck,
    DecisionOutcome,
    WithheldBecause,
)
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.receiving import correct, note_extension
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save
from tracker.services.office_data.demonstration_acts import (
    BY,
    BY_COURIER,
    BY_HAND,
    BY_POST,
    PEOPLE,
    InventedReply,
    InventedSending,
    appeal_invented,
    copy_invented,
    drafted_of,
    file_invented,
    invented_draft,
    notify_invented,
    prove_invented,
    reply_invented,
    show_invented,
)
from tracker.services.office_data.demonstration_papers import (
    MISTAKEN,
    ORDERED,
    STATED,
    letter,
    paper,
)
from tracker.services.ports.cases import RowFilter
from tracker.services.publishing.publishing import (
    remove_from_record,
)
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement

DEMONSTRATOR = "lawyer@demonstration.invalid"

WRONG_DAY = "The date entered is that of the letter. It arrived three days later."


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
    reference = file_invented(office, PEOPLE[0], "pk-x-2024", "pk-pta", date(2024, 2, 23))
    prove_invented(office, reference, date(2024, 2, 26))
    sweep(office)
    appeal_invented(office, reference, date(2024, 4, 8))
    sweep(office)
    notify_invented(office, reference, date(2024, 6, 20))
    day, how = DaySpan.on(date(2024, 6, 27)), AuthorshipCheck.SIGNED_AND_SEALED
    statement = BodyStatement("pk-pta", day, STATED, how, [paper("statement.txt")])
    log_statement(office, reference, statement, by=BY)
    show_invented(office, reference)


def _refusing_ministry(office: Office) -> None:
    """Add a refusal that names an exemption for everything and gives no reasons."""
    reference = file_invented(office, PEOPLE[1], "pk-x-2024", "pk-interior", date(2024, 3, 14))
    prove_invented(office, reference, date(2024, 3, 18))
    refused = InventedReply("refused", date(2024, 3, 29), (Outcome.REFUSED,), exempt=2)
    reply_invented(office, reference, refused)
    show_invented(office, reference)


def _referring_ministry(office: Office) -> None:
    """Add a reply that refers the requester elsewhere, first entered with a wrong date."""
    reference = file_invented(
        office, PEOPLE[2], "pk-x-2024", "pk-moitt", date(2024, 3, 14), lost=True
    )
    prove_invented(office, reference, date(2024, 3, 18))
    steps = (Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE)
    reply = InventedReply("not-held", date(2024, 3, 25), steps)
    wrong = reply_invented(office, reference, replace(reply, on=date(2024, 3, 22), says=False))
    show_invented(office, reference)
    correct(office, reference, wrong.seq, WRONG_DAY, by=BY)
    reply_invented(office, reference, reply)
    show_invented(office, reference)


def _partial_cabinet(office: Office) -> None:
    """Add an extension announced in time, then a partial answer with a public copy."""
    reference = file_invented(
        office, PEOPLE[0], "pk-x-2024", "pk-cabinet-division", date(2024, 3, 14)
    )
    prove_invented(office, reference, date(2024, 3, 18))
    law = office.library.law(drafted_of(office, reference).law)
    extension = law.first_stage().extension
    ground = extension.grounds[0].key if extension and extension.grounds else ""
    note_extension(
        office, reference, DaySpan.on(date(2024, 3, 28)), ground, [paper("extension.txt")], by=BY
    )
    steps = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.PARTLY_DISCLOSED)
    to = (f"To {PEOPLE[0].name}", *PEOPLE[0].address.splitlines())
    written = letter("reply.pdf", (*to, "", "The records that can be given are enclosed."))
    reply = InventedReply("partly-answered", date(2024, 4, 15), steps, written=written)
    reply_invented(office, reference, reply)
    show_invented(office, reference, copies=[copy_invented(office, reference)])


def _waiting(office: Office) -> None:
    """Add a request received a few days ago, with the clock running."""
    today = office.today_at("pk-pta")
    reference = file_invented(
        office, PEOPLE[2], "pk-vpn-2024", "pk-pta", today - timedelta(days=6)
    )
    prove_invented(office, reference, today - timedelta(days=4))


def _sent_unproved(office: Office) -> None:
    """Add a request sent without proof of receipt: no clock runs and nobody is accused."""
    today = office.today_at("pk-interior")
    file_invented(office, PEOPLE[1], "pk-vpn-2024", "pk-interior", today - timedelta(days=3))


def _newly_silent(office: Office) -> None:
    """Add a request that was not answered, with its appeal open on the day of the seeding."""
    today = office.today_at("pk-pta")
    reference = file_invented(
        office, PEOPLE[0], "pk-bluesky-2024", "pk-pta", today - timedelta(days=40)
    )
    prove_invented(office, reference, today - timedelta(days=38))
    sweep(office)


def _newly_refused(office: Office) -> None:
    """Add a refusal of two weeks ago, with its appeal open on the day of the seeding."""
    today = office.today_at("pk-interior")
    reference = file_invented(
        office, PEOPLE[2], "pk-vpn-2024", "pk-interior", today - timedelta(days=26)
    )
    prove_invented(office, reference, today - timedelta(days=24))
    came = today - timedelta(days=14)
    details = PaperDetails("1/17-RTI", came, "Section Officer (RTI)", "The request is regretted.")
    refused = InventedReply("refused", came, (Outcome.REFUSED,), exempt=2, details=details)
    reply_invented(office, reference, refused)


def _left_draft(office: Office) -> None:
    """Add a draft in Urdu that was not finished."""
    draft = invented_draft(office, "pk-bluesky-2024", "pk-pta")
    save(office, replace(draft, language="ur"), PEOPLE[1], by=BY)


@dataclass(frozen=True, slots=True)
class _Story:
    """A request of `who` received on a date, with its outcome, all of it public.

    It was sent `days` before, as `sending` says. Without a reply the body did not respond.
    `decided` ends the appeal filed on `appealed`. If `mistaken`, a text is published and taken
    down again.
    """

    block: str
    body: str
    received: date
    reply: InventedReply | None = None
    who: int = 2
    days: int = 2
    sending: InventedSending = BY_COURIER
    appealed: date | None = None
    decided: tuple[date, DecisionOutcome] | None = None
    mistaken: bool = False

    def __call__(self, office: Office) -> None:
        """Create the request."""
        sent, how = self.received - timedelta(days=self.days), self.sending
        reference = file_invented(office, PEOPLE[self.who], self.block, self.body, sent, how=how)
        prove_invented(office, reference, self.received, how)
        sweep(office)
        if self.reply:
            reply_invented(office, reference, self.reply)
        if self.appealed:
            appeal_invented(office, reference, self.appealed)
            sweep(office)
        if self.decided:
            on, outcome = self.decided
            record_decision(office, reference, on, outcome, [paper("order.txt")], by=BY)
        ordered = [("Order on the appeal (demonstration)", ORDERED)] if self.decided else []
        wrong = [("Note (demonstration)", MISTAKEN)] if self.mistaken else []
        if self.received < _TOLD:
            notify_invented(office, reference, _TOLD)
        show_invented(office, reference, texts=[*ordered, *wrong])
        if wrong:
            digests = [sha256_of(MISTAKEN.encode())]
            remove_from_record(office, reference, digests, WithheldBecause.MISTAKE, by=BY)


X, ELECTION = "pk-x-2024", "pk-election-shutdown-2024"
_TOLD = date(2024, 8, 1)
_GIVEN = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.REFUSED, Outcome.PARTLY_DISCLOSED)
_LATE = (Outcome.PARTLY_DISCLOSED, Outcome.REFUSED, Outcome.NOT_HELD, Outcome.PASSED_OVER)
# Enough for figures about a body: in time, late, no response, in doubt, and over two years.
STORIES = (
    _Story(
        X,
        "pk-pta",
        date(2024, 3, 4),
        InventedReply(
            "refused",
            date(2024, 3, 13),
            (Outcome.REFUSED,),
            lacking=frozenset({"exact-exception"}),
        ),
        who=0,
        days=5,
        sending=BY_POST,
    ),
    _Story(
        X,
        "pk-pta",
        date(2024, 3, 20),
        InventedReply("partly-answered", date(2024, 6, 3), _LATE),
        who=1,
        days=0,
        sending=BY_HAND,
    ),
    _Story(
        ELECTION,
        "pk-pta",
        date(2024, 2, 14),
        InventedReply("not-held", date(2024, 2, 23), (Outcome.NOT_HELD,)),
        who=0,
        days=4,
        sending=BY_POST,
    ),
    _Story(ELECTION, "pk-pta", date(2024, 4, 22), days=3, appealed=date(2024, 5, 28)),
    _Story(
        ELECTION,
        "pk-pta",
        date(2024, 5, 6),
        InventedReply("partly-answered", date(2024, 5, 15), _GIVEN),
        who=1,
        days=0,
        sending=BY_HAND,
    ),
    _Story(
        ELECTION,
        "pk-interior",
        date(2024, 2, 14),
        InventedReply(
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
        InventedReply("answered", date(2024, 2, 22), (Outcome.DISCLOSED,)),
        who=0,
        days=0,
        sending=BY_HAND,
    ),
    _Story(
        X,
        "pk-pta",
        date(2025, 1, 6),
        InventedReply("partly-answered", date(2025, 1, 17), _GIVEN, exempt=3),
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
    _newly_silent,
    _newly_refused,
    _left_draft,
    *STORIES,
)
