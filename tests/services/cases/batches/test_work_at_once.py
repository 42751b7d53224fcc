"""Batches in several threads: outcomes in order, and what they left out noted once."""

import threading
from collections.abc import Iterator, Sequence

import pytest

from tracker.services.cases.batches.isolating import BatchOutcome, work_at_once
from tracker.services.core.left_out import begin_noting, left_out, note_left_out
from tracker.services.ports.holds import bind_to_server, bound_server, unbind_from_servers


@pytest.fixture(autouse=True)
def _begun() -> Iterator[None]:
    begin_noting()
    yield
    begin_noting()


def test_batches_are_done_at_once_and_their_outcomes_are_in_order() -> None:
    both = threading.Barrier(2, timeout=30)

    def work(references: Sequence[str]) -> BatchOutcome[str]:
        both.wait()  # for the other batch, which nobody would begin if they came in turns
        return BatchOutcome(tuple(references))

    done = list(work_at_once(work, [["a", "b"], ["c"]], 2))

    assert [each.done for each in done] == [("a", "b"), ("c",)]


def test_what_a_batch_left_out_is_left_out_by_the_run() -> None:
    def work(references: Sequence[str]) -> BatchOutcome[str]:
        note_left_out(f"the row {references[0]} cannot be read")
        return BatchOutcome()

    note_left_out("another")
    list(work_at_once(work, [["a"], ["b"], ["a"]], 1))

    assert left_out() == (
        "another",
        "the row a cannot be read",
        "the row b cannot be read",
    )


def test_what_the_run_is_bound_to_binds_each_batch() -> None:
    def bound(_: Sequence[str]) -> BatchOutcome[str | None]:
        return BatchOutcome((bound_server("database"),))

    try:
        bind_to_server("database", "server")
        outcomes = list(work_at_once(bound, [["a"], ["b"], ["c"]], 2))
    finally:
        unbind_from_servers()

    assert [outcome.done for outcome in outcomes] == [("server",)] * 3


def test_an_error_of_the_program_is_not_kept_quiet() -> None:
    def work(references: Sequence[str]) -> BatchOutcome[str]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(work_at_once(work, [["a"]], 2))


def test_batches_are_read_only_a_few_ahead_of_the_outcomes() -> None:
    read: list[str] = []

    def batches() -> Iterator[Sequence[str]]:
        for number in range(100):
            read.append(str(number))
            yield read[-1:]

    outcomes = work_at_once(lambda references: BatchOutcome(tuple(references)), batches(), 2)

    assert next(outcomes).done == ("0",)
    assert len(read) == 3
    assert [each.done for each in outcomes] == [(str(number),) for number in range(1, 100)]
