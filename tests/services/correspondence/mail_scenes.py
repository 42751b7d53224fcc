"""A body that takes requests by email, and a request to it that is approved and not sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tests.emailed import DESIGNATED, designating
from tests.offices import AYESHA, BY, Clock, LetterBox, with_body
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.cases.sending import approve
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE, send_by_email
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.ports.correspondence.letters import MailLetter

PTA = DESIGNATED
# The clock of an office for tests stands on 24 November 2026.
CONFIRMED = date(2026, 11, 1)
SOONER = timedelta(seconds=1)


def takes_email(body: PublicBody, **changes: object) -> PublicBody:
    """The body, as if its own notice gave an address for information requests."""
    return replace(designating(body, CONFIRMED), **changes)  # type: ignore[arg-type]


def with_an_address(library: Library, **changes: object) -> Library:
    """The library in which PTA gives an address for information requests."""
    return with_body(library, takes_email(library.bodies["pk-pta"], **changes))


def by_email(office: Office, **changes: object) -> Office:
    """The office with a body that gives an address for information requests."""
    return replace(office, library=with_an_address(office.library, **changes))


def an_approved_request(office: Office, body: str = "pk-pta", **changes: object) -> str:
    """A request whose letter is fixed; its reference."""
    known = {"eligibility": "citizen"} | changes
    draft = replace(start(office, "pk-x-2024", body, by=BY), **known)  # type: ignore[arg-type]
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)
    approve(office, draft.reference, by=BY)
    return draft.reference


def a_prepared_mail(office: Office, reference: str = "", recipient: str = PTA) -> MailLetter:
    """A mail with the request that waits for a person to send it."""
    reference = reference or an_approved_request(office)
    wanted = WantedMail(LetterKind.REQUEST, recipient, "its letterhead")
    return prepare(office, reference, wanted, by=BY)


def a_waiting_mail(office: Office, clock: Clock, reference: str = "") -> MailLetter:
    """A mail that a person sent, and whose pause is over."""
    return sent_and_waiting(office, clock, a_prepared_mail(office, reference))


def sent_and_waiting(
    office: Office, clock: Clock, letter: MailLetter, *, by: str = BY
) -> MailLetter:
    """Send a prepared mail, and let its pause pass."""
    send_by_email(office, letter.reference, letter.id, by=by)
    clock.moment += CALL_BACK_PAUSE
    return now(office, letter)


def mailed(
    office: Office, clock: Clock, reference: str, wanted: WantedMail, *, by: str = BY
) -> MailLetter:
    """A letter that was handed to the mail server of the office."""
    letter = prepare(office, reference, wanted, by=by)
    sent_and_waiting(office, clock, letter, by=by)
    hand_over_letters(office)
    return now(office, letter)


def now(office: Office, letter: MailLetter) -> MailLetter:
    """The letter as it is stored now."""
    found = office.letters_by_mail.one(letter.id)
    assert found is not None
    return found


def state_of(office: Office, reference: str) -> CaseState:
    """What has happened in a request."""
    with office.cases.look(reference) as case:
        return case_state_of(case.history)


def box_of(office: Office) -> LetterBox:
    """The letter box of an office for tests."""
    assert isinstance(office.letter_post, LetterBox)
    return office.letter_post


def sent_bytes(office: Office) -> Sequence[bytes]:
    """The bytes of each mail that the server took."""
    return [envelope.data for envelope, _ in box_of(office).taken]
