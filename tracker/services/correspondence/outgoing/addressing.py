"""The addresses of mail: those that a body itself gives, and the one of each request."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.domain.correspondence.mail_token import TOKENS, token_from, tokens_in
from tracker.domain.law.law import Source
from tracker.services.core.office import Office

NO_ADDRESSES = Message(
    "No addresses are set up for requests. The operator sets TRACKER_MAIL_ADDRESSES: the "
    "operating guide says how."
)


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """The address that a body itself gives for a kind of letter, with its source and its date."""

    email: str
    source: Source
    confirmed_on: date


def request_address_of(office: Office, body: str) -> GivenAddress | None:
    """Return the address that a body gives for information requests.

    None if no letter may go to it by email: `PublicBody.no_email` says why.
    """
    known = office.library.bodies.get(body)
    given = known.designation if known else None
    if known is None or given is None or known.no_email(office.today_at(body)):
        return None
    return GivenAddress(known.email, given.source, given.confirmed_on)


def filing_address_of(office: Office, body: str) -> GivenAddress | None:
    """Return the address that a body gives for appeals, complaints and reviews.

    None if nothing may be filed with it by email: `PublicBody.no_filing_email` says why.
    """
    known = office.library.bodies.get(body)
    given = known.filing_address if known else None
    if known is None or given is None or known.no_filing_email(office.today_at(body)):
        return None
    return GivenAddress(given.email, given.source, given.confirmed_on)


def pattern_of(office: Office) -> AddressPattern:
    """Return the pattern of the addresses of requests. Raises NotAllowed if none is set."""
    if office.letter_post.addresses is None:
        raise NotAllowed(NO_ADDRESSES)
    return office.letter_post.addresses


def retire_if_shown(
    office: Office, reference: str, words: Iterable[str], *, pictures: bool
) -> None:
    """Retire the addresses of a request if a publication may show one.

    Pictures of documents may: no program can tell. The next letter goes out from another address.
    """
    if pictures or any(
        office.request_addresses.request_of(token) == reference
        for said in words
        for token in tokens_in(said)
    ):
        office.request_addresses.retire_shown(reference, office.now())


def request_sender(office: Office, reference: str) -> str:
    """Return the address from which letters of a request go. A request without one gets one.

    Raises NotAllowed if the operator set no addresses.
    """
    pattern = pattern_of(office)
    for _ in range(100):
        if token := office.request_addresses.token_of(reference):
            return pattern.address(token)
        token = token_from(secrets.randbelow(TOKENS))
        office.request_addresses.add_token(reference, token, office.now())
    raise RuntimeError("no free token in a hundred tries")
