"""Uses up what its first argument names, and answers if nothing stops it. Run as a file."""

import sys
from contextlib import suppress
from pathlib import Path


def _main() -> None:
    if sys.argv[1] == "memory":
        held = bytearray(512 * 1024**2)
        held[::4096] = b"x" * len(held[::4096])
    elif sys.argv[1] == "processor":
        while True:
            pass
    elif sys.argv[1] == "file":
        with suppress(OSError):
            Path("large").write_bytes(b"x" * 2 * 1024**2)
            sys.stdout.write("written")
        return
    sys.stdout.write("went on")


if __name__ == "__main__":
    _main()
