"""The page that says how far the record is: when, up to which day, and whether a run was late."""

from datetime import date

from tests.offices import Clock
from tests.web import record_scenes as scenes
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office


def test_before_the_first_run_it_claims_nothing(office: Office) -> None:
    page = scenes.serve(office).get("/status").text

    assert "No check has run yet, so no non-responses" in page
    assert "Up to date to" not in page
    assert "None recorded." in page


def test_it_is_complete_up_to_the_last_day_that_was_over_everywhere(
    office: Office, clock: Clock
) -> None:
    # 02:00 UTC: it is still the 9th in Washington, so the 8th is the last day over everywhere.
    clock.set(date(2024, 4, 10), hour=2)
    sweep(office)

    page = scenes.serve(office).get("/status").text

    assert "10 April 2024, 02:00 UTC" in page
    assert "Monday 8 April 2024" in page
    assert "Checks are late" not in page


def test_a_run_that_is_late_and_one_that_was_are_told(office: Office, clock: Clock) -> None:
    for day in (10, 14, 15):
        clock.set(date(2024, 4, day))
        sweep(office)
    clock.set(date(2024, 4, 17))
    page = scenes.serve(office).get("/status").text

    assert "Checks are late" in page
    pauses = page[page.index('id="pauses"') : page.index('id="log"')]
    assert "10 April 2024, 09:00 UTC" in pauses
    assert "14 April 2024, 09:00 UTC" in pauses
    assert "15 April" not in pauses


def test_it_shows_the_newest_checkpoint_of_the_log(office: Office) -> None:
    assert "No checkpoint has been published yet." in scenes.serve(office).get("/status").text

    scenes.a_silence(office)
    office.log_upkeep.append()
    page = scenes.serve(office).get("/status").text

    state = office.log.state()
    assert state.origin in page
    assert f"<dd>{state.size}</dd>" in page
    assert office.log.newest() is not None


def test_the_page_in_urdu_says_the_same_days(office: Office, clock: Clock) -> None:
    clock.set(date(2024, 4, 10))
    sweep(office)

    page = scenes.serve(office).get("/ur/status").text

    assert 'dir="rtl"' in page
    # Tuesday, as the day before 10 April 2024 was.
    assert "منگل 9 اپریل 2024" in page
