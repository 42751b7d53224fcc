"""Tries what a process that draws a document must not be able to do, and says how it went.

Run as a file and never imported, in the place of such a program. Its arguments are paths that are
none of its business. The answer is a JSON object on standard output.
"""

import ctypes
import json
import os
import socket
import sys
from pathlib import Path

_GET_FILTER, _FILTERED = 21, 2  # PR_GET_SECCOMP


def _main() -> None:
    print(
        json.dumps(
            {
                "read": [path for path in sys.argv[1:] if _reads(path)],
                "network": _reaches_out(),
                "filtered": _is_filtered(),
            }
        )
    )


def _reads(path: str) -> bool:
    try:
        return bool(os.listdir(path) if os.path.isdir(path) else Path(path).read_bytes())
    except OSError:
        return False


def _reaches_out() -> bool:
    """Return whether a socket of a network can be made that has a way out.

    In a network namespace of its own a process can make one, and it leads nowhere.
    """
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
            made.connect(("192.0.2.1", 9))  # a reserved address: choosing a route sends nothing
    except OSError:
        return False
    return True


def _is_filtered() -> bool:
    try:
        return bool(ctypes.CDLL(None).prctl(_GET_FILTER, 0, 0, 0, 0) == _FILTERED)
    except AttributeError:
        return False


if __name__ == "__main__":
    _main()
