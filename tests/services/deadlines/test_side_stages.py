"""What runs beside the reply: longer times, a waiting before an action, what a notice asks for.

India, received Monday 1 July 2024: thirty days (section 7(1)) end on Wednesday 31 July,
thirty-five (5(2)) on Monday 5 August, forty (11(3)) on Saturday 10 August, perhaps to be taken to
Monday the 12th. Germany, received Monday 15 January 2024: the month (section 7(5)) ends on
Thursday 15 February, the three months (section 75 VwGO) on Monday 15 April.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad, noted, offered
from tests.offices import Clock, an_office
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Cause
from tracker.domain.case.windows import UntimedRemedy, Window
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_calculator import calculate_deadline, question
from tracker.services.letters.remedies import unused

THIRTY, THIRTY_FIVE, FORTY = date(2024, 7, 31), date(2024, 8, 5), date(2024, 8, 12)


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def indian(office: Office) -> str:
    return asked_abroad(office, "in-meity", date(2024, 7, 1))


@pytest.fixture
def german(office: Office) -> str:
    return asked_abroad(office, "de-bnetza", date(2024, 1, 15))


def lapses(office: Office, reference: str) -> list[tuple[str, str, date]]:
    return [
        (entry.event.kind, entry.event.stage, entry.event.latest)
        for entry in case_status(office, reference).case_state.lapses
        if isinstance(entry.event, MissedDeadline)
    ]


def prepared(office: Office, reference: str) -> list[LetterKind]:
    with office.cases.look(reference) as case:
        return sorted(letter.kind for letter in case.prepared_letters())


# Longer times ---------------------------------------------------------------------------------


def test_a_third_party_may_be_heard_unsaid_so_silence_waits_for_the_forty_days(
    office: Office, indian: str
) -> None:
    assert sweep(office, THIRTY).entered == ()
    sweep(office, date(2024, 8, 1))
    assert lapses(office, indian) == [("overdue", "reply", THIRTY)]

    assert sweep(office, FORTY).entered == ()
    sweep(office, date(2024, 8, 13))

    assert lapses(office, indian)[1:] == [("fell-silent", "reply", FORTY)]


def test_a_request_through_an_assistant_officer_is_overdue_five_days_later(
    office: Office, indian: str
) -> None:
    noted(office, indian, "passed-to-assistant", date(2024, 7, 1))

    assert sweep(office, THIRTY_FIVE).entered == ()
    sweep(office, date(2024, 8, 6))

    assert lapses(office, indian) == [("overdue", "reply", THIRTY_FIVE)]


def test_a_hearing_on_record_makes_the_forty_days_the_only_limit(
    office: Office, indian: str
) -> None:
    noted(office, indian, "third-party-heard", date(2024, 7, 8))

    assert sweep(office, FORTY).entered == ()
    sweep(office, date(2024, 8, 13))

    assert lapses(office, indian) == [("fell-silent", "reply", FORTY)]


def test_what_was_entered_by_the_thirty_days_falls_when_a_hearing_in_time_comes_to_light(
    office: Office, indian: str
) -> None:
    sweep(office, date(2024, 8, 1))

    noted(office, indian, "third-party-heard", date(2024, 8, 5))
    assert lapses(office, indian) == [("overdue", "reply", THIRTY)], "it came too late"


def test_a_hearing_in_time_undoes_what_the_thirty_days_said(office: Office, indian: str) -> None:
    sweep(office, date(2024, 8, 1))

    noted(office, indian, "third-party-heard", date(2024, 7, 8))

    assert lapses(office, indian) == []


def test_what_makes_a_time_longer_is_offered_once_and_only_under_a_law_that_knows_it(
    office: Office, indian: str, german: str
) -> None:
    both = {"passed-to-assistant", "third-party-heard"}
    assert both <= set(offered(office, indian))
    assert both.isdisjoint(offered(office, german))
    with pytest.raises(NotAllowed, match="has no effect on the time limit"):
        noted(office, german, "third-party-heard", date(2024, 1, 20))
    with pytest.raises(BadInput, match="Attach your proof"):
        noted(office, indian, "passed-to-assistant", date(2024, 7, 1), papers=[])

    noted(office, indian, "third-party-heard", date(2024, 7, 8))

    assert "third-party-heard" not in offered(office, indian)
    with pytest.raises(NotAllowed, match="gives no more time"):
        noted(office, indian, "third-party-heard", date(2024, 7, 9))


@pytest.mark.parametrize(
    ("events", "last", "longest"),
    [
        ({}, THIRTY, FORTY),
        ({"passed-to-assistant": date(2024, 7, 1)}, THIRTY_FIVE, FORTY),
        ({"third-party-heard": date(2024, 7, 8)}, FORTY, None),
    ],
)
def test_the_calculator_names_the_longer_times_too(
    events: dict[str, date], last: date, longest: date | None
) -> None:
    since = {kind: DaySpan.on(day) for kind, day in events.items()}
    received = DaySpan.on(date(2024, 7, 1))
    asked = question(library_abroad(), "in-rti-2005", "reply", received, events=since)

    found = calculate_deadline(library_abroad(), asked)

    assert found.deadline.latest == last
    assert (found.longest.latest if found.longest else None) == longest


# A waiting ------------------------------------------------------------------------------------


def test_three_months_open_the_action_and_accuse_nobody_a_second_time(
    office: Office, german: str
) -> None:
    sweep(office, date(2024, 8, 1))

    found = {
        each.opened.stage.key: each for each in unused(case_status(office, german), office.library)
    }
    action = found["court-inaction"]

    assert lapses(office, german) == [("fell-silent", "reply", date(2024, 2, 15))]
    assert action.to == "de-court"
    assert isinstance(action.opened, UntimedRemedy)
    assert action.opened.opens_earliest == action.opened.safe_from == date(2024, 4, 16)


def without_ombudsman(library: Library) -> Library:
    """The library, where silence on a request in Germany opens nothing before the action."""
    law = library.law("de-ifg")
    quiet = replace(law.stage("ombudsman"), opened_by_silence_of=())
    changed = replace(law, stages=dict(law.stages) | {"ombudsman": quiet})
    return replace(library, laws=dict(library.laws) | {"de-ifg": changed})


def test_the_letter_of_a_remedy_that_was_delayed_is_ready_when_the_waiting_is_over(
    tmp_path: Path,
) -> None:
    def after_sweep(day: date) -> list[LetterKind]:
        clock.set(day)
        sweep(office)
        return prepared(office, reference)

    clock: Clock
    with an_office(tmp_path, library=without_ombudsman(library_abroad())) as (office, clock):
        clock.set(date(2024, 1, 16))
        reference = asked_abroad(office, "de-bnetza", date(2024, 1, 15))

        assert after_sweep(date(2024, 2, 16)) == [LetterKind.NOTICE]
        assert after_sweep(date(2024, 4, 15)) == [LetterKind.NOTICE]
        assert after_sweep(date(2024, 4, 16)) == [LetterKind.APPEAL, LetterKind.NOTICE]
        assert len(lapses(office, reference)) == 1


# An appeal within the body --------------------------------------------------------------------


def test_an_appeal_that_the_body_itself_decides_is_prepared_as_well(office: Office) -> None:
    """The Commission, registered 25 October 2019: its own letter says 18 November. A confirmatory
    application goes to the Commission itself."""
    reference = asked_abroad(office, "eu-commission", date(2019, 10, 24))
    noted(office, reference, "registered", date(2019, 10, 25))

    sweep(office, date(2019, 11, 18))
    assert prepared(office, reference) == []
    sweep(office, date(2019, 11, 19))

    assert LetterKind.APPEAL in prepared(office, reference)


# What a notice asks for -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "asked_on", "last"),
    [
        # Fifteen working days after Monday 5 February 2024: three plain weeks.
        ("tr-btk", date(2024, 2, 5), date(2024, 2, 26)),
        # Five working days after Sunday 4 February 2024; Friday and Saturday are closed.
        ("bd-btrc", date(2024, 2, 4), date(2024, 2, 11)),
    ],
)
def test_the_time_to_pay_a_fee_is_open_until_it_is_paid(
    office: Office, clock: Clock, body: str, asked_on: date, last: date
) -> None:
    reference = asked_abroad(office, body, date(2024, 1, 29))
    clock.set(asked_on)
    notice = noted(office, reference, "fee-noticed", asked_on)

    (window,) = (w for w in case_status(office, reference).windows if w.cause is Cause.NOTICE)
    assert (window.stage.key, window.opening) == ("further-fee", notice.seq)
    assert (window.closes.earliest, window.closes.last_safe_day) == (last, last)
    remedies = unused(case_status(office, reference), office.library)
    assert "further-fee" not in [each.opened.stage.key for each in remedies]
    with office.cases.look(reference) as case:
        row = case.row()
    assert row
    assert row.last_safe_day == last

    clock.set(last)
    noted(office, reference, "fee-paid", last)

    assert not [w for w in case_status(office, reference).windows if w.cause is Cause.NOTICE]


def test_a_question_back_says_that_its_time_is_not_on_file_until_it_is_answered(
    office: Office,
) -> None:
    reference = asked_abroad(office, "mx-crt", date(2025, 5, 5))
    assert "clarification-asked" in offered(office, reference)
    assert "clarification-given" not in offered(office, reference)

    noted(office, reference, "clarification-asked", date(2025, 5, 12))

    def said() -> bool:
        return any(
            "clarify at once" in str(why) for why in case_status(office, reference).not_counted
        )

    assert said()
    noted(office, reference, "clarification-given", date(2025, 5, 14))
    assert not said()


def test_a_complaint_against_a_fee_is_offered_by_its_cause(office: Office, indian: str) -> None:
    notice = noted(office, indian, "fee-noticed", date(2024, 7, 10)).seq

    opened = [each.opened for each in unused(case_status(office, indian), office.library)]

    by_notice = [each for each in opened if each.cause is Cause.NOTICE]
    assert [(each.stage.key, each.opening) for each in by_notice] == [("complaint", notice)]
    assert not isinstance(by_notice[0], Window)
