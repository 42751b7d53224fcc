"""The register of requests, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from tests.storage.samples import (
    APPLICANT,
    AT,
    BY,
    OTHER,
    REFERENCE,
    corrected,
    drafted,
    file_request,
    received,
    row,
    silence,
)
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.case.request import Applicant, Filing
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Asked, Element
from tracker.services.ports.cases import Paper, PreparedLetter, RowFilter
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.opening import Storage

pytestmark = pytest.mark.on_postgres(
    "history_comes_back",
    "shows_what_was_asked_for",
    "begins_with_what",
    "by_its_index",
    "thread",
    "taken_once",
    "nothing_stands",
    "keeps_the_zone",
)


def test_a_history_comes_back_as_it_was_entered(storage: Storage) -> None:
    events: list[Event] = [drafted(), received(), silence(), corrected(2)]
    with storage.cases.open_new(REFERENCE) as case:
        entered = tuple(case.enter(event, at=AT, by=BY) for event in events)

    with storage.cases.look(REFERENCE) as case:
        assert case.history == entered
        assert [entry.event for entry in case.history] == events
        assert [entry.seq for entry in case.history] == [1, 2, 3, 4]
        assert len({entry.nonce for entry in case.history}) == 4


def test_the_moment_of_entry_keeps_the_zone_it_was_given_in(storage: Storage) -> None:
    islamabad = datetime(2024, 3, 18, 0, 30, tzinfo=timezone(timedelta(hours=5)))
    with storage.cases.open_new(REFERENCE) as case:
        case.enter(drafted(), at=islamabad, by=BY)

    with storage.cases.look(REFERENCE) as case:
        assert case.history[0].entered_at == islamabad
        assert case.history[0].entered_at.date() == date(2024, 3, 18)


def test_nothing_stands_when_the_block_is_left_by_an_error(storage: Storage) -> None:
    file_request(storage)

    def stopped_halfway() -> None:
        with storage.cases.open(REFERENCE) as case:
            case.enter(silence(), at=AT, by=BY)
            case.project(row(phase="silent"))
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        stopped_halfway()

    with storage.cases.look(REFERENCE) as case:
        assert [entry.event.kind for entry in case.history] == ["drafted", "received"]
    (line,), _ = storage.case_rows.rows(RowFilter(), 0, 10)
    assert line.phase == "awaiting"


def test_an_entry_too_long_for_the_log_is_refused_in_words(storage: Storage) -> None:
    asked = Asked("own", (Element.ORDER,), "words " * 12_000)
    long = drafted().__class__(**(vars(drafted()) | {"questions": (asked,)}))

    with (
        pytest.raises(BadInput, match="put it into a document"),
        storage.cases.open_new(REFERENCE) as case,
    ):
        case.enter(long, at=AT, by=BY)


def test_a_request_that_is_not_on_file_is_refused_in_words(storage: Storage) -> None:
    for door in (storage.cases.open, storage.cases.look):
        with pytest.raises(NotOnFile, match="nowhere"), door("nowhere"):
            pass


def test_a_reference_is_taken_once(storage: Storage) -> None:
    file_request(storage)

    with pytest.raises(NotAllowed, match=REFERENCE), storage.cases.open_new(REFERENCE):
        pass


def test_what_a_thread_does_while_it_writes_stands_or_falls_with_it(storage: Storage) -> None:
    def stopped_halfway() -> None:
        with storage.cases.open_new(REFERENCE) as case:
            case.enter(drafted(), at=AT, by=BY)
            digest = storage.archive.keep(REFERENCE, b"a scan")
            assert storage.archive.read(REFERENCE, digest) == b"a scan"
            with storage.cases.open(REFERENCE) as again:
                assert len(again.history) == 1
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        stopped_halfway()
    assert list(storage.cases.references()) == []


def test_a_reader_can_write_nothing(storage: Storage) -> None:
    file_request(storage)

    def write_while_looking() -> None:
        with storage.cases.look(REFERENCE) as case:
            case.enter(silence(), at=AT, by=BY)

    with pytest.raises((StorageTrouble, sa.exc.DBAPIError)):
        write_while_looking()

    with storage.cases.look(REFERENCE) as case:
        assert len(case.history) == 2


def test_due_requests_come_earliest_first_and_no_others(storage: Storage) -> None:
    for day, reference in enumerate(("aaa", "bbb", "ccc", "ddd"), start=1):
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            sweep_on = date(2024, 4, 10 - day) if reference != "ddd" else None
            case.project(row(reference, sweep_on=sweep_on))

    due = storage.case_rows.due(date(2024, 4, 8), 10)

    assert [reference for _, reference in due] == ["ccc", "bbb"]
    first = storage.case_rows.due(date(2024, 4, 9), 2)
    assert [reference for _, reference in first] == ["ccc", "bbb"]
    more = storage.case_rows.due(date(2024, 4, 9), 2, first[-1])
    assert [reference for _, reference in more] == ["aaa"]


def test_a_list_begins_with_what_is_due_first_and_ends_with_what_is_not(storage: Storage) -> None:
    days = {"aaa": date(2024, 5, 1), "bbb": None, "ccc": date(2024, 4, 1), "ddd": date(2024, 3, 1)}
    for reference, day in days.items():
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            case.project(row(reference, next_day=day, open=reference != "ddd"))

    lines, number = storage.case_rows.rows(RowFilter(), 0, 10)
    page, _ = storage.case_rows.rows(RowFilter(), 1, 2)

    assert [line.reference for line in lines] == ["ccc", "aaa", "bbb", "ddd"]
    assert [line.reference for line in page] == ["aaa", "bbb"]
    assert number == 4


def test_a_list_from_a_day_on_puts_what_passed_before_what_has_no_date(storage: Storage) -> None:
    days = {
        "aaa": date(2024, 5, 1),
        "bbb": None,
        "ccc": date(2024, 4, 1),
        "ddd": date(2024, 4, 9),
        "eee": date(2024, 4, 10),
    }
    for reference, day in days.items():
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            case.project(row(reference, next_day=day, open=True))
    shown = RowFilter(from_day=date(2024, 4, 10))

    pages = [storage.case_rows.rows(shown, after, 2) for after in (0, 2, 4, 6)]
    three, _ = storage.case_rows.rows(shown, 1, 3)

    assert [[line.reference for line in lines] for lines, _ in pages] == [
        ["eee", "aaa"],
        ["ddd", "ccc"],
        ["bbb"],
        [],
    ]
    assert [line.reference for line in three] == ["aaa", "ddd", "ccc"]
    assert {number for _, number in pages} == {5}


def test_a_long_list_is_counted_up_to_a_bound_and_goes_on(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.storage.deadlines.case_status.MOST_ROWS_COUNTED", 3)
    days = {name * 3: date(2024, 4, day) for day, name in enumerate("abcde", start=8)}
    for reference, day in days.items():
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            case.project(row(reference, next_day=day, open=True))

    pages = [storage.case_rows.rows(RowFilter(), after, 2) for after in (0, 2, 4, 6)]
    found = [storage.case_rows.rows(RowFilter(from_day=date(2024, 4, 10)), 0, n) for n in (3, 9)]
    two = storage.case_rows.rows(RowFilter(references=("aaa", "ddd")), 0, 9)

    assert [[line.reference for line in lines] for lines, _ in pages] == [
        ["aaa", "bbb"],
        ["ccc", "ddd"],
        ["eee"],
        [],
    ]
    assert {number for _, number in (*pages, *found)} == {4}
    assert [line.reference for line in found[0][0]] == ["ccc", "ddd", "eee"]
    assert two[1] == 2


def test_each_block_is_listed_once_with_each_body_asked_about_it(storage: Storage) -> None:
    asked = {"aaa": ("two", "b"), "bbb": ("one", "b"), "ccc": ("two", "b"), "ddd": ("two", "a")}
    assert storage.case_rows.asked() == ()
    for reference, (block, body) in asked.items():
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            case.project(row(reference, block=block, body=body))

    assert storage.case_rows.asked() == (("one", "b"), ("two", "a"), ("two", "b"))


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (RowFilter(block="block-two"), ["two"]),
        (RowFilter(body="body-two"), ["one"]),
        (RowFilter(phases=frozenset({"silent", "refused"})), ["two"]),
        (RowFilter(words="BLOCK-two"), ["two"]),
        (RowFilter(words="block body-two"), ["one"]),
        (RowFilter(words="%"), []),
        (RowFilter(words="one", block="block-two"), []),
    ],
)
def test_a_list_shows_what_was_asked_for(
    storage: Storage, shown: RowFilter, found: list[str]
) -> None:
    for line in (
        row("one", block="block-1", body="body-two", law="law"),
        row("two", block="block-two", body="body-1", law="law", phase="silent"),
    ):
        file_request(storage, line.reference)
        with storage.cases.open(line.reference) as case:
            case.project(line)

    lines, number = storage.case_rows.rows(shown, 0, 10)

    assert [line.reference for line in lines] == found
    assert number == len(found)


def test_a_line_comes_back_as_it_was_put_down(storage: Storage) -> None:
    line = row(
        next_day=date(2024, 4, 1),
        sweep_on=date(2024, 4, 2),
        window_closes=date(2024, 5, 1),
        last_safe_day=date(2024, 4, 30),
        provisional=True,
        published=True,
    )
    file_request(storage)
    with storage.cases.open(REFERENCE) as case:
        case.project(line)

    assert storage.case_rows.rows(RowFilter(), 0, 1) == ((line,), 1)


def test_every_request_with_a_history_is_named_once(storage: Storage) -> None:
    file_request(storage)
    file_request(storage, OTHER)

    assert sorted(storage.cases.references()) == [REFERENCE, OTHER]


def test_papers_and_prepared_letters_are_noted_once(storage: Storage) -> None:
    paper = Paper("a" * 64, "Reply of Z. Exampleperson.pdf", "application/pdf", 3, AT, "reply")
    letter = PreparedLetter(LetterKind.APPEAL, 3, AT)
    file_request(storage)
    for _ in range(2):
        with storage.cases.open(REFERENCE) as case:
            case.add_paper(paper)
            case.prepare_letter(letter)

    with storage.cases.look(REFERENCE) as case:
        assert case.papers() == (paper,)
        assert case.prepared_letters() == (letter,)
    file_request(storage, OTHER)
    found = storage.case_rows.prepared([REFERENCE, OTHER])
    assert dict(found) == {REFERENCE: [LetterKind.APPEAL]}


def test_what_is_private_comes_back_and_can_be_changed(storage: Storage) -> None:
    told = Applicant("A", "B", "C", True, datetime(2024, 3, 1, 12, tzinfo=UTC))
    file_request(storage)
    with storage.cases.open(REFERENCE) as case:
        assert case.applicant() == APPLICANT
        case.keep_applicant(told)
        case.keep_filing(2, Filing("RGL-1", "by hand"))

    with storage.cases.look(REFERENCE) as case:
        assert case.applicant() == told
        assert case.filing(2) == Filing("RGL-1", "by hand")
        assert case.filing(1) == Filing()


def test_a_swept_request_costs_the_same_few_statements_whatever_else_is_kept(
    storage: Storage,
) -> None:
    file_request(storage)
    file_request(storage, OTHER)
    with storage.cases.open(OTHER) as case:
        for number in range(30):
            digest = f"{number:064x}"
            case.add_paper(Paper(digest, "paper.pdf", "application/pdf", 1, AT, "reply"))
    said: list[str] = []
    sa.event.listen(
        storage.transactions.writers,
        "before_cursor_execute",
        lambda conn, cursor, statement, *rest: said.append(statement),
    )
    counts = []
    for reference in (REFERENCE, OTHER):
        said.clear()
        with storage.cases.open(reference) as case:
            case.enter(silence(), at=AT, by="sweep")
            case.prepare_letter(PreparedLetter(LetterKind.APPEAL, 3, AT))
            case.project(row(reference, phase="silent"))
        counts.append(len([statement for statement in said if not statement.startswith("BEGIN")]))

    # The request, its history; the entry, its leaf, the letter, the line and the days beside it.
    assert counts == [7, 7]


def test_the_search_for_what_is_due_goes_by_its_index(storage: Storage) -> None:
    wanted = "SELECT * FROM case_status WHERE sweep_on <= '2024-04-01' ORDER BY sweep_on, request"
    with storage.transactions.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}").all()
        else:
            # With so few rows it would read them all, if it were let.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {wanted}").all()

    assert "ix_case_status_sweep_on" in str(plan)
    assert "SCAN case_status" not in str(plan)
    assert "Seq Scan" not in str(plan)
