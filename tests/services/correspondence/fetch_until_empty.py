"""A process that fetches a mailbox until its inbox is empty, to be killed by a test.

Arguments: the folder of an office, the port and the file of the password of its mailbox, and by
how many minutes its clock runs ahead.
"""

import imaplib
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from tests.shared import KEY, database_in
from tracker.mail.imap import ImapServer, ImapSource
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.ports.correspondence.fetching import Incoming
from tracker.storage import open_storage


def main(folder: Path, port: int, secret: Path, ahead: int) -> None:
    """Fetch until nothing is left."""
    with closing(open_storage(database_in(folder), folder, KEY)) as rooms:
        source = ImapSource(
            "main", ImapServer("127.0.0.1", port, "office", secret, implicit=False, plain=True)
        )
        incoming = Incoming(
            rooms.received, rooms.mail_places, rooms.mailboxes, rooms.backed_up_by, (source,)
        )
        minutes = timedelta(minutes=ahead)
        office = SimpleNamespace(now=lambda: datetime.now(UTC) + minutes, incoming=incoming)
        print("begins", flush=True)
        while True:
            (done,) = fetch_all(office)  # type: ignore[arg-type]
            if done.trouble:
                sys.exit(f"{done.trouble}: {done.why}")
            if not done.busy and _is_empty(port, secret):
                return
            time.sleep(0.2)


def _is_empty(port: int, secret: Path) -> bool:
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login("office", secret.read_text())
        client.select("INBOX")
        return not client.uid("SEARCH", "ALL")[1][0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
