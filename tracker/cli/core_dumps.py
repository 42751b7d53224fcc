"""The memory of this program is written to no file when it crashes."""

import resource
from contextlib import suppress


def forbid_core_dumps() -> None:
    """Have the kernel write no memory of this process to a file if it crashes.

    A limit of 1 also stops the kernel from handing it to a program, which 0 does not.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    with suppress(OSError, ValueError):
        most = 1 if hard == resource.RLIM_INFINITY else min(hard, 1)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
