"""The benchmarks run to their end, agree with their rivals, and print every line they promise."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BUDGETS, table, whole_of
from benchmarks.measuring import MILLISECONDS, SECONDS, Line, Spread
from benchmarks.pace import Pace
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
    "sweep, SQLite, 20 newly overdue among 610 open",
    "sweep, SQLite, 20 newly overdue among 610 open: longest transaction",
    "sweep, SQLite, 40 newly overdue among 610 open",
    "sweep, SQLite, 40 newly overdue among 610 open: longest transaction",
    "sweep, PostgreSQL",
    "recalculating, SQLite, 200 / 100 open",
    "recalculating, SQLite: one request",
    "recalculating, PostgreSQL",
    "copy of 30 records: the first",
    "copy of 30 records: nothing changed",
    "copy of 30 records: 20 records changed",
    "copy of 30 records: checked",
)


SLOW_HOUR = Pace(clock=1.6, processor=1.1)
READ = Spread(0.685, 0.6, 0.8).under("library: read", 0.5, MILLISECONDS)


def test_an_aim_of_time_is_judged_by_what_it_is_on_a_quiet_machine() -> None:
    # 685 ms / 1.6 = 428.1 ms; 685 ms / 1.3 = 526.9 ms.
    slow, less_slow = READ.at(SLOW_HOUR), READ.at(Pace(clock=1.3, processor=1))

    assert (slow.measured, slow.quiet, slow.met) == ("685 ms (600–800)", "428 ms", True)
    assert (less_slow.quiet, less_slow.met) == ("527 ms", False)


def test_a_quicker_machine_makes_no_aim_stricter_or_looser() -> None:
    near = Spread(0.45, 0.4, 0.46).under("library: read", 0.5, MILLISECONDS)

    assert [line.at(Pace(0.5, 0.5)).met for line in (near, READ)] == [True, False]
    assert near.at(Pace(0.5, 0.5)).quiet == "450 ms"


def test_time_of_the_processor_is_judged_at_the_pace_of_the_processor() -> None:
    command = Spread(0.3, 0.3, 0.3).under("command", 0.25, SECONDS, processor=True)

    # 0.3 s / 1.1 = 0.273 s.
    assert command.at(SLOW_HOUR).met is False
    assert command.at(SLOW_HOUR).quiet == "0.273 s"


def test_the_pace_changes_no_ratio_number_or_memory() -> None:
    lines = [Line("ours / theirs", "1.3 times", "at most 1.2", False), Line("times", "18 µs")]

    assert [line.at(SLOW_HOUR) for line in lines] == lines


def test_the_table_shows_what_was_measured_beside_what_it_is_on_a_quiet_machine() -> None:
    _, row = table([READ.at(SLOW_HOUR)])

    cells = ["library: read", "685 ms (600–800)", "428 ms", "under 500 ms", "yes"]
    assert re.split("  +", row) == cells


def test_the_pace_is_the_median_of_its_pieces() -> None:
    pieces = [Pace(1, 1), Pace(9, 2), Pace(1.2, 1.1)]

    assert Pace.of(pieces) == Pace(1.2, 1.1)


def test_the_budgets_are_ten_minutes_and_judged_at_the_pace() -> None:
    # 150 s / 1.6 = 93.75 s.
    whole = whole_of("searching", 150, 90, 100).at(SLOW_HOUR)

    assert sum(BUDGETS.values()) <= 580
    assert (whole.measured, whole.quiet) == ("150 s, 90 s of it set-up", "93.8 s")
    assert whole.met
    assert whole_of("searching", 150, 90, 100).at(Pace(1, 1)).met is False


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
    assert "exports one after the other all the while: " in run.stdout
    assert "FAILED" not in run.stdout


@pytest.mark.slow
def test_exports_of_many_records_are_told_with_their_memory() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.copied_memory", "--records", "30"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    told = re.findall(r"^(.*): [0-9.]+ s, .* at most ([0-9]+) MB .*, status 0$", run.stdout, re.M)
    assert [what for what, _ in told] == ["the first", "nothing changed", "20 records changed"]
    assert all(0 < int(megabytes) < 1_000 for _, megabytes in told)
    assert re.search(r"^30 records, [0-9,]+ files$", run.stdout, re.MULTILINE)


@pytest.mark.slow
def test_a_large_office_has_ten_entries_a_request_and_documents_that_all_can_be_opened() -> None:
    if find_binaries() is None:
        missing("No PostgreSQL was found.")
    words = ["--requests", "400", "--few", "200", "--due", "10"]
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
    assert re.search(r"^sweep, [0-9]+ of them due, for a thousand: [0-9.]+ s; ", run.stdout, re.M)
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
