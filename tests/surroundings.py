"""Worse surroundings for a process, without rights on the machine: a slow disk, a small disk, no
network. Each function returns the words that come before those of the process.
"""

import subprocess
from pathlib import Path

from tests.needs import find_program, missing


def on_a_slow_disk(flush_seconds: float) -> list[str]:
    """Have each flush to the disk (`fsync`, `fdatasync`) take that much longer, in the process and
    in all that it starts.

    The process is the child of its caller, as without these words.
    """
    strace = str(find_program("strace"))
    if subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode:
        missing("strace may not look at processes here.")
    delay = f"inject=fsync,fdatasync:delay_enter={round(flush_seconds * 1_000_000)}"
    watched = ["-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"]
    return [strace, *watched, "-e", "trace=fsync,fdatasync", "-e", delay]


def on_a_small_disk(folder: Path, size: int) -> list[str]:
    """Have a disk of so many bytes at this folder, empty at first. Only the process sees it, and
    it is gone when the process ends."""
    return _confined("--perms", "0700", "--size", str(size), "--tmpfs", str(folder))


def without_network() -> list[str]:
    """Leave no way out, so no name server answers."""
    return _confined("--unshare-net")


def _confined(*words: str) -> list[str]:
    bubblewrap = [str(find_program("bwrap")), "--dev-bind", "/", "/", "--die-with-parent", *words]
    if subprocess.run([*bubblewrap, "true"], capture_output=True).returncode:
        missing("bwrap may not make namespaces here.")
    return [*bubblewrap, "--"]
