"""The benchmarks run to their end, agree with their rivals, and print every line they promise."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import missing
from tests.postgres import find_binaries

ROOT = Path(__file__).parents[2]
LINES = (
    "count, 10th working day: holidays / ours",
    "count, 10th working day: ours / bisect",
    "count, 30th working day: holidays / ours",
    "count, 30th working day: ours / bisect",
    "deadline and explanation, no uncertain day",
    "deadline and explanation, two uncertain days",
    "library, ",
    "command, tracker deadline: processor time",
    "command, tracker letter: processor time",
    "`tracker run` to its first page",
    "memory, the supervisor, at its start",
    "memory, a worker, after 80 pages",
    "memory, the scheduler, after 80 pages",
    "memory, all processes, after 80 pages",
    "/deadlines, counted / an empty page",
    "/deadlines, the empty form / an empty page",
    "a request / an empty page",
    "a block / an empty page",
    "a request, unchanged / an empty page",
    "a block, unchanged / an empty page",
    "a block, SQLite, 300 / 150 records: statements",
    "the list, SQLite, 300 / 150 records: rows read",
    "a request, PostgreSQL, 300 / 150 records: time",
    "desk, SQLite, 610 open: the morning page",
    "desk, SQLite, 610 open: the list by a word",
    "search, SQLite, 300 records: a word in every name",
    "search, PostgreSQL, 300 records: Urdu",
    "letter, reminder of two pages",
    "letter, request of two pages",
    "log, SQLite: one more leaf / the same signed and inserted alone",
    "log, SQLite: proof of a record",
    "log, PostgreSQL: one more leaf",
    "log, PostgreSQL: proof of a record",
    "received mail, 20 emails",
    "received mail: memory of that",
    "sweep, SQLite, 610 / 60 open: statements",
    "sweep, SQLite, 610 / 60 open: rows read",
    "sweep, SQLite, 610 / 60 open: time",
    "sweep, SQLite, 20 fell silent among 610 open",
    "sweep, SQLite, 20 fell silent among 610 open: longest transaction",
    "sweep, SQLite, 40 fell silent among 610 open",
    "sweep, SQLite, 40 fell silent among 610 open: longest transaction",
    "sweep, PostgreSQL",
    "recalculating, SQLite, 200 / 100 open",
    "recalculating, SQLite: one request",
    "recalculating, PostgreSQL",
    "copy of 30 records: the first",
    "copy of 30 records: nothing changed",
    "copy of 30 records: 20 records changed",
    "copy of 30 records: checked",
)


@pytest.mark.slow
def test_a_quick_run_prints_every_line_and_finds_all_answers_and_all_traffic_equal() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"], cwd=ROOT, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stderr
    assert "differ" not in run.stderr
    printed = run.stdout.splitlines()
    assert [line for line in LINES if not any(row.startswith(line) for row in printed)] == []
    # Ten times the open requests cost no statement and no row more; times are for `make bench`.
    traffic = [row for row in printed if "the same number" in row]
    assert traffic
    assert [row for row in traffic if not row.endswith("yes")] == []


@pytest.mark.slow
def test_a_few_readers_get_every_page_beside_a_sweep_and_an_export() -> None:
    words = ["--readers", "9", "--seconds", "30", "--part", "work"]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", *words], cwd=ROOT, capture_output=True, text=True
    )

    # On a busy machine an aim may be missed, and nothing else.
    assert run.returncode in (0, 1), run.stderr
    assert "errors: 0;" in run.stdout, f"{run.stdout}\n{run.stderr}"
    assert "  readers: 27 answers" in run.stdout
    assert "  desk: " in run.stdout
    assert "the export " in run.stdout


@pytest.mark.slow
def test_a_large_office_has_ten_entries_a_request_and_documents_that_all_can_be_opened() -> None:
    if find_binaries() is None:
        missing("No PostgreSQL was found.")
    words = ["--requests", "400", "--few", "200", "--due", "10", "pages", "upkeep"]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    # On a busy machine an aim may be missed, and nothing else.
    assert run.returncode in (0, 1), run.stderr
    filled = re.search(r"filled: ([0-9]+) requests, ([0-9,]+) entries, 40 public", run.stdout)
    assert filled, f"{run.stdout}\n{run.stderr}"
    requests, entries = (int(each.replace(",", "")) for each in filled.groups())
    assert entries >= 10 * requests - 400
    assert "40 public copies of 40 records" in run.stdout
    # A search reads more than the row of the office.
    found = re.search(r"q=pakistan: .* rows ([0-9]+) / ([0-9]+)", run.stdout)
    assert found
    assert min(map(int, found.groups())) > 20
    # No page gave another answer than 200, and each command ended well: the doctor opened all.
    assert [row for row in run.stdout.splitlines() if re.search(r": status [0-9]+\.", row)] == []
    ended = re.findall(r"^([a-z -]+)[:,].* status ([0-9]+)\.$", run.stdout, re.MULTILINE)
    assert {status for _, status in ended} == {"0"}
    names = ["backup", "migrate", "doctor", "doctor --changed", "restore"]
    assert [name for name, _ in ended] == [*names, "migrate by three steps that make indexes"]
