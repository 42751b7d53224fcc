"""What stops or starts the clock is recorded with its paper, and undoes the silence it disproves.

Days, on paper calendars. Ofcom, received Wednesday 3 January 2024: the twentieth working day after
it is Wednesday 31 January (section 10(1); no bank holiday lies between). Of the days from the fees
notice of 9 January to the payment of 16 January six are working days, both ends left out (section
10(2)), so that the time ends on Thursday 8 February. PTA, received Monday 26 February 2024: the
tenth working day is 11 March; ten more end on 25 March. The
Commission, registered 25 October 2019: its own letter says 18 November.
"""

import re
from datetime import date

import pytest

from tests.abroad import (
    asked_abroad,
    case_status,
    library_abroad,
    noted,
    offered,
    refused,
    sent_abroad,
)
from tests.offices import BY, a_request, received
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.count_step import Reason
from tracker.domain.library import Library
from tracker.services.cases.receiving import correct
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.translations import locale

ASKED, PAID = date(2024, 1, 9), date(2024, 1, 16)


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def british(office: Office) -> str:
    return asked_abroad(office, "gb-ofcom", date(2024, 1, 3))


def lapses(office: Office, reference: str) -> list[tuple[str, str, date]]:
    """The silences that count: kind, body and last day."""
    return [
        (entry.event.kind, entry.event.body, entry.event.latest)
        for entry in case_status(office, reference).case_state.lapses
        if isinstance(entry.event, MissedDeadline)
    ]


def corrections(office: Office, reference: str) -> list[Corrected]:
    with office.cases.look(reference) as case:
        return [e.event for e in case.history if isinstance(e.event, Corrected)]


def last_day(office: Office, reference: str) -> tuple[date, date | None]:
    limit = case_status(office, reference).awaited[0].ordinary
    return limit.earliest, limit.latest


def test_a_fee_stops_the_clock_until_it_is_paid(office: Office, british: str) -> None:
    assert last_day(office, british) == (date(2024, 1, 31), date(2024, 1, 31))

    noted(office, british, "fee-noticed", ASKED)
    assert last_day(office, british)[1] is None
    assert sweep(office).entered == ()

    noted(office, british, "fee-paid", PAID)
    assert last_day(office, british) == (date(2024, 2, 8), date(2024, 2, 8))


def test_a_silence_that_a_notice_disproves_is_corrected_in_the_same_act(
    office: Office, british: str
) -> None:
    sweep(office, date(2024, 2, 1))
    assert lapses(office, british) == [("fell-silent", "gb-ofcom", date(2024, 1, 31))]

    noted(office, british, "fee-noticed", ASKED)

    assert lapses(office, british) == []
    assert [each.because for each in corrections(office, british)] == ["notice-came-in-time"]
    assert case_status(office, british).phase is Phase.FEE_ASKED
    noted(office, british, "fee-paid", PAID)
    assert sweep(office, date(2024, 2, 8)).entered == ()
    sweep(office, date(2024, 2, 9))
    assert lapses(office, british) == [("fell-silent", "gb-ofcom", date(2024, 2, 8))]


def test_a_notice_that_comes_when_the_time_is_over_undoes_nothing(
    office: Office, british: str
) -> None:
    sweep(office, date(2024, 2, 1))

    noted(office, british, "fee-noticed", date(2024, 2, 1))

    assert lapses(office, british) == [("fell-silent", "gb-ofcom", date(2024, 1, 31))]
    assert corrections(office, british) == []


def test_a_silence_counted_with_a_payment_falls_when_the_payment_was_wrong(
    office: Office, british: str
) -> None:
    noted(office, british, "fee-noticed", ASKED)
    paid = noted(office, british, "fee-paid", PAID)
    sweep(office, date(2024, 2, 9))

    correct(office, british, paid.seq, "The payment bounced.", by=BY)

    assert lapses(office, british) == []
    whys = [(each.because, each.why) for each in corrections(office, british)]
    assert whys == [("stated", "The payment bounced."), ("rests-on-what-was-wrong", "")]


def test_a_correction_leaves_a_silence_that_stands_without_the_wrong_entry(
    office: Office, british: str
) -> None:
    notice = noted(office, british, "fee-noticed", ASKED)
    noted(office, british, "fee-paid", PAID)
    sweep(office, date(2024, 2, 9))

    correct(office, british, notice.seq, "It was a notice to somebody else.", by=BY)

    assert len(lapses(office, british)) == 1


def test_a_request_handed_on_is_answered_for_by_the_body_that_received_it(
    office: Office, british: str
) -> None:
    """Twenty working days after a second receipt on Tuesday 9 January end on 6 February."""
    sweep(office, date(2024, 2, 1))
    [(kind, body, last)] = lapses(office, british)
    assert (body, last) == ("gb-ofcom", date(2024, 1, 31))

    entry = noted(office, british, "transferred", date(2024, 1, 9), to="gb-dsit")

    assert isinstance(entry.event, Transferred)
    assert lapses(office, british) == []
    # The Act says nothing of a transfer: from the first receipt at the earliest, from the second
    # one at the latest.
    assert last_day(office, british) == (date(2024, 1, 31), date(2024, 2, 6))
    assert sweep(office, date(2024, 2, 6)).entered == ()
    sweep(office, date(2024, 2, 7))
    assert lapses(office, british) == [(kind, "gb-dsit", date(2024, 2, 6))]


@pytest.mark.parametrize(
    ("to", "error", "says"),
    [
        (
            "pk-pta",
            BadInput,
            "already with the Pakistan Telecommunication Authority. Choose the body it",
        ),
        ("pk-pic", BadInput, "Requests cannot be transferred to"),
        ("gb-ofcom", BadInput, "Requests cannot be transferred to"),
        ("pk-nobody", NotOnFile, "pk-nobody"),
    ],
)
def test_a_transfer_names_a_body_that_can_have_received_it(
    office: Office, to: str, error: type[Exception], says: str
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    with pytest.raises(error, match=says):
        noted(office, reference, "transferred", date(2024, 3, 4), to=to)


def test_where_the_clock_starts_with_registration_none_runs_before_it(office: Office) -> None:
    reference = asked_abroad(office, "eu-commission", date(2019, 10, 24))
    assert case_status(office, reference).awaited == ()
    assert offered(office, reference) == ["registered"]

    noted(office, reference, "registered", date(2019, 10, 25))

    assert last_day(office, reference) == (date(2019, 11, 18), date(2019, 11, 18))
    assert "registered" not in offered(office, reference)
    with pytest.raises(NotAllowed, match="already logged"):
        noted(office, reference, "registered", date(2019, 10, 28))


def test_access_granted_in_time_is_no_silence_and_opens_a_time_of_its_own(office: Office) -> None:
    reference = asked_abroad(office, "lk-trcsl", date(2024, 1, 2))
    sweep(office, date(2024, 3, 1))
    assert [stage.stage.key for stage in case_status(office, reference).awaited] == ["reply"]
    assert len(lapses(office, reference)) == 1

    noted(office, reference, "access-granted", date(2024, 1, 10))

    assert lapses(office, reference) == []
    reply, access = case_status(office, reference).awaited
    assert (reply.done, access.stage.key, access.done) == (True, "access", False)


def test_only_what_the_law_takes_into_account_is_offered_and_recorded(
    office: Office, british: str
) -> None:
    pakistani = a_request(office)
    received(office, pakistani, date(2024, 2, 26))

    # A fee stops the clock of the British Act, and registration starts that of the Regulation of
    # the Union alone; a transfer is known wherever a body must answer.
    assert {"fee-noticed", "transferred"} <= set(offered(office, british))
    assert "registered" not in offered(office, british)
    assert "transferred" in offered(office, pakistani)
    assert "registered" not in offered(office, pakistani)
    with pytest.raises(NotAllowed, match="has no effect on the time limit under"):
        noted(office, british, "registered", ASKED)


def test_an_end_needs_its_beginning_and_a_beginning_its_end(office: Office, british: str) -> None:
    with pytest.raises(NotAllowed, match=r"would end\. Log what the body asked"):
        noted(office, british, "fee-paid", PAID)
    noted(office, british, "fee-noticed", ASKED)
    assert "fee-paid" in offered(office, british)
    assert "fee-noticed" not in offered(office, british)

    with pytest.raises(NotAllowed, match="Log “Body received the fee” first") as twice:
        noted(office, british, "fee-noticed", PAID)
    urdu = locale("ur").words(twice.value.message)
    assert not re.search("[A-Za-z]{2}", urdu), "names of entries too"
    with pytest.raises(BadInput, match="8 January 2024 is before 9 January 2024"):
        noted(office, british, "fee-paid", date(2024, 1, 8))


def test_a_fact_of_the_clock_has_a_past_day_after_the_receipt(
    office: Office, british: str
) -> None:
    with pytest.raises(BadInput, match="is still in the future for the body"):
        noted(office, british, "fee-noticed", date(2026, 12, 1))
    with pytest.raises(BadInput, match="the request was received"):
        noted(office, british, "fee-noticed", date(2024, 1, 2))


def test_nothing_is_recorded_before_receipt_is_proved(office: Office) -> None:
    reference = sent_abroad(office, "gb-ofcom", date(2024, 1, 3))

    assert offered(office, reference) == []
    with pytest.raises(NotAllowed, match="Log receipt first: the clock does not start"):
        noted(office, reference, "fee-noticed", ASKED)


def test_each_fact_is_shown_by_the_document_of_its_author(office: Office, british: str) -> None:
    with pytest.raises(BadInput, match="We say nothing about a body without it"):
        noted(office, british, "fee-noticed", ASKED, papers=[])
    noted(office, british, "fee-noticed", ASKED)
    with pytest.raises(BadInput, match="Attach your proof: the payment receipt, or what"):
        noted(office, british, "fee-paid", PAID, papers=[])
    noted(office, british, "fee-paid", PAID)

    with office.cases.look(british) as case:
        purposes = {paper.name: paper.purpose for paper in case.papers()}
    assert purposes["fee-noticed.txt"] == "notice"
    assert purposes["fee-paid.txt"] == "own-proof"


def test_a_fee_asked_after_an_answer_can_still_come_to_light(office: Office, british: str) -> None:
    refused(office, british, date(2024, 2, 5))

    noted(office, british, "fee-noticed", ASKED)
    noted(office, british, "fee-paid", PAID)

    # With the days of the fee the answer of 5 February came in time: no silence opened anything.
    causes = {window.cause.value for window in case_status(office, british).windows}
    assert causes == {"decision"}


def test_a_question_of_which_the_law_says_nothing_holds_silence_back_and_no_window(
    office: Office,
) -> None:
    """Received 26 February, the question of 4 March answered on the 6th: the ten working days
    end on 11 March if that did nothing, and on 20 March if the time restarted with the answer."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    assert lapses(office, reference) == [("overdue", "pk-pta", date(2024, 3, 11))]
    closes = case_status(office, reference).windows[0].closes.earliest
    assert {"fee-noticed", "clarification-asked"} <= set(offered(office, reference))

    noted(office, reference, "clarification-asked", date(2024, 3, 4))

    assert lapses(office, reference) == []
    assert last_day(office, reference) == (date(2024, 3, 11), None)
    assert sweep(office, date(2024, 6, 3)).entered == ()
    (window,) = case_status(office, reference).windows
    assert (window.closes.earliest, window.safe) == (closes, None)

    noted(office, reference, "clarification-given", date(2024, 3, 6))
    assert last_day(office, reference) == (date(2024, 3, 11), date(2024, 3, 20))
    assert sweep(office, date(2024, 3, 20)).entered == ()
    sweep(office, date(2024, 3, 21))
    assert lapses(office, reference) == [("overdue", "pk-pta", date(2024, 3, 20))]
    (window,) = case_status(office, reference).windows
    assert window.closes.earliest == closes


def test_a_fee_notice_that_grants_the_request_ends_the_time_and_opens_the_appeal(
    office: Office,
) -> None:
    """Pakistan, federal: received on Monday 26 February 2024, so the ten working days end on 11
    March. A fee notice of Monday 4 March is the decision: thirty days end on Wednesday 3 April.
    Nobody is called late or silent after it, whether the fee is paid or not."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    assert lapses(office, reference) == [("overdue", "pk-pta", date(2024, 3, 11))]

    notice = noted(office, reference, "fee-noticed", date(2024, 3, 4))

    assert lapses(office, reference) == []
    assert last_day(office, reference) == (date(2024, 3, 11), None)
    (window,) = case_status(office, reference).windows
    assert (window.stage.key, window.opening) == ("appeal", notice.seq)
    assert (window.opens_earliest, window.closes.earliest) == (date(2024, 3, 4), date(2024, 4, 3))

    noted(office, reference, "fee-paid", date(2024, 3, 6))
    assert sweep(office, date(2024, 9, 2)).entered == ()
    assert lapses(office, reference) == []


def test_a_fee_notice_after_the_time_leaves_the_lapse_and_opens_the_appeal_too(
    office: Office,
) -> None:
    """It comes on Thursday 14 March, after the ten working days: both causes are open."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))

    noted(office, reference, "fee-noticed", date(2024, 3, 14))

    assert lapses(office, reference) == [("overdue", "pk-pta", date(2024, 3, 11))]
    causes = [str(each.cause) for each in case_status(office, reference).windows]
    assert causes == ["silence", "notice"]
    # Within the ten further working days, which end on 25 March, it is no non-response.
    assert sweep(office, date(2024, 9, 2)).entered == ()


def test_a_body_that_passes_a_request_on_where_the_law_has_no_transfer_keeps_its_time(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    noted(office, reference, "transferred", date(2024, 2, 28), to="pk-interior")

    assert last_day(office, reference) == (date(2024, 3, 11), date(2024, 3, 11))
    sweep(office, date(2024, 3, 12))
    assert lapses(office, reference) == [("overdue", "pk-pta", date(2024, 3, 11))]
    sweep(office, date(2024, 9, 2))
    silence = [each for each in lapses(office, reference) if each[0] == "fell-silent"]
    assert silence == [("fell-silent", "pk-pta", date(2024, 3, 25))]


def test_under_the_american_act_a_second_question_stops_nothing_and_a_payment_answers(
    office: Office,
) -> None:
    """Received Monday 4 March 2024: twenty working days end on 1 April. A question of Monday the
    11th, answered on Tuesday the 12th, leaves no working day out, or both: 3 April at the latest.
    A fee of Monday 18 March, paid on Wednesday the 20th, leaves out one working day, or three."""
    reference = asked_abroad(office, "us-fcc", date(2024, 3, 4))
    noted(office, reference, "clarification-asked", date(2024, 3, 11))
    assert last_day(office, reference)[1] is None
    noted(office, reference, "clarification-given", date(2024, 3, 12))
    assert last_day(office, reference) == (date(2024, 4, 1), date(2024, 4, 3))

    noted(office, reference, "clarification-asked", date(2024, 3, 14))
    assert last_day(office, reference) == (date(2024, 4, 1), date(2024, 4, 3))
    moves = case_status(office, reference).awaited[0].ordinary.moves
    assert [m.day for m in moves if m.reason is Reason.RUNS_ON and m.bound is None] == [
        date(2024, 3, 14)
    ]

    noted(office, reference, "fee-noticed", date(2024, 3, 18))
    assert last_day(office, reference)[1] is None
    assert "fee-paid" in offered(office, reference)
    noted(office, reference, "fee-paid", date(2024, 3, 20))
    assert last_day(office, reference) == (date(2024, 4, 2), date(2024, 4, 8))
