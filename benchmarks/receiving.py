"""Received mail: fetching 1,000 emails of 129 MB from a real server, each sealed and moved, and
reading single emails, each in a process of its own."""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.measuring import Line, Sizes, Spread, require_equal
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.offices import founded_in
from tests.services.correspondence.fetch_until_empty import fetchers
from tracker.app.mail_reading import mail_reader

AT_MOST_SECONDS, AT_MOST_MEGABYTES = 60, 200
# Bytes of an email, and how often one is large. The median is 29 kB and the mean 129 kB, as in an
# office.
SMALL, LARGE, EVERY = 29_000, 430_000, 4
_MEGABYTE = 1_000_000


class Used(NamedTuple):
    """Seconds on the wall and of the processor, and the most memory in megabytes."""

    seconds: float
    processor: float
    memory: float


def receiving(sizes: Sizes) -> Iterator[Line]:
    """Fetch a full mailbox once, in a process of its own whose memory is measured."""
    with a_dovecot() as dovecot, TemporaryDirectory() as folder:
        mails = list(_mails(sizes.emails))
        dovecot.put(*mails)
        founded_in(Path(folder), live=True)
        used = _fetched(Path(folder), dovecot)
        filed = dovecot.mails("Filed")
        require_equal("the mail", sorted(map(len, filed)), sorted(map(len, mails)))
    megabytes = sum(map(len, mails)) / _MEGABYTE
    what = f"received mail, {len(mails):,} emails of {megabytes:.0f} MB: fetched, sealed, moved"
    took = f"{used.seconds:.1f} s, of the processor {used.processor:.1f} s"
    yield Line(what, took, f"at most {AT_MOST_SECONDS} s", used.seconds <= AT_MOST_SECONDS)
    aim = f"at most {AT_MOST_MEGABYTES} MB"
    what = "received mail: memory of that fetch"
    yield Line(what, f"{used.memory:.0f} MB", aim, used.memory <= AT_MOST_MEGABYTES)
    seconds = Spread.of(_read(mails[: sizes.emails_read]))
    yield Line("received mail: reading one in the sandbox", seconds.said("ms", 1000))


def _read(mails: Sequence[bytes]) -> Iterator[float]:
    """Yield the seconds that it takes to read each of these mails."""
    reader = mail_reader()
    # The first reading also finds out which sandbox works here.
    reader.read(mails[0])
    for mail in mails:
        begun = time.perf_counter()
        require_equal("a mail was read", reader.read(mail) is not None, True)
        yield time.perf_counter() - begun


def _mails(number: int) -> Iterator[bytes]:
    chance = random.Random(29)
    for place in range(number):
        size = LARGE if place % EVERY == 0 else SMALL
        head = f"Message-ID: <{place}@body.example>\r\nSubject: an answer\r\n\r\n".encode()
        # Printable, as the base64 of an attachment is.
        words = chance.randbytes(size // 2).hex().encode()
        yield head + b"\r\n".join(words[at : at + 76] for at in range(0, len(words), 76)) + b"\r\n"


def _fetched(folder: Path, dovecot: Dovecot) -> Used:
    """Return the time and memory that a process needs to fetch everything."""
    with fetchers(folder, dovecot) as ask:
        fetcher = int(ask("start", 0))
        begun = time.perf_counter()
        require_equal("how the fetcher ended", ask("wait", fetcher), "0")
        seconds = time.perf_counter() - begun
        kilobytes, processor = ask("used", 0).split()
    return Used(seconds, float(processor), int(kilobytes) * 1024 / _MEGABYTE)
