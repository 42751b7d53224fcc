"""The whole library: read in a fresh process, and checked with all its examples."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.measuring import MILLISECONDS, SECONDS, Line, Sizes, Spread, require_equal
from tests.offices import the_library
from tracker.domain.library import Library

ROOT = Path(__file__).parents[1]
READ_IN, CHECKED_IN = 0.5, 10
# The new process tells the seconds of `read_library` alone, and how much it read.
READ = """
from time import perf_counter
from tracker.lawfiles import read_library
began = perf_counter()
library = read_library()
print(perf_counter() - began, len(library.laws), len(library.calendars))
"""


def reading(sizes: Sizes) -> Iterator[Line]:
    """Return two lines with an aim; the second is the whole command, its start included."""
    library = the_library()
    laws, calendars = len(library.laws), len(library.calendars)
    read = Spread.of(_read(laws, calendars) for _ in range(sizes.readings))
    checked = Spread.of(_checked(laws, calendars) for _ in range(sizes.readings))
    what = f"library, {laws} laws and {calendars} calendars: read"
    yield read.under(what, READ_IN, MILLISECONDS)
    yield checked.under(f"library, {_examples(library)} examples: checked", CHECKED_IN, SECONDS)


def _examples(library: Library) -> int:
    stages = (stage for law in library.laws.values() for stage in law.stages.values())
    return sum(len(stage.examples) for stage in stages)


def _read(laws: int, calendars: int) -> float:
    """Return the seconds for reading alone, with the program's modules already imported."""
    seconds, *found = _said(["-c", READ]).split()
    require_equal("laws and calendars read", found, [str(laws), str(calendars)])
    return float(seconds)


def _checked(laws: int, calendars: int) -> float:
    began = perf_counter()
    said = _said(["-m", "tracker", "law", "check"])
    took = perf_counter() - began
    wanted = f"{laws} laws, {calendars} calendars: no complaints"
    require_equal("what the check says", said.strip(), wanted)
    return took


def _said(words: Sequence[str]) -> str:
    """Return what a new Python process prints. Raises CalledProcessError if it fails."""
    run = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout
