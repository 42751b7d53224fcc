"""The calendars in the count of time of an appeal: those of the days that it computes."""

from datetime import date

import pytest

from tests.offices import a_request, received
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import DayCalendar, Shade
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import writer_of


@pytest.fixture
def calendars(office: Office) -> list[DayCalendar]:
    """Those of an appeal against a silence after a receipt on 28 March 2024."""
    reference = a_request(office, on=date(2024, 3, 27))
    received(office, reference, date(2024, 3, 28))
    sweep(office, date(2024, 5, 10))
    with office.cases.look(reference) as case:
        _, blocks = writer_of(office, case, LetterKind.APPEAL).count_of_time()
    return [block for block in blocks if isinstance(block, DayCalendar)]


def test_each_computed_day_has_its_months(calendars: list[DayCalendar]) -> None:
    reply, appeal = calendars

    assert reply.title == (
        "Days counted. Last day, with the longest extension: Reply of the public body"
    )
    assert appeal.title.startswith("Days counted. Last day: Appeal")
    # The reply of ten working days and ten more; the appeal runs into May.
    assert [month.caption for month in reply.months] == ["March 2024", "April 2024"]
    assert [month.caption for month in appeal.months] == ["April 2024", "May 2024"]


def test_the_days_are_those_of_a_paper_calendar(calendars: list[DayCalendar]) -> None:
    boxes = [box for month in calendars[0].months for week in month.weeks for box in week if box]
    april = {box.day: (box.sign, box.word, box.shade) for box in boxes[31:]}

    # Received 28 March: day 10 is 16 April (Eid 10 to 12), day 10 of the extension 30 April.
    assert april["9"] == ("8", "", Shade.COUNTED)
    assert april["10"] == ("×", "", Shade.LEFT_OUT)
    assert april["16"] == ("10", "limit", Shade.COUNTED)
    assert april["17"] == ("+1", "", Shade.COUNTED)
    assert april["30"] == ("+10", "last", Shade.END)
