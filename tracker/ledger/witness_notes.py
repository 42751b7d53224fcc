"""Asks witnesses for the newest checkpoint of this log that they know.

Nothing is sent but the address. What comes back is believed only as far as this log signed it.
"""

import http.client
import logging
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from urllib.parse import urlsplit

from tracker import __version__
from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.files import Keys
from tracker.ledger.sequencer import (
    Forked,
    Outside,
    begins_with,
    checked_tree,
    size_told,
    tree_in,
)
from tracker.services.ports.log import LogTree

_SECONDS = 5
# Longer than any checkpoint with the signatures of many witnesses.
_LONGEST = 64 * 1024
_PIECE = 4096
_HEADERS = {"User-Agent": f"legal-basis-tracker/{__version__}", "Connection": "close"}
_LOG = logging.getLogger(__name__)


def newest_notes(addresses: Sequence[str]) -> Iterator[bytes]:
    """Yield what each address gives. One that does not answer in time, or wrongly, is left out."""
    for address in addresses:
        question = _Question(address)
        question.start()
        question.join(_SECONDS)
        if (note := question.note) is None:
            question.give_up()
            _LOG.warning("The witness at %s gave no checkpoint of the public log.", address)
        else:
            yield note


def take_note(told: Iterable[bytes], outside: Outside, keys: Keys, book: LogTree) -> bool:
    """Keep the newest of these notes on this machine, unless it knows one of as many entries.

    A note that this log signed, and that contradicts the database, comes first: with it the
    sequencer refuses to sign. Returns whether any of these notes is of this log.
    """
    ours: list[tuple[Checkpoint, bytes]] = []
    for note in told:
        with suppress(Forked):
            ours.append((checked_tree(note, keys), note))
    # Read after the witnesses were asked, because another machine may publish at any moment.
    held = tree_in(book.last()).size
    known = -1 if outside.read() is None else size_told(outside)
    against = [note for tree, note in ours if tree.size <= held and not begins_with(book, tree)]
    newest, note = max(((tree.size, note) for tree, note in ours), default=(-1, b""))
    # A known note of more entries than the database has is refused as it is.
    if against and known <= held:
        outside.write(against[0])
    # The key that signed the known note does not matter: after a change of the key on another
    # machine it is the previous one, which the file of the new key no longer names.
    elif newest > known:
        outside.write(note)
    return bool(ours)


def knows_note(outside: Outside, keys: Keys) -> bool:
    """Return whether this machine knows a note of the present key."""
    note = outside.read()
    with suppress(Forked):
        return note is not None and bool(checked_tree(note, keys))
    return False


class _Question(threading.Thread):
    """Asks one address, in a thread, so that no part of an answer can delay the program.

    A limit for each read would not do: a witness that sends a byte now and then keeps it.
    """

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.note: bytes | None = None
        self._address = address
        self._until = time.monotonic() + _SECONDS
        self._socket: socket.socket | None = None

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException, ValueError):
            self.note = self._ask()

    def give_up(self) -> None:
        """End the connection, so that the thread ends too."""
        with suppress(OSError):
            if self._socket:
                self._socket.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> bytes:
        """Return the file at the address. Raises OSError, HTTPException or ValueError."""
        parts = urlsplit(self._address)
        secure = parts.scheme == "https"
        made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        found = b""
        with closing(made(parts.netloc, timeout=_SECONDS)) as connection:
            connection.connect()
            # Kept here, because the connection forgets it while the body still comes.
            self._socket = connection.sock
            self._require_time()
            path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
            connection.request("GET", path, headers=_HEADERS)
            answer = connection.getresponse()
            while piece := answer.read1(_PIECE):
                found += piece
                self._require_time()
                if len(found) > _LONGEST:
                    raise ValueError("too long")
        if answer.status != http.client.OK:
            raise ValueError("no checkpoint")
        return found

    def _require_time(self) -> None:
        if time.monotonic() > self._until:
            raise TimeoutError
