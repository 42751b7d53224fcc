"""The right of reply: a body's own statement, shown beside what is said about the body."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import AuthorshipCheck
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.body_stated import STATEMENT, BodyStated
from tracker.services.cases.pre_publication_notice import criticised
from tracker.services.core.days import require_sent
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in


@dataclass(frozen=True, slots=True)
class BodyStatement:
    """A body's statement: its words, its signed document, and how its authorship was checked."""

    body: str
    on: DaySpan
    words: str
    checked: AuthorshipCheck
    papers: Sequence[Upload]


def concerned(case_state: CaseState) -> tuple[str, ...]:
    """Return the bodies that may state something: those asked, appeal bodies, those criticised."""
    asked = case_state.drafted.body if case_state.drafted else ""
    heard = [str(getattr(entry.event, "to", "")) for entry in case_state.appeals]
    found = (asked, case_state.acting_body, *heard, *criticised(case_state))
    return tuple(dict.fromkeys(filter(None, found)))


def log_statement(office: Office, reference: str, statement: BodyStatement, *, by: str) -> Entry:
    """Record a body's statement. It changes no other entry and no clock.

    Its words stay private until they are published with it. Raises BadInput without its words or
    its signed document, for a body that is not concerned and for a date that is not possible;
    NotAllowed before the request was sent.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        require_sent(case_state)
        if statement.body not in concerned(case_state):
            raise BadInput("That body is not involved in this request. Choose one on the page.")
        if not statement.words.strip():
            raise BadInput("Enter the words of the statement. Readers will see them.")
        stated = BodyStated(on=statement.on, body=statement.body, checked=statement.checked)
        entry = record_in(office, case, stated, statement.papers, by=by)
        case.keep_quotes(entry.seq, {STATEMENT: statement.words.strip()})
        return entry
