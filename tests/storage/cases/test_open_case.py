"""What may stand once in a history stands once, however many try, on both databases."""

import threading

import pytest
import sqlalchemy as sa

from tests.storage.samples import (
    AT,
    BY,
    OTHER,
    REFERENCE,
    corrected,
    file_request,
    row,
    silence,
)
from tracker.domain.law.law import LetterKind
from tracker.services.ports.cases import AlreadyEntered, Busy, PreparedLetter, RowFilter
from tracker.storage.opening import Storage


def test_a_silence_is_entered_once_and_the_transaction_goes_on(storage: Storage) -> None:
    file_request(storage)

    with storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
        with pytest.raises(AlreadyEntered, match=REFERENCE):
            case.enter(silence(), at=AT, by=BY)
        case.project(row(phase="silent"))

    with storage.cases.look(REFERENCE) as case:
        assert [entry.event.kind for entry in case.history].count("fell-silent") == 1
    (line,), _ = storage.case_rows.rows(RowFilter(), 0, 10)
    assert line.phase == "silent"


def test_a_corrected_silence_may_be_logged_again(storage: Storage) -> None:
    file_request(storage)
    with storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
        case.enter(corrected(3), at=AT, by=BY)
        case.enter(silence(), at=AT, by=BY)

    with pytest.raises(AlreadyEntered), storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)


def test_two_writers_race_for_one_silence_and_it_stands_once(storage: Storage) -> None:
    file_request(storage)
    ready = threading.Barrier(4)
    outcomes: list[str] = []

    def sweep() -> None:
        ready.wait()
        try:
            with storage.cases.open(REFERENCE) as case:
                case.enter(silence(), at=AT, by="sweep")
        except AlreadyEntered:
            outcomes.append("stood already")
        else:
            outcomes.append("entered")

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["entered", "stood already", "stood already", "stood already"]
    with storage.cases.look(REFERENCE) as case:
        assert len(case.history) == 3


def test_a_silence_that_another_process_entered_unseen_is_refused_by_the_database(
    storage: Storage,
) -> None:
    """The unique key is the last guard, should two writers ever hold the same history."""
    file_request(storage)
    with storage.transactions.writing() as session:
        stands = "SELECT body, nonce FROM event WHERE seq = 1"
        body, nonce = session.connection().execute(sa.text(stands)).one()

    def enter(seq: int) -> None:
        with storage.transactions.writing() as session:
            session.connection().execute(
                sa.text(
                    "INSERT INTO event (request, seq, kind, on_earliest, on_latest, entered_at,"
                    " entered_by, form, body, nonce, once) VALUES (:request, :seq, 'fell-silent',"
                    " '2024-04-19', '2024-04-19', '2024-04-19 00:00:00', 'sweep', 1, :body,"
                    " :nonce, 'fell-silent:reply:2#0')"
                ),
                {"request": REFERENCE, "seq": seq, "body": body, "nonce": nonce},
            )

    enter(3)
    with pytest.raises(sa.exc.IntegrityError):
        enter(4)


@pytest.mark.parametrize(
    "url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_request_that_another_has_open_is_passed_over_and_not_waited_for(
    storage: Storage,
) -> None:
    file_request(storage)
    opened, done = threading.Event(), threading.Event()

    def hold() -> None:
        with storage.cases.open(REFERENCE):
            opened.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    opened.wait(30)
    try:
        with (
            pytest.raises(Busy, match="Someone is editing"),
            storage.cases.open(REFERENCE, wait=False),
        ):
            pytest.fail("it was opened twice")
    finally:
        done.set()
        holder.join()
    with storage.cases.open(REFERENCE, wait=False) as case:
        assert case.history


def test_a_batch_stores_everything_when_it_ends_and_shows_its_letters_before(
    storage: Storage,
) -> None:
    file_request(storage)
    file_request(storage, OTHER)
    letter = PreparedLetter(LetterKind.APPEAL, 2, AT)

    with storage.cases.open_all([OTHER, REFERENCE, "unknown"]) as cases:
        for case in cases:
            case.enter(silence(), at=AT, by=BY)
            case.prepare_letter(letter)
            case.prepare_letter(letter)
            assert [*case.prepared_letters()] == [letter]
            assert case.history[-1].event == silence()
        cases[0].prepare_letter(PreparedLetter(LetterKind.NOTICE, 2, AT))

    assert [case.reference for case in cases] == sorted([OTHER, REFERENCE])
    for reference, number in zip(sorted([OTHER, REFERENCE]), (2, 1), strict=True):
        with storage.cases.look(reference) as stored:
            assert [entry.event.kind for entry in stored.history].count("fell-silent") == 1
            assert len(stored.prepared_letters()) == number
    assert storage.log.waiting() == 6


def test_a_batch_with_an_entry_that_stands_stores_nothing_of_any_request(
    storage: Storage,
) -> None:
    file_request(storage)
    file_request(storage, OTHER)

    with pytest.raises(AlreadyEntered):
        enter_what_another_process_entered(storage)

    for reference in (REFERENCE, OTHER):
        with storage.cases.look(reference) as case:
            assert len(case.history) == 2


def enter_what_another_process_entered(storage: Storage) -> None:
    """Enter a silence in two requests, one of which gets it meanwhile, unseen."""
    unseen = (
        "INSERT INTO event (request, seq, kind, on_earliest, on_latest, entered_at, entered_by,"
        " form, body, nonce, once) SELECT request, 3, 'fell-silent', on_earliest, on_latest,"
        " entered_at, 'sweep', 1, body, nonce, 'fell-silent:reply:2#0' FROM event"
        " WHERE request = :of AND seq = 2"
    )
    with storage.cases.open_all([OTHER, REFERENCE]) as cases:
        for case in cases:
            case.enter(silence(), at=AT, by=BY)
        with storage.transactions.writing() as session:
            session.connection().execute(sa.text(unseen), {"of": REFERENCE})
