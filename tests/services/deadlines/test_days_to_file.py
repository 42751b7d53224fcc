"""The days to file under shipped laws, worked by hand from the law and a calendar."""

from datetime import UTC, date, datetime

from tests.lawfiles.shipped import shipped
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.filing_days import (
    FilingDays,
    filing_days,
    filing_days_together,
    gates_of,
)
from tracker.domain.case.history import Entry, History
from tracker.domain.case.windows import Window
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.refused import Refused

ENTERED = datetime(2026, 11, 27, 9, tzinfo=UTC)


def a_history(law: str, body: str, *events: Event) -> History:
    drafted = Drafted(
        on=DaySpan.on(date(2026, 1, 2)),
        block="",
        body=body,
        law=law,
        language="en",
        questions=(),
        eligibility="citizen",
    )
    return tuple(
        Entry(seq, event, ENTERED, "tester", b"", b"")
        for seq, event in enumerate((drafted, *events), start=1)
    )


def received(day: date) -> Received:
    return Received(on=DaySpan.on(day), proof=ReceiptProof.COUNTER_STAMP, dispatch=1)


def refused(day: date) -> Refused:
    return Refused(on=DaySpan.on(day), stage="reply", outcomes=())


def windows(law: str, body: str, *events: Event) -> tuple[Window, ...]:
    return case_status_of(a_history(law, body, *events), shipped()).windows


def days_by_stage(law: str, body: str, *events: Event) -> dict[str, FilingDays]:
    return {each.stage.key: filing_days(each) for each in windows(law, body, *events)}


def test_pakistan_after_silence_the_appeal_is_filed_from_2_to_10_december() -> None:
    """Received on Monday 26 October 2026; Iqbal Day, 9 November, is closed.

    Ten working days are 27 to 30 October, 2 to 6 and 10 November. If offices keep a week of four
    days, 30 October and 6 November do not count, and the tenth is Thursday 12 November; with ten
    more, without Fridays, the time ends on Tuesday 1 December. Thirty days after 10 November end
    on Thursday 10 December.
    """
    (window,) = windows("pk-raia-2017", "pk-pta", received(date(2026, 10, 26)))

    assert (window.opens_earliest, window.opens_latest) == (date(2026, 11, 11), date(2026, 11, 13))
    assert filing_days(window) == FilingDays(date(2026, 12, 2), date(2026, 12, 10))


def test_pakistan_a_late_refusal_is_appealed_with_the_silence_by_10_december() -> None:
    """Refused on Friday 20 November: thirty days end on Sunday 20 December, and the last day on
    which the Commission is certainly open before it is Thursday the 17th."""
    silence, refusal = windows(
        "pk-raia-2017", "pk-pta", received(date(2026, 10, 26)), refused(date(2026, 11, 20))
    )

    assert filing_days(refusal) == FilingDays(date(2026, 11, 20), date(2026, 12, 17))
    gates = gates_of(refusal, (silence, refusal), date(2026, 11, 23))
    assert filing_days_together(gates) == FilingDays(date(2026, 11, 20), date(2026, 12, 10))


def test_india_waits_for_the_forty_days_of_a_third_party_of_which_nobody_tells() -> None:
    """Received on Friday 6 March 2026: thirty days end on 5 April, forty on Wednesday 15 April,
    and thirty days after 5 April on Tuesday 5 May."""
    body = next(key for key, each in shipped().bodies.items() if each.country == "in")

    found = days_by_stage("in-rti-2005", body, received(date(2026, 3, 6)))

    assert found["appeal"] == FilingDays(date(2026, 4, 16), date(2026, 5, 5))


def test_the_european_union_has_fifteen_working_days_after_the_fifteen_of_the_institution() -> (
    None
):
    """Registered on Monday 1 June 2026: fifteen working days end on Monday 22 June, fifteen more
    on Monday 13 July. An extension must be announced, and none was."""
    body = next(key for key, each in shipped().bodies.items() if each.country == "eu")
    registered = Registered(on=DaySpan.on(date(2026, 6, 1)))

    found = days_by_stage("eu-1049-2001", body, received(date(2026, 6, 1)), registered)

    assert found["confirmatory"] == FilingDays(date(2026, 6, 23), date(2026, 7, 13))
