"""Jobs that run in the sandbox, because they draw or convert documents of others.

Bubblewrap gives a process its own view of the system, without a network, if it works here.
Inside it, or without it, `confining.py` sets limits and takes files (Landlock) and system calls
(seccomp).
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tracker.documents.sandbox.memory_folder import folder_for_drawing, memory_folder

_CONFINING = Path(__file__).with_name("confining.py")
_PROBING = Path(__file__).with_name("probing.py")
_FORKING = Path(__file__).with_name("forking.py")
# Where a job works in its own view of the system, and how much memory its files may take.
_WORK = "/tmp"  # noqa: S108 - nobody else sees it
_WORK_BYTES = 512 * 1024 * 1024
_PROBE_SECONDS = 10
NOBODY = 65534
# What programs, the interpreter and fonts are made of. /usr is not named whole: an office may be
# in /usr/local/var.
_SYSTEM = (
    *("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/share"),
    *("/usr/local/bin", "/usr/local/lib", "/usr/local/share"),
    *("/bin", "/lib", "/lib32", "/lib64"),
    *("/etc/ld.so.cache", "/etc/fonts", "/etc/libreoffice"),
    *("/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice/uno_packages"),
)
_OF_PYTHON = ("bin", "lib", "lib64", "pyvenv.cfg")


@dataclass(frozen=True, slots=True)
class Confinement:
    """How processes are confined here: by bubblewrap, if there is a path, and by an account."""

    bubblewrap: str = ""
    account: int | None = None


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits at which the kernel ends a process: memory and file in bytes, processor in seconds.

    They also hold for each process that the job starts. No process leaves a core dump.
    """

    memory: int = 2 * 1024**3
    seconds: int = 60
    file: int = 0


@dataclass(frozen=True, slots=True)
class ConfinedJob:
    """A file of Python that is run in the sandbox, and what it needs."""

    program: Path
    seconds: float
    largest_answer: int
    arguments: tuple[str, ...] = ()
    reads: tuple[Path, ...] = ()
    works_in_folder: bool = False
    starts_programs: bool = False
    limits: ProcessLimits = ProcessLimits()


@cache
def confinement() -> Confinement:
    """Return the strictest confinement that works here."""
    return next((each for each in candidates() if probe(each)), Confinement())


def probe(confined: Confinement, *hidden: Path) -> dict[str, Any]:
    """Return what a confined process can do, and which of the hidden paths it can read.

    Empty if it does not run at all.
    """
    paths = tuple(map(str, hidden))
    job = ConfinedJob(_PROBING, _PROBE_SECONDS, 64 * 1024, paths)
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        return dict(json.loads(_run(confined, job, b"", "")))
    return {}


def run_confined(job: ConfinedJob, said: bytes, confined: Confinement | None = None) -> bytes:
    """Return what a job answers to its input; nothing if it fails or answers too much.

    Raises TimeoutError if it takes too long, and BadInput if it needs a folder and there is none
    in memory.
    """
    confined = confined or confinement()
    try:
        with _folder(confined, job) as folder:
            return _run(confined, job, said, folder)
    except TimeoutError:
        raise
    except OSError:
        # A program is being replaced by a newer version, or the memory is used up.
        return b""


def frames(answer: bytes) -> Iterator[bytes]:
    """Yield the parts of an answer of which each begins with its length in four bytes."""
    place = 0
    while place < len(answer):
        length = int.from_bytes(answer[place : place + 4], "big")
        yield answer[place + 4 : place + 4 + length]
        place += 4 + length


def candidates() -> Iterator[Confinement]:
    """Yield the confinements to try, the strictest first."""
    accounts = (_nobody(), None) if os.geteuid() == 0 else (None,)
    if bubblewrap := shutil.which("bwrap"):
        yield from (Confinement(bubblewrap, account) for account in accounts)
    yield from (Confinement("", account) for account in accounts)


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return NOBODY


@contextmanager
def _folder(confined: Confinement, job: ConfinedJob) -> Iterator[str]:
    """Yield the folder in which the job works; bubblewrap makes one that only the job can see."""
    if not job.works_in_folder:
        yield ""
    elif confined.bubblewrap:
        yield _WORK
    else:
        with folder_for_drawing(memory_folder(), confined.account) as made:
            yield str(made)


def _run(confined: Confinement, job: ConfinedJob, said: bytes, folder: str) -> bytes:
    with _started(confined, job, folder, subprocess.PIPE, subprocess.PIPE) as child:
        return _answered(child, job, said)


def start_forking(
    job: ConfinedJob, confined: Confinement, asking: int, at_once: int, idle: float
) -> "subprocess.Popen[bytes]":
    """Start a process that prepares the job's program and makes a child for each input.

    It ends with the thread that calls this, or after `idle` seconds without an input.
    """
    arguments = (str(job.program), str(job.seconds), str(at_once), str(idle))
    reads = (job.program, *job.reads)
    forks = replace(job, program=_FORKING, arguments=arguments, reads=reads)
    return _started(confined, forks, "", asking, subprocess.DEVNULL)


def _started(
    confined: Confinement, job: ConfinedJob, folder: str, said: int, answer: int
) -> "subprocess.Popen[bytes]":
    account: dict[str, Any] = {}
    if confined.account is not None:
        account = {"user": confined.account, "group": confined.account, "extra_groups": []}
    return subprocess.Popen(  # noqa: S603 - this same program, with no user input
        _command(confined, job, folder),
        stdin=said,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        # Its environment has nothing of this office: no key, no database address.
        env={},
        umask=0o077,
        start_new_session=True,
        **account,
    )


def _answered(child: "subprocess.Popen[bytes]", job: ConfinedJob, said: bytes) -> bytes:
    """Give a process its input, and return its answer.

    Its input stays open: a job whose input ends knows that nobody waits for it.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        end_confined(child)

    alarm = threading.Timer(job.seconds, stop)
    feeder = threading.Thread(target=_feed, args=(child, said))
    alarm.start()
    feeder.start()
    answer = b""
    try:
        answer = child.stdout.read(job.largest_answer + 1) if child.stdout else b""
        if len(answer) <= job.largest_answer:
            child.wait()
    finally:
        alarm.cancel()
        end_confined(child)
        feeder.join()
        with suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
    if late.is_set():
        raise TimeoutError
    return b"" if child.wait() or len(answer) > job.largest_answer else answer


def end_confined(child: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it started, which are in a session of its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _feed(child: "subprocess.Popen[bytes]", said: bytes) -> None:
    # It may die while reading its input; its exit status says so.
    with suppress(OSError):
        if child.stdin is not None:
            child.stdin.write(said)
            child.stdin.flush()


def _command(confined: Confinement, job: ConfinedJob, folder: str) -> list[str]:
    reads = [*_SYSTEM, *_python(), str(_CONFINING), str(job.program), *map(str, job.reads)]
    allowed: dict[str, object] = {"reads": reads, "writes": folder, "starts": job.starts_programs}
    allowed |= {"limits": asdict(job.limits)}
    return [
        *(_bubblewrap(confined.bubblewrap, reads) if confined.bubblewrap else ()),
        *(sys.executable, "-I", str(_CONFINING), json.dumps(allowed)),
        *(str(job.program), *job.arguments),
    ]


def _python() -> Iterator[str]:
    """Yield the folders of the interpreter and its libraries.

    Its whole folder is not named: an office may be in its var.
    """
    for prefix in sorted({sys.prefix, sys.base_prefix}):
        yield from (f"{prefix}/{name}" for name in _OF_PYTHON)


def _bubblewrap(program: str, reads: list[str]) -> Iterator[str]:
    """Yield the command that gives a process namespaces of its own, with these files only."""
    yield program
    for name in ("user", "ipc", "pid", "net", "uts", "cgroup-try"):
        yield f"--unshare-{name}"
    yield from ("--disable-userns", "--die-with-parent", "--new-session", "--hostname", "drawing")
    yield from ("--uid", str(NOBODY), "--gid", str(NOBODY))
    # First, since what may be read can be in a folder below it.
    yield from ("--size", str(_WORK_BYTES), "--tmpfs", _WORK)
    for path in dict.fromkeys(reads):
        if os.path.islink(path):
            yield from ("--symlink", os.readlink(path), path)
        else:
            yield from ("--ro-bind-try", path, path)
    yield from ("--proc", "/proc", "--dev", "/dev")
    yield from ("--remount-ro", "/", "--")
