"""The packaged laws against their own examples and against the dossier."""

from datetime import date

import pytest

from tests.lawfiles.shipped import examined, shipped
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.count_step import Caution
from tracker.domain.library import Library
from tracker.lawfiles.checks import warnings_of

PACKAGED = shipped()


def counted(
    stage_key: str,
    event: date,
    body: str | None = None,
    *,
    extended: bool = False,
    expedited: bool = False,
) -> Deadline:
    law = PACKAGED.law("pk-raia-2017")
    stage = law.stage(stage_key)
    return count_deadline(
        law,
        stage,
        DaySpan.on(event),
        PACKAGED.workdays(law, stage, body),
        extended=extended,
        expedited=expedited,
    )


def test_the_packaged_library_passes_every_check() -> None:
    """Every law agrees with its own examples, all of them worked out by hand."""
    assert [str(complaint) for complaint in examined().complaints] == []


def test_the_only_warnings_are_of_laws_that_nobody_compared(library: Library) -> None:
    """Where a dossier up to 29 November 2026 read an official text or copy, the file says so."""
    warned = warnings_of(library, date(2026, 11, 29))

    assert {str(each).partition(": ")[2] for each in warned} <= {
        "was never compared with the official text."
    }


# Brazil, by hand --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "event"),
    [
        # A first appeal has ten days from notice of the decision: 16 December is day 1, the 25th
        # day 10.
        ("appeal", date(2024, 12, 15)),
        # The superior has five days from the appeal: 21 December is day 1, the 25th day 5.
        ("appeal-decision", date(2024, 12, 20)),
    ],
)
def test_a_last_day_on_christmas_ends_on_it_or_on_the_next_day_for_either_side(
    stage: str, event: date
) -> None:
    """25 December 2024 was a Wednesday and a holiday, Thursday the 26th a working day. Whether the
    law carries the end over is remembered of a general law that nobody read."""
    law = PACKAGED.law("br-lai-2011")
    asked = law.stage(stage)

    deadline = count_deadline(law, asked, DaySpan.on(event), PACKAGED.workdays(law, asked, None))

    assert (deadline.earliest, deadline.latest) == (date(2024, 12, 25), date(2024, 12, 26))
    assert Caution.UNSETTLED_END in {warning.caution for warning in deadline.warnings}


# Pakistan, by hand ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "closes", "safe", "next_open"),
    [
        (date(2024, 3, 11), date(2024, 4, 10), date(2024, 4, 9), date(2024, 4, 15)),
        (date(2024, 4, 1), date(2024, 5, 1), date(2024, 4, 30), date(2024, 5, 2)),
    ],
)
def test_an_appeal_window_that_ends_on_a_holiday_names_the_last_safe_day(
    event: date, closes: date, safe: date, next_open: date
) -> None:
    deadline = counted("appeal", event)

    assert (deadline.earliest, deadline.latest) == (closes, next_open)
    assert deadline.last_safe_day == safe
    assert next_open in {warning.other_day for warning in deadline.warnings}


def test_a_reply_read_in_an_official_copy_within_the_checked_days_is_not_provisional() -> None:
    assert not counted("reply", date(2024, 3, 18)).provisional


def test_a_date_before_or_after_the_checked_days_is_provisional() -> None:
    assert counted("reply", date(2022, 11, 1)).provisional
    assert counted("reply", date(2026, 11, 16)).provisional


@pytest.mark.parametrize("day", [date(2017, 10, 11), date(2028, 1, 1)])
def test_a_day_before_the_law_or_beyond_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(NoLimitOnFile):
        counted("reply", day)


def test_around_the_expected_eid_of_2027_every_beside_day_is_uncertain() -> None:
    """By hand: at the earliest 2-5, 8-12 and 15 March are open; at the latest 2-4, 8, 15-18, 22
    and 24 March, for Fridays and 9-12 March (Eid and its eve) are in doubt, and 23 March is
    closed."""
    deadline = counted("reply", date(2027, 3, 1))

    assert (deadline.earliest, deadline.latest) == (date(2027, 3, 15), date(2027, 3, 24))
    assert deadline.provisional


def test_the_bodies_that_the_closure_of_26_december_2025_bound_have_one_date() -> None:
    bound = ("pk-pta", "pk-interior", "pk-moitt", "pk-cabinet-division", "pk-pic")
    for body in bound:
        deadline = counted("reply", date(2025, 12, 18), body)
        assert deadline.earliest == deadline.latest == date(2026, 1, 5)


def test_13_august_2025_is_a_working_day() -> None:
    """A local holiday for private bodies, on which federal offices stayed open."""
    calendar = PACKAGED.calendars["pk-federal-islamabad"].for_body(None)

    assert calendar.skip(date(2025, 8, 13)) is None


# Dossier 5.2 for weekdays, and the three days of October 2024 (5.3, row 2).
CLOSED = {
    2023: "0323 0421 0424 0425 0501 0628 0629 0630 0728 0814 0929 1109 1225",
    2024: "0205 0208 0410 0411 0412 0501 0528 0617 0618 0619 0716 0717 0814 0917"
    " 1014 1015 1016 1225",
    2025: "0205 0331 0401 0402 0501 0528 0606 0609 0814 1225",
    2026: "0205 0320 0323 0501 0526 0527 0528 0625 0626 0814 0826 1109 1225",
}
UNCERTAIN = {2023: "0130 0731 0801", 2024: "", 2025: "1226", 2026: "0409 0410"}


def days(year: int, listed: str) -> set[date]:
    return {date(year, int(each[:2]), int(each[2:])) for each in listed.split()}


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_calendar_holds_the_closures_of_the_dossier_and_no_others(year: int) -> None:
    offs = [
        off for off in PACKAGED.calendars["pk-federal-islamabad"].days_off if off.day.year == year
    ]

    closed = {off.day for off in offs if off.assurance == "gazetted"}
    assert closed == days(year, CLOSED[year])
    assert {off.day for off in offs} - closed == days(year, UNCERTAIN[year])


def test_the_years_outside_the_checked_days_agree_with_the_package_of_holidays() -> None:
    holidays = pytest.importorskip("holidays")
    calendar = PACKAGED.calendars["pk-federal-islamabad"]
    known = [2018, 2019, 2020, 2021, 2022, 2027]

    ours = {off.day for off in calendar.days_off if off.day.year in known}
    theirs = {day for day in holidays.country_holidays("PK", years=known) if day.weekday() < 5}

    beside = {off.day for off in calendar.days_off if str(off.name).startswith("Day ")}
    assert ours - beside == theirs


def test_no_limit_of_the_federal_act_rests_on_less_than_an_official_copy() -> None:
    law = PACKAGED.law("pk-raia-2017")

    for stage in law.stages.values():
        for limit in (*stage.limits, *stage.expedited):
            assert law.weakest(limit.sources).verified


def test_silence_under_the_federal_act_is_appealable_and_an_extension_needs_no_notice() -> None:
    reply = PACKAGED.law("pk-raia-2017").first_stage()

    assert reply.key == "reply"
    assert reply.silence is not None
    assert reply.silence.means == "appealable"
    assert reply.extension is not None
    assert not reply.extension.must_be_announced
    assert [ground.key for ground in reply.extension.grounds] == [
        "many-records",
        "different-offices",
        "consultation",
    ]


def test_every_letter_of_the_federal_act_pleads_in_both_languages() -> None:
    law = PACKAGED.law("pk-raia-2017")

    assert {point.letter for point in law.points} == {
        "request",
        "reminder",
        "extension-challenged",
        "fee-disputed",
        "appeal",
        "enforcement",
        "notice",
    }
    assert all(point.says.languages() == ("en", "ur") for point in law.points)
    always = {point.key for point in law.points if point.when == "always"}
    assert {"appeal-public-record", "appeal-severance"} <= always


def test_a_petition_to_the_high_court_has_no_number_and_says_so() -> None:
    with pytest.raises(NoLimitOnFile) as refusal:
        counted("court", date(2024, 6, 10))

    assert str(refusal.value) == (
        "No time limit is known for this step (Petition to the High Court under Article 199): "
        "Article 199 of the Constitution sets no number of days for a petition to the High "
        "Court."
    )
