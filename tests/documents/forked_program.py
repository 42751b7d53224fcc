"""A program that follows the command in each of many inputs, for tests of the sandbox.

Loaded in the sandbox, where each input has a child of its own.
"""

import fcntl
import json
import os
import resource
import runpy
import secrets
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

BREAKING_OUT = Path(__file__).with_name("breaking_out.py")
# A mark of the process that prepared this program, and the words of earlier inputs.
MADE_BY: list[str] = []
LEFT: list[str] = []


def make_ready() -> None:
    """Give the process that prepares the program a mark."""
    MADE_BY.append(secrets.token_hex(4))


def answered(given: BinaryIO) -> bytes:
    """Follow the command in an input, and return the result as JSON."""
    what, _, told = given.readline().decode().rstrip("\n").partition(" ")
    before = list(LEFT)
    LEFT.append(told)
    found: dict[str, Callable[[], object]] = {
        "hello": lambda: [MADE_BY[0], before, told],
        "break-out": lambda: broken_out(told),
        "memory": lambda: len(bytearray(512 * 1024**2)),
        "processor": lambda: sum(1 for _ in iter(int, 1)),
        "sleep": lambda: time.sleep(600),
        "large": lambda: "x" * 100_000,
        "breaks": lambda: 1 / 0,
        "dies": lambda: os.abort(),
    }
    return json.dumps(found[what]()).encode()


def broken_out(told: str) -> list[str]:
    """The forbidden acts in which a child succeeds."""
    known = runpy.run_path(str(BREAKING_OUT))
    found = [
        *[name for name, each in known["attempts"](json.loads(told)).items() if tries(each)],
        *[name for name, each in attempts().items() if tries(each)],
    ]
    return found


def tries(attempt: Callable[[], object]) -> bool:
    """Whether an attempt succeeds."""
    try:
        found = attempt()
    except (OSError, RuntimeError, ValueError):
        return False
    return found is None or bool(found)


def attempts() -> dict[str, Callable[[], object]]:
    """Attempts to reach other inputs of the same sandbox."""
    maker = os.getppid()
    return {
        "makes a process": forks,
        "makes a thread": starts_a_thread,
        "signals the process that made it": lambda: os.kill(maker, 0),
        "signals its group": lambda: os.killpg(0, 0),
        "stops itself": lambda: os.kill(os.getpid(), signal.SIGCONT),
        "reads the memory of the process that made it": lambda: reads(f"/proc/{maker}/maps"),
        "writes to the memory of that process": lambda: open(f"/proc/{maker}/mem", "r+b"),
        "changes the priority of that process": lambda: os.setpriority(os.PRIO_PROCESS, maker, 19),
        "makes a file": makes_a_file,
        "makes a folder": makes_a_folder,
        "empties a file": lambda: os.close(os.open("/dev/null", os.O_RDONLY | os.O_TRUNC)),
        "holds a socket or pipe of others": foreign_descriptors,
        "has a signal sent by a descriptor": signals_by_descriptor,
        "makes a pair of sockets": lambda: __import__("socket").socketpair(),
        "opens many files": opens_many,
        "raises its limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)),
        "changes its alarm": lambda: signal.setitimer(signal.ITIMER_REAL, 9) is not None,
    }


def forks() -> bool:
    """Whether this process can make another."""
    if not (child := os.fork()):
        os._exit(0)
    os.waitpid(child, 0)
    return True


def makes_a_file() -> None:
    """Leave a file where the next input would find it."""
    made = Path(f"/tmp/left-{os.getpid()}")  # noqa: S108
    made.touch(exist_ok=False)
    made.unlink()


def makes_a_folder() -> None:
    """Leave a folder where the next input would find it."""
    made = Path(f"/tmp/left-{os.getpid()}")  # noqa: S108
    made.mkdir()
    made.rmdir()


def starts_a_thread() -> bool:
    """Whether this process can start a thread."""
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return True


def reads(path: str) -> bool:
    """Whether a file has anything to read."""
    return bool(Path(path).read_bytes())


def foreign_descriptors() -> list[int]:
    """The open descriptors, except for the input, the answer, and files of the interpreter."""
    pipes = []
    for number in range(256):
        with suppress(OSError):
            mode = os.fstat(number).st_mode
            if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
                pipes.append(number)
    return pipes[1:]


def signals_by_descriptor() -> bool:
    """Whether the kernel would signal the process that made this one."""
    with open("/dev/null", "rb") as file:
        fcntl.fcntl(file, fcntl.F_SETOWN, os.getppid())
    return True


def opens_many() -> bool:
    """Whether more than a few files can be open at once."""
    return bool([os.open("/dev/null", os.O_RDONLY) for _ in range(100)])


if __name__ == "__main__":
    make_ready()
    sys.stdout.buffer.write(answered(sys.stdin.buffer))
    sys.stdout.buffer.flush()
