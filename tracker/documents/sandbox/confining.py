"""Takes from a process what it does not need, then runs one program in it.

Run as a file and never imported: it imports nothing of this program. Its arguments are a JSON
object, the program's file, and the program's own arguments. What this system cannot take away
stays with the process: `tracker doctor` tries it out and reports it.
"""

import ctypes
import json
import os
import resource
import runpy
import socket
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import ECONNREFUSED, ENOSYS, EPERM
from typing import TypedDict

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS

# Landlock, whose system calls have the same numbers on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_BELOW_A_PATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_SOCKET, _TRUNCATE, _DEVICE_CONTROL = 1 << 5, 1 << 9, 1 << 14, 1 << 15
# The number of rights over files in each version; 5 and later have the last.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_MOST_RIGHTS = 16
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL
_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
# LibreOffice has its local socket here, whatever folder for temporary files it is given.
_FOR_SOCKETS = "/tmp"  # noqa: S108 - no file can be made in it
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

# libseccomp: the answer to a call, and how an argument is compared.
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NOT_EQUAL, _MASKED_EQUAL = 1, 7
_KIND_OF_SOCKET = 0xF
# Flags of `clone` that make a namespace. Their owner has powers in it that reach deep into the
# kernel. `clone3` keeps its flags where no filter sees them, and the C library does without.
_NEW_NAMESPACES = (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)
# What neither LibreOffice nor the drawing of a page needs: other processes, mounts, namespaces,
# keys of the kernel, memory shared by number, and calls through which filters were evaded.
REFUSED_CALLS = (
    *("acct", "add_key", "adjtimex", "bpf", "chroot", "clock_adjtime", "clock_settime"),
    *("delete_module", "fanotify_init", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick"),
    *("init_module", "io_uring_enter", "io_uring_register", "io_uring_setup", "ioperm", "iopl"),
    *("kcmp", "kexec_file_load", "kexec_load", "keyctl", "modify_ldt", "mount", "mount_setattr"),
    *("move_mount", "msgget", "name_to_handle_at", "open_by_handle_at", "open_tree"),
    *("perf_event_open", "pidfd_getfd", "pivot_root", "process_madvise", "process_vm_readv"),
    *("process_vm_writev", "ptrace", "quotactl", "reboot", "request_key", "semget"),
    *("setdomainname", "sethostname", "setns", "settimeofday", "shmget", "swapoff", "swapon"),
    *("syslog", "umount2", "unshare", "userfaultfd", "vhangup"),
)
STARTING_CALLS = ("execve", "execveat")


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("parent", ctypes.c_int32))


class _Compared(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("one", ctypes.c_uint64),
        ("other", ctypes.c_uint64),
    )


class _Allowed(TypedDict):
    """What a program keeps. `writes` is the folder in which it works, if it needs one."""

    reads: list[str]
    writes: str
    starts: bool
    limits: dict[str, int]


def _main() -> None:
    allowed: _Allowed = json.loads(sys.argv[1])
    del sys.argv[:2]
    _limit(allowed["limits"])
    if allowed["writes"]:
        os.chdir(allowed["writes"])
    # A system without one of these raises; the others are taken all the same.
    for take in (_take_privileges, _take_files, _take_calls):
        with suppress(AttributeError, OSError):
            take(allowed)
    runpy.run_path(sys.argv[0], run_name="__main__")


def _limit(limits: dict[str, int]) -> None:
    """Have the kernel end this process and its children at these limits."""
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _take_privileges(_: _Allowed) -> None:
    _checked(ctypes.CDLL(None, use_errno=True).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def _take_files(allowed: _Allowed) -> None:
    """Leave the process nothing but the named files and folders (Landlock)."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = _checked(landlock_version())
    every = (1 << _RIGHTS.get(version, _MOST_RIGHTS)) - 1
    taken = _Ruleset(every, _BIND_AND_CONNECT, _ABSTRACT_SOCKETS_AND_SIGNALS)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _checked(call(_CREATE_RULESET, ctypes.byref(taken), size, 0))
    reads = _EXECUTE | _READ_FILE | _READ_FOLDER

    def leave(paths: Iterable[str], rights: int) -> None:
        for path in filter(os.path.exists, paths):
            below = os.open(path, os.O_PATH)
            only = every if stat.S_ISDIR(os.fstat(below).st_mode) else every & _FOR_FILES
            rule = _PathRule(rights & only, below)
            _checked(call(_ADD_RULE, ruleset, _BELOW_A_PATH, ctypes.byref(rule), 0))
            os.close(below)

    leave(allowed["reads"], reads)
    leave(DEVICES, _READ_FILE | _WRITE_FILE)
    if allowed["starts"]:
        leave([_FOR_SOCKETS], _MAKE_SOCKET | _REMOVE_FILE)
    leave([allowed["writes"]], every)
    _checked(call(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def landlock_version() -> int:
    """Return the version of Landlock in this kernel, or -1 if it has none."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    return int(call(_CREATE_RULESET, None, 0, _VERSION))


def _take_calls(allowed: _Allowed) -> None:
    """Refuse the system calls that lead out (seccomp): among them every socket of a network.

    A local socket may be made, since LibreOffice wants one, but it connects to nothing.
    """
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    refuse = _refuser(library, rules)
    for name in (*REFUSED_CALLS, *(() if allowed["starts"] else STARTING_CALLS)):
        refuse(name, EPERM)
    refuse("socket", EPERM, _Compared(0, _NOT_EQUAL, socket.AF_UNIX))
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        refuse("socket", EPERM, _Compared(1, _MASKED_EQUAL, _KIND_OF_SOCKET, kind))
    refuse("connect", ECONNREFUSED)
    refuse("clone3", ENOSYS)
    refuse("prlimit64", EPERM, _Compared(0, _NOT_EQUAL, 0))  # the limits of another process
    for flag in _NEW_NAMESPACES:
        refuse("clone", EPERM, _Compared(0, _MASKED_EQUAL, flag, flag))
    if library.seccomp_load(rules) != 0:
        raise OSError("the filter was not taken")


def _refuser(library: ctypes.CDLL, rules: ctypes.c_void_p) -> Callable[..., None]:
    """Return a function that adds a rule: a call, its error, and what its argument is."""

    def refuse(name: str, error: int, *compared: _Compared) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # this kind of machine has no such call
        action, array = ctypes.c_uint32(_REFUSE | error), (_Compared * len(compared))(*compared)
        if library.seccomp_rule_add_array(rules, action, number, len(compared), array) != 0:
            raise OSError(f"no rule for {name}")

    return refuse


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused by the kernel")
    return result


if __name__ == "__main__":
    _main()
