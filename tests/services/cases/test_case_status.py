"""Where a request stands: windows, safe intervals and phases, from dates of the law.

Days: section 14 (10 and 20 working days), section 17(1) (30 days), a paper calendar with the
closures of federal offices in Islamabad: Eid-ul-Fitr 10 to 12 April 2024, Labour Day 1 May 2024.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import case_status
from tests.offices import BY, Clock, a_paper, a_request, received
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import Cause, Channel
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Filing
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import Response, note_extension, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails


def refused(office: Office, reference: str, on: date) -> None:
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED) for q in drafted.questions)
    take_reply(
        office, reference, Response("refused", DaySpan.on(on), outcomes, [a_paper()]), by=BY
    )


def test_silence_opens_a_window_whose_last_safe_day_is_before_eid(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    (window,) = case_status(office, reference).windows

    assert window.cause is Cause.SILENCE
    assert (window.opens_earliest, window.opens_latest) == (date(2024, 3, 12), date(2024, 3, 12))
    assert window.closes.earliest == date(2024, 4, 10)
    assert window.closes.last_safe_day == date(2024, 4, 9)
    assert window.safe == Span(date(2024, 3, 12), date(2024, 4, 10))
    assert window.certain_from == date(2024, 3, 26)


def test_after_an_extension_the_window_still_closes_by_the_earlier_reading(office: Office) -> None:
    reference = a_request(office, on=date(2024, 3, 14))
    received(office, reference, date(2024, 3, 18))
    note_extension(office, reference, DaySpan.on(date(2024, 3, 28)), "", [a_paper()], by=BY)

    found = case_status(office, reference)
    (window,) = found.windows

    assert found.awaited[0].ordinary.latest == date(2024, 4, 18)
    assert window.closes.earliest == date(2024, 5, 1)
    # Thirty days from 18 April end on Saturday 18 May, which may move on to Monday the 20th.
    assert window.closes.latest == date(2024, 5, 20)
    assert window.closes.last_safe_day == date(2024, 4, 30)
    assert window.safe == Span(date(2024, 4, 19), date(2024, 5, 1))


def test_an_uncertain_closure_makes_the_safe_interval_shorter_at_both_ends(office: Office) -> None:
    # Interior is bound by the closure of 26 December 2025, so the count is certain for it;
    # a receipt that may be of the 17th or the 18th is what makes this window a span.
    reference = a_request(office, body="pk-interior", on=date(2025, 12, 15))
    received(office, reference, date(2025, 12, 17), until=date(2025, 12, 18))

    (window,) = case_status(office, reference).windows

    assert (window.opens_earliest, window.opens_latest) == (date(2026, 1, 3), date(2026, 1, 6))
    assert window.closes.earliest == date(2026, 2, 1)
    assert window.safe == Span(date(2026, 1, 6), date(2026, 2, 1))


def test_a_refusal_after_silence_opens_a_second_window_and_the_first_stays(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))

    refused(office, reference, date(2024, 3, 20))

    silence, decision = case_status(office, reference).windows
    assert (silence.cause, decision.cause) == (Cause.SILENCE, Cause.DECISION)
    assert silence.closes.earliest == date(2024, 4, 10)
    # Thirty days after 20 March end on 19 April.
    assert decision.closes.earliest == date(2024, 4, 19)


def test_a_refusal_in_time_opens_only_its_own_window(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    refused(office, reference, date(2024, 3, 8))

    (window,) = case_status(office, reference).windows

    assert window.cause is Cause.DECISION
    assert window.closes.earliest == date(2024, 4, 7)
    # 7 April 2024 is a Sunday: Friday the 5th is the last day on which the Commission is open.
    assert window.closes.last_safe_day == date(2024, 4, 5)


def test_a_letter_sent_again_does_not_restart_the_clock(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    before = case_status(office, reference).awaited[0].ordinary.latest

    sweep(office, date(2024, 3, 12))

    after = case_status(office, reference)
    assert after.awaited[0].ordinary.latest == before
    assert after.phase is Phase.OVERDUE


def test_an_urgent_request_is_watched_by_the_shorter_limit_and_silent_by_the_ordinary(
    office: Office,
) -> None:
    reference = a_request(office, urgent=True)
    received(office, reference, date(2024, 2, 26))

    found = case_status(office, reference)

    # Three working days after Monday 26 February end on Thursday the 29th (section 14(3)).
    assert found.next_day(date(2024, 2, 26)) == date(2024, 2, 29)
    assert sweep(office, date(2024, 3, 11)).entered == ()
    assert [s.latest for s in sweep(office, date(2024, 3, 12)).entered] == [date(2024, 3, 11)]


def test_a_draft_is_new_and_a_sent_request_has_no_deadline(office: Office) -> None:
    found = case_status(office, a_request(office))

    assert found.phase is Phase.SENT
    assert found.next_day(date(2024, 2, 26)) is None


def test_a_second_window_is_watched_once_the_first_has_closed(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 5, 14))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    refused(office, reference, date(2024, 5, 13))

    found = case_status(office, reference)

    # The silence window closed on 9 April; thirty days after 13 May end on 12 June.
    assert found.next_day(date(2024, 4, 1)) == date(2024, 4, 9)
    assert found.next_day(date(2024, 5, 14)) == date(2024, 6, 12)
    with office.cases.look(reference) as case:
        row = case.row()
    assert row
    assert (row.next_day, row.window_closes) == (date(2024, 6, 12), date(2024, 6, 12))


def test_a_list_turns_to_the_next_window_when_the_first_has_passed(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 2))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    refused(office, reference, date(2024, 4, 1))
    with office.cases.look(reference) as case:
        row = case.row()
    assert row
    assert (row.next_day, row.sweep_on) == (date(2024, 4, 9), date(2024, 4, 10))

    clock.set(date(2024, 4, 10))
    assert sweep(office).entered == ()

    with office.cases.look(reference) as case:
        row = case.row()
    # Thirty days after 1 April end on Wednesday 1 May, Labour Day.
    assert row
    assert (row.next_day, row.window_closes) == (date(2024, 4, 30), date(2024, 5, 1))


def test_after_an_appeal_against_silence_a_later_refusal_can_still_be_appealed(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 26))
    filed = SendingDetails(
        date(2024, 4, 8), Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, filed, by=BY)
    refused(office, reference, date(2024, 5, 13))

    found = case_status(office, reference)
    assert [window.cause for window in found.unfiled()] == [Cause.DECISION]

    again = replace(filed, on=date(2024, 6, 3))
    file_appeal(office, reference, again, by=BY)
    with pytest.raises(NotAllowed, match="already logged"):
        file_appeal(office, reference, again, by=BY)


def test_an_extension_logged_after_silence_undoes_only_what_it_disproves(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)

    note_extension(office, reference, DaySpan.on(date(2024, 3, 8)), "", [a_paper()], by=BY)

    # The longest limit was counted with from the beginning: the silence after it stands.
    lapses = [entry.event.kind for entry in case_status(office, reference).case_state.lapses]
    assert lapses == ["fell-silent"]
