"""`tracker revise`: what it prints for people and for scripts, how it shows that it goes on, and
how it is stopped."""

import argparse
import io
import json
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.offices import a_request, an_office, received
from tests.services.revisions import (
    RECEIVED,
    close_in_its_file,
    recalculations,
    silent,
    with_a_closure,
)
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.progress import Progress, bars
from tracker.cli.revising import revise_now
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.history import History
from tracker.domain.clock.deadline_changes import Term
from tracker.lawfiles.reader import PACKAGED
from tracker.services.cases.revising import is_current, pending
from tracker.services.core.entering import Derived, derive
from tracker.services.core.office import Office
from tracker.settings import read_settings

ROOT = Path(__file__).parents[2]
# The model of tests/services/revisions.py: the tenth working day, the twentieth, and thirty days
# after the tenth. These end on 10 April 2024, or on the 11th: both Eid, so that the latest day of
# all readings stays Monday 15 April.
MOVED = [
    ("reply", "ordinary", "2024-03-11", "2024-03-12"),
    ("reply", "longest", "2024-03-25", "2024-03-26"),
    ("appeal", "after-silence", "2024-04-15", "2024-04-15"),
]
WHY = "Tuesday 5 March 2024 is now recorded as a non-working day: Closure. (a notice)"


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose library has changed by a closure; the command opens this one."""
    with an_office(tmp_path) as (opened, _):
        changed = with_a_closure(opened)

        @contextmanager
        def opens(settings: object) -> Iterator[Office]:
            yield changed

        monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "none"))
        monkeypatch.setattr("tracker.cli.revising.open_office", opens)
        monkeypatch.setattr("tracker.cli.revising.read_settings", lambda: None)
        monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
        yield opened


def moved_requests(office: Office, number: int) -> list[str]:
    """So many requests of which the closure moves days."""
    references = [a_request(office) for _ in range(number)]
    for reference in references:
        received(office, reference, RECEIVED)
    return references


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_people_are_told_the_old_day_the_new_day_and_why(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    (reference,) = moved_requests(office, 1)

    assert main(["revise"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{reference}:"
    assert "was Monday 11 March 2024, now Tuesday 12 March 2024" in lines[1]
    assert f"    {WHY}" in lines
    assert lines[-1] == "1 requests counted; days of 1 moved."


def test_a_script_is_told_the_same_in_the_fields_that_are_documented(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = silent(office)
    a_request(office)

    assert main(["revise", "--json"]) == 0

    told, totals = printed(capsys)
    assert told["reference"] == reference
    assert [
        (each["stage"], each["term"], each["was"]["latest"], each["now"]["latest"])
        for each in told["moved"]
    ] == MOVED
    first = told["moved"][0]
    assert first["was"] == {"earliest": "2024-03-11", "latest": "2024-03-11"}
    assert first["why"] == [WHY]
    # Drafted, approved, sent, received; the fifth and the sixth entry are the sweep's.
    assert [doubt["entry"] for doubt in told["doubted"]] == [5, 6]
    assert totals == {"counted": 2, "moved": 1, "doubted": 2, "failed": 0, "stopped": False}


def test_every_field_and_every_term_is_documented(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    silent(office)
    main(["revise", "--dry-run", "--json"])
    told, totals = printed(capsys)
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    documented = set(
        re.findall(r"`([a-z]+)`", " ".join(re.findall(r"^\| (`.*?) \|", guide, re.M)))
    )
    nested = set(re.findall(r"`(\w+\[\]\.\w+)`", guide))

    assert {*told, *totals} - documented == set()
    inside = {f"{name}[].{key}" for name in ("moved", "doubted") for key in told[name][0]}
    assert inside == nested
    assert [term for term in Term if f"`{term}`" not in guide] == []


def test_a_dry_run_tells_a_script_the_same_and_writes_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    references = moved_requests(office, 3)

    assert main(["revise", "--dry-run", "--json"]) == 0
    looked = printed(capsys)
    assert [recalculations(office, each) for each in references] == [[], [], []]
    assert pending(with_a_closure(office)) == 3
    assert office.premises.state().edition == office.library.digest
    assert main(["revise", "--json"]) == 0

    assert printed(capsys) == looked
    assert [each.get("reference") for each in looked] == [*references, None]
    assert [len(recalculations(office, each)) for each in references] == [1, 1, 1]


def test_a_second_run_has_nothing_to_tell(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    moved_requests(office, 1)
    main(["revise", "--json"])
    capsys.readouterr()

    assert main(["revise", "--json"]) == 0

    assert printed(capsys) == [
        {"counted": 0, "moved": 0, "doubted": 0, "failed": 0, "stopped": False}
    ]


def test_a_terminal_shows_a_bar_that_is_gone_at_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moved_requests(office, 4)
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("tracker.cli.progress.SECONDS_BETWEEN_BARS", 0.0)

    assert main(["revise"]) == 0

    shown = terminal.getvalue()
    # How many seconds are left hangs on the machine, and is tested apart.
    assert f"[{'#' * 15}{'-' * 15}] 2 of 4 requests counted, about " in shown
    assert f"[{'#' * 30}] 4 of 4 requests counted" in shown
    assert shown.endswith("\r\x1b[K")
    assert "requests counted, about" not in capsys.readouterr().out


def test_where_nobody_looks_a_short_run_says_nothing_and_a_long_one_a_plain_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moved_requests(office, 4)

    main(["revise", "--dry-run"])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("tracker.cli.progress.SECONDS_BETWEEN_LINES", 0.0)
    main(["revise", "--dry-run"])

    half, all_of_them = capsys.readouterr().err.splitlines()
    assert half.startswith("2 of 4 requests counted, about ")
    assert all_of_them == "4 of 4 requests counted, about 0 s left"


def test_what_is_left_is_told_from_how_long_the_rest_took() -> None:
    moments = iter([0.0, 0.05, 60.0, 300.0])
    terminal = Terminal()
    progress = Progress("done", 100, terminal, lambda: next(moments))

    progress.add(1)
    assert terminal.getvalue() == "", "a bar that flickers is no help"
    progress.add(9)
    progress.add(40)

    # After a minute 10 are done, so 90 take nine more; after five minutes 50, so 50 take five.
    first, second = terminal.getvalue().split("\r\x1b[K")[1:]
    assert first == f"[{'#' * 3}{'-' * 27}] 10 of 100 done, about 9 min left"
    assert second == f"[{'#' * 15}{'-' * 15}] 50 of 100 done, about 5 min left"


def test_the_first_few_tell_nothing_of_what_is_left() -> None:
    """The first page of 50,000 waits for what all share: it would say that days are left."""
    terminal = Terminal()
    moments = iter([0.0, 1.0, 2.0])
    progress = Progress("done", 50_000, terminal, lambda: next(moments))

    progress.add(499)
    progress.add(1)

    bar = f"[{'-' * 30}]"
    first, second = terminal.getvalue().split("\r\x1b[K")[1:]
    assert first == f"{bar} 499 of 50,000 done"
    # 500 in two seconds: 49,500 take 198 seconds.
    assert second == f"{bar} 500 of 50,000 done, about 3 min left"


def test_more_than_were_counted_at_first_do_not_break_the_bar() -> None:
    terminal = Terminal()
    moments = iter([0.0, 1.0])
    Progress("done", 2, terminal, lambda: next(moments)).add(3)

    assert terminal.getvalue() == f"\r\x1b[K[{'#' * 30}] 3 of 3 done, about 0 s left"


def test_bytes_are_told_in_megabytes_and_nothing_at_all_in_no_unit() -> None:
    terminal = Terminal()
    moments = iter([0.0, 60.0, 61.0])
    progress = Progress("MB written", 4_000_000, terminal, lambda: next(moments), unit=1_000_000)

    progress.add(0)
    progress.add(1_000_000)

    first, second = terminal.getvalue().split("\r\x1b[K")[1:]
    assert first == f"[{'-' * 30}] 0 of 4 MB written"
    # A quarter in 61 seconds, so the rest takes three minutes and three seconds.
    assert second == f"[{'#' * 7}{'-' * 23}] 1 of 4 MB written, about 3 min left"


def test_each_part_of_long_work_has_a_bar_and_none_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("tracker.cli.progress.SECONDS_BETWEEN_BARS", 0.0)

    with bars() as begin:
        begin("files checked", 2)(2)
        begin("MB written", 2_000_000, 1_000_000)(2_000_000)

    full = f"[{'#' * 30}]"
    shown = terminal.getvalue().split("\r\x1b[K")
    assert shown == [
        "",
        f"{full} 2 of 2 files checked, about 0 s left",
        "",
        f"{full} 2 of 2 MB written, about 0 s left",
        "",
    ]


STOPPED = "Stopped. Completed requests are saved. Run `tracker revise` again to continue.\n"


def signalled(monkeypatch: pytest.MonkeyPatch, at: int, *numbers: int) -> None:
    """Send these signals to this process when so many requests were looked at, and never again."""
    looked: list[str] = []

    def derive_signalled(office: Office, reference: str, history: History) -> Derived:
        looked.append(reference)
        if len(looked) == at:
            for number in numbers:
                signal.raise_signal(number)
        return derive(office, reference, history)

    monkeypatch.setattr("tracker.services.cases.revising.derive", derive_signalled)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"]
)
def test_told_to_stop_it_ends_its_batch_and_says_how_to_go_on(
    office: Office,
    number: signal.Signals,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    references = moved_requests(office, 5)
    handler = signal.getsignal(number)
    # The third is the first of the second batch.
    signalled(monkeypatch, 3, number)

    assert main(["revise", "--json"]) == status

    out, err = capsys.readouterr()
    *told, totals = (json.loads(line) for line in out.splitlines())
    assert [each["reference"] for each in told] == references[:4]
    assert totals == {"counted": 4, "moved": 4, "doubted": 0, "failed": 0, "stopped": True}
    assert err == STOPPED
    assert signal.getsignal(number) is handler
    assert not is_current(with_a_closure(office))

    assert main(["revise", "--json"]) == 0
    assert [each.get("reference") for each in printed(capsys)] == [references[4], None]
    assert [len(recalculations(office, each)) for each in references] == [1] * 5
    assert is_current(with_a_closure(office))


def test_told_twice_it_stops_at_once_and_nothing_of_the_batch_stands(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    references = moved_requests(office, 5)
    signalled(monkeypatch, 4, signal.SIGINT, signal.SIGINT)

    assert main(["revise"]) == 130

    out, err = capsys.readouterr()
    assert "2 requests counted; days of 2 moved." in out
    assert err == STOPPED
    assert [len(recalculations(office, each)) for each in references] == [1, 1, 0, 0, 0]
    assert main(["revise"]) == 0
    assert [len(recalculations(office, each)) for each in references] == [1] * 5


def test_a_dry_run_that_is_stopped_says_that_nothing_was_written(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moved_requests(office, 3)
    signalled(monkeypatch, 1, signal.SIGTERM)

    assert main(["revise", "--dry-run"]) == 143

    assert capsys.readouterr().err == "Stopped. Nothing was written.\n"


def test_a_reader_who_goes_away_leaves_word_that_there_is_more_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    moved_requests(office, 3)
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    monkeypatch.setattr("sys.stdout", Gone())

    with pytest.raises(BrokenPipeError):
        revise_now(argparse.Namespace(dry_run=False, json=False))

    assert said.getvalue() == STOPPED
    assert pending(with_a_closure(office)) == 1


def test_a_request_that_cannot_be_counted_is_named_and_the_status_says_so(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, counted = moved_requests(office, 2)

    def derive_all_but_one(office: Office, reference: str, history: History) -> Derived:
        if reference == lost:
            raise NotOnFile("There is no body “pk-nobody”")
        return derive(office, reference, history)

    monkeypatch.setattr("tracker.services.cases.revising.derive", derive_all_but_one)

    assert main(["revise", "--json"]) == 1

    out, err = capsys.readouterr()
    told, totals = (json.loads(line) for line in out.splitlines())
    assert told["reference"] == counted
    assert totals == {"counted": 2, "moved": 1, "doubted": 0, "failed": 1, "stopped": False}
    assert err == f"{lost} was not counted: There is no body “pk-nobody”\n"


def test_a_changed_file_of_the_library_is_all_that_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    main(["init"])
    with open_office(read_settings()) as opened:
        reference = a_request(opened)
        received(opened, reference, RECEIVED)
    folder = shutil.copytree(PACKAGED, tmp_path / "library")
    close_in_its_file(folder)
    monkeypatch.setenv("TRACKER_LIBRARY", str(folder))
    capsys.readouterr()

    assert main(["revise", "--json"]) == 0

    told, totals = printed(capsys)
    assert (told["reference"], totals["moved"]) == (reference, 1)
    assert told["moved"][0]["why"] == [WHY]
