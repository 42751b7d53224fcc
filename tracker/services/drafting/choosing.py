"""Proposals for a new request: bodies, the law and why it binds, items, earlier requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law, ReadIn
from tracker.domain.law.questions import Question
from tracker.services.core.current_library import require_accepted
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseRow, RowFilter

EARLIER_SHOWN = 20
# Topics of a law's plain statements: whom it binds, and what it says about repeated requests.
BINDS, REPEATS = "binds", "repeats"


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a law on one topic, with its section and the text it was read in."""

    says: str
    cite: str
    read_in: ReadIn


@dataclass(frozen=True, slots=True)
class Proposal:
    """The program's proposal once a block and a body are chosen.

    `binding` is why the law binds the body, empty if the library has no section on that.
    """

    block: Block
    body: PublicBody
    law: Law
    binding: tuple[Stated, ...]
    questions: tuple[Question, ...]


def propose(office: Office, block: str, body: str, on: date | None = None) -> Proposal:
    """Return the law that binds the body on a date, why it does, and the questions that fit.

    `on` is the date of the letter, today by default. Raises NotOnFile for an unknown key,
    NoLimitOnFile if no law binds the body, and NotAllowed if the program does not accept the
    office's entry of the block or the body.
    """
    require_accepted(office, block, body)
    found, asked = office.library.block(block), office.library.body(body)
    day = on or office.today_at(body)
    law = office.library.law_binding(asked, day)
    questions = office.library.questions_for(found, asked, day)
    return Proposal(found, asked, law, stated(law, BINDS, day), questions)


def stated(law: Law, topic: str, day: date) -> tuple[Stated, ...]:
    """Return what a law says on a topic on `day`, as far as the library has it."""
    return tuple(
        Stated(str(fact.says), law.cite(fact.sources), law.weakest(fact.sources))
        for fact in law.facts
        if fact.topic == topic
        and (fact.since is None or fact.since <= day)
        and (fact.until is None or day <= fact.until)
    )


def askable(office: Office, block: Block) -> tuple[PublicBody, ...]:
    """Return the bodies that can be asked about a block, those named in its story first."""
    found = [
        body
        for body in office.library.bodies.values()
        if body.country == block.country and body.role is not Role.APPEAL_BODY
    ]
    return tuple(sorted(found, key=lambda body: body.key not in block.bodies))


def chosen(office: Office, block: str, bodies: Sequence[str]) -> tuple[PublicBody, ...]:
    """Return the bodies with these keys, each once, in the order in which they are offered.

    Raises BadInput if there are none, or one cannot be asked about the block.
    """
    known = {body.key: body for body in askable(office, office.library.block(block))}
    if wrong := [key for key in bodies if key not in known]:
        raise BadInput(
            "“{wrong}” cannot be asked about this block. Choose from the list.",
            wrong=wrong[0][:60],
        )
    if not bodies:
        raise BadInput("Choose a public body.")
    return tuple(body for key, body in known.items() if key in bodies)


def earlier(office: Office, block: str, body: str = "") -> tuple[CaseRow, ...]:
    """Return earlier requests about a block, those to `body` first."""
    own: Sequence[CaseRow] = ()
    if body:
        own, _ = office.case_rows.rows(RowFilter(block=block, body=body), 0, EARLIER_SHOWN)
    rows, _ = office.case_rows.rows(RowFilter(block=block), 0, EARLIER_SHOWN)
    return (*own, *(row for row in rows if row.body != body))[:EARLIER_SHOWN]
