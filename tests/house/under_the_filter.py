"""Runs a command under the filter of system calls that a unit of systemd sets.

python under_the_filter.py UNIT COMMAND …
"""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO(EPERM)


def calls_in(group: str) -> set[str]:
    """The names in a group, those of its own groups among them."""
    told = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True)
    lines = {line.strip() for line in told.stdout.decode().splitlines()[1:]}
    names = {line for line in lines if line and not line.startswith("#")}
    return set().union(*(calls_in(n) if n.startswith("@") else {n} for n in names))


def allowed_by(unit: str) -> set[str]:
    """What the lines of the unit let through, one after the other."""
    allowed = calls_in("@default")
    for line in unit.splitlines():
        if not line.startswith("SystemCallFilter="):
            continue
        listed = line.partition("=")[2]
        for name in listed.removeprefix("~").split():
            calls = calls_in(name) if name.startswith("@") else {name}
            allowed = allowed - calls if listed.startswith("~") else allowed | calls
    return allowed


def put_up(names: set[str]) -> None:
    """From here on this process, and all that it starts, has these calls alone."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(REFUSE)))
    for name in sorted(names):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            allow = ctypes.c_uint32(ALLOW)
            assert library.seccomp_rule_add(context, allow, number, 0) == 0, name
    assert library.seccomp_load(context) == 0


if __name__ == "__main__":
    put_up(allowed_by(Path(sys.argv[1]).read_text("utf-8")))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is wanted
