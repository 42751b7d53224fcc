"""The office's own entries, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.storage.samples import BY
from tracker.services.ports.own_library import EntryName, OwnEntry
from tracker.services.ports.people import Account, RoleName
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
SIGNAL, VIBER = EntryName("blocks", "pk-signal-2026"), EntryName("blocks", "pk-viber-2026")


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A storage with the account of the lawyer."""
    storage.people.save_account(Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER))
    return storage


def entry(name: EntryName, text: str) -> OwnEntry:
    return OwnEntry(name, text, "d" * 64, "", "read today", BY, AT)


def test_versions_are_kept_and_the_newest_are_in_force(storage: Storage) -> None:
    own = storage.own_library
    first, second = entry(SIGNAL, "one"), entry(SIGNAL, "دو")
    own.add(first)
    assert own.verify(own.in_force()[0].number, "other", LATER)
    own.add(second)
    own.add(entry(SIGNAL, "three"))
    own.add(entry(VIBER, "four"))

    assert [each.text for each in own.versions(SIGNAL)] == ["three", "دو", "one"]
    assert [each.text for each in own.in_force()] == ["one", "three", "four"]
    kept = own.versions(SIGNAL)[2]
    assert kept == replace(first, number=kept.number, verified_by="other", verified_at=LATER)


def test_a_version_is_verified_once(storage: Storage) -> None:
    own = storage.own_library
    own.add(entry(SIGNAL, "one"))
    number = own.in_force()[0].number

    assert own.verify(number, "other", LATER)
    assert not own.verify(number, "third", LATER)
    assert own.versions(SIGNAL)[0].verified_by == "other"
    assert not own.verify(number + 1, "other", LATER)


def test_a_withdrawn_entry_is_not_in_force_and_stays_in_the_history(storage: Storage) -> None:
    own = storage.own_library
    own.add(entry(SIGNAL, "one"))
    own.add(entry(SIGNAL, "two"))

    assert own.withdraw(SIGNAL, BY, LATER)

    assert own.in_force() == ()
    assert [each.withdrawn_by for each in own.versions(SIGNAL)] == [BY, BY]
    assert not own.withdraw(SIGNAL, BY, LATER)
    assert not own.verify(own.versions(SIGNAL)[0].number, "other", LATER)


def test_the_mark_grows_with_every_change(storage: Storage) -> None:
    own = storage.own_library
    marks = [own.mark()]
    own.add(entry(SIGNAL, "one"))
    marks.append(own.mark())
    own.verify(own.in_force()[0].number, "other", LATER)
    marks.append(own.mark())
    own.withdraw(SIGNAL, BY, LATER)
    marks.append(own.mark())

    assert marks == [0, 1, 2, 3]


def test_every_version_is_told_also_of_what_was_withdrawn(storage: Storage) -> None:
    own = storage.own_library
    own.add(entry(SIGNAL, "one"))
    own.add(entry(SIGNAL, "two"))
    own.withdraw(SIGNAL, BY, LATER)
    own.add(entry(VIBER, "three"))

    told = [(each.text, each.withdrawn_at) for each in own.every_version()]

    assert told == [("one", LATER), ("two", LATER), ("three", None)]


def test_a_version_without_text_is_in_force_beside_the_verified_one(storage: Storage) -> None:
    own = storage.own_library
    own.add(entry(SIGNAL, "one"))
    assert own.verify(own.in_force()[0].number, "other", LATER)
    own.add(entry(SIGNAL, ""))

    assert [(each.text, each.asks_withdrawal) for each in own.in_force()] == [
        ("one", False),
        ("", True),
    ]
