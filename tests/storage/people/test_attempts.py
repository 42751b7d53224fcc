"""Counted attempts and known browsers, on both databases."""

import threading
from collections.abc import Callable
from datetime import timedelta

from tests.storage.samples import AT
from tracker.services.ports.people import Account, RoleName
from tracker.storage.opening import Storage

LAWYER = Account("account-1", "lawyer@example.org", "A. Lawyer", RoleName.LAWYER)
OTHER = Account("account-2", "other@example.org", "B. Other", RoleName.LAWYER)
NO_LIMIT = 1000


def at_once(number: int, act: Callable[[], object]) -> None:
    """Do something in many threads at one moment."""
    ready = threading.Barrier(number)

    def work() -> None:
        ready.wait()
        act()

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def count(storage: Storage, key: str, window: int) -> int:
    """How many attempts were counted: one more, which is given back, tells it."""
    (number,) = storage.people.attempts.take({key: NO_LIMIT}, window).values()
    storage.people.attempts.give_back([key], window)
    return number - 1


def test_attempts_are_counted_by_key_and_window_and_old_ones_forgotten(storage: Storage) -> None:
    for key, window in (("key", 100), ("key", 100), ("key", 100), ("other", 100), ("key", 101)):
        storage.people.attempts.take({key: NO_LIMIT}, window)

    counts = {
        (key, window): count(storage, key, window)
        for key in ("key", "other")
        for window in (100, 101)
    }
    assert counts == {
        ("key", 100): 3,
        ("key", 101): 1,
        ("other", 100): 1,
        ("other", 101): 0,
    }
    storage.people.attempts.take({"other": NO_LIMIT}, 102)
    assert count(storage, "key", 101) == 1
    assert count(storage, "key", 100) == 0


def test_attempts_at_the_same_moment_are_all_counted(storage: Storage) -> None:
    at_once(3, lambda: storage.people.attempts.take({"key": NO_LIMIT}, 1))

    assert count(storage, "key", 1) == 3


def test_of_sixty_attempts_at_the_same_moment_no_more_than_the_limit_are_taken(
    storage: Storage,
) -> None:
    taken: list[int] = []

    def take() -> None:
        taken.extend(storage.people.attempts.take({"key": 5}, 1).values())

    at_once(60, take)

    assert sorted(taken) == [1, 2, 3, 4, 5]


def test_an_attempt_is_counted_under_every_key_or_under_none(storage: Storage) -> None:
    attempts = storage.people.attempts
    assert attempts.take({"account": 2, "network": 1}, 1) == {"account": 1, "network": 1}

    assert attempts.take({"account": 2, "network": 1}, 1) == {}

    assert count(storage, "account", 1) == 1
    assert attempts.take({"account": 2}, 1) == {"account": 2}


def test_an_attempt_that_was_right_is_given_back(storage: Storage) -> None:
    attempts = storage.people.attempts
    for _ in range(3):
        assert attempts.take({"key": 1}, 1) == {"key": 1}
        attempts.give_back(["key", "unknown"], 1)

    attempts.give_back(["key"], 1)
    assert attempts.take({"key": 1}, 1) == {"key": 1}


def test_a_browser_is_known_for_one_person_until_it_is_forgotten(storage: Storage) -> None:
    devices = storage.people.devices
    for account in (LAWYER, OTHER):
        storage.people.save_account(account)
    devices.remember(LAWYER.id, "a" * 64, AT, 2)

    assert devices.knows(LAWYER.id, "a" * 64)
    assert not devices.knows(OTHER.id, "a" * 64)
    assert not devices.knows(LAWYER.id, "b" * 64)
    devices.forget(OTHER.id)
    assert devices.knows(LAWYER.id, "a" * 64)
    devices.forget(LAWYER.id)
    assert not devices.knows(LAWYER.id, "a" * 64)


def test_of_too_many_browsers_the_one_used_longest_ago_is_forgotten(storage: Storage) -> None:
    devices = storage.people.devices
    for account in (LAWYER, OTHER):
        storage.people.save_account(account)
    devices.remember(OTHER.id, "o", AT, 2)
    for minute, name in enumerate(("first", "second", "first", "third")):
        devices.remember(LAWYER.id, name, AT + timedelta(minutes=minute), 2)

    known = [name for name in ("first", "second", "third") if devices.knows(LAWYER.id, name)]
    assert known == ["first", "third"]
    assert devices.knows(OTHER.id, "o")
