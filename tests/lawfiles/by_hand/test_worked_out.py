"""Days that a reader who wrote no law file worked out by hand, from the words of each law and a
calendar, before the program counted them; see README.md.
"""

import tomllib
from collections import Counter, defaultdict
from csv import DictReader
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.by_hand.draw import LIBRARY, drawn, laws_read, limits_of
from tests.lawfiles.by_hand.second_count import counted_again
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.library import Library

Case = dict[str, str]
HERE = Path(__file__).parent
CASES: list[Case] = list(
    DictReader((HERE / "worked_out.tsv").read_text("utf-8").splitlines(), delimiter="\t")
)


def _facts(case: Case) -> dict[str, date]:
    told = [each.split(" ") for each in case["how"].split(", ") if " " in each]
    return {kind: date.fromisoformat(day) for kind, day in told}


def _ends(case: Case) -> tuple[date, date]:
    return date.fromisoformat(case["earliest"]), date.fromisoformat(case["latest"])


def _named(case: Case) -> str:
    return " ".join((case["law"], case["stage"], case["how"], case["event"]))


@pytest.mark.parametrize("law", sorted({case["law"] for case in CASES}))
def test_the_program_gives_the_days_that_were_worked_out(library: Library, law: str) -> None:
    wrong = {}
    for case in CASES:
        if case["law"] != law:
            continue
        found = library.law(law)
        stage = found.stage(case["stage"])
        deadline = count_deadline(
            found,
            stage,
            DaySpan.on(date.fromisoformat(case["event"])),
            library.workdays(found, stage, None),
            extended=case["how"] == "extended",
            expedited=case["how"] == "expedited",
            happened=[Happened(kind, DaySpan.on(on)) for kind, on in _facts(case).items()],
        )
        if (counted := (deadline.earliest, deadline.latest)) != _ends(case):
            wrong[_named(case)] = [str(each) for each in (*counted, *_ends(case))]

    assert wrong == {}


def test_a_second_count_gives_the_same_days() -> None:
    calendars = {
        file.stem: tomllib.loads(file.read_text("utf-8"))["calendar"]
        for file in (LIBRARY / "laws").glob("*.toml")
    }
    wrong = {}
    for case in CASES:
        event = date.fromisoformat(case["event"])
        counted = counted_again(calendars[case["law"]], event, case["reading"], _facts(case))
        if counted != _ends(case):
            wrong[_named(case)] = [str(each) for each in (*counted, *_ends(case))]

    assert wrong == {}


def test_every_limit_of_every_law_was_drawn_and_worked_out() -> None:
    worked_out = {(case["law"], case["stage"], case["how"]) for case in CASES}

    assert {(each.law, each.stage, each.how) for each in drawn()} <= worked_out
    assert min(Counter(case["law"] for case in CASES).values()) >= 2
    assert len(CASES) >= 150


def test_a_limit_that_was_replaced_was_worked_out_beside_the_one_that_replaced_it() -> None:
    """A new limit of a stage does not stand behind the case of the one before it."""
    days = defaultdict(list)
    for case in CASES:
        days[case["law"], case["stage"], case["how"]].append(date.fromisoformat(case["event"]))

    without = [
        f"{law['key']} {limit.stage} {limit.how} from {limit.since}"
        for law, known in laws_read()
        for limit in limits_of(law, known)
        if not any(
            limit.since <= day <= limit.until for day in days[law["key"], limit.stage, limit.how]
        )
    ]

    assert without == []
