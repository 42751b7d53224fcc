"""Runs every benchmark and prints one table; `--quick` does little work and proves no figure."""

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version

from benchmarks.copies import copies
from benchmarks.counting import counting
from benchmarks.deadlines import deadlines
from benchmarks.desk import desk
from benchmarks.growing import growing
from benchmarks.letters import letters
from benchmarks.logging_leaves import leaves
from benchmarks.measuring import FULL, QUICK, AnswersDiffer, Line, Sizes
from benchmarks.pages import pages
from benchmarks.private_words import private_words
from benchmarks.reading import reading
from benchmarks.receiving import receiving
from benchmarks.revisions import revisions
from benchmarks.searching import searching
from benchmarks.slow_clients import slow_clients
from benchmarks.sweeps import sweeps

BENCHMARKS: tuple[Callable[[Sizes], Iterator[Line]], ...] = (
    counting,
    deadlines,
    reading,
    pages,
    slow_clients,
    growing,
    desk,
    searching,
    private_words,
    letters,
    leaves,
    receiving,
    sweeps,
    revisions,
    copies,
)
RIVALS = ("holidays", "docxtpl", "python-docx", "SQLAlchemy")
HEAD = ("what", "measured: median (least–greatest)", "aim", "met")


def main() -> int:
    """Return 0, or 1 if answers differ or a full run missed an aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds")
    quick = parser.parse_args().quick
    lines: list[Line] = []
    trouble: list[str] = []
    for benchmark in BENCHMARKS:
        print(f"{benchmark.__name__} ...", file=sys.stderr, flush=True)
        try:
            lines += benchmark(QUICK if quick else FULL)
        except AnswersDiffer as difference:
            trouble.append(f"{benchmark.__name__}: answers differ: {difference}")
    print("\n".join((*_table(lines), "", _machine())))
    if quick:
        print("Quick run: the sizes are too small for the figures to mean anything.")
    else:
        trouble += [f"not met: {line.what}: {line.aim}" for line in lines if line.met is False]
    print("\n".join(trouble), file=sys.stderr, end="\n" if trouble else "")
    return 1 if trouble else 0


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
