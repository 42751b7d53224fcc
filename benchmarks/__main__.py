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
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version

from benchmarks.commands import commands
from benchmarks.copies import copies
from benchmarks.counting import counting
from benchmarks.deadlines import deadlines
from benchmarks.desk import desk
from benchmarks.growing import growing
from benchmarks.letters import letters
from benchmarks.logging_leaves import leaves
from benchmarks.measuring import FULL, QUICK, AnswersDiffer, Line, Sizes
from benchmarks.memory import memory
from benchmarks.pages import pages
from benchmarks.private_words import private_words
from benchmarks.reading import reading
from benchmarks.receiving import receiving
from benchmarks.revisions import revisions
from benchmarks.searching import searching
from benchmarks.slow_clients import slow_clients
from benchmarks.sweeps import sweeps

Benchmark = Callable[[Sizes], Iterator[Line]]
# The seconds that each may take, on a quiet machine with two cores: ten minutes together.
BUDGETS: Mapping[Benchmark, int] = {
    counting: 2,
    deadlines: 3,
    reading: 12,
    commands: 5,
    memory: 22,
    pages: 28,
    slow_clients: 25,
    growing: 45,
    desk: 14,
    searching: 145,
    private_words: 15,
    letters: 6,
    leaves: 16,
    receiving: 24,
    sweeps: 46,
    revisions: 22,
    copies: 170,
}
RIVALS = ("holidays", "docxtpl", "python-docx", "SQLAlchemy")
HEAD = ("what", "measured: median (least–greatest)", "aim", "met")


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
    trouble: list[str] = []
    started = time.monotonic()
    for name in asked.groups or groups:
        trouble += _run(name, groups[name], quick=asked.quick)
    allowed = sum(BUDGETS[groups[name]] for name in asked.groups or groups)
    print(f"All of it took {time.monotonic() - started:.0f} s of {allowed} s.")
    print(_machine())
    if asked.quick:
        print("Quick run: the sizes are too small for the figures to mean anything.")
    print("\n".join(trouble), file=sys.stderr, end="\n" if trouble else "")
    return 1 if trouble else 0


def _run(name: str, benchmark: Benchmark, *, quick: bool) -> Iterator[str]:
    """Print the table of a benchmark, and yield the aims that it missed.

    What was measured before answers differed is printed too.
    """
    print(f"{name} ...", file=sys.stderr, flush=True)
    lines: list[Line] = []
    started = time.monotonic()
    # What the benchmark before held can be collected.
    gc.unfreeze()
    try:
        for line in benchmark(QUICK if quick else FULL):
            lines.append(line)
            if line.met is False and not quick:
                yield f"not met: {line.what}: {line.aim}"
    except AnswersDiffer as difference:
        yield f"{name}: answers differ: {difference}"
    print("\n".join(_table(lines)))
    took, budget = time.monotonic() - started, BUDGETS[benchmark]
    print(f"{name} took {took:.0f} s of {budget} s.\n", flush=True)
    if took > budget and not quick:
        yield f"not met: {name}: {took:.0f} s, of {budget} s"


def _table(lines: list[Line]) -> Iterator[str]:
    met = {None: "", True: "yes", False: "NO"}
    rows = [HEAD, *((line.what, line.measured, line.aim, met[line.met]) for line in lines)]
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
