"""Lists that a block, a body, a law or words narrow, on both databases."""

from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests.storage.conftest import BOTH
from tests.storage.samples import file_request, row
from tracker.domain.case.agenda import Agenda, Matter
from tracker.services.ports.cases import RowFilter
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.deadlines import asked_about, case_status
from tracker.storage.deadlines.asked_about import About, Narrowed, every_about, narrowed_to
from tracker.storage.opening import Storage

# Reference, block, body, law and the date to come.
REQUESTS = (
    ("aaaa1111", "pk-x-2024", "pk-pta", "pk-raia-2017", date(2024, 4, 3)),
    ("aaaa2222", "pk-x-2024", "pk-pta", "pk-raia-2017", date(2024, 4, 1)),
    ("bbbb3333", "pk-x-2024", "pk-interior", "pk-raia-2017", date(2024, 4, 2)),
    ("cccc4444", "ke-telegram-2023", "ke-ca", "ke-ati-2016", date(2024, 4, 5)),
    ("ptae5555", "ke-telegram-2023", "ke-ca", "ke-ati-2016", date(2024, 4, 4)),
)
ALL = ["aaaa2222", "bbbb3333", "aaaa1111", "ptae5555", "cccc4444"]

POSTGRES = BOTH[1:]


@pytest.fixture
def filed(storage: Storage) -> Storage:
    """An office with these requests, all open."""
    for reference, block, body, law, day in REQUESTS:
        file_request(storage, reference)
        with storage.cases.open(reference) as case:
            case.project(row(reference, block=block, body=body, law=law, next_day=day))
    return storage


def listed(storage: Storage, shown: RowFilter, after: int = 0, limit: int = 10) -> Sequence[str]:
    rows, _ = storage.case_rows.rows(shown, after, limit)
    return [each.reference for each in rows]


CASES = [
    (RowFilter(words="PTA"), ["aaaa2222", "aaaa1111"]),
    (RowFilter(words="telegram"), ["ptae5555", "cccc4444"]),
    (RowFilter(words="pk-"), ["aaaa2222", "bbbb3333", "aaaa1111"]),
    (RowFilter(words="2024 interior"), ["bbbb3333"]),
    (RowFilter(words="2024 telegram"), []),
    (RowFilter(words="-20"), ALL),
    # Four letters begin a reference; fewer do not, and no others are looked for in it.
    (RowFilter(words="AAAA"), ["aaaa2222", "aaaa1111"]),
    (RowFilter(words="aaaa1111"), ["aaaa1111"]),
    (RowFilter(words="aaaa11112"), []),
    (RowFilter(words="ptae"), ["ptae5555"]),
    (RowFilter(words="a111"), []),
    (RowFilter(words="bbb"), []),
    (RowFilter(words="aaaa pta"), ["aaaa2222", "aaaa1111"]),
    (RowFilter(words="aaaa telegram"), []),
    (RowFilter(words="%___"), []),
    (RowFilter(block="ke-telegram-2023"), ["ptae5555", "cccc4444"]),
    (RowFilter(body="pk-interior"), ["bbbb3333"]),
    (RowFilter(law="pk-raia-2017"), ["aaaa2222", "bbbb3333", "aaaa1111"]),
    (RowFilter(law="pk-raia-2017", body="ke-ca"), []),
    (RowFilter(law="pk-raia-2017", words="aaaa"), ["aaaa2222", "aaaa1111"]),
    (RowFilter(law="ke-ati-2016", words="aaaa"), []),
    (RowFilter(body="pk-pta", references=("aaaa1111", "bbbb3333")), ["aaaa1111"]),
    (RowFilter(body="nobody"), []),
    (RowFilter(block="pk-x-2024", law="pk-raia-2017"), ["aaaa2222", "bbbb3333", "aaaa1111"]),
    (RowFilter(block="pk-x-2024", body="ke-ca"), []),
    (RowFilter(block="pk-x-2024", words="interior"), ["bbbb3333"]),
    (RowFilter(block="pk-x-2024", words="telegram"), []),
    (RowFilter(block="pk-x-2024", body="pk-pta", words="aaaa"), ["aaaa2222", "aaaa1111"]),
    (RowFilter(block="ke-telegram-2023", words="aaaa"), []),
]


@pytest.mark.parametrize(("shown", "found"), CASES)
@pytest.mark.parametrize(("most", "ranges"), [(10_000, 20), (0, 20), (0, 0)])
def test_few_and_many_rows_are_found_and_sorted_alike(
    filed: Storage,
    monkeypatch: pytest.MonkeyPatch,
    shown: RowFilter,
    found: list[str],
    most: int,
    ranges: int,
) -> None:
    """Up to `most` rows are found first and sorted then. Of more, the first of each combination
    are read if there are up to `ranges` combinations, else all rows in their order."""
    monkeypatch.setattr(case_status, "MOST_ROWS_COUNTED", most)
    monkeypatch.setattr(asked_about, "_MOST_RANGES", ranges)

    assert listed(filed, shown) == found
    assert listed(filed, shown, after=1, limit=1) == found[1:2]
    assert filed.case_rows.rows(shown, 0, 10)[1] == min(len(found), most + 1)


def test_rows_far_down_a_long_list_are_read_in_the_order_of_all_dates(
    filed: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_status, "MOST_ROWS_COUNTED", 0)
    monkeypatch.setattr(case_status, "_MOST_FIRST", 1)
    # Ranges without rows show when they are asked.
    monkeypatch.setattr(Narrowed, "ranges", lambda *_: (sa.false(),))

    assert listed(filed, RowFilter(words="pta"), limit=1) == []
    assert listed(filed, RowFilter(words="pta"), after=1, limit=1) == ["aaaa1111"]


# Of more than two rows, the first part leaves none to be counted in the second.
@pytest.mark.parametrize(("most", "number", "passed"), [(10_000, 3, ["aaaa2222"]), (1, 2, [])])
@pytest.mark.parametrize("ranges", [20, 0])
def test_a_list_from_a_day_on_is_narrowed_in_each_of_its_parts(
    filed: Storage,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    number: int,
    passed: list[str],
    ranges: int,
) -> None:
    monkeypatch.setattr(case_status, "MOST_ROWS_COUNTED", most)
    monkeypatch.setattr(asked_about, "_MOST_RANGES", ranges)
    shown = RowFilter(law="pk-raia-2017", from_day=date(2024, 4, 2))

    # Dates from that day on, then those that passed.
    assert listed(filed, shown) == ["bbbb3333", "aaaa1111", *passed]
    assert filed.case_rows.rows(shown, 0, 10)[1] == number


def test_each_combination_is_there_once(filed: Storage) -> None:
    with filed.transactions.reading() as session:
        assert every_about(session) == (
            About("ke-telegram-2023", "ke-ca", "ke-ati-2016"),
            About("pk-x-2024", "pk-interior", "pk-raia-2017"),
            About("pk-x-2024", "pk-pta", "pk-raia-2017"),
        )


def test_the_combinations_of_a_block_are_there_once(filed: Storage) -> None:
    with filed.transactions.reading() as session:
        assert every_about(session, "pk-x-2024") == (
            About("pk-x-2024", "pk-interior", "pk-raia-2017"),
            About("pk-x-2024", "pk-pta", "pk-raia-2017"),
        )
        assert every_about(session, "another") == ()


def test_a_list_of_one_block_reads_no_combinations_unless_it_is_long(
    filed: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_about, "every_about", lambda *_: ())
    one, two = RowFilter(block="ke-telegram-2023"), RowFilter(block="pk-x-2024", body="pk-pta")

    assert listed(filed, one) == ["ptae5555", "cccc4444"]
    assert listed(filed, two) == ["aaaa2222", "aaaa1111"]

    asked = list[str]()

    def ask(_: object, block: str) -> Sequence[About]:
        asked.append(block)
        return ()

    monkeypatch.setattr(asked_about, "every_about", ask)
    monkeypatch.setattr(case_status, "MOST_ROWS_COUNTED", 1)
    listed(filed, one)
    listed(filed, two)
    assert asked == ["ke-telegram-2023", "pk-x-2024"]


@pytest.mark.parametrize("most", [1_000_000, 0])
def test_words_find_rows_among_more_combinations_than_a_statement_takes_parameters(
    filed: Storage, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    many = [About(f"block-{number}", "pk-body", "pk-law") for number in range(70_000)]
    known = [About(block, body, law) for _, block, body, law, _ in REQUESTS]
    monkeypatch.setattr(asked_about, "every_about", lambda *_: [*dict.fromkeys(known), *many])
    monkeypatch.setattr(case_status, "MOST_ROWS_COUNTED", most)

    assert listed(filed, RowFilter(words="pk-")) == ["aaaa2222", "bbbb3333", "aaaa1111"]


# Estonian sorts z after s, and Danish sorts aa after z.
@pytest.mark.parametrize("collation", ["et-EE-x-icu", "da-DK-x-icu"])
@pytest.mark.parametrize("url", POSTGRES, indirect=True)
def test_the_beginning_of_a_reference_is_found_whatever_the_collation(
    filed: Storage, collation: str
) -> None:
    for reference in ("ytttyyyy", "ttttaa22"):
        file_request(filed, reference)
        with filed.cases.open(reference) as case:
            case.project(row(reference, block="b", body="b", law="b"))
    with filed.transactions.writing() as session:
        session.connection().exec_driver_sql(
            f'ALTER TABLE case_status ALTER request TYPE varchar COLLATE "{collation}"'
        )
        found = {
            word: narrowed_to(session, RowFilter(words=word)) for word in ("yttt", "tttt", "tttta")
        }
        session.connection().exec_driver_sql(
            'ALTER TABLE case_status ALTER request TYPE varchar COLLATE "default"'
        )

    assert {word: each.references for word, each in found.items() if each} == {
        "yttt": ("ytttyyyy",),
        "tttt": ("ttttaa22",),
        "tttta": ("ttttaa22",),
    }


@pytest.mark.parametrize("matter", [Matter.REPLY, Matter.HELD])
def test_only_a_deadline_whose_end_is_known_can_have_ended(filed: Storage, matter: Matter) -> None:
    latest = date(2024, 4, 9) if matter is Matter.REPLY else None
    agenda = Agenda(reply_stage="reply", reply_earliest=date(2024, 4, 8), reply_latest=latest)
    with filed.cases.open("aaaa1111") as case:
        case.project(row("aaaa1111", agenda=agenda))

    on_its_day = listed(filed, RowFilter(matter=matter, still_on=date(2024, 4, 9)))
    afterwards = listed(filed, RowFilter(matter=matter, still_on=date(2024, 4, 10)))

    assert on_its_day == ["aaaa1111"]
    assert afterwards == ([] if matter is Matter.REPLY else ["aaaa1111"])


def test_each_step_to_the_next_combination_goes_by_the_index(filed: Storage) -> None:
    with filed.transactions.writing() as session:
        connection = session.connection()
        said = str(asked_about._EVERY.compile(connection, compile_kwargs={"literal_binds": True}))
        if connection.dialect.name == "sqlite":
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all())
            steps = ["(block=? AND body=? AND law>?)", "(block=? AND body>?)", "(block>?)"]
        else:
            # With so few rows it would read them all, if it were let.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
            plan = str(connection.exec_driver_sql(f"EXPLAIN {said}").all())
            steps = [f"ix_case_status_about on case_status later_{place}" for place in range(3)]

    assert [each for each in steps if each not in plan] == []
    assert "SCAN later" not in plan


def test_no_more_references_are_looked_at_than_a_page_can_wait_for(
    filed: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_about, "_MOST_NAMED", 1)
    with filed.transactions.reading() as session:
        found = narrowed_to(session, RowFilter(words="aaaa"))

    assert found is not None
    assert len(found.references) == 1


def test_a_list_of_one_body_is_found_by_its_index(filed: Storage) -> None:
    with filed.transactions.writing() as session:
        connection = session.connection()
        dialect = connection.dialect.name
        found = narrowed_to(session, RowFilter(body="pk-pta"))
        assert found is not None
        wanted = sa.select(col(CaseStatusRow.request)).where(found.by_index(dialect))
        said = wanted.compile(connection, compile_kwargs={"literal_binds": True})
        if dialect == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all()
        else:
            # With so few rows it would read them all, if it were let.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {said}").all()

    assert "ix_case_status_about" in str(plan)
    assert "SCAN case_status" not in str(plan)
    assert "Seq Scan" not in str(plan)


def test_the_beginning_of_a_reference_is_found_by_its_index(filed: Storage) -> None:
    with filed.transactions.writing() as session:
        connection = session.connection()
        begins = asked_about._begins_with(connection.dialect.name, "aaaa")
        wanted = sa.select(col(CaseStatusRow.block)).where(begins)
        said = wanted.compile(connection, compile_kwargs={"literal_binds": True})
        if connection.dialect.name == "sqlite":
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all())
            steps = ["(request>? AND request<?)"]
        else:
            # With so few rows it would read them all, if it were let.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = str(connection.exec_driver_sql(f"EXPLAIN {str(said).replace('%', '%%')}").all())
            steps = ["Index Cond"]

    assert [each for each in steps if each not in plan] == [], plan
