"""`tracker remind`: shows what would be made, makes it once, and `doctor` tells of dead mail."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.fixed_day import offices_are_at
from tests.offices import BY, a_request, received
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.reminders.posting import LEASE
from tracker.settings import read_settings


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> date:
    """An office with one request that was received today; the last day of the body. Today is a
    day on which its calendar is known."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    offices_are_at(datetime(2026, 11, 24, 9, tzinfo=UTC), monkeypatch)
    assert main(["init"]) == 0
    with open_office(read_settings()) as office:
        today = office.today_at("pk-pta")
        reference = a_request(office, on=today)
        received(office, reference, today)
        with office.cases.look(reference) as case:
            row = case.row()
    assert row
    assert row.agenda.reply_latest
    return row.agenda.reply_latest


def test_a_dry_run_tells_whom_it_would_remind_of_what(
    day: date, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["remind", "--on", str(day), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["remind", "--on", str(day), "--dry-run"]) == 0

    (made,) = told["made"]
    assert (made["last_day"], made["rung"], made["term"]) == (str(day), 0, "ordinary")
    assert made["to"] == "lawyer@demonstration.invalid"
    assert "1 reminder would be made, 0 ended." in capsys.readouterr().out


def test_what_is_due_is_made_once(day: date, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for _ in range(2):
        assert main(["remind", "--on", str(day)]) == 0

    said = capsys.readouterr().out
    assert "1 reminder made" in said
    assert "0 reminders made" in said


def test_doctor_says_where_mail_goes_and_how_many_were_given_up(
    day: date, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["remind", "--on", str(day)])
    with open_office(read_settings()) as office:
        now = office.now()
        claim = office.outbox.claim(now, now + LEASE, BY)
        assert claim
        office.outbox.failed(claim, "refused", None)

    main(["doctor"])

    told = capsys.readouterr()
    assert "mail goes to: the folder" in told.out
    assert "1 email could not be sent" in told.err


def test_a_live_office_reminds_of_no_day_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "live"))
    instance_made(tmp_path / "live", "init", "--live", "--admin", "a@example.org")

    assert main(["remind", "--on", "2999-01-01"]) == 1
    assert "is in the future. A live office" in capsys.readouterr().err
    assert main(["remind", "--on", "2999-01-01", "--dry-run"]) == 0
