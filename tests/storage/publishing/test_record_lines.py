"""What is derived of public records for lists and sums, on both databases."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.storage.publishing.test_records import RECORD, SILENCE, publish, recorded
from tests.storage.samples import OTHER, REFERENCE, file_request, received, silence
from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.questions import Asked, Element
from tracker.domain.record.tally import Counts, Scope, What
from tracker.services.ports.records import Cell
from tracker.services.ports.sought import BodyPart, Sought
from tracker.storage.db.tables.publishing import RecordRow
from tracker.storage.office_data.stored_requests import read_requests, wrong_in
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage
from tracker.storage.publishing.record_lines import rebuild, strays

# On PostgreSQL, `make test` runs these; the rest of this module is slow there.
pytestmark = pytest.mark.on_postgres(
    "many_who_publish", "what_is_sought", "older_rules", "one_order"
)

ASKED = recorded(2, received())
# Received on 18 March, silent by 18 April, answered on 6 May: 12 days left of March after the
# 18th, 30 of April, 6 of May.
ANSWER = recorded(4, Answered(on=DaySpan.on(date(2024, 5, 6)), stage="reply", outcomes=()))
DAYS = 13 + 30 + 6
SILENT = replace(RECORD, entries=(ASKED, SILENCE), releases=())
ANSWERED = replace(
    SILENT,
    version=2,
    as_of=date(2024, 5, 7),
    confirmed_on=date(2024, 5, 7),
    phase=Phase.ANSWERED,
    entries=(ASKED, SILENCE, ANSWER),
)


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    file_request(storage, OTHER)
    publish(storage, SILENT)
    return storage


def sums(storage: Storage, what: What, scope: Scope = Scope.BODY) -> dict[str, Counts]:
    found = storage.records.tally(scope, [what])
    return {subject: counts for (subject, _), counts in found.items() if counts}


def found(storage: Storage, **sought: object) -> Sequence[str]:
    asked = Sought(**sought)  # type: ignore[arg-type]
    return [line.reference for line in storage.records.listed(asked, 0, 10)]


def wrong(storage: Storage) -> list[str]:
    with storage.transactions.reading() as session:
        records = session.exec(select(RecordRow.request).order_by(col(RecordRow.request))).all()
        stored = read_requests(session, records, lines=True)
        return list(strays(session, wrong_in(stored).strays))


def test_a_version_takes_the_sums_of_the_one_before_away(office: Storage) -> None:
    assert sums(office, What.FATE) == {"body-one": {("silent", 2024): 1}}

    publish(office, ANSWERED)

    assert sums(office, What.FATE) == {"body-one": {("late", 2024): 1}}
    assert sums(office, What.DAYS) == {"body-one": {(str(DAYS), 0): 1}}
    assert sums(office, What.RECORDS, Scope.ALL) == {"": {("answered", 2024): 1}}
    assert sums(office, What.ASKED, Scope.BLOCK) == {"block-one": {("body-one", 2024): 1}}
    assert wrong(office) == []


def test_the_sums_of_two_records_stand_together(office: Storage) -> None:
    publish(office, replace(ANSWERED, reference=OTHER, version=1))

    expected = {("silent", 2024): 1, ("late", 2024): 1}
    assert sums(office, What.FATE) == {"body-one": expected}
    one = office.records.tally(Scope.BODY, [What.FATE], "body-two")
    assert one == {}


def test_a_line_tells_when_it_was_asked_and_answered(office: Storage) -> None:
    (line,) = office.records.listed(Sought(), 0, 10)
    assert (line.silent, line.asked_on, line.answered_on) == (True, date(2024, 3, 18), None)

    publish(office, ANSWERED)

    (line,) = office.records.listed(Sought(), 0, 10)
    assert (line.version, line.silent, line.days) == (2, False, DAYS)
    assert (line.asked_on, line.answered_on) == (date(2024, 3, 18), date(2024, 5, 6))


def test_lists_hold_what_is_sought(office: Storage) -> None:
    other = replace(ANSWERED, reference=OTHER, version=1, block="block-two", law="law-two")
    publish(office, other)

    assert found(office) == [OTHER, REFERENCE]
    assert found(office, body="body-one") == [OTHER, REFERENCE]
    assert found(office, body="body-one", part=BodyPart.HEARD) == []
    assert found(office, body="body-one", part=BodyPart.CRITICISED) == [OTHER, REFERENCE]
    assert found(office, block="block-one") == [REFERENCE]
    assert found(office, laws=frozenset({"law-two"})) == [OTHER]
    assert found(office, phases=frozenset({"silent"})) == [REFERENCE]
    assert found(office, silent=True) == [REFERENCE]
    assert found(office, year=2024) == [OTHER, REFERENCE]
    assert found(office, year=2023) == []
    assert [line.reference for line in office.records.listed(Sought(), 1, 1)] == [REFERENCE]


def test_a_record_keeps_its_place_in_numbered_lists_when_it_changes(office: Storage) -> None:
    def numbered(first: int = 0, limit: int = 10, **sought: str) -> list[str]:
        lines = office.records.numbered(Sought(**sought), first, limit)  # type: ignore[arg-type]
        return [line.reference for line in lines]

    later = replace(ANSWERED, reference=OTHER, version=1, block="block-two")
    publish(office, later)
    assert numbered() == numbered(body="body-one") == [REFERENCE, OTHER]

    publish(office, replace(ANSWERED, as_of=date(2024, 6, 1)))

    assert found(office) == [REFERENCE, OTHER], "the last to change"
    for sought in (Sought(), Sought(body="body-one"), Sought(block="block-two")):
        lines = office.records.numbered(sought, 0, 10)
        assert list(office.records.references(sought)) == [line.reference for line in lines]
        assert office.records.rows(office.records.references(sought)) == lines
    named = office.records.rows((OTHER, "unknown0", REFERENCE))
    assert [line.reference for line in named] == [OTHER, REFERENCE]
    assert numbered() == numbered(body="body-one") == [REFERENCE, OTHER]
    assert numbered(block="block-two") == [OTHER]
    assert (numbered(1, 1), numbered(2, 1)) == ([OTHER], [])
    latest = [office.records.latest(Sought(body="body-one"), limit) for limit in (1, 9)]
    assert [[line.reference for line in lines] for lines in latest] == [
        [OTHER],
        [OTHER, REFERENCE],
    ]

    with office.transactions.writing() as session:
        rebuild(session)
    assert numbered() == numbered(body="body-one") == [REFERENCE, OTHER]


def test_a_withheld_record_leaves_every_list_and_sum(office: Storage) -> None:
    publish(office, replace(SILENT, version=2, withheld=True, entries=()))

    assert found(office) == found(office, body="body-one") == []
    assert office.records.rows((REFERENCE,)) == ()
    assert sums(office, What.FATE) == sums(office, What.RECORDS, Scope.ALL) == {}
    assert wrong(office) == []


def change(storage: Storage, *statements: str) -> None:
    with storage.transactions.writing() as session:
        for statement in statements:
            session.connection().execute(sa.text(statement))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DELETE FROM tally", "sums"),
        ("UPDATE record SET tallied = NULL", "lines"),
        ("UPDATE tally SET subject = 'body-two' WHERE scope = 'body'", "sums"),
    ],
)
def test_rows_that_strayed_are_reported_and_built_again(
    office: Storage, statement: str, named: str
) -> None:
    change(office, statement)
    assert any(named in each and "--rebuild" in each for each in wrong(office))

    with office.transactions.writing() as session:
        rebuild(session)

    assert wrong(office) == []
    assert sums(office, What.FATE) == {"body-one": {("silent", 2024): 1}}
    assert found(office, body="body-one") == [REFERENCE]


def test_what_was_counted_by_older_rules_is_counted_when_the_database_is_migrated(
    office: Storage, url: str
) -> None:
    older = "UPDATE record SET counting = 0, tallied = NULL, asked_on = NULL"
    gone = ("DELETE FROM tally", "DELETE FROM record_body", "DELETE FROM record_result")
    change(office, older, *gone)

    migrate(url)

    assert wrong(office) == []
    assert found(office, body="body-one") == [REFERENCE]
    assert sums(office, What.FATE) == {"body-one": {("silent", 2024): 1}}


def test_many_who_publish_at_once_are_all_in_the_sums(office: Storage) -> None:
    references = [f"request-{number}" for number in range(8)]
    for reference in references:
        file_request(office, reference)

    with ThreadPoolExecutor(len(references)) as pool:
        records = [replace(SILENT, reference=reference) for reference in references]
        list(pool.map(lambda record: publish(office, record), records))

    assert sums(office, What.FATE) == {"body-one": {("silent", 2024): 9}}
    assert wrong(office) == []


REFUSED, SILENCES = frozenset({"refused"}), frozenset({"fell-silent"})
REFUSAL = recorded(4, Refused(on=DaySpan.on(date(2024, 4, 3)), stage="reply", outcomes=()))
# Handed in on the same day, and refused a day after the other, but logged before it.
LATER = recorded(4, replace(REFUSAL.event, on=DaySpan.on(date(2024, 4, 4))))


def came(storage: Storage, kinds: frozenset[str], limit: int = 10) -> list[tuple[str, date]]:
    newest = storage.records.came(kinds, limit)
    return [(line.reference, came.on.latest) for came, line in newest]


def test_what_came_is_told_newest_first_by_its_own_day(office: Storage) -> None:
    """The refusal of 4 April went on record in April, that of 3 April in May."""
    refused = replace(SILENT, phase=Phase.REFUSED, entries=(ASKED, LATER), reference=OTHER)
    publish(office, refused)
    appealed = replace(ANSWERED, phase=Phase.APPEALED, entries=(ASKED, REFUSAL))
    publish(office, appealed)

    assert found(office) == [REFERENCE, OTHER], "by the day of the record"
    expected = [(OTHER, date(2024, 4, 4)), (REFERENCE, date(2024, 4, 3))]
    assert came(office, REFUSED) == expected
    assert came(office, REFUSED, 1) == expected[:1]
    assert came(office, SILENCES) == []


def test_several_ways_in_which_something_came_are_told_in_one_order(office: Storage) -> None:
    publish(office, ANSWERED)
    not_held = recorded(4, NotHeld(on=REFUSAL.on, stage="reply", outcomes=()))
    publish(office, replace(SILENT, entries=(ASKED, not_held), reference=OTHER))

    both = frozenset({"answered", "not-held"})
    expected = [(REFERENCE, date(2024, 5, 6)), (OTHER, date(2024, 4, 3))]
    assert came(office, both) == expected
    assert came(office, both, 1) == expected[:1]


def test_a_silence_is_told_by_its_first_day_until_an_answer_comes(office: Storage) -> None:
    # The last day to answer was 18 April.
    assert came(office, SILENCES) == [(REFERENCE, date(2024, 4, 19))]

    publish(office, ANSWERED)

    assert came(office, SILENCES) == []
    assert came(office, frozenset({"answered"})) == [(REFERENCE, date(2024, 5, 6))]


def test_silences_are_listed_from_the_earliest_on(office: Storage) -> None:
    event = SILENCE.event
    assert isinstance(event, FellSilent)
    day, last = DaySpan.on(date(2024, 6, 2)), date(2024, 6, 1)
    later = replace(SILENCE, event=replace(event, on=day, latest=last))
    publish(office, replace(SILENT, entries=(ASKED, later), reference=OTHER))

    found = [(line.reference, came.on.latest) for came, line in office.records.silences(10)]
    assert found == [(REFERENCE, date(2024, 4, 19)), (OTHER, date(2024, 6, 2))]
    assert [line.reference for _, line in office.records.silences(1)] == [REFERENCE]
    publish(office, ANSWERED)
    assert [line.reference for _, line in office.records.silences(10)] == [OTHER]


def test_of_a_withheld_record_nothing_came(office: Storage) -> None:
    publish(office, replace(SILENT, version=2, withheld=True, entries=()))

    assert came(office, SILENCES) == []
    assert wrong(office) == []


def test_newest_rows_that_differ_from_their_record_are_reported_and_built_again(
    office: Storage,
) -> None:
    change(office, "UPDATE record_result SET latest = '2024-04-01'")
    assert len(wrong(office)) == 1

    with office.transactions.writing() as session:
        rebuild(session)

    assert wrong(office) == []
    assert came(office, SILENCES) == [(REFERENCE, date(2024, 4, 19))]


def silent_from(office: Storage) -> list[date | None]:
    body = SILENT.body
    return [time.silent_from for time, _ in office.records.times(body, BodyPart.HELD, 5)]


def test_the_time_of_a_body_is_stored_with_its_part_and_checked_against_its_record(
    office: Storage,
) -> None:
    assert silent_from(office) == [date(2024, 4, 19)]

    change(office, "UPDATE record_body SET silent_from = '2024-04-01'")
    assert len(wrong(office)) == 1
    with office.transactions.writing() as session:
        rebuild(session)

    assert wrong(office) == []
    assert silent_from(office) == [date(2024, 4, 19)]


QUESTION = Asked("order", (Element.ORDER,), "A copy of the order.")
ASKING = replace(SILENT, version=2, questions=(QUESTION,))


@pytest.fixture
def asking(office: Storage) -> Storage:
    """The same, with a question."""
    publish(office, ASKING)
    return office


def cell(state: str, times: int, reference: str) -> Cell:
    return Cell("order", "body-one", state, times, reference, "order")


def test_a_cell_counts_its_questions_and_leads_to_the_newest(asking: Storage) -> None:
    assert asking.records.cells("block-one") == (cell("silent", 1, REFERENCE),)

    publish(asking, replace(ASKING, version=1, reference=OTHER, as_of=date(2024, 5, 1)))

    assert asking.records.cells("block-one") == (cell("silent", 2, OTHER),)
    assert asking.records.cells("block-two") == ()


def test_each_result_of_a_body_has_a_cell_of_its_own(asking: Storage) -> None:
    answer = replace(ANSWERED, version=1, reference=OTHER, questions=(QUESTION,))
    publish(asking, answer)

    assert asking.records.cells("block-one") == (
        cell("open", 1, OTHER),
        cell("silent", 1, REFERENCE),
    )


def test_a_cell_leads_to_the_next_item_once_its_newest_is_taken_down(asking: Storage) -> None:
    newer = replace(ASKING, version=1, reference=OTHER, as_of=date(2024, 5, 1))
    publish(asking, newer)
    publish(asking, replace(newer, version=2, withheld=True, entries=(), questions=()))

    assert asking.records.cells("block-one") == (cell("silent", 1, REFERENCE),)
    assert wrong(asking) == []


def test_an_answer_that_says_nothing_of_a_question_leaves_it_open(asking: Storage) -> None:
    publish(asking, replace(ANSWERED, version=3, questions=(QUESTION,)))

    assert asking.records.cells("block-one") == (cell("open", 1, REFERENCE),)
    assert wrong(asking) == []


def test_a_silence_in_doubt_is_no_silence_in_the_grid(asking: Storage) -> None:
    doubted = recorded(3, replace(silence(), provisional=True))
    publish(asking, replace(ASKING, version=3, entries=(ASKED, doubted)))

    assert asking.records.cells("block-one") == (cell("open", 1, REFERENCE),)


def test_a_withheld_record_leaves_every_cell(asking: Storage) -> None:
    publish(asking, replace(ASKING, version=3, withheld=True, entries=(), questions=()))

    assert asking.records.cells("block-one") == ()


def test_a_cell_that_is_not_what_its_record_says_is_told(asking: Storage) -> None:
    with asking.transactions.writing() as session:
        session.connection().execute(sa.text("UPDATE question_result SET state = 'disclosed'"))
    assert len(wrong(asking)) == 1

    with asking.transactions.writing() as session:
        rebuild(session)
    assert wrong(asking) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE block_cell SET times = 2",
        "UPDATE block_cell SET question = 'another'",
        "DELETE FROM block_cell",
    ],
)
def test_a_cell_of_a_block_that_differs_from_the_items_is_told_and_built_again(
    asking: Storage, harm: str
) -> None:
    change(asking, harm)
    (said,) = wrong(asking)
    assert "cells of blocks" in said

    with asking.transactions.writing() as session:
        rebuild(session)
    assert wrong(asking) == []
    assert asking.records.cells("block-one") == (cell("silent", 1, REFERENCE),)
