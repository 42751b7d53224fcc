"""The one way by which a received mail is stored, wherever it came from."""

import logging
import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Self

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_token import tokens_in
from tracker.services.core.holds import require_may_enter
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import MailSaid, note_reading, said_by
from tracker.services.ports.correspondence.fetching import Incoming
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailPlace,
    ReceivedMail,
    ReceivedState,
    SeenMail,
    Stored,
)

_LOG = logging.getLogger(__name__)

LARGEST_MAIL = 64 << 20
# Enough to keep two processors at work.
MOST_READ_AHEAD, _READERS = 4, 2
# No header of an honest mail is longer. The rest of a longer one is ignored.
_LONGEST_HEADER = 256 << 10
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
# The first header line. Some programs write a mark or a line of a mail folder before it.
_BEGINS_AS_MAIL = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\n]{1,998}\n)?[!-9;-~]{1,100}[ \t]*:"
)


def arrival_of(incoming: Incoming, raw: bytes, received_at: datetime, *, size: int = 0) -> Arrival:
    """Return a mail with the recipient of its envelope, and the request that has this address.

    `size` is given for a mail that is too large, of which `raw` is the header.
    """
    address = envelope_recipient(raw, incoming.envelope_header, incoming.domains)
    token = next(iter(tokens_in(address.rpartition("@")[0])), "")
    return Arrival(
        raw,
        received_at,
        size or len(raw),
        address,
        token,
        incoming.request_of(token) if token else "",
        ReceivedState.TOO_LARGE if size else ReceivedState.STORED,
    )


def envelope_recipient(raw: bytes, header: str, domains: frozenset[str]) -> str:
    """Return the address in the topmost header with this name, in lower case.

    It is empty unless that address is one of the office's own domains. Only the topmost one was
    written by the office's own server: those below it came with the mail.
    """
    head = _END_OF_HEADER.split(raw[:_LONGEST_HEADER], maxsplit=1)[0]
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines()
    begins = f"{header}:".lower().encode()
    line = next((line for line in lines if line.lower().startswith(begins)), b"")
    words = line[len(begins) :].decode("utf-8", "replace").strip().strip("<>").lower()
    _, at, domain = words.rpartition("@")
    return words if at and domain in domains else ""


def refuse_other_files(raw: bytes) -> None:
    """Raise BadInput for a file that does not begin as an email does, such as a PDF or an Outlook
    file (.msg). `take_file` refuses an empty file.
    """
    if raw.strip() and not _BEGINS_AS_MAIL.match(raw):
        raise BadInput("This file is not an email. Save the email itself as an .eml file.")


def take_file(office: Office, raw: bytes, received_at: datetime | None = None) -> Stored:
    """Store a mail that a person handed in as a file (.eml), and have it read.

    Raises BadInput for a file that is empty or too large.
    """
    if not raw.strip():
        raise BadInput("This file is empty. Save the email again as an .eml file.")
    if len(raw) > LARGEST_MAIL:
        raise BadInput("An email must be 64 MB or smaller. Attach its files one by one instead.")
    now = office.now()
    stored = store(office, arrival_of(office.incoming, raw, received_at or now))
    have_read(office, stored, raw)
    return stored


def take_dropped(office: Office) -> int:
    """Store the mail in the folder for files, and delete each file once its mail is stored.

    Returns how many. A file that is empty or too large stays. Raises OnHold if the clock is wrong.
    """
    require_may_enter(office)
    files, taken = office.incoming.files, 0
    if files is None:
        return taken
    for name in list(files.waiting()):
        raw = files.read(name, LARGEST_MAIL)
        if raw and raw.strip():
            take_file(office, raw)
            files.remove(name)
            taken += 1
    return taken


def store(
    office: Office, arrival: Arrival, place: MailPlace | None = None, seen: SeenMail | None = None
) -> Stored:
    """Seal and commit a mail before anything looks at its words."""
    return office.incoming.mails.store(arrival, office.now(), place, seen)


def have_read(office: Office, stored: Stored, raw: bytes) -> None:
    """Have a stored mail read while its bytes are in memory, unless it was read before.

    A failure leaves it unread. No word of the mail is logged.
    """
    with ReadingAhead(office) as reading:
        reading.take(stored, raw)


class ReadingAhead:
    """Has stored mails read in the sandbox while the next ones are stored, and notes each reading
    in order.

    Only a few wait at a time, because a process that is killed leaves those unread. On leaving,
    all of them are noted. If a reading fails, its mail stays unread and no word of the mail is
    logged.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._threads = ThreadPoolExecutor(_READERS, "reading")
        self._waiting: deque[tuple[ReceivedMail, Future[MailSaid]]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._threads:
            while self._waiting:
                self._note()

    def take(self, stored: Stored, raw: bytes) -> None:
        """Have a stored mail read, unless it was read before."""
        mail, read = stored.mail, self._office.incoming.read
        if mail.state is not ReceivedState.STORED:
            return
        if read is not None:
            _logged(partial(read, mail, raw))
            return
        self._waiting.append((mail, self._threads.submit(said_by, self._office, raw)))
        while len(self._waiting) > MOST_READ_AHEAD:
            self._note()

    def _note(self) -> None:
        mail, said = self._waiting.popleft()
        _logged(lambda: note_reading(self._office, mail, said.result()))


def _logged(read: Callable[[], object]) -> None:
    try:
        read()
    except Exception as error:
        _LOG.error("a received mail could not be read (%s): it stays unread", type(error).__name__)
