"""How many requests a transaction takes follows how long the one before had the lock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import pytest

from tracker.services.cases.batches import pace as module
from tracker.services.cases.batches.pace import LONGEST, Pace
from tracker.services.ports.cases import CaseFile


@pytest.mark.parametrize(
    ("seconds", "number"),
    [
        ([0.01], 100),
        ([LONGEST * 2], 50),
        ([LONGEST * 2] * 5, 25),
        ([LONGEST * 2, LONGEST * 0.9, 0.05], 50),
        ([LONGEST * 2] * 2 + [0.01], 50),
        ([LONGEST * 2] * 2 + [0.01] * 5, 100),
    ],
)
def test_a_slow_transaction_halves_the_next_and_a_quick_one_doubles_it(
    monkeypatch: pytest.MonkeyPatch, seconds: list[float], number: int
) -> None:
    pace, now, waited = Pace(100, all_wait=True), [0.0], 5.0

    @contextmanager
    def opener(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        now[0] += waited  # for the turn, which says nothing about the requests
        yield cast(Sequence[CaseFile], references)

    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    for each in seconds:
        with pace.opener(opener)(["request"] * pace.number):
            now[0] += each

    assert pace.number == number


def test_a_transaction_with_few_requests_says_nothing_about_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pace = Pace(100, all_wait=True)
    pace.number = 25

    @contextmanager
    def opener(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        yield cast(Sequence[CaseFile], references)

    monkeypatch.setattr(module, "monotonic", lambda: 0.0)
    with pace.opener(opener)(["request"]):
        pass

    assert pace.number == 25


def test_where_nobody_waits_a_slow_transaction_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pace, now = Pace(100, all_wait=False), [0.0]

    @contextmanager
    def opener(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        yield cast(Sequence[CaseFile], references)

    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    with pace.opener(opener)(["request"] * 100):
        now[0] += LONGEST * 10

    assert pace.number == 100


def test_a_slow_transaction_of_few_requests_makes_no_larger_one() -> None:
    pace = Pace(2, all_wait=True)

    pace.note(LONGEST * 2, 2)

    assert pace.number == 2
