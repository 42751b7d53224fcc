"""The requests of a batch by email: each is prepared and sent as if it were alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput, Refusal, SomeRefused
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.addressing import (
    GivenAddress,
    pattern_of,
    request_address_of,
)
from tracker.services.correspondence.outgoing.letter_outcome import (
    NOTHING_YET,
    LetterOutcome,
    letter_outcome,
)
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.sending_mail import require_server, send_by_email
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.letters.request_words import serving_channels
from tracker.services.ports.correspondence.letters import MailLetter

# The states of a letter that a person sent. In the others it was never sent.
ON_THEIR_WAY = (
    LetterState.WAITING,
    LetterState.HANDING,
    LetterState.HANDED,
    LetterState.UNCERTAIN,
    LetterState.REFUSED,
)
NOT_APPROVED = Message("Its letter is not approved yet.")
GIVEN_UP = Message("The request was withdrawn.")
SENT_OTHERWISE = Message("It was sent in another way.")
NOT_CERTAIN = Message("Nobody has read the source of the body’s email address for requests.")
SERVED_OTHERWISE = Message("The first page of its letter says that it is served in another way.")
_NOT_ALL = Message(
    "{number} of the letters cannot be sent by email. The reasons are in the table."
)


@dataclass(frozen=True, slots=True)
class BatchMail:
    """One request of a batch: its mail if it has one on its way, the address that its body gives
    for requests, or why it cannot go by email. `by_post` is whether it can still go by post or by
    hand instead. `outcome` is how far it came, by whichever channel."""

    reference: str
    body: str
    letter: MailLetter | None = None
    address: GivenAddress | None = None
    why_not: Message | None = None
    by_post: bool = False
    outcome: LetterOutcome = NOTHING_YET

    @property
    def ready(self) -> bool:
        """Return whether it can be sent now."""
        return self.address is not None and self.letter is None


def batch_mails(office: Office, references: Sequence[str]) -> tuple[BatchMail, ...]:
    """Return the finalised requests of a batch, with the state of each by email."""
    _, requests = drafts_and_requests(office, references)
    return tuple(_batch_mail(office, reference) for reference in requests)


def send_together(office: Office, references: Sequence[str], *, by: str) -> int:
    """Prepare and send a mail with each of these requests, and return how many wait now.

    Each is a decision of its own: what cannot be sent holds back no other. Raises BadInput if none
    can be sent, NotAllowed without addresses or a mail server, and SomeRefused, after the others
    were sent, with the reason of each that was not.
    """
    pattern_of(office)
    require_server(office)
    ready = [each for each in batch_mails(office, references) if each.ready]
    if not ready:
        raise BadInput("No letter of this batch can be sent by email now.")
    why: dict[str, Refusal] = {}
    for each in ready:
        try:
            _send(office, each, by=by)
        except Refusal as refusal:
            why[each.reference] = refusal
    if why:
        raise SomeRefused(_NOT_ALL, why)
    return len(ready)


def _send(office: Office, mail: BatchMail, *, by: str) -> None:
    """Send one request as text and as a Word document: a PDF of each would take minutes."""
    if mail.address:
        wanted = WantedMail(LetterKind.REQUEST, mail.address.email)
        letter = prepare(office, mail.reference, wanted, by=by)
        send_by_email(office, mail.reference, letter.id, by=by)


def _batch_mail(office: Office, reference: str) -> BatchMail:
    found = _mail_of(office, reference)
    with office.cases.look(reference) as case:
        state, outcome = case_state_of(case.history), letter_outcome(case, found)
    return replace(_sendable(office, reference, state, found), outcome=outcome)


def _sendable(
    office: Office, reference: str, state: CaseState, found: MailLetter | None
) -> BatchMail:
    """Return the mail of a request, or whether it can go by email now."""
    body = state.acting_body
    address = request_address_of(office, body)
    if found:
        return BatchMail(reference, body, letter=found, address=address)
    if why_not := _done_or_not_ready(state):
        return BatchMail(reference, body, why_not=why_not)
    why_not = _why_by_post(office, state) if address else _why_no_address(office, body)
    if why_not:
        return BatchMail(reference, body, why_not=why_not, by_post=True)
    return BatchMail(reference, body, address=address)


def _mail_of(office: Office, reference: str) -> MailLetter | None:
    """Return the newest mail with the request that a person sent; None if there is none."""
    found = [
        letter
        for letter in office.letters_by_mail.of(reference)
        if letter.kind is LetterKind.REQUEST and letter.state in ON_THEIR_WAY
    ]
    return found[-1] if found else None


def _done_or_not_ready(state: CaseState) -> Message | None:
    if state.withdrawn:
        return GIVEN_UP
    if state.sent:
        return SENT_OTHERWISE
    return NOT_APPROVED if state.first("approved") is None else None


def _why_no_address(office: Office, body: str) -> Message:
    return office.library.body(body).no_email(office.today_at(body)) or NOT_CERTAIN


def _why_by_post(office: Office, state: CaseState) -> Message | None:
    """Return why a request to a body with an address goes by post; None if it may go by email."""
    channels = state.drafted.channels if state.drafted else ()
    body = office.library.body(state.acting_body)
    return None if Channel.EMAIL in serving_channels(body, channels) else SERVED_OTHERWISE
