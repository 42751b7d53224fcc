"""Received mail: fetching 1,000 emails of 129 MB from a real server, each sealed, read in a
process of its own, and moved."""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.measuring import SECONDS, Line, Sizes, Within, require_equal, setting_up
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.offices import founded_in
from tests.services.correspondence.fetch_until_empty import fetchers
from tests.shared import KEY, database_in
from tracker.services.ports.correspondence.received import ReceivedState
from tracker.storage.opening import open_storage

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
    """Fetch and read a full mailbox once, in a process of its own whose memory is measured."""
    with a_dovecot() as dovecot, TemporaryDirectory() as folder:
        with setting_up():
            mails = list(_mails(sizes.emails))
            dovecot.put(*mails)
            founded_in(Path(folder), live=True)
        used = _fetched(Path(folder), dovecot)
        filed = dovecot.mails("Filed")
        require_equal("the mail", sorted(map(len, filed)), sorted(map(len, mails)))
        require_equal("the states", _states(Path(folder)), {ReceivedState.READ: len(mails)})
    megabytes = sum(map(len, mails)) / _MEGABYTE
    what = (
        f"received mail, {len(mails):,} emails of {megabytes:.0f} MB: fetched, sealed, read, moved"
    )
    took = f"{used.seconds:.1f} s, of the processor {used.processor:.1f} s"
    yield Line.timed(what, took, Within(used.seconds, AT_MOST_SECONDS, SECONDS))
    aim = f"at most {AT_MOST_MEGABYTES} MB"
    what = "received mail: memory of that process"
    yield Line(what, f"{used.memory:.0f} MB", aim, used.memory <= AT_MOST_MEGABYTES)


def _states(folder: Path) -> dict[ReceivedState, int]:
    with closing(open_storage(database_in(folder), folder, KEY)) as rooms:
        return dict(rooms.received.count())


def _mails(number: int) -> Iterator[bytes]:
    """Yield mails. Half have a file, and a third of the others have HTML."""
    chance = random.Random(29)
    for place in range(number):
        mail = EmailMessage()
        mail["Message-ID"] = f"<{place}@body.example>"
        mail["From"] = "Information Officer <pio@body.example>"
        mail["Subject"] = f"An answer, {place}"
        size = LARGE if chance.randrange(EVERY) == 0 else SMALL
        if place % 2:
            html = place % 3 == 0
            _fill(mail, "\n".join(_words(chance, size // 2 if html else size)), html=html)
        else:
            _fill(mail, "\n".join(_words(chance, 2_000)), html=False)
            file = b"%PDF-1.7\n" + chance.randbytes(size * 7 // 10)
            mail.add_attachment(file, "application", "pdf", filename="answer.pdf")
        yield mail.as_bytes(policy=SMTP)


def _fill(mail: EmailMessage, words: str, *, html: bool) -> None:
    mail.set_content(words)
    if html:
        mail.add_alternative(f"<p>{words}</p>", subtype="html")


def _words(chance: random.Random, size: int) -> Iterator[str]:
    for _ in range(0, size, 76):
        yield chance.randbytes(38).hex()


def _fetched(folder: Path, dovecot: Dovecot) -> Used:
    """Return the time and memory that a process needs to fetch everything."""
    with fetchers(folder, dovecot, reading=True) as ask:
        fetcher = int(ask("start", 0))
        begun = time.perf_counter()
        require_equal("how the fetcher ended", ask("wait", fetcher), "0")
        seconds = time.perf_counter() - begun
        kilobytes, processor = ask("used", 0).split()
    return Used(seconds, float(processor), int(kilobytes) * 1024 / _MEGABYTE)
