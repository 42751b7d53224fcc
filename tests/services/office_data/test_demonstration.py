"""The demonstration office: filled once, never in a live office, and saying what it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office, demonstrated, found_office
from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import Phase
from tracker.domain.record.body_results import BodyResult
from tracker.domain.record.scorecard import Share, scorecard
from tracker.services.cases.pre_publication_notice import notified
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration import SCENES, seed_demonstration
from tracker.services.office_data.demonstration_acts import PEOPLE
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.sought import Sought
from tracker.web.record.words.cards import sums_of

PHASES = {
    "appeal-silent",
    "refused",
    "not-held",
    "partly-answered",
    "answered",
    "decided",
    "awaiting",
    "silent",
    "sent",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration, for tests that only read it."""
    with an_office(tmp_path_factory.mktemp("demonstration")) as (opened, _):
        assert demonstrated(opened) == len(SCENES)
        yield opened


def test_the_demonstration_shows_every_way_a_request_can_go(made: Office) -> None:
    rows, _ = made.case_rows.rows(RowFilter(), 0, 100)
    phases = {row.phase for row in rows}
    assert phases == PHASES
    assert len(made.drafts.all()) == 1
    assert len(made.records.listed(Sought(), 0, 100)) == 12


@pytest.mark.postgres
def test_on_postgresql_the_sweeps_of_its_transaction_find_its_requests(
    fresh_postgres: str, tmp_path: Path
) -> None:
    found_office(fresh_postgres, tmp_path)
    with an_office(tmp_path, url=fresh_postgres) as (office, _):
        seed_demonstration(office)
        rows, _ = office.case_rows.rows(RowFilter(), 0, 100)

    assert {row.phase for row in rows} == PHASES


def test_each_body_was_told_by_a_notice_with_its_papers_before_the_record_speaks_of_it(
    made: Office,
) -> None:
    spoken = 0
    for line in made.records.listed(Sought(), 0, 100):
        record = made.records.record(line.reference)
        with made.cases.look(line.reference) as case:
            state, papers = case_state_of(case.history), {p.digest: p for p in case.papers()}
            numbers = [case.filing(each.entry.seq).number for each in notified(state)]
        told = {each.notice.to: each for each in notified(state)}
        for body in record.criticised:
            spoken += 1
            kept = [papers[digest].purpose for digest in told[body].entry.event.evidence]
            assert kept == ["notice-letter", "proof-of-sending"], line.reference
            assert told[body].entry.seq in {entry.seq for entry in record.entries}
        assert all(numbers)

    assert spoken > 5


def test_the_request_of_2025_is_counted_as_by_hand(made: Office) -> None:
    """Received on Monday 6 January 2025, a month in which offices were open on each weekday.

    Ten working days: the 7th to the 10th (4), the 13th to the 17th (9), Monday the 20th (10); ten
    more: the 21st to the 24th (4), the 27th to the 31st (9), Monday 3 February (10). So the answer
    of Friday 17 January came in time. The appeal, 30 days from it: 14 to the end of January, the
    16th of February, a Sunday; the last open day before it is Friday the 14th, and it was filed on
    the 10th. The Commission, 60 days from that: 18 to the end of February, 49 to the end of March,
    Friday 11 April, which was open, as Eid was over on 2 April. It decided on the 8th, a month
    before X came back, on 7 May.
    """
    received, block = date(2025, 1, 6), made.library.block("pk-x-2024")
    (record,) = (
        found
        for line in made.records.lines(block=block.key, body="pk-pta")
        if (found := made.records.record(line.reference)).phase is Phase.DECIDED
    )
    days = {entry.kind: entry.on.latest for entry in record.entries}
    assert days["received"] == received
    assert days["partly-answered"] == date(2025, 1, 17)
    assert days["appeal-filed"] == date(2025, 2, 10)
    assert days["decided"] == date(2025, 4, 8)
    assert block.until == date(2025, 5, 7)
    assert "overdue" not in days
    counted = {(each.stage, each.earliest, each.latest) for each in record.deadlines}
    assert counted >= {
        ("reply", date(2025, 1, 20), date(2025, 1, 20)),
        ("reply", date(2025, 2, 3), date(2025, 2, 3)),
        ("appeal", date(2025, 2, 16), date(2025, 2, 17)),  # a Sunday, which may move on
        ("appeal-decision", date(2025, 4, 11), date(2025, 4, 11)),
    }
    (appeal,) = (each for each in record.deadlines if each.stage == "appeal")
    assert appeal.last_safe_day == date(2025, 2, 14)


def test_the_regulator_and_the_appeal_body_have_two_years(made: Office) -> None:
    """Of the six requests of 2024 to PTA those of 14 February, 4 March and 6 May were answered
    within eight working days, that of 20 March on 3 June, after the longest twenty, and those of
    26 February and 22 April never. Of three appeals of 2024 only that of 11 March was decided, on
    30 April, 50 days later.
    """
    regulator, appeals = (scorecard(sums_of(made, key)) for key in ("pk-pta", "pk-pic"))
    assert {each.year: each.kept.body_results for each in regulator.years} == {
        2024: {BodyResult.IN_TIME: 3, BodyResult.LATE: 1, BodyResult.SILENT: 2},
        2025: {BodyResult.IN_TIME: 1},
    }
    assert {each.year: each.kept.body_results for each in appeals.heard_years} == {
        2024: {BodyResult.IN_TIME: 1, BodyResult.SILENT: 2},
        2025: {BodyResult.IN_TIME: 1},
    }
    # The refusal of 13 March and the two answers in part of 2024 name none, that of 2025 does.
    assert regulator.unnamed == Share(3, 4)


def test_a_second_seeding_adds_nothing(office: Office) -> None:
    demonstrated(office)

    assert seed_demonstration(office) == 0


def test_the_invented_people_are_on_no_record(made: Office) -> None:
    for line in made.records.lines():
        content = made.records.record(line.reference).to_bytes().decode()
        for person in PEOPLE:
            assert person.name not in content
            assert person.contact not in content


def test_a_live_office_is_never_seeded(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _), pytest.raises(NotAllowed, match="live"):
        seed_demonstration(office)
