"""Who is reminded of the time to challenge a block itself, beside the deadlines of a request.

X was blocked on 17 February 2024, and no dated order of PTA is known: thirty days from then end
on Monday 18 March 2024 (section 37(4)). The usual rungs are 4, 11, 15, 17, 18 and 19 March.
"""

from datetime import date

import pytest

from tests.offices import Clock, a_request, withdraw
from tests.services.reminded import CHIEF, LAWYER, a_received_request, at, two_people
from tests.web.browser import an_app, signed_in, somebody
from tracker.domain.clock.deadline_changes import Term
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.reminders.last_days_sheet import SheetLine, last_days_sheet
from tracker.services.reminders.reminding import MadeReminder, remind


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    two_people(office)


def challenges(office: Office, clock: Clock, day: date) -> list[MadeReminder]:
    made = at(office, clock, day).made
    return [each for each in made if each.reminder.term is Term.CHALLENGE]


def test_a_person_is_reminded_while_the_time_to_challenge_the_block_runs(
    office: Office, clock: Clock
) -> None:
    a_received_request(office, clock)

    assert challenges(office, clock, date(2024, 3, 1)) == []
    first, second = challenges(office, clock, date(2024, 3, 4))
    assert (first.reminder.rung, first.reminder.day) == (-14, date(2024, 3, 18))
    assert {first.reminder.person, second.reminder.person} == {LAWYER, CHIEF}
    assert "Challenge the block by 18 March 2024: 14 days left" in first.subject
    assert (
        "The last safe day to challenge the block itself is Monday 18 March 2024." in first.words
    )
    assert "This count assumes an order on the first day of the block" in first.words
    assert "Application for review of the order" in first.words
    over = challenges(office, clock, date(2024, 3, 19))
    assert {each.reminder.rung for each in over} == {1}
    assert challenges(office, clock, date(2024, 3, 25)) == []


def test_nobody_is_reminded_for_a_request_made_after_that_time(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 2))
    a_request(office, on=date(2024, 4, 1))

    assert challenges(office, clock, date(2024, 4, 2)) == []


def test_nobody_is_reminded_for_a_withdrawn_request(office: Office, clock: Clock) -> None:
    reference = a_received_request(office, clock)
    withdraw(office, reference)

    assert remind(office, date(2024, 3, 4)).made == ()


def test_the_page_of_a_request_shows_the_time_to_challenge_the_block(
    office: Office, clock: Clock
) -> None:
    reference = a_received_request(office, clock)
    clock.set(date(2024, 3, 4))
    lawyer = signed_in(an_app(office), office, somebody(office))

    page = lawyer.get(f"/desk/requests/{reference}")

    assert "Time to challenge the block itself" in page.words
    line = "Application for review of the order (section 37(4)): 30 days from the order."
    counted = "Counted from the first day of the block, 17 February 2024"
    assert f"{line} {counted}, the last day: Monday 18 March 2024." in page.words
    assert "Last safe day to file: Monday 18 March 2024 (in 14 days)." in page.words
    assert "Appeal against the order in review (section 37(5)): 30 days from" in page.words
    clock.set(date(2024, 3, 19))
    assert (
        "Last safe day to file: Monday 18 March"
        not in lawyer.get(f"/desk/requests/{reference}").words
    )


def test_the_sheet_to_print_has_the_last_day_to_challenge_the_block(
    office: Office, clock: Clock
) -> None:
    reference = a_received_request(office, clock)

    def sheet(today: date) -> tuple[SheetLine, ...]:
        return last_days_sheet(office, today, 7, Locale("en")).own

    (line,) = sheet(date(2024, 3, 12))
    assert (line.day, line.reference) == (date(2024, 3, 18), reference.upper())
    assert (line.body, line.block) == ("PTA", "X in Pakistan")
    assert "section 37(4)" in line.note
    assert "assumes an order on the first day of the block" in line.note
    assert sheet(date(2024, 3, 19)) == sheet(date(2024, 3, 1)) == ()

    withdraw(office, reference)
    assert sheet(date(2024, 3, 12)) == ()
