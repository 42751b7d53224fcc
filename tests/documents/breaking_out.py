"""A program that tries to get out of where it is run, for tests; prints what it succeeded in.

python breaking_out.py TARGETS, a JSON object of what the test laid out for it.
"""

import ctypes
import json
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLONE_NEWUSER = 0x10000000
PTRACE_SEIZE = 0x4206  # attaches without a stop


def calls(number_of: str, *arguments: Any) -> bool:
    return bool(getattr(ctypes.CDLL(None, use_errno=True), number_of)(*arguments) == 0)


def connects(family: int, address: Any) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as made:
        made.settimeout(2)
        made.connect(address)
    return True


def sends(family: int, address: Any) -> bool:
    with socket.socket(family, socket.SOCK_DGRAM) as made:
        return made.sendto(b"x", address) == 1


def makes(family: int) -> bool:
    with socket.socket(family) as made:
        return made.fileno() >= 0


def signals(process: int) -> bool:
    os.kill(process, 0)
    return True


def limits(process: int) -> bool:
    return bool(resource.prlimit(process, resource.RLIMIT_CPU, (1000, 1000)))


def writes(path: Path) -> bool:
    path.write_text("x", encoding="utf-8")
    return path.exists()


def attempts(told: dict[str, Any]) -> dict[str, Callable[[], object]]:
    other = told["other"]
    return {
        "connects to the machine itself": lambda: connects(
            socket.AF_INET, ("127.0.0.1", told["port"])
        ),
        "sends a datagram": lambda: sends(socket.AF_INET, ("127.0.0.1", told["port"])),
        "makes a socket of IPv6": lambda: makes(socket.AF_INET6),
        "connects to a local socket": lambda: connects(socket.AF_UNIX, told["local"]),
        "reads the office's key": lambda: Path(told["secret"]).read_bytes(),
        "lists the office's folder": lambda: os.listdir(Path(told["secret"]).parent),
        "reads the accounts of the machine": lambda: Path("/etc/shadow").read_bytes(),
        "writes beside the office": lambda: writes(Path(told["secret"]).with_name("mine")),
        "writes to the disk": lambda: writes(Path(told["outside"], "mine")),
        "finds a word of the environment": lambda: told["word"] in str(dict(os.environ)),
        "reads the environment of another process": lambda: (
            told["word"].encode() in Path(f"/proc/{other}/environ").read_bytes()
        ),
        "signals another process": lambda: signals(other),
        "attaches to another process": lambda: calls("ptrace", PTRACE_SEIZE, other, 0, 0),
        "limits another process": lambda: limits(other),
        "makes a namespace": lambda: calls("unshare", CLONE_NEWUSER),
        "starts a program": lambda: subprocess.run(["/bin/true"]).returncode == 0,
    }


def succeeds(attempt: Callable[[], object]) -> bool:
    try:
        return bool(attempt())
    except (OSError, subprocess.SubprocessError):
        return False


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    print(json.dumps([name for name, attempt in attempts(told).items() if succeeds(attempt)]))
