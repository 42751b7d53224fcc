"""A command at a terminal of its own, where a person reads and types."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress


def at_a_terminal(
    words: list[str], typed: Iterable[str] = (), *, prompt: str = ": "
) -> tuple[int, str]:
    """The exit status and the screen of `tracker` with these words. Each line of `typed` is given
    when the screen ends with the prompt."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "tracker", *words]
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, start_new_session=True
    ) as process:
        os.close(its)
        screen, lines = b"", iter(typed)
        # Linux ends a terminal that nobody writes to any more with an error.
        with suppress(OSError):
            while read := os.read(ours, 4096):
                screen += read
                if screen.endswith(prompt.encode()) and (line := next(lines, None)) is not None:
                    os.write(ours, f"{line}\n".encode())
    os.close(ours)
    return process.returncode, screen.decode().replace("\r\n", "\n")
