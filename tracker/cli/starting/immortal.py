"""Objects that live as long as the process, so that forks of it can go on sharing their memory.

CPython counts the uses of an object within the object, so a fork soon has a copy of every page of
memory that it reads. Objects with the highest count, such as None, are immortal since 3.12: they
are never freed, and their uses are not counted (PEP 683).
"""

import ctypes
import gc
import sys
from collections.abc import Iterator, Sequence
from itertools import filterfalse
from types import CodeType

# The count of an immortal object in CPython 3.12 and 3.13: the first 32 bits of it, all set.
_IMMORTAL, _COUNT_BYTES = 2**32 - 1, 4
# Containers that are read at once.
_AT_ONCE = 10_000
# What the collector does not know although it holds others: code, and containers of nothing but
# strings and numbers.
_UNKNOWN = (CodeType, tuple, dict)


def make_immortal() -> None:
    """Make all objects that there are immortal, if this Python counts in the known way.

    To be called once everything is loaded, by a process that then only forks. An object that is
    not used any more stays in memory for good. Containers that are frozen (`gc.freeze`) are passed
    over: what they hold was made immortal before.
    """
    if not _counts_as_known():
        return
    # The memory of this process. Only the counts of objects in it are changed.
    memory = (ctypes.c_uint32 * 2**60).from_address(0)
    for found in _every_object():
        for each in found:
            memory[id(each) // _COUNT_BYTES] = _IMMORTAL
            if type(each) is str:
                # A string keeps its hash, which would be written when it is first looked up.
                hash(each)


def _every_object() -> Iterator[Sequence[object]]:
    """Yield all objects, some of them more than once."""
    containers = gc.get_objects()
    yield containers
    for first in range(0, len(containers), _AT_ONCE):
        yield from _within(containers[first : first + _AT_ONCE])


def _within(containers: Sequence[object]) -> Iterator[Sequence[object]]:
    """Yield what these refer to and the collector does not know, and so on from there."""
    found = [*filterfalse(gc.is_tracked, gc.get_referents(*containers))]
    yield found
    if unknown := [each for each in found if type(each) in _UNKNOWN]:
        codes = (each for each in unknown if isinstance(each, CodeType))
        of_codes = [part for each in codes for part in (each.co_consts, each.co_names)]
        yield of_codes
        yield from _within([*unknown, *of_codes])


def _counts_as_known() -> bool:
    """Return whether the count of an object is where it is looked for, and None is immortal."""
    if sys.implementation.name != "cpython":
        return False
    once, none = object(), ctypes.string_at(id(None), _COUNT_BYTES)
    uses = sys.getrefcount(once) - 1
    counted = ctypes.string_at(id(once), _COUNT_BYTES)
    return (none, counted) == tuple(
        number.to_bytes(_COUNT_BYTES, sys.byteorder) for number in (_IMMORTAL, uses)
    )
