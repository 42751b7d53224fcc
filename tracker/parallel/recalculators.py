"""Processes that calculate requests on other cores, started by a fresh Python.

A fork of this process would copy the locks that its other threads hold. Letters and mail are read
by forks of a process without threads (`documents/sandbox`), because what they read may be hostile;
here the bytes are the office's own, and each process answers thousands of requests.
"""

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from threading import Event
from types import MappingProxyType
from typing import Any

from tracker.domain.library import Library
from tracker.parallel.recalculator import READY
from tracker.services.cases.batches.isolating import results_in_order
from tracker.services.cases.batches.recalculating import quiet_changes
from tracker.services.core.office import LibraryAt
from tracker.services.ports.case_rows import Recalculated, Recalculators
from tracker.services.ports.cases import QuietChange, StoredCase

MODULE = "tracker.parallel.recalculator"
# Batches that wait for each process, so that none waits for a batch.
_AHEAD = 2
_MOST = 16


class RecalculatingProcesses(Recalculators):
    """Starts processes for one run, one for each core but that of the process that writes."""

    def __init__(self, number: int | None = None) -> None:
        self._number = min(_MOST, number or max(1, len(os.sched_getaffinity(0)) - 1))

    @contextmanager
    def at_work(
        self,
        library: Library,
        now: Callable[[], datetime],
        batches: Iterable[Sequence[StoredCase]],
    ) -> Iterator[Iterator[Recalculated]]:
        known, ready = _sendable(library), Event()
        processes = [_Recalculator(known, ready) for _ in range(self._number)]
        threads = ThreadPoolExecutor(self._number, "recalculate")
        free: deque[_Recalculator] = deque()

        def begun(process: _Recalculator) -> None:
            process.start()
            free.append(process)

        def alone(batch: Sequence[StoredCase]) -> Recalculated:
            return batch, quiet_changes(LibraryAt(library, now()), batch)

        def asked(batch: Sequence[StoredCase]) -> Recalculated:
            # Each other thread starts one or waits for one, so one is always free.
            process = free.popleft()
            try:
                return batch, process.asked(now(), batch)
            finally:
                free.append(process)

        try:
            for process in processes:
                threads.submit(begun, process)
            yield _in_order(
                batches, alone, lambda batch: threads.submit(asked, batch), ready, self._number
            )
        finally:
            for process in processes:
                process.end()
            threads.shutdown(cancel_futures=True)
            for process in processes:
                process.close()


def _in_order(
    batches: Iterable[Sequence[StoredCase]],
    alone: Callable[[Sequence[StoredCase]], Recalculated],
    begin: Callable[[Sequence[StoredCase]], "Future[Recalculated]"],
    ready: Event,
    number: int,
) -> Iterator[Recalculated]:
    left = iter(batches)
    for batch in left:
        if ready.is_set():
            left = chain((batch,), left)
            break
        # Until then this process calculates them.
        yield alone(batch)
    yield from results_in_order(map(begin, left), _AHEAD * number)


class _Recalculator:
    """One process. It answers one batch at a time, and none once anything is wrong with it."""

    def __init__(self, library: bytes, ready: Event) -> None:
        self._library = library
        self._ready = ready
        ours, self._theirs = socket.socketpair()
        self._asking = Connection(ours.detach())
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def start(self) -> None:
        """Start the process, and wait until it knows the library."""
        with self._or_ended():
            with self._theirs:
                self._process = subprocess.Popen(  # noqa: S603 - no user input
                    [sys.executable, "-I", "-m", MODULE],
                    stdin=self._theirs.fileno(),
                    # Its environment has nothing of this office: no key, no database address.
                    env={},
                    # A signal of the terminal is for this process, which finishes its batch first.
                    start_new_session=True,
                )
            if self._ended:
                self.end()
            self._asking.send_bytes(self._library)
            if self._asking.recv() == READY:
                self._ready.set()

    def asked(self, moment: datetime, batch: Sequence[StoredCase]) -> Sequence[QuietChange]:
        """Return the quiet changes of a batch; none if the process ended."""
        if self._ended:
            return ()
        with self._or_ended():
            self._asking.send_bytes(_sendable((moment, batch)))
            found: Sequence[QuietChange] = self._asking.recv()
            return found
        return ()

    def end(self) -> None:
        """End the process. What it was asked is not answered any longer."""
        self._ended = True
        if self._process:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Close the connection, once no thread uses it any longer."""
        self._asking.close()
        self._theirs.close()

    @contextmanager
    def _or_ended(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError):
            self._ended = True


def _sendable(message: object) -> bytes:
    """Return the bytes by which a message is sent to another process.

    `Connection.send` would leave a view of its buffer in the traceback of an error, and the
    collector of garbage would complain.
    """
    with ForkingPickler.dumps(message) as written:
        return bytes(written)


def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


ForkingPickler.register(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))
