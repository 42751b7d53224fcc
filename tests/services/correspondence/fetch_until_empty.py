"""Processes that fetch a mailbox until its inbox is empty, to be killed by a test.

Arguments: the folder of an office, the port of its mailbox, the file of the password, and “read”
if the mail is to be read too. The input has one command a line. “start MINUTES” starts a process
whose clock runs ahead by that many minutes, and prints its id once it has begun. “wait ID” prints
how that process ended. “used 0” prints the memory in kB and the processor seconds that the
processes took.
"""

import imaplib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from tests.shared import KEY, database_in
from tracker.app.mail_reading import mail_reader
from tracker.lawfiles import read_library
from tracker.machine_clock import SystemClock
from tracker.mail.imap import ImapServer, ImapSource
from tracker.services.core.holds import OfficeHolds
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.ports.correspondence.fetching import Incoming
from tracker.services.ports.correspondence.reading import MailReading
from tracker.storage.opening import Storage, open_storage

if TYPE_CHECKING:  # so that the measured process does not load modules that only tests need
    from tests.mail.imap.dovecot import Dovecot
    from tracker.services.ports.log import LogUpkeep

ROOT = Path(__file__).parents[3]


@contextmanager
def fetchers(
    folder: Path, dovecot: "Dovecot", *, reading: bool = False
) -> Iterator[Callable[[str, int], str]]:
    """Run this file as a program, and yield a function that asks it with a word and a number."""
    dovecot.source()
    secret = dovecot.folder.parent / f"{dovecot.folder.name}-password"
    with subprocess.Popen(
        [
            *(sys.executable, __file__, str(folder), str(dovecot.port), str(secret)),
            *(["read"] if reading else []),
        ],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(word: str, number: int) -> str:
            assert process.stdin
            assert process.stdout
            print(word, number, file=process.stdin, flush=True)
            return process.stdout.readline().strip()

        yield ask


def fetch(folder: Path, port: int, secret: Path, ahead: int, begun: int, *, reading: bool) -> int:
    """Fetch until the inbox is empty. Write to `begun` before the first fetch."""
    with closing(open_storage(database_in(folder), folder, KEY)) as rooms:
        source = ImapSource(
            "main", ImapServer("127.0.0.1", port, "office", secret, implicit=False, plain=True)
        )
        incoming = Incoming(
            rooms.received,
            rooms.mail_places,
            rooms.mailboxes,
            rooms.backed_up_by,
            (source,),
            read=None if reading else lambda *_: None,
        )
        clock = SystemClock()

        def now() -> datetime:
            return clock.now() + timedelta(minutes=ahead)

        # A fetch asks whether it may enter anything, for which no log is read.
        holds = OfficeHolds(
            rooms.premises, cast("LogUpkeep", None), clock, rooms.newest_entry, rooms.servers
        )
        office = SimpleNamespace(now=now, incoming=incoming, holds=holds)
        if reading:
            office.__dict__.update(_reading(rooms))
        os.write(begun, b"!")
        while True:
            (done,) = fetch_all(office)  # type: ignore[arg-type]
            if done.trouble:
                print(done.trouble, done.why, file=sys.stderr)
                return 1
            if not done.busy and _is_empty(port, secret):
                return 0
            time.sleep(0.2)


def _reading(rooms: Storage) -> dict[str, object]:
    """What an office needs to read mail, as the program puts it together."""
    return {
        "library": read_library(),
        "cases": rooms.cases,
        "case_rows": rooms.case_rows,
        "letters_by_mail": rooms.letters_by_mail,
        "mail_reading": MailReading(
            rooms.received,
            mail_reader(),
            rooms.mail_readings,
            rooms.sent_mail,
            rooms.mail_desk,
            rooms.mail_search,
        ),
    }


def _is_empty(port: int, secret: Path) -> bool:
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login("office", secret.read_text())
        client.select("INBOX")
        return not client.uid("SEARCH", "ALL")[1][0]


def main(folder: Path, port: int, secret: Path, *, reading: bool) -> None:
    """Start processes and wait for them, as the input says."""
    for line in sys.stdin:
        word, number = line.split()
        if word == "wait":
            _, status = os.waitpid(int(number), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        if word == "used":
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(used.ru_maxrss, used.ru_utime + used.ru_stime, flush=True)
            continue
        told, begun = os.pipe()
        child = os.fork()
        if not child:
            os._exit(fetch(folder, port, secret, int(number), begun, reading=reading))
        os.close(begun)
        os.read(told, 1)  # ends also if the process ended before it began
        os.close(told)
        print(child, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), reading="read" in sys.argv[4:])
