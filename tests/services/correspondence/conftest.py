"""An office whose mailbox is on a real server."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.offices import Clock, an_office
from tracker.domain.correspondence.mail_token import token_from
from tracker.services.core.office import Office
from tracker.services.ports.correspondence.received import ReceivedMail

DOMAIN = "rti.office.example"
TOKENS = [token_from(number) for number in range(10**14, 10**14 + 9)]


def a_mail(number: int = 1, *, to: str = "", size: int = 0) -> bytes:
    """A mail as the office's own server delivers it, to the address with a token."""
    address = to or f"{TOKENS[0]}@{DOMAIN}"
    head = f"Delivered-To: {address}\r\nFrom: pio@body.example\r\nMessage-ID: <{number}@body>\r\n"
    words = f"Subject: About Zarmina\r\n\r\nLetter {number}\r\n"
    return (head + words).encode().ljust(size, b"x")


@dataclass
class Reader:
    """A reader that notes the mails it is given, and raises ValueError for bytes that break it."""

    seen: list[ReceivedMail] = field(default_factory=list)
    breaks_on: bytes = b"nothing at all"

    def __call__(self, mail: ReceivedMail, raw: bytes) -> None:
        self.seen.append(mail)
        if self.breaks_on in raw:
            raise ValueError("Zarmina")


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def plain_office(tmp_path: Path, reader: Reader, clock: Clock) -> Iterator[Office]:
    """An office without a mailbox."""
    with an_office(tmp_path, live=True) as (office, own_clock):
        own_clock.moment = clock.moment
        incoming = replace(office.incoming, domains=frozenset([DOMAIN]), read=reader)
        yield replace(office, incoming=incoming, now=clock)


def with_mailbox(office: Office, *servers: Dovecot) -> Office:
    """The office with the mailbox on these servers."""
    sources = tuple(server.source() for server in servers)
    return replace(office, incoming=replace(office.incoming, sources=sources))


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    """One server for all tests of a module."""
    with a_dovecot() as dovecot:
        yield dovecot


@pytest.fixture
def dovecot(running: Dovecot) -> Dovecot:
    """The server with empty folders."""
    for folder in ("INBOX", "Filed"):
        with running.client() as client:
            client.create(folder)
        with running.client(folder) as client:
            if client.uid("SEARCH", "ALL")[1][0]:
                client.store("1:*", "+FLAGS", r"(\Deleted)")
                client.expunge()
    return running


@pytest.fixture
def office(plain_office: Office, dovecot: Dovecot) -> Office:
    return with_mailbox(plain_office, dovecot)
