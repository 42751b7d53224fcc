"""Many requests in one transaction: one that fails falls out alone, and the others are stored."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import pytest

from tracker.domain.base.errors import NotAllowed
from tracker.services.cases.batches.isolating import work_together
from tracker.services.ports.cases import CaseFile, Unavailable

EIGHT = ("a", "b", "c", "d", "e", "f", "g", "h")


class Register:
    """A register without a database: what was stored, and what each transaction opened."""

    def __init__(self, *, shut: bool = False) -> None:
        self.stored: list[str] = []
        self.opened: list[str] = []
        self._shut = shut

    @contextmanager
    def open_all(self, references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        self.opened.append("".join(references))
        if self._shut:
            raise NotAllowed("The database is locked.")
        yield cast(Sequence[CaseFile], references)
        self.stored += references


def refusing(*bad: str) -> Callable[[CaseFile], str]:
    def work(case: CaseFile) -> str:
        if str(case) in bad:
            raise NotAllowed("Not this one.")
        return f"{case} done"

    return work


@pytest.mark.parametrize(
    ("bad", "opened"),
    [
        ("", ["abcdefgh"]),
        ("f", ["abcdefgh", "abcd", "efgh", "ef", "e", "f", "gh"]),
        ("ah", ["abcdefgh", "abcd", "ab", "a", "b", "cd", "efgh", "ef", "gh", "g", "h"]),
    ],
)
def test_what_fails_falls_out_alone(bad: str, opened: list[str]) -> None:
    register = Register()

    tried = work_together(register.open_all, EIGHT, refusing(*bad))

    good = [each for each in EIGHT if each not in bad]
    assert tried.done == tuple(f"{each} done" for each in good)
    assert [(each, str(why)) for each, why in tried.failed] == [(b, "Not this one.") for b in bad]
    assert register.stored == good
    assert register.opened == opened


def test_requests_that_cannot_be_opened_are_left_and_not_opened_again_in_halves() -> None:
    register = Register(shut=True)

    tried = work_together(register.open_all, EIGHT, refusing())

    assert (tried.done, tried.failed, tried.left) == ((), (), EIGHT)
    assert str(tried.trouble) == "The database is locked."
    assert register.opened == ["abcdefgh"]


def test_requests_are_left_if_the_database_fails_while_they_are_stored() -> None:
    """Halves would wait as long again, one after the other."""
    register = Register()

    @contextmanager
    def full(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        with register.open_all(references) as cases:
            yield cases
            raise Unavailable("The disk is full.")

    tried = work_together(full, EIGHT, refusing())

    assert (tried.done, tried.failed, tried.left) == ((), (), EIGHT)
    assert str(tried.trouble) == "The disk is full."
    assert register.opened == ["abcdefgh"]
    assert register.stored == []


def test_no_transaction_is_opened_for_nothing() -> None:
    register = Register()

    assert work_together(register.open_all, (), refusing()).done == ()
    assert register.opened == []


def test_a_request_on_which_the_program_fails_falls_out_alone_and_the_log_says_where(
    caplog: pytest.LogCaptureFixture,
) -> None:
    register = Register()

    def work(case: CaseFile) -> str:
        return f"{case} done" if str(case) != "f" else str(dict[str, str]()[str(case)])

    tried = work_together(register.open_all, EIGHT, work)

    assert [(each, str(why)) for each, why in tried.failed] == [
        ("f", "The program failed on request f. Its log says why.")
    ]
    assert register.stored == [each for each in EIGHT if each != "f"]
    (logged,) = caplog.records
    assert logged.message == "the program failed on request f"
    assert logged.exc_info
    assert logged.exc_info[0] is KeyError


def test_an_error_before_any_request_is_open_is_not_hidden() -> None:
    @contextmanager
    def broken(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        raise KeyError(references)
        yield ()

    with pytest.raises(KeyError):
        work_together(broken, EIGHT, refusing())
