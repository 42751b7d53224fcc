"""Asks witnesses for the newest checkpoint of this log that they know.

Nothing is sent but the address. What comes back is believed only as far as this log signed it.
"""

import http.client
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from urllib.parse import SplitResult, urlsplit

from tracker import __version__
from tracker.ledger.files import Keys
from tracker.ledger.sequencer import Forked, Outside, checked_tree

_SECONDS = 5
# Longer than any checkpoint with the signatures of many witnesses.
_LONGEST = 64 * 1024
_PIECE = 4096
_HEADERS = {"User-Agent": f"legal-basis-tracker/{__version__}", "Connection": "close"}


def newest_notes(addresses: Sequence[str]) -> Iterator[bytes]:
    """Yield what each address gives. One that does not answer in time, or wrongly, is left out."""
    for address in addresses:
        with suppress(OSError, http.client.HTTPException, ValueError):
            yield _note_at(urlsplit(address))


def take_note(told: Iterable[bytes], outside: Outside, keys: Keys) -> None:
    """Keep the newest of these notes on this machine, unless it knows one of as many entries."""
    ours: dict[int, bytes] = {}
    for note in told:
        with suppress(Forked):
            ours[checked_tree(note, keys).size] = note
    if not ours:
        return
    known = outside.read()
    if known is None or checked_tree(known, keys).size < max(ours):
        outside.write(ours[max(ours)])


def _note_at(parts: SplitResult) -> bytes:
    """Return the file at an address. Raises OSError, HTTPException or ValueError if none came."""
    secure = parts.scheme == "https"
    made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    until, found = time.monotonic() + _SECONDS, b""
    with closing(made(parts.netloc, timeout=_SECONDS)) as connection:
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request("GET", path, headers=_HEADERS)
        answer = connection.getresponse()
        while piece := answer.read1(_PIECE):
            found += piece
            if len(found) > _LONGEST or time.monotonic() > until:
                raise ValueError("too long")
    if answer.status != http.client.OK:
        raise ValueError("no checkpoint")
    return found
