"""What is due to be compared again: days worked by hand from the days in the files."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.fixed_day import today_is
from tests.lawfiles.small_library import FILES, spoiled, write
from tracker.cli import main
from tracker.cli.law_library import reports
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy, FilingAddress
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.services.office_data.due_comparisons import Comparison, all_due, compared_until

LAW = "laws/xx-law-2020.toml"
TODAY = date(2026, 11, 24)


@pytest.fixture
def small(tmp_path: Path) -> Library:
    return read_library(write(tmp_path, dict(FILES)))


def test_a_law_is_due_a_year_after_it_was_compared_and_a_calendar_when_its_check_ends(
    small: Library,
) -> None:
    assert all_due(small) == [
        Comparison(
            "calendars/xx-offices.toml, checked", "Offices", date(2024, 12, 31), date(2024, 12, 31)
        ),
        Comparison(f"{LAW}, compared_on", "A law", date(2024, 6, 30), date(2025, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2024, 6, 30), date(2025, 6, 30)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2023, 12, 31), date(2024, 12, 31)),
    ],
)
def test_a_year_ends_on_the_same_day_or_the_day_after_a_month_that_lacks_it(
    last: date, due: date
) -> None:
    assert compared_until(last) == due


def test_an_address_is_due_on_the_first_day_on_which_no_letter_goes_to_it(small: Library) -> None:
    """Ninety days from 1 July: 30 to 31 July, 61 to 31 August, 90 on 29 September."""
    source = Source("its site", ReadIn.SECONDARY)
    given = FilingAddress("a@office.example", DesignatedBy.PAGE, source, date(2024, 7, 1))
    body = replace(small.bodies["xx-office"], filing_address=given)

    found = all_due(replace(small, bodies={"xx-office": body}))[0]

    assert (found.last, found.by) == (date(2024, 7, 1), date(2024, 9, 30))
    assert given.lacks(date(2024, 9, 29)) != given.lacks(date(2024, 9, 30))
    assert not found.is_due(date(2024, 9, 29))
    assert found.is_due(date(2024, 9, 30))


def test_the_command_lists_what_never_was_compared_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(TODAY, reports, monkeypatch)
    folder = write(tmp_path, spoiled(LAW, "compared_on = 2024-06-30\n", ""))

    assert main(["law", "stale", str(folder)]) == 0
    first, second, last = capsys.readouterr().out.splitlines()

    assert first.startswith("never compared ")
    assert f"{LAW}, compared_on  (A law)" in first
    assert second.startswith("2024-12-31, due since 2024-12-31  calendars/xx-offices.toml")
    assert last == "2 due on 2026-11-24"


def test_what_is_not_due_yet_is_listed_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(TODAY, reports, monkeypatch)
    folder = str(write(tmp_path, spoiled(LAW, "2024-06-30", TODAY.isoformat())))

    main(["law", "stale", folder, "--json"])
    due = json.loads(capsys.readouterr().out)
    main(["law", "stale", folder, "--all", "--json"])
    listed = json.loads(capsys.readouterr().out)

    assert [each["what"] for each in due] == ["Offices"]
    assert [each["what"] for each in listed] == ["Offices", "A law"]
