"""Fills two offices on a PostgreSQL server of its own, and measures one against the other."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial

import psycopg

from benchmarks.databases import postgres_cluster
from benchmarks.measuring import Line
from benchmarks.pace import Pace, paces
from benchmarks.scale.scaled_office import SETTINGS, ScaledOffice, beginning, scaled_office
from benchmarks.scale.scaled_pages import scaled_pages
from benchmarks.scale.upkeep import read_into_memory, swept, upkeep
from tests.postgres import Cluster, find_binaries

PARTS = ("pages", "sweep", "upkeep")
# Pieces of work that show the pace of the machine before each part.
PIECES = 4
_LARGEST = (
    "SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n "
    "ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' "
    "ORDER BY 2 DESC LIMIT 6"
)
_COUNTED = (
    b"SELECT (SELECT count(*) FROM request), (SELECT count(*) FROM event), "
    b"(SELECT count(*) FROM record), (SELECT count(*) FROM paper)"
)
_COPIES = b"SELECT count(*), count(DISTINCT request), sum(length(content)) FROM released_copy"


def main() -> int:
    """Return 0, or 1 if an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=1_000, help="requests of the small office")
    parser.add_argument("--due", type=int, default=1_000, help="requests that the sweep finds")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"There is no part {min(unknown)}. The parts are: {', '.join(PARTS)}.")
    binaries = find_binaries()
    if binaries is None:
        parser.error("No PostgreSQL was found (PG_BIN, /usr/lib/postgresql, PATH, the wheel).")
    # The commands of the operator use the programs that fit the server.
    os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    missed = 0
    with (
        postgres_cluster(binaries, SETTINGS) as server,
        beginning(server) as begun,
        scaled_office(begun, chosen.few, min(chosen.due, chosen.few // 10)) as small,
        scaled_office(begun, chosen.requests, chosen.due) as large,
    ):
        for line in _lines(server, large, small, chosen.due, chosen.parts or PARTS):
            missed += line.met is False
            met = {None: "", True: "yes", False: "NO"}[line.met]
            quiet = f" On a quiet machine {line.quiet}." if line.quiet else ""
            print(f"{line.what}: {line.measured}.{quiet} {line.aim} {met}".rstrip(), flush=True)
    return 1 if missed else 0


def _lines(
    server: Cluster, large: ScaledOffice, small: ScaledOffice, due: int, parts: Sequence[str]
) -> Iterator[Line]:
    yield from _sizes(server, large)
    read = "sweep" in parts and read_into_memory(server, large)
    measured = {
        "pages": partial(scaled_pages, large, small),
        "sweep": partial(swept, large, small, due, read=read),
        "upkeep": partial(upkeep, server, large),
    }
    for part in (part for part in PARTS if part in parts):
        pace = Pace.of(paces(PIECES))
        yield Line(part, str(pace).rstrip("."))
        for line in measured[part]():
            yield line.at(pace)


def _sizes(server: Cluster, large: ScaledOffice) -> Iterator[Line]:
    with psycopg.connect(server.plain_address(large.database)) as connection:
        requests, entries, records, papers = connection.execute(_COUNTED).fetchone() or [0] * 4
        copies = connection.execute(_COPIES).fetchone() or [0] * 3
        size = connection.execute(b"SELECT pg_database_size(current_database())").fetchone()
        tables = connection.execute(_LARGEST.encode()).fetchall()
    yield Line(
        "filled",
        f"{requests:,} requests, {entries:,} entries, {records:,} public records, "
        f"{large.leaves:,} leaves in {large.seconds / 60:.1f} minutes",
    )
    files, size_of_files = large.documents()
    yield Line(
        "documents",
        f"{papers:,} sealed documents; {files:,} files with images and copies of them, "
        f"{size_of_files / 1e6:,.0f} MB; {copies[0]:,} public copies of {copies[1]:,} records, "
        f"{copies[2] / 1e6:,.0f} MB",
    )
    listed = ", ".join(f"{name} {size / 1e6:,.0f}" for name, size in tables)
    yield Line("database", f"{(size or (0,))[0] / 1e6:,.0f} MB; the largest tables, MB: {listed}")


if __name__ == "__main__":
    sys.exit(main())
