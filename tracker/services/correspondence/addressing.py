"""The addresses of mail: the one that a body gives for requests, and the one of each request."""

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
class RequestAddress:
    """The address that a body gives for information requests, with its source and its date."""

    email: str
    source: Source
    confirmed_on: date


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
        office.letters_by_mail.request_of(token) == reference
        for said in words
        for token in tokens_in(said)
    ):
        office.letters_by_mail.retire_shown(reference, office.now())


def request_sender(office: Office, reference: str) -> str:
    """Return the address from which letters of a request go. A request without one gets one.

    Raises NotAllowed if the operator set no addresses.
    """
    pattern = pattern_of(office)
    for _ in range(100):
        if token := office.letters_by_mail.token_of(reference):
            return pattern.address(token)
        token = token_from(secrets.randbelow(TOKENS))
        office.letters_by_mail.add_token(reference, token, office.now())
    raise RuntimeError("no free token in a hundred tries")
