"""What was calculated elsewhere is stored only where the request is still the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.storage.samples import AT, BY, REFERENCE, file_request, row, silence
from tracker.domain.case.history import NONCE_BYTES, NewEntry, new_entry
from tracker.domain.clock.deadline_changes import DeadlineSnapshot, Term
from tracker.domain.law.law import LetterKind
from tracker.services.ports.case_rows import edition_in, row_of_columns, says_the_same
from tracker.services.ports.cases import (
    AlreadyEntered,
    CaseRow,
    KeptChanges,
    PreparedLetter,
    QuietChange,
    StoredCase,
)
from tracker.storage.opening import Storage

DAY = AT.date()
TOLD = (DeadlineSnapshot("reply", 1, Term.ORDINARY, DAY, DAY),)


@pytest.fixture
def number(storage: Storage) -> int:
    """A request with a row and its last days; the number of its entries."""
    file_request(storage)
    with storage.cases.open(REFERENCE) as case:
        case.project(row(), TOLD)
        return len(case.history)


def kept(storage: Storage) -> CaseRow:
    with storage.cases.look(REFERENCE) as case:
        found = case.row()
    assert found
    return found


def test_only_the_edition_changes_where_the_row_is_the_same(storage: Storage, number: int) -> None:
    change = QuietChange(REFERENCE, number, row().edition)

    assert storage.cases.keep_quiet_changes("next", [change]).references == {REFERENCE}

    assert kept(storage) == row(edition="next")
    with storage.cases.look(REFERENCE) as case:
        assert case.told() == TOLD


def test_a_row_and_days_that_changed_are_replaced(storage: Storage, number: int) -> None:
    (before,) = storage.cases.stored([REFERENCE])
    change = QuietChange(
        REFERENCE, number, row().edition, row(edition="next", phase="silent"), b"other days"
    )

    assert storage.cases.keep_quiet_changes("next", [change]).references == {REFERENCE}

    (after,) = storage.cases.stored([REFERENCE])
    rows = [row_of_columns(REFERENCE, each.columns) for each in (before, after) if each.columns]
    assert rows == [row(), row(edition="next", phase="silent")]
    assert after.days == b"other days" != before.days


def test_nothing_is_stored_where_something_was_entered_since(
    storage: Storage, number: int
) -> None:
    with storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    change = QuietChange(REFERENCE, number, row().edition, row(edition="next"))

    assert storage.cases.keep_quiet_changes("next", [change]).references == frozenset()
    assert kept(storage) == row()


def added(storage: Storage) -> NewEntry:
    """An entry to add to the request."""
    with storage.cases.look(REFERENCE) as case:
        nonce = b"n" * NONCE_BYTES
        return new_entry(REFERENCE, case.history, silence(), at=AT, by=BY, nonce=nonce)


def test_an_entry_is_added_with_its_leaf(storage: Storage, number: int) -> None:
    waiting, new = storage.log.waiting(), added(storage)
    change = QuietChange(REFERENCE, number, row().edition, new=(new,))

    assert storage.cases.keep_quiet_changes("next", [change]).references == {REFERENCE}

    with storage.cases.look(REFERENCE) as case:
        assert case.history[number:] == (new.entry,)
    assert storage.log.waiting() == waiting + 1
    assert kept(storage) == row(edition="next")
    # A second time it does not hold: there is one entry more.
    assert storage.cases.keep_quiet_changes("next", [change]).references == frozenset()


def test_an_entry_that_the_history_has_stores_nothing_of_all_changes(
    storage: Storage, number: int
) -> None:
    new = added(storage)
    with storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    again = new._replace(entry=replace(new.entry, seq=number + 2))
    change = QuietChange(REFERENCE, number + 1, row().edition, row(edition="next"), new=(again,))

    with pytest.raises(AlreadyEntered):
        storage.cases.keep_quiet_changes("next", [change])

    assert kept(storage) == row()
    with storage.cases.look(REFERENCE) as case:
        assert len(case.history) == number + 1


def test_nothing_is_stored_where_another_edition_was_here_since(
    storage: Storage, number: int
) -> None:
    change = QuietChange(REFERENCE, number, "an edition before", row(edition="next"))

    assert storage.cases.keep_quiet_changes("next", [change]).references == frozenset()
    assert kept(storage) == row()


def test_what_is_stored_is_read_and_nothing_of_an_unknown_request(
    storage: Storage, number: int
) -> None:
    nothing, found = storage.cases.stored(["unknown", REFERENCE])

    assert nothing == StoredCase("unknown", (), None, None)
    assert (found.reference, len(found.entries)) == (REFERENCE, number)
    assert found.columns
    assert row_of_columns(REFERENCE, found.columns) == row()
    assert edition_in(found.columns) == row().edition
    assert says_the_same(found.columns, row(edition="next"))
    assert not says_the_same(found.columns, row(phase="silent"))
    with storage.cases.look(REFERENCE) as case:
        assert found.entries == tuple((e.seq, e.body, e.nonce) for e in case.history)


def test_letters_that_became_ready_are_stored_once(storage: Storage, number: int) -> None:
    appeal = PreparedLetter(LetterKind.APPEAL, 1, AT)
    with storage.cases.open(REFERENCE) as case:
        case.prepare_letter(appeal)
    notice = PreparedLetter(LetterKind.NOTICE, number, AT)
    later = replace(appeal, prepared_at=AT + timedelta(days=1))
    change = QuietChange(REFERENCE, number, row().edition, letters=(later, notice))

    assert storage.cases.keep_quiet_changes(row().edition, [change]).references == {REFERENCE}

    with storage.cases.look(REFERENCE) as case:
        assert set(case.prepared_letters()) == {appeal, notice}
    assert kept(storage) == row()


def test_without_changes_nobody_waits(storage: Storage) -> None:
    assert storage.cases.keep_quiet_changes("next", []) == KeptChanges()
