"""The walk through time: what it covers, and that it finds what no count may be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.lawfiles.small_library import FILES, spoiled, write
from tests.lawfiles.test_stage_rules import WHOLE
from tracker.cli import main
from tracker.domain.base.days import ONE_DAY, Span
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.library import Library
from tracker.lawfiles import read_library, walking
from tracker.lawfiles.walking import Walked, month_starts, table_of, walk, ways_of

LAW = "laws/xx-law-2020.toml"
IN_WORKING_DAYS = 'unit = "working-day"\nfirst_day = "next"'
ON_THE_SAME_DAY = 'unit = "day"\nfirst_day = "same"'


def walked(folder: Path, files: dict[str, str | bytes]) -> Walked:
    (only,) = walk(read_library(write(folder, files)))
    return only


def test_months_begin_on_their_first_day_and_the_span_on_its_own() -> None:
    span = Span(date(2023, 12, 15), date(2024, 3, 1))

    assert list(month_starts(span)) == [
        date(2023, 12, 15),
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 3, 1),
    ]


def test_a_stage_is_counted_once_a_month_over_all_days_that_are_known(tmp_path: Path) -> None:
    """Six years are known, 2020 to 2025: 72 months, plainly, and with each of what may happen
    although the file says nothing of it: a transfer, a notice of a fee, a question back."""
    found = walked(tmp_path, dict(FILES))

    assert found.span == Span(date(2020, 1, 1), date(2025, 12, 31))
    assert found.counts == {"plain": 72, "interrupted": 72 * 3}
    assert found.faults == ()


def test_a_repealed_law_is_walked_to_its_end(tmp_path: Path) -> None:
    ended = "in_force = { since = 2020-01-01, until = 2024-06-30 }"
    found = walked(tmp_path, spoiled(LAW, "in_force = { since = 2020-01-01 }", ended))

    assert found.span.until == date(2024, 6, 30)
    assert found.counts["plain"] == 54


def test_every_way_in_which_a_stage_can_be_counted_is_tried(tmp_path: Path) -> None:
    stage = read_library(write(tmp_path, {**FILES, LAW: WHOLE})).law("xx-law-2020").first_stage()

    ways = [(way.kind, *way.happened) for way in ways_of(stage)]
    assert ways == [
        ("plain",),
        ("extended",),
        ("expedited",),
        ("interrupted", "fee-noticed", "fee-paid"),
        ("interrupted", "clarification-asked", "clarification-given"),
        ("interrupted", "transferred"),
        ("interrupted", "registered"),
    ]


def test_a_declared_gap_is_no_fault_and_has_no_number(tmp_path: Path) -> None:
    gap = '[[stage.reply.gap]]\nsince = 2020-01-01\nuntil = 2020-12-31\nwhy = { en = "None." }\n\n'
    files = spoiled(LAW, "since = 2020-01-01\nlength", "since = 2021-01-01\nlength")
    files[LAW] = str(files[LAW]).replace("[[stage.reply.limit]]", gap + "[[stage.reply.limit]]")

    found = walked(tmp_path, files)

    assert found.counts == {"plain": 60, "interrupted": 60 * 3, "no number": 12 * 4}
    assert found.faults == ()


def test_a_month_without_a_number_and_without_a_gap_is_a_fault(tmp_path: Path) -> None:
    """The reader refuses such a file: the walk does not rely on it."""
    library = read_library(write(tmp_path, dict(FILES)))
    law = library.law("xx-law-2020")
    reply = law.first_stage()
    late = replace(reply.limits[0], span=Span(date(2020, 2, 1)))
    holed = replace(law, stages={"reply": replace(reply, limits=(late,))})

    (found,) = walk(replace(library, laws={law.key: holed}))

    (fault,) = found.faults
    assert str(fault).startswith(
        "laws/xx-law-2020.toml, stage.reply: plain: from 2020-01-01: no gap says why: "
    )


def test_a_count_that_ends_on_the_day_of_its_event_is_a_fault(tmp_path: Path) -> None:
    files = spoiled(LAW, IN_WORKING_DAYS, ON_THE_SAME_DAY)
    files[LAW] = str(files[LAW]).replace("length = 10", "length = 1")

    found = walked(tmp_path, files)

    # By the earlier reading what the file does not speak of changes nothing.
    assert len(found.faults) == 72 * 4
    assert str(found.faults[0]) == (
        "laws/xx-law-2020.toml, stage.reply: plain: from 2020-01-01: "
        "ends on 2020-01-01, which is not after the event."
    )


FIRST_MONTH = "in_force = { since = 2020-01-01, until = 2020-01-31 }"
WITH_APPEAL = (
    FILES[LAW].replace("in_force = { since = 2020-01-01 }", FIRST_MONTH)
    + """
[stage.appeal]
title = { en = "Appeal" }
actor = "requester"
counts_from = ["refused"]

[[stage.appeal.limit]]
since = 2020-01-01
length = 30
unit = "day"
first_day = "next"
last_day = "stands"
sources = ["s1"]
"""
)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (
            lambda due: replace(due, latest=due.earliest - ONE_DAY),
            "appeal: plain: from 2020-01-01: ends at the latest on 2020-01-30, "
            "before its earliest end, 2020-01-31.",
        ),
        (
            lambda due: replace(due, moves=(replace(due.moves[0], cited=()),)),
            "appeal: plain: from 2020-01-01: the step of 2020-01-01 (event) names no source.",
        ),
        (
            lambda due: replace(due, last_safe_day=None),
            "appeal: plain: from 2020-01-01: has no safe day, and does not say so.",
        ),
        (
            lambda due: replace(due, last_safe_day=due.earliest + ONE_DAY),
            "appeal: plain: from 2020-01-01: 2020-02-01 is no safe day: "
            "it is closed, in doubt, or out of time.",
        ),
        (
            lambda due: replace(due, last_safe_day=date(2020, 1, 26)),  # a Sunday
            "appeal: plain: from 2020-01-01: 2020-01-26 is no safe day: "
            "it is closed, in doubt, or out of time.",
        ),
    ],
    ids=["bounds", "source", "no safe day", "too late", "closed"],
)
def test_a_count_that_breaks_a_promise_is_a_fault(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Deadline], Deadline],
    fault: str,
) -> None:
    """Counts never do; here a spoiled one stands in their place."""
    library = read_library(write(tmp_path, {**FILES, LAW: WITH_APPEAL}))
    monkeypatch.setattr(
        walking, "count_deadline", lambda *words, **more: spoil(count_deadline(*words, **more))
    )

    _, appeal = walk(library)

    assert str(appeal.faults[0]) == f"laws/xx-law-2020.toml, stage.{fault}"


def test_a_transfer_that_takes_time_away_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hasty(*words: Any, happened: tuple[Happened, ...], **more: Any) -> Deadline:
        due = count_deadline(*words, happened=happened, **more)
        return replace(due, earliest=due.earliest - ONE_DAY) if happened else due

    monkeypatch.setattr(walking, "count_deadline", hasty)

    (reply,) = walk(read_library(write(tmp_path, dict(FILES))))

    assert len(reply.faults) == 72 * 3
    assert str(reply.faults[0]) == (
        "laws/xx-law-2020.toml, stage.reply: interrupted: from 2020-01-01: "
        "ends on 2020-01-14, earlier than without (2020-01-15)."
    )


def test_the_table_shows_how_far_each_stage_was_covered(tmp_path: Path) -> None:
    assert table_of([walked(tmp_path, dict(FILES))]) == [
        "law and stage      from        to                plain     extended    expedited"
        "  interrupted    no number",
        "xx-law-2020 reply  2020-01-01  2025-12-31           72            0            0"
        "          216            0",
    ]


def test_the_command_walks_when_it_is_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write(tmp_path, dict(FILES)))

    assert main(["law", "check", folder, "--walk"]) == 0
    assert "xx-law-2020 reply  2020-01-01  2025-12-31" in capsys.readouterr().out

    assert main(["law", "check", folder]) == 0
    assert "2025-12-31" not in capsys.readouterr().out


def test_the_command_ends_with_2_where_the_walk_finds_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = spoiled(LAW, IN_WORKING_DAYS, ON_THE_SAME_DAY)
    law = str(files[LAW]).replace("length = 10", "length = 1")
    for old, new in (("2024-04-15", "2024-04-01"), ("2024-03-20", "2024-03-05")):
        law = law.replace(f"earliest = {old}\nlatest = {old}", f"earliest = {new}\nlatest = {new}")
    folder = str(write(tmp_path, {**files, LAW: law}))

    assert main(["law", "check", folder]) == 0
    assert main(["law", "check", folder, "--walk"]) == 2
    assert "288 complaints" in capsys.readouterr().err


@pytest.mark.slow
def test_the_walk_covers_every_stage_of_the_library(library: Library) -> None:
    stages = [(law.key, key) for law in library.laws.values() for key in law.stages]

    found = list(walk(library))

    assert [(each.law, each.stage) for each in found] == stages
    assert [str(fault) for each in found for fault in each.faults] == []
