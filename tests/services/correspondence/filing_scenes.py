"""A commission that takes appeals by email, and an appeal to it that is finalised.

The request was received on Monday 26 February 2024 in Pakistan and not answered, so the right to
appeal arises after Monday 11 March 2024. The addresses are made up: none of these bodies is known
to give one.
"""

from dataclasses import replace
from datetime import date

from tests.offices import BY, Clock, with_body
from tests.services.correspondence.mail_scenes import mailed
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import silent_request
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import LetterKind, ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy, FilingAddress
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.correspondence.letters import MailLetter

FORUM, FILES_AT = "pk-pic", "appeals@pic.example"
FINAL, CONFIRMED = date(2024, 3, 20), date(2024, 3, 1)


def takes_filings(body: PublicBody, email: str = FILES_AT) -> PublicBody:
    """The body, as if its own rules gave an address for appeals."""
    source = Source("its rules of procedure", ReadIn.OFFICIAL_TEXT)
    return replace(body, filing_address=FilingAddress(email, DesignatedBy.RULE, source, CONFIRMED))


def with_filing_address(library: Library, email: str = FILES_AT) -> Library:
    """The library in which the commission takes appeals by email."""
    return with_body(library, takes_filings(library.bodies[FORUM], email))


def filing_by_email(office: Office) -> Office:
    """The office whose library has a commission that takes appeals by email."""
    return replace(office, library=with_filing_address(office.library))


def a_finalised_appeal(office: Office, clock: Clock) -> str:
    """A request without a response, whose appeal is finalised; its reference."""
    reference = silent_request(office, clock)
    clock.set(FINAL)
    fill_all(office, reference)
    finalise_letter(office, reference, LetterKind.APPEAL, by=BY)
    return reference


def a_mailed_appeal(
    office: Office, clock: Clock, reference: str, recipient: str = FILES_AT, *, by: str = BY
) -> MailLetter:
    """An appeal that was handed to the mail server of the office."""
    wanted = WantedMail(LetterKind.APPEAL, recipient, "its website")
    return mailed(office, clock, reference, wanted, by=by)
