"""The addresses of mail: which one a body gives for requests, and the one of each request."""

import secrets
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.domain.correspondence.mail_token import TOKENS, token_from
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import ReadIn, Source
from tracker.services.core.office import Office

NO_ADDRESSES = Message(
    "No addresses are set up for requests. The operator sets TRACKER_MAIL_ADDRESSES: the "
    "operating guide says how."
)


@dataclass(frozen=True, slots=True)
class RequestAddress:
    """The address that a body gives for information requests: where that was read, and when."""

    email: str
    source: Source
    confirmed_on: date


def email_address_for_requests(body: PublicBody, today: date) -> RequestAddress | None:
    """Return the address at which a body takes information requests by email.

    None unless the body gives it for them itself, in a source that somebody has read, confirmed
    within 90 days: the same address that counts when receipt is judged.
    """
    given = body.designation
    if given is None or body.no_email(today) or given.confirmed_on > today:
        return None
    if given.source.read_in is ReadIn.MEMORY or not given.source.where:
        return None
    return RequestAddress(body.email, given.source, given.confirmed_on)


def pattern_of(office: Office) -> AddressPattern:
    """Return the pattern of the addresses of requests. Raises NotAllowed if none is set."""
    if office.letter_post.addresses is None:
        raise NotAllowed(NO_ADDRESSES)
    return office.letter_post.addresses


def request_sender(office: Office, reference: str) -> str:
    """Return the address from which letters of a request go, which gets one if it has none.

    Raises NotAllowed if the operator set no addresses.
    """
    pattern = pattern_of(office)
    for _ in range(100):
        if token := office.letters_by_mail.token_of(reference):
            return pattern.address(token)
        token = token_from(secrets.randbelow(TOKENS))
        office.letters_by_mail.add_token(reference, token, office.now())
    raise RuntimeError("no free token in a hundred tries")
