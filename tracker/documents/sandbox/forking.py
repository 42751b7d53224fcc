"""Prepares a program once, and has a child of this process answer each input.

Run as a file in the sandbox and never imported: it imports nothing of this program. Its arguments
are the program's file, the seconds for each input, how many children may run at once, and after
how many seconds without an input it ends. Standard input is a socket. Each message on it has three
descriptors: the input, where the answer goes, and where this process writes how the child ended.
The input goes to the child alone, so that nothing of it enters the memory from which the next
child is made. A child may read files of the program, and can reach or start no other process.
"""

import ctypes
import gc
import os
import resource
import runpy
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

# The first message to the process that asks: whether its children can be kept apart.
KEPT_APART, NOT_KEPT_APART = b"apart", b"not apart"
# How a child ended, if it took too long; otherwise one byte with its exit status.
ENDED_LATE = b"late"
# Enough for a library that is loaded late.
_MOST_DESCRIPTORS = 32
_MOST_INHERITED = 256

_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE
_ALLOW, _REFUSE, _EPERM = 0x7FFF0000, 0x00050000, 1
_MASKED_EQUAL = 7
# These calls are allowed only in forms that make or empty no file and pass nothing on.
_MAKES_OR_WRITES = os.O_CREAT | os.O_WRONLY | os.O_RDWR | os.O_TRUNC
_DUPLICATES = (0, 1, 2, 3, 1030)  # of fcntl: no owner, lock or signal of a descriptor
_CLOSE_ON_EXEC = 0x5451  # of ioctl
# What Python and its libraries need to compute, to load an installed library, and to end.
_COMPUTING_CALLS = (
    *("access", "arch_prctl", "brk", "clock_getres", "clock_gettime", "clock_nanosleep", "close"),
    *("dup", "exit", "exit_group", "faccessat", "faccessat2", "fstat", "fstatfs", "futex"),
    *("getcwd", "getdents64", "getegid", "geteuid", "getgid", "getpid", "getrandom", "getrusage"),
    *("gettid", "gettimeofday", "getuid", "lseek", "lstat", "madvise", "membarrier", "mmap"),
    *("mprotect", "mremap", "munmap", "nanosleep", "newfstatat", "poll", "pread64", "read"),
    *("readlink", "readlinkat", "readv", "restart_syscall", "rseq", "rt_sigaction"),
    *("rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield", "select"),
    *("set_robust_list", "sigaltstack", "stat", "statx", "sysinfo", "uname", "write", "writev"),
)


class _Compared(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("one", ctypes.c_uint64),
        ("other", ctypes.c_uint64),
    )


@dataclass(frozen=True, slots=True)
class _Child:
    """A child that runs: its process, a handle to it, when it is late, and where its end goes."""

    process: int
    handle: int
    late_at: float
    ended: int


def _main() -> None:
    program, seconds, at_once, idle = sys.argv[1:]
    asking = socket.socket(fileno=0)
    job = runpy.run_path(program, run_name="forked")
    try:
        keep_apart = _filter()
    except (AttributeError, OSError):
        asking.send(NOT_KEPT_APART)
        return
    job["make_ready"]()
    # A child that collected garbage would copy the memory of all that is prepared.
    gc.collect()
    gc.freeze()
    asking.send(KEPT_APART)
    times = float(seconds), float(idle)
    _Forking(asking, job["answered"], keep_apart, times, int(at_once)).run()


class _Forking:
    """Makes a child for each input, and ends those that are late."""

    def __init__(
        self,
        asking: socket.socket,
        answered: Callable[[BinaryIO], bytes],
        keep_apart: Callable[[], None],
        times: tuple[float, float],
        at_once: int,
    ) -> None:
        self._asking: socket.socket | None = asking
        self._answered = answered
        self._keep_apart = keep_apart
        self._seconds, self._idle_seconds = times
        self._at_once = at_once
        self._children: list[_Child] = []

    def run(self) -> None:
        """Answer until the socket is closed, or until no input has come for a while."""
        while self._asking or self._children:
            asked, idle = self._wait()
            self._end_children()
            if idle:
                return
            if asked and self._asking:
                _, handed, _, _ = socket.recv_fds(self._asking, 1, 3)
                if len(handed) == 3:
                    self._begin(*handed)
                else:
                    self._asking = None

    def _wait(self) -> tuple[bool, bool]:
        """Wait for a question, the end of a child, or a time. Returns (asked, idle)."""
        poll, now = select.poll(), time.monotonic()
        if self._asking and len(self._children) < self._at_once:
            poll.register(self._asking, select.POLLIN)
        for child in self._children:
            poll.register(child.handle, select.POLLIN)
        until = min((child.late_at for child in self._children), default=now + self._idle_seconds)
        ready = [handle for handle, _ in poll.poll(max(0, until - now) * 1000 + 1)]
        return 0 in ready, not ready and not self._children

    def _end_children(self) -> None:
        """End the late children, and report how each child that is done ended."""
        for child in list(self._children):
            said = b""
            if time.monotonic() >= child.late_at:
                os.kill(child.process, signal.SIGKILL)
                os.waitpid(child.process, 0)
                said = ENDED_LATE
            else:
                process, status = os.waitpid(child.process, os.WNOHANG)
                if not process:
                    continue
                said = bytes([os.waitstatus_to_exitcode(status) & 0xFF])
            with suppress(OSError):
                os.write(child.ended, said)
            os.close(child.ended)
            os.close(child.handle)
            self._children.remove(child)

    def _begin(self, given: int, answer: int, ended: int) -> None:
        process = os.fork()
        if not process:
            _answer(given, answer, self._keep_apart, self._answered)
        os.close(given)
        os.close(answer)
        late_at = time.monotonic() + self._seconds
        self._children.append(_Child(process, os.pidfd_open(process), late_at, ended))


def _answer(
    given: int,
    answer: int,
    keep_apart: Callable[[], None],
    answered: Callable[[BinaryIO], bytes],
) -> None:
    """Answer one input in this child, and end. Nothing of the input was read before."""
    status = 1
    try:
        _keep_only(given, answer)
        keep_apart()
        with open(given, "rb", closefd=False) as stream:
            said = answered(stream)
        whole = memoryview(len(said).to_bytes(8, "big") + said)
        while whole:
            whole = whole[os.write(answer, whole) :]
        status = 0
    finally:
        os._exit(status)


def _keep_only(*kept: int) -> None:
    """Close every other descriptor, such as those that carry other inputs."""
    first, last = sorted(kept)
    os.closerange(0, first)
    os.closerange(first + 1, last)
    os.closerange(last + 1, _MOST_INHERITED)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_DESCRIPTORS, _MOST_DESCRIPTORS))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _filter() -> Callable[[], None]:
    """Return a function that limits a process to computing. Raises OSError without seccomp.

    The processes of the sandbox can then not read each other's memory either.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_NOT_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError("refused by the kernel")
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_REFUSE | _EPERM)))

    def allow(name: str, *compared: _Compared) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # this kind of machine has no such call
        action, array = ctypes.c_uint32(_ALLOW), (_Compared * len(compared))(*compared)
        if library.seccomp_rule_add_array(rules, action, number, len(compared), array) != 0:
            raise OSError(f"no rule for {name}")

    for name in _COMPUTING_CALLS:
        allow(name)
    allow("open", _Compared(1, _MASKED_EQUAL, _MAKES_OR_WRITES, 0))
    allow("openat", _Compared(2, _MASKED_EQUAL, _MAKES_OR_WRITES, 0))
    for what in _DUPLICATES:
        allow("fcntl", _whole(1, what))
    allow("ioctl", _whole(1, _CLOSE_ON_EXEC))
    allow("prlimit64", _whole(0, 0), _whole(2, 0))  # asks for its own limits, and sets none

    def load() -> None:
        if library.seccomp_load(rules) != 0:
            raise OSError("the filter was not taken")

    return load


def _whole(argument: int, value: int) -> Any:
    return _Compared(argument, _MASKED_EQUAL, 2**64 - 1, value)


if __name__ == "__main__":
    _main()
