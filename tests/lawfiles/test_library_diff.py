"""What differs between two law libraries, in libraries made by hand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.small_library import CALENDAR, FILES, LAW, spoiled, write
from tracker.domain.base.days import Span
from tracker.lawfiles import read_library
from tracker.lawfiles.diff_table import as_json, as_markdown
from tracker.lawfiles.library_diff import FileDiff, FileState, compare_libraries

Files = Mapping[str, str | bytes]
LAW_FILE, CALENDAR_FILE = "laws/xx-law-2020.toml", "calendars/xx-offices.toml"
PLAIN_LIMIT = """\
[[stage.reply.limit]]
since = 2020-01-01
length = 10
"""
ENDED = PLAIN_LIMIT.replace("since = 2020-01-01\n", "since = 2020-01-01\nuntil = 2024-06-30\n")
GAP = """\
[[stage.reply.gap]]
since = 2024-07-01
why = { en = "The amendment was not read." }

"""
LONGER = """\
[[stage.reply.limit]]
since = 2024-07-01
length = 15
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s1"]

"""
EXAMPLES = "[[stage.reply.example]]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def compared(folder: Path, old: Files, new: Files) -> tuple[FileDiff, ...]:
    """The difference between two libraries with these files."""
    before, after = (
        read_library(write(folder / name, files)) for name, files in (("old", old), ("new", new))
    )
    return compare_libraries(before, after)


def changed_law(old: str, new: str) -> dict[str, str | bytes]:
    return spoiled(LAW_FILE, old, new)


def rows(files: tuple[FileDiff, ...]) -> list[str]:
    """The rows of all tables, without their heads."""
    lines = [line for line in as_markdown(files) if line.startswith("| ")]
    return [line for line in lines if not line.startswith(("| Stage", "| Day ", "| Words"))]


def test_equal_libraries_do_not_differ(folder: Path) -> None:
    assert compared(folder, FILES, FILES) == ()


def test_a_remark_in_a_file_is_no_difference(folder: Path) -> None:
    assert compared(folder, FILES, {**FILES, LAW_FILE: f"# a remark\n{LAW}"}) == ()


def test_a_new_law_and_a_new_calendar_are_told_whole(folder: Path) -> None:
    (folder / "old").mkdir()

    found = compared(folder, {}, FILES)

    assert [(file.file, file.state) for file in found] == [
        (LAW_FILE, FileState.NEW),
        (CALENDAR_FILE, FileState.NEW),
    ]
    assert list(as_markdown(found)) == [
        "`xx-law-2020`, A law (1 of 2020): new law.",
        "",
        "| Stage | Time limit | Section | Events |",
        "|---|---|---|---|",
        "| `reply` | 10 working days | section 1 | since 1 January 2020 |",
        "",
        "`xx-offices`, Offices: new calendar.",
        "",
        "Known 1 January 2020 to 31 December 2025; compared 1 January 2020 to 31 December 2024; "
        "sat, sun closed since 1 January 2020; days off: 1 gazetted.",
        "",
    ]


def test_a_law_that_was_removed_is_told_with_what_it_said(folder: Path) -> None:
    (folder / "new").mkdir()

    found = compared(folder, FILES, {})

    assert [file.state for file in found] == [FileState.REMOVED, FileState.REMOVED]
    assert "| `reply` | 10 working days | section 1 | since 1 January 2020 |" in rows(found)


def test_a_limit_that_ended_is_told_from_the_first_day_without_it(folder: Path) -> None:
    ended = changed_law(PLAIN_LIMIT, GAP + ENDED)

    (file,) = compared(folder, FILES, ended)
    (change,) = file.rules

    assert (change.name.stage, change.name.rule) == ("reply", "limit")
    assert change.span == Span(date(2024, 7, 1))
    assert change.before is not None
    assert change.before.says == "10 working days"
    assert change.after is not None
    assert change.after.says == "no number"


def test_a_changed_number_is_told_for_the_days_on_which_it_changed(folder: Path) -> None:
    longer = changed_law(PLAIN_LIMIT, LONGER + ENDED)

    assert rows(compared(folder, FILES, longer)) == [
        "| `reply` | 10 working days → 15 working days | section 1 | since 1 July 2024 |"
    ]


def test_a_limit_that_is_only_written_in_two_pieces_is_no_difference(folder: Path) -> None:
    pieces = changed_law(PLAIN_LIMIT, LONGER.replace("15", "10") + ENDED)

    assert compared(folder, FILES, pieces) == ()


def test_a_number_that_was_wrong_for_some_months_is_told_for_those_months(folder: Path) -> None:
    wrong = PLAIN_LIMIT.replace("10", "12").replace("01-01", "04-01")
    before = changed_law(
        PLAIN_LIMIT,
        PLAIN_LIMIT.replace("\nlength", "\nuntil = 2020-03-31\nlength")
        + LONGER.partition("\n")[2].partition("length = 15\n")[2]
        + wrong,
    )

    assert rows(compared(folder, before, FILES)) == [
        "| `reply` | 12 working days → 10 working days | section 1 | since 1 April 2020 |"
    ]


def test_a_word_that_moves_the_date_without_another_number_is_told(folder: Path) -> None:
    same_day = changed_law('first_day = "next"', 'first_day = "same"')

    assert rows(compared(folder, FILES, same_day)) == [
        "| `reply` | 10 working days; first_day = next → 10 working days; first_day = same "
        "| section 1 | since 1 January 2020 |"
    ]


def test_an_extension_that_is_new_is_told_without_days(folder: Path) -> None:
    rule = """\
[stage.reply.extension]
length = 10
unit = "working-day"
runs_from = "end-of-limit"
must_be_announced = false
sources = ["s2"]

"""
    extended = changed_law(EXAMPLES, rule + EXAMPLES)

    assert rows(compared(folder, FILES, extended)) == [
        "| `reply` | extension: none → 10 working days more | section 2 |  |"
    ]


def test_a_source_that_was_removed_from_a_limit_is_told(folder: Path) -> None:
    both = changed_law('sources = ["s1"]\n\n[[stage', 'sources = ["s1", "s2"]\n\n[[stage')

    assert rows(compared(folder, both, FILES)) == [
        "| `reply` | 10 working days; sources = s1, s2 → 10 working days; sources = s1 "
        "| section 1 | since 1 January 2020 |"
    ]


def test_a_provision_that_was_removed_is_one_line(folder: Path) -> None:
    start, end = LAW.index("[provision.s9]"), LAW.index("[stage.reply]")
    without = {**FILES, LAW_FILE: LAW[:start] + LAW[end:]}

    assert rows(compared(folder, FILES, without)) == [
        "| `provision.s9` | “cite.en = section 9; says.en = Remembered.; source.where = nowhere; "
        "source.read_in = memory” → none |"
    ]


def test_a_reworded_text_is_told_with_both_wordings(folder: Path) -> None:
    reworded = changed_law("Ten working days.", "Within ten working days.")

    assert rows(compared(folder, FILES, reworded)) == [
        "| `provision.s1.says.en` | “Ten working days.” → “Within ten working days.” |"
    ]


def test_a_new_closure_is_told_to_the_day(folder: Path) -> None:
    closure = """
[[day_off]]
day = 2024-06-14
name = { en = "Day of mourning" }
assurance = "gazetted"
source = { where = "the gazette", read_in = "official-text" }
"""

    found = compared(folder, FILES, {**FILES, CALENDAR_FILE: CALENDAR + closure})

    assert rows(found) == ["| 14 June 2024 | open → closed | Day of mourning |"]


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (
            '"gazetted"',
            '"expected"',
            "| 6 March 2024 | closed → uncertain (expected) | A closure |",
        ),
        (
            '"gazetted"',
            '"body-dependent"\nbinds = ["xx-office"]',
            "| 6 March 2024 | closed → closed for xx-office, else uncertain (body dependent) "
            "| A closure |",
        ),
        (
            '"A closure"',
            '"Another name"',
            "| `day.2024-03-06.name.en` | “A closure” → “Another name” |",
        ),
        (
            "until = 2024-12-31",
            "until = 2025-06-30",
            "| `checked` | “2020-01-01 to 2024-12-31” → “2020-01-01 to 2025-06-30” |",
        ),
        (
            '["sat", "sun"]',
            '["fri", "sat"]',
            "| `weekend.Weekend.weekdays` | “sat, sun” → “fri, sat” |",
        ),
    ],
    ids=["assurance", "bodies", "name", "checked", "weekend"],
)
def test_every_other_change_of_a_calendar_is_told(
    folder: Path, old: str, new: str, row: str
) -> None:
    assert rows(compared(folder, FILES, spoiled(CALENDAR_FILE, old, new))) == [row]


def test_a_weekend_day_that_was_worked_is_told(folder: Path) -> None:
    worked = """
[[worked]]
day = 2024-03-09
name = { en = "Worked Saturday" }
source = { where = "the gazette", read_in = "official-text" }
"""

    found = compared(folder, FILES, {**FILES, CALENDAR_FILE: CALENDAR + worked})

    assert rows(found) == ["| 9 March 2024 | weekend → worked | Worked Saturday |"]


def test_as_json_the_difference_has_days_numbers_and_words(folder: Path) -> None:
    longer = changed_law(PLAIN_LIMIT, LONGER + ENDED)

    (file,) = as_json(compared(folder, FILES, longer))

    assert {key: file[key] for key in ("file", "key", "title", "state", "days", "texts")} == {
        "file": LAW_FILE,
        "key": "xx-law-2020",
        "title": "A law",
        "state": "changed",
        "days": [],
        "texts": [],
    }
    (rule,) = file["rules"]
    assert (rule["stage"], rule["rule"]) == ("reply", "limit")
    assert (rule["since"], rule["until"]) == ("2024-07-01", None)
    assert (rule["before"]["says"], rule["after"]["says"]) == (
        "10 working days",
        "15 working days",
    )
    assert rule["after"]["words"] == {
        "first_day": "next",
        "from_date_borne": "false",
        "last_day": "stands",
        "sources": "s1",
    }
