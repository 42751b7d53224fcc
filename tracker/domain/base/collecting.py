"""Python's garbage collector, which searches again and again for what is no longer used."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Search for no garbage within the block, which makes many objects that stay.

    Searching would take a fifth of the time of importing modules or reading a library, and find
    nothing.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
