"""Runs the benchmarks and prints a table after each.

`--quick` does little work and proves no figure.
"""

import argparse
import gc
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version

from benchmarks.commands import commands
from benchmarks.copies import copies
from benchmarks.counting import counting
from benchmarks.deadlines import deadlines
from benchmarks.desk import desk
from benchmarks.growing import growing
from benchmarks.letters import letters
from benchmarks.logging_leaves import leaves
from benchmarks.measuring import (
    FULL,
    QUICK,
    SECONDS,
    AnswersDiffer,
    Line,
    Sizes,
    Within,
    set_up_seconds,
)
from benchmarks.memory import memory
from benchmarks.pace import Pace, paces
from benchmarks.pages import pages
from benchmarks.private_words import private_words
from benchmarks.reading import reading
from benchmarks.receiving import receiving
from benchmarks.revisions import revisions
from benchmarks.searching import searching
from benchmarks.slow_clients import slow_clients
from benchmarks.sweeps import sweeps

Benchmark = Callable[[Sizes], Iterator[Line]]
# The seconds that each may take, on a quiet machine with two cores. With the pieces of work that
# tell the pace, they are ten minutes.
BUDGETS: Mapping[Benchmark, int] = {
    counting: 2,
    deadlines: 3,
    reading: 11,
    commands: 5,
    memory: 22,
    pages: 31,
    slow_clients: 23,
    growing: 52,
    desk: 11,
    searching: 89,
    private_words: 20,
    letters: 6,
    leaves: 14,
    receiving: 25,
    sweeps: 38,
    revisions: 24,
    copies: 200,
}
RIVALS = ("holidays", "docxtpl", "python-docx", "SQLAlchemy")
HEAD = ("what", "measured: median (least–greatest)", "on a quiet machine", "aim", "met")


def main() -> int:
    """Return 0, or 1 if answers differ or a full run missed an aim."""
    groups = {benchmark.__name__: benchmark for benchmark in BUDGETS}
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(groups))
    asked = parser.parse_args()
    unknown = [name for name in asked.groups if name not in groups]
    if unknown:
        parser.error(
            f"There is no benchmark {unknown[0]}. The benchmarks are: {', '.join(groups)}."
        )
    run = Run(QUICK if asked.quick else FULL)
    for name in asked.groups or groups:
        run.measure(groups[name])
    print(run.told(sum(BUDGETS[groups[name]] for name in asked.groups or groups)))
    print(_machine())
    if asked.quick:
        print("Quick run: the sizes are too small for the figures to mean anything.")
    trouble = run.differ if asked.quick else run.differ + run.missed
    print("\n".join(trouble), file=sys.stderr, end="\n" if trouble else "")
    return 1 if trouble else 0


class Run:
    """Benchmarks that follow each other. Pieces of work before and after each tell its pace."""

    def __init__(self, sizes: Sizes) -> None:
        self.differ: list[str] = []
        self.missed: list[str] = []
        self._sizes = sizes
        self._began = time.monotonic()
        self._took = self._quiet = 0.0
        self._paces = [*paces(sizes.paces)]

    def measure(self, benchmark: Benchmark) -> None:
        """Print the table of a benchmark, and note the aims that it missed.

        What was measured before answers differed is printed too.
        """
        name = benchmark.__name__
        print(f"{name} ...", file=sys.stderr, flush=True)
        # What the benchmark before held can be collected.
        gc.unfreeze()
        lines: list[Line] = []
        began = time.monotonic()
        try:
            lines.extend(benchmark(self._sizes))
        except AnswersDiffer as difference:
            self.differ.append(f"{name}: answers differ: {difference}")
        took = time.monotonic() - began
        self._paces += paces(self._sizes.paces)
        pace = Pace.of(self._paces[-2 * self._sizes.paces :])
        self._took, self._quiet = self._took + took, self._quiet + pace.quiet(took)
        whole = whole_of(name, took, set_up_seconds(), BUDGETS[benchmark])
        self._print([line.at(pace) for line in (*lines, whole)], pace)

    def _print(self, judged: Sequence[Line], pace: Pace) -> None:
        print("\n".join(table(judged)))
        print(f"{pace}\n", flush=True)
        self.missed += (
            f"not met: {line.what}: {line.aim}" for line in judged if line.met is False
        )

    def told(self, budget: int) -> str:
        """Return how long all of it took, the pieces of work among it."""
        took = time.monotonic() - self._began
        quiet = self._quiet + Pace.of(self._paces).quiet(took - self._took)
        said = f"All of it took {took:.0f} s, {quiet:.0f} s on a quiet machine"
        return f"{said}, of {budget} s without the pieces of work."


def whole_of(name: str, took: float, set_up: float, budget: int) -> Line:
    """Return the line of a whole benchmark, which has its budget for an aim."""
    said = f"{took:.0f} s, {set_up:.0f} s of it set-up"
    return Line.timed(f"{name}: all of it", said, Within(took, budget, SECONDS))


def table(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the rows of a table, its head first."""
    met = {None: "", True: "yes", False: "NO"}
    found = ((line.what, line.measured, line.quiet, line.aim, met[line.met]) for line in lines)
    rows = [HEAD, *found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _machine() -> str:
    rivals = ", ".join(f"{name} {version(name)}" for name in RIVALS)
    return (
        f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}; "
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {rivals}."
    )


if __name__ == "__main__":
    sys.exit(main())
