"""Received mail: fetching 1,000 emails of 129 MB from a real server, each sealed and moved."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.measuring import Line, Sizes, require_equal
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.offices import founded_in

AT_MOST_SECONDS, AT_MOST_MEGABYTES = 60, 200
# As in the mail of an office: the median is 29 kB, and the mean 129 kB.
SMALL, LARGE, EVERY = 29_000, 430_000, 4
ROOT = Path(__file__).parents[1]
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
    what = "received mail: memory of that"
    yield Line(what, f"{used.memory:.0f} MB", aim, used.memory <= AT_MOST_MEGABYTES)


def _mails(number: int) -> Iterator[bytes]:
    chance = random.Random(29)
    for place in range(number):
        size = LARGE if place % EVERY == 0 else SMALL
        head = f"Message-ID: <{place}@body.example>\r\nSubject: an answer\r\n\r\n".encode()
        # Printable, as the base64 of an attachment is.
        words = chance.randbytes(size // 2).hex().encode()
        yield head + b"\r\n".join(words[at : at + 76] for at in range(0, len(words), 76)) + b"\r\n"


def _fetched(folder: Path, dovecot: Dovecot) -> Used:
    """Return what a process used that fetches everything."""
    dovecot.source()
    secret = dovecot.folder.parent / f"{dovecot.folder.name}-password"
    script = ROOT / "tests/services/correspondence/fetch_until_empty.py"
    command = [sys.executable, str(script), str(folder), str(dovecot.port), str(secret)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        print("start 0", file=process.stdin, flush=True)
        fetcher = process.stdout.readline().strip()
        begun = time.perf_counter()
        print(f"wait {fetcher}", file=process.stdin, flush=True)
        require_equal("how the fetcher ended", process.stdout.readline().strip(), "0")
        seconds = time.perf_counter() - begun
        print("used 0", file=process.stdin, flush=True)
        kilobytes, processor = process.stdout.readline().split()
    return Used(seconds, float(processor), int(kilobytes) * 1024 / _MEGABYTE)
