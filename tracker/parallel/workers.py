"""Processes that work on other cores, started by a fresh Python.

A fork of this process would copy the locks that its other threads hold. Letters and mail are read
by forks of a process without threads (`documents/sandbox`), because what they read may be hostile;
here the bytes are the office's own, and each process answers thousands of questions.
"""

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.connection import Connection
from threading import Event
from typing import Any, TypeVar

from tracker.parallel.messages import sendable
from tracker.parallel.worker import READY

MODULE = "tracker.parallel.worker"
# Batches that wait for each process, so that none waits for a batch.
_AHEAD = 2
# Batches that this process answers while it would wait for an earlier one.
_MOST_HERE = 4
_MOST = 16

_Batch = TypeVar("_Batch")
_Answer = TypeVar("_Answer")


class WorkerProcesses:
    """Starts processes for one run, one for each core but that of the process that asks."""

    def __init__(self, number: int | None = None) -> None:
        self._number = min(_MOST, number or max(1, len(os.sched_getaffinity(0)) - 1))

    @contextmanager
    def at_work(
        self,
        work: Callable[..., _Answer],
        batches: Iterable[_Batch],
        question: Callable[[_Batch], tuple[Any, ...]],
        *,
        alone: Callable[..., _Answer] | None = None,
    ) -> Iterator[Iterator[tuple[_Batch, _Answer | None]]]:
        """Yield each batch, in order, with what `work` returns for its question.

        None for a batch whose process ended. `alone` answers in this process until another one
        is ready, and afterwards instead of waiting for it. Without `alone` this process waits,
        and has None for each batch before. Each process imports the module of `work` by its name.
        """
        pool = _Pool(self._number)

        def answered_here(batch: _Batch) -> tuple[_Batch, _Answer | None]:
            return batch, alone(*question(batch)) if alone else None

        def asked(batch: _Batch) -> tuple[_Batch, _Answer | None]:
            return batch, pool.asked(question(batch))

        def begin(batch: _Batch) -> "Future[tuple[_Batch, _Answer | None]]":
            return pool.threads.submit(asked, batch)

        try:
            pool.start()
            # Written while they start.
            pool.work.set_result(sendable(work))
            helps = alone is not None
            yield _in_order(batches, answered_here, begin, pool.ready, self._number, helps=helps)
        finally:
            pool.end()


class _Pool:
    """The processes of one run, and a thread for each that waits for its answers."""

    def __init__(self, number: int) -> None:
        self.ready = Event()
        self.work: Future[bytes] = Future()
        self.threads = ThreadPoolExecutor(number, "worker")
        self._workers = [_Worker(self.work, self.ready) for _ in range(number)]
        self._free: deque[_Worker] = deque()

    def start(self) -> None:
        """Start the processes, each by a thread of its own."""
        for worker in self._workers:
            self.threads.submit(self._begin, worker)

    def asked(self, question: tuple[Any, ...]) -> Any:
        """Return the answer of a free process; None if it ended. For a thread of the pool."""
        # Each other thread starts one or waits for one, so one is always free.
        worker = self._free.popleft()
        try:
            return worker.asked(question)
        finally:
            self._free.append(worker)

    def end(self) -> None:
        """End the processes and the threads."""
        self.work.cancel()
        for worker in self._workers:
            worker.end()
        self.threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def _begin(self, worker: "_Worker") -> None:
        worker.start()
        self._free.append(worker)


def _in_order(
    batches: Iterable[_Batch],
    here: Callable[[_Batch], _Answer],
    begin: Callable[[_Batch], "Future[_Answer]"],
    ready: Event,
    number: int,
    *,
    helps: bool,
) -> Iterator[_Answer]:
    left = iter(batches)
    for batch in left:
        if ready.is_set():
            left = chain((batch,), left)
            break
        # Until then this process works alone.
        yield here(batch)
    waiting: deque[Future[_Answer]] = deque()
    while True:
        under_way = sum(not each.done() for each in waiting)
        waiting.extend(map(begin, islice(left, _AHEAD * number + 1 - under_way)))
        if not waiting:
            return
        for _ in range(_MOST_HERE if helps else 0):
            if waiting[0].done():
                break
            waiting.extend(_done(here(batch)) for batch in islice(left, 1))
        yield waiting.popleft().result()


def _done(answer: _Answer) -> "Future[_Answer]":
    future: Future[_Answer] = Future()
    future.set_result(answer)
    return future


class _Worker:
    """One process. It answers one question at a time, and none once anything is wrong with it."""

    def __init__(self, work: "Future[bytes]", ready: Event) -> None:
        self._work = work
        self._ready = ready
        ours, self._theirs = socket.socketpair()
        self._asking = Connection(ours.detach())
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def start(self) -> None:
        """Start the process, and wait until it knows its work."""
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
            self._asking.send_bytes(self._work.result())
            if self._asking.recv() == READY:
                self._ready.set()

    def asked(self, question: tuple[Any, ...]) -> Any:
        """Return the answer to a question; None if the process ended."""
        if self._ended:
            return None
        with self._or_ended():
            self._asking.send_bytes(sendable(question))
            return self._asking.recv()
        return None

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
