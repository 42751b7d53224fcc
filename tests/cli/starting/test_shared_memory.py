"""Memory that forks share without copying it: immortal objects, and no gaps between them."""

import subprocess
import sys

import pytest

from tracker.parallel.ending import C_LIBRARY

counts_as_known = pytest.mark.skipif(
    sys.platform != "linux" or sys.getrefcount(None) != 2**32 - 1,
    reason="Linux tells how much memory is shared, and CPython 3.12 and 3.13 count as known",
)
with_glibc = pytest.mark.skipif(
    not hasattr(C_LIBRARY, "mallinfo2"), reason="this C library does not tell of its memory"
)
PRELUDE = """
import gc, os, sys
from pathlib import Path
from tracker.cli.starting.immortal import make_immortal

def in_a_fork(work):
    sys.stdout.flush()
    process = os.fork()
    if not process:
        work()
        sys.exit(0)
    status = os.waitpid(process, 0)[1]
    assert status == 0, status

def own():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
"""


def said_by(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.split()


@counts_as_known
def test_a_fork_that_reads_what_is_immortal_copies_none_of_it() -> None:
    copied, shared = said_by(
        """
words = [(f"word {number}", number * 1.5) for number in range(100_000)]
def read():
    before = own()
    for pair in words:
        for each in pair:
            held = each
    print(own() - before)
in_a_fork(read)
make_immortal()
in_a_fork(read)
"""
    )

    # In kilobytes: a tuple, a string and a number take about 140 bytes.
    assert int(copied) > 10_000
    assert int(shared) < 1_000


@counts_as_known
def test_a_fork_that_looks_up_words_kept_before_it_copies_none_of_them() -> None:
    [copied] = said_by(
        """
from tracker.domain.words.folding import words_of_piece
from tracker.services.core.word_index import stem_of
words = [f"word{number}s" for number in range(25_000)]
def look_up():
    before = own()
    for _ in range(2):
        for word in words:
            stem_of(word)
            words_of_piece(word)
    print(own() - before)
for word in words:
    stem_of(word)
    words_of_piece(word)
make_immortal()
in_a_fork(look_up)
"""
    )

    # In kilobytes. Each use of an `lru_cache` is written into the place of its answer.
    assert int(copied) < 1_000


@counts_as_known
def test_immortal_objects_can_be_used_changed_and_let_go() -> None:
    said = said_by(
        """
class Part:
    def __init__(self, name):
        self.name, self.parts = name, {}
    def code(self, times, words=("a", "b")):
        return [each * times for each in words]
part, words, dead = Part("one"), ["some", "words", 10**30], Part("dead")
make_immortal()
def work():
    global dead
    for _ in range(1_000):
        part.parts[part.name + "x"] = part.code(3)
        part.name += "y"
    words.extend([*words, part])
    words.sort(key=str)
    del words[:2], part.parts, dead
    sys.intern(words[0] if isinstance(words[0], str) else "words")
    gc.collect()
    print(len(words), len(part.name), sum([10**30, 1]) - 10**30)
in_a_fork(work)
work()
"""
    )

    assert said == ["5", "1003", "1"] * 2


@counts_as_known
def test_what_is_made_afterwards_is_freed_as_ever() -> None:
    said = said_by(
        """
import weakref
class Part:
    pass
kept = [Part()]
make_immortal()
kept.append(Part())
gone = [weakref.ref(each) for each in kept]
kept.clear()
ring = Part()
ring.itself = ring
gone.append(weakref.ref(ring))
del ring
gc.collect()
print([each() is None for each in gone])
"""
    )

    assert said == ["[False,", "True,", "True]"]


@with_glibc
def test_gaps_in_memory_are_taken_and_the_end_stays_free() -> None:
    before, after, end = said_by(
        """
from tracker.cli.starting.forks import _HeapState, take_gaps
from tracker.parallel.ending import C_LIBRARY
C_LIBRARY.mallinfo2.restype = _HeapState
def gaps():
    state = C_LIBRARY.mallinfo2()
    return state.fordblks - state.keepcost
# Every other piece is freed.
pieces = [bytes(600 + number % 3000) for number in range(4_000)]
del pieces[::2]
print(gaps())
take_gaps()
print(gaps(), C_LIBRARY.mallinfo2().keepcost)
"""
    )

    assert int(before) > 3_000_000
    assert int(after) < 1_000
    assert int(end) < 1_000_000
