"""Looks up the keys of DKIM signatures in the DNS, with a limit of time and a short memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from tracker.mail.domain_records import DnsRecords
from tracker.services.ports.correspondence.reading import KeyRecords

_REMEMBERED_SECONDS = 3600
_MOST_REMEMBERED = 1000
_LONGEST_NAME = 253


class DnsKeyRecords(KeyRecords):
    """Asks the machine's own resolver, which caches too. Only names of keys are asked for."""

    def __init__(
        self,
        look_up: Callable[[str], str | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look_up, self._clock = look_up or look_up_text, clock
        self._known: OrderedDict[str, tuple[float, str | None]] = OrderedDict()
        self._lock = threading.Lock()

    def record(self, name: str) -> str | None:
        if len(name) > _LONGEST_NAME or not name.isascii():
            return None
        with self._lock:
            at, found = self._known.get(name, (-float(_REMEMBERED_SECONDS), None))
        if self._clock() - at < _REMEMBERED_SECONDS:
            return found
        found = self._look_up(name)
        with self._lock:
            self._known[name] = (self._clock(), found)
            while len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return found


def look_up_text(name: str) -> str | None:
    """Return the key record under a name, or None if there is none. Raises TimeoutError."""
    return next((text for text in DnsRecords().texts(name) if "p=" in text), None)
