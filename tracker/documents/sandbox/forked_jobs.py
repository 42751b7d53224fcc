"""Many inputs for one program of the sandbox, each read by a process of its own.

Starting a sandbox takes longer than most jobs. Here one process in it prepares the program, and
makes a child for each input (`forking.py`). It never sees an input itself. It is replaced after
some hundred inputs, and whenever anything is in doubt.
"""

import fcntl
import os
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from weakref import finalize

from tracker.documents.sandbox.confined_jobs import (
    ConfinedJob,
    Confinement,
    confinement,
    end_confined,
    run_confined,
    start_forking,
)
from tracker.documents.sandbox.forking import ENDED_LATE, KEPT_APART, NOT_KEPT_APART

# Its own use of memory and processor grows with each child that it made.
MOST_INPUTS = 200
# Children that wait for a processor gain nothing, and each may use all the memory of a job.
MOST_AT_ONCE = max(1, min(4, len(os.sched_getaffinity(0))))
# It then ends, and gives its memory back. The next input starts another.
IDLE_SECONDS = 30
_SECONDS_TO_START = 20
# The process in the sandbox ends a late child. If it does not, it is ended itself.
_GRACE_SECONDS = 3
_SECONDS_TO_END = 1
_ATTEMPTS = 2
_LENGTH = 8
_CHUNK = 1 << 20


class _Gone(Exception):
    """Raised if the process in the sandbox ended without reporting how its child ended."""


class ForkedJobs:
    """Answers inputs as `run_confined` does, each in a process of its own, several at once.

    Safe to use from several threads, and in a process that was forked.
    """

    def __init__(self, job: ConfinedJob, confined: Confinement | None = None) -> None:
        self.job = job
        self._confined = confined
        self._begin_here()

    def run(self, said: bytes) -> bytes:
        """Return the job's answer to an input; empty if the job fails or answers too much.

        Raises TimeoutError if it takes too long. If the process in the sandbox ended, the input is
        given to the next one, and at last to a sandbox of its own.
        """
        if self._process != os.getpid():
            self._begin_here()
        with self._slots:
            for _ in range(_ATTEMPTS):
                with self._used() as forking, suppress(_Gone):
                    if forking is not None:
                        return forking.asked(said)
        return run_confined(self.job, said, self._confined)

    def _begin_here(self) -> None:
        """Share nothing with the process from which this one was forked."""
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(MOST_AT_ONCE)
        # The sandbox ends with the thread that started it, so that thread must stay.
        self._starter = ThreadPoolExecutor(1, "sandbox")
        self._current: _Forking | None = None
        self._works = True

    def end(self) -> None:
        """End the process in the sandbox and wait for it. The next input starts another."""
        if self._process == os.getpid():
            with self._lock:
                if self._current:
                    self._current.end()
                self._current = None

    @contextmanager
    def _used(self) -> Iterator["_Forking | None"]:
        """Yield the process to ask; None if it does not start, or cannot keep children apart."""
        with self._lock:
            forking = self._ready()
            if forking:
                forking.users += 1
        try:
            yield forking
        finally:
            with self._lock:
                if forking:
                    forking.users -= 1
                    if forking.is_gone and self._current is forking:
                        self._current = None
                    if forking is not self._current and not forking.users:
                        forking.end()

    def _ready(self) -> "_Forking | None":
        if self._current and self._current.inputs >= MOST_INPUTS:
            # Its last user ends it.
            former, self._current = self._current, None
            if not former.users:
                former.end()
        if self._current is None and self._works:
            with suppress(OSError):
                made = self._starter.submit(_Forking, self.job, self._confined).result()
                self._works = made.first_word != NOT_KEPT_APART
                self._current = made if made.first_word == KEPT_APART else None
        if self._current:
            self._current.inputs += 1
        return self._current


class _Forking:
    """A process in the sandbox that makes a child for each input."""

    def __init__(self, job: ConfinedJob, confined: Confinement | None) -> None:
        self.inputs = self.users = 0
        self.is_gone = False
        self.first_word = b""
        self._job = job
        self._asking, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = start_forking(
                job, confined or confinement(), theirs.fileno(), MOST_AT_ONCE, IDLE_SECONDS
            )
        # Also when nobody refers to this any longer, and at the end of the program.
        self.end = finalize(self, _end, os.getpid(), process, self._asking)
        self._asking.settimeout(_SECONDS_TO_START)
        with suppress(OSError):
            self.first_word = self._asking.recv(64)
        if self.first_word != KEPT_APART:
            self.end()

    def asked(self, said: bytes) -> bytes:
        """Return the answer of a child. Raises TimeoutError, and _Gone if this process ended."""
        try:
            return self._asked(said)
        except _Gone:
            self.is_gone = True
            raise

    def _asked(self, said: bytes) -> bytes:
        with _descriptors(said) as (given, answer, theirs, ended, word):
            try:
                socket.send_fds(self._asking, [b"?"], [given, theirs, word])
            except OSError as error:
                raise _Gone from error
            finally:
                os.close(theirs)
                os.close(word)
            return self._collected(answer, ended)

    def _collected(self, answer: int, ended: int) -> bytes:
        until = time.monotonic() + self._job.seconds + _GRACE_SECONDS
        most = self._job.largest_answer + _LENGTH
        whole = _read(answer, most, until)
        if len(whole) > most:
            return b""
        word = _read(ended, len(ENDED_LATE), until)
        if not word:
            raise _Gone
        if word == ENDED_LATE:
            raise TimeoutError
        length = int.from_bytes(whole[:_LENGTH], "big")
        good = word == b"\0" and len(whole) == _LENGTH + length
        return bytes(memoryview(whole)[_LENGTH:]) if good else b""


def _end(maker: int, process: "subprocess.Popen[bytes]", asking: socket.socket) -> None:
    """End a process and all its children, unless this process is a fork of its maker."""
    asking.close()
    if os.getpid() == maker:
        # It ends when nobody can ask it any longer.
        with suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_END)
        end_confined(process)
        process.wait()


@contextmanager
def _descriptors(said: bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield an input in memory that nobody can change, and two pipes. The user closes their ends
    for writing."""
    with ExitStack() as held:
        given = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        held.callback(os.close, given)
        whole = memoryview(said)
        while whole:
            whole = whole[os.write(given, whole) :]
        os.lseek(given, 0, os.SEEK_SET)
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(given, fcntl.F_ADD_SEALS, seals)
        answer, theirs = os.pipe()
        held.callback(os.close, answer)
        ended, word = os.pipe()
        held.callback(os.close, ended)
        yield given, answer, theirs, ended, word


def _read(pipe: int, most: int, until: float) -> bytearray:
    """Read a pipe to its end, but at most one byte more than `most`. Raises _Gone if the bytes
    come too late."""
    found, poll = bytearray(), select.poll()
    poll.register(pipe, select.POLLIN)
    while len(found) <= most:
        if not poll.poll(max(0, until - time.monotonic()) * 1000):
            raise _Gone
        if not (part := os.read(pipe, min(_CHUNK, most + 1 - len(found)))):
            break
        found += part
    return found
