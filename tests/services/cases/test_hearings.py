"""Hearings and orders: what they say, what waits, and what is refused.

The request was received on Monday 26 February 2024, the appeal filed on Wednesday 20 March 2024.
"""

from datetime import date, timedelta

import pytest

from tests.abroad import case_status
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.reminded import a_person
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel, DecisionOutcome, DutyKind
from tracker.domain.case.hearings import hearings, owed
from tracker.domain.case.request import Filing
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.decided import Decided, Duty
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import HearingHeld
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.compliance import comply, seek_enforcement
from tracker.services.cases.receiving import correct
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record
from tracker.services.ports.cases import CaseRow
from tracker.services.publishing.publishing import Publication, preview, publish_entries
from tracker.services.reminders.reminding import remind

FILED, NOTICE, HEARING = date(2024, 3, 20), date(2024, 4, 15), date(2024, 5, 6)
DECIDED, OBEY = date(2024, 5, 8), date(2024, 5, 22)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request with an appeal that waits; it is Tuesday 16 April 2024."""
    clock.set(date(2024, 4, 16))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    dispatch = SendingDetails(
        FILED, Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, dispatch, by=BY)
    return reference


def row(office: Office, reference: str) -> CaseRow:
    with office.cases.look(reference) as case:
        found = case.row()
    assert found is not None
    return found


def fixed(office: Office, reference: str, paper: str = "notice.txt") -> int:
    papers = [a_paper(paper)]
    return record(
        office,
        reference,
        HearingFixed(on=DaySpan.on(NOTICE), appeal=0, hearing=HEARING),
        papers,
        by=BY,
    ).seq


def ordered(office: Office, reference: str, *duties: Duty) -> int:
    outcome, papers = DecisionOutcome.ALLOWED, [a_paper("order.txt")]
    entry = record_decision(
        office, reference, DECIDED, outcome, papers, OBEY, duties=duties, by=BY
    )
    return entry.seq


def application(on: date) -> SendingDetails:
    return SendingDetails(
        on, Channel.POST, Filing("E-9"), [a_paper("stamp.txt")], a_paper("application.txt")
    )


def test_a_hearing_is_a_day_to_watch_and_no_clock_stands_still_for_it(
    office: Office, reference: str
) -> None:
    before = case_status(office, reference).awaited

    fixed(office, reference)

    assert row(office, reference).agenda.hear_on == HEARING
    after = case_status(office, reference).awaited
    assert [each.ordinary for each in after] == [each.ordinary for each in before]
    assert case_status(office, reference).next_day(date(2024, 4, 16)) == HEARING


def test_a_hearing_put_off_has_a_new_day_or_none(office: Office, reference: str) -> None:
    seq = fixed(office, reference)
    later = date(2024, 6, 3)

    record(
        office,
        reference,
        Adjourned(on=DaySpan.on(date(2024, 4, 16)), hearing=seq, to=later),
        [],
        by=BY,
    )
    assert row(office, reference).agenda.hear_on == later
    record(
        office,
        reference,
        Adjourned(on=DaySpan.on(date(2024, 4, 16)), hearing=seq, to=None),
        [],
        by=BY,
    )

    assert row(office, reference).agenda.hear_on is None
    (hearing,) = hearings(case_status(office, reference).case_state)
    assert (hearing.day, hearing.waits, len(hearing.adjourned)) == (None, True, 2)


def test_a_hearing_that_was_held_or_decided_without_waits_for_nothing(
    office: Office, reference: str, clock: Clock
) -> None:
    seq, second = fixed(office, reference), fixed(office, reference, "again.txt")
    clock.set(date(2024, 5, 9))
    record(office, reference, HearingHeld(on=DaySpan.on(HEARING), hearing=seq), [], by=BY)
    with pytest.raises(NotAllowed, match="Nothing more can be logged"):
        record(office, reference, HearingHeld(on=DaySpan.on(HEARING), hearing=seq), [], by=BY)

    ordered(office, reference)

    assert [each.waits for each in hearings(case_status(office, reference).case_state)] == [
        False
    ] * 2
    assert row(office, reference).agenda.hear_on is None
    with pytest.raises(NotAllowed, match="Nothing more can be logged"):
        record(
            office,
            reference,
            Adjourned(on=DaySpan.on(DECIDED), hearing=second, to=None),
            [],
            by=BY,
        )
    with pytest.raises(NotAllowed, match="no hearing can be logged"):
        fixed(office, reference)


def test_days_and_entries_of_hearings_are_checked(office: Office, reference: str) -> None:
    seq, papers = fixed(office, reference), [a_paper()]
    early = FILED - timedelta(days=1)
    with pytest.raises(BadInput, match="Attach the notice"):
        record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(NOTICE), appeal=0, hearing=HEARING),
            [],
            by=BY,
        )
    with pytest.raises(BadInput, match="is before"):
        record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(early), appeal=0, hearing=HEARING),
            papers,
            by=BY,
        )
    with pytest.raises(BadInput, match="is before"):
        record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(NOTICE), appeal=0, hearing=early),
            papers,
            by=BY,
        )
    with pytest.raises(BadInput, match="is still in the future for the body"):
        record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(HEARING), appeal=0, hearing=HEARING),
            papers,
            by=BY,
        )
    with pytest.raises(BadInput, match="is not an appeal"):
        record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(NOTICE), appeal=1, hearing=HEARING),
            papers,
            by=BY,
        )
    with pytest.raises(BadInput, match="is still in the future for the body"):
        record(office, reference, HearingHeld(on=DaySpan.on(HEARING), hearing=seq), [], by=BY)
    with pytest.raises(BadInput, match="is not a scheduled hearing"):
        record(office, reference, HearingHeld(on=DaySpan.on(NOTICE), hearing=1), [], by=BY)


def test_an_order_with_several_duties_waits_for_each_by_its_own_day(
    office: Office, reference: str, clock: Clock
) -> None:
    clock.set(date(2024, 5, 9))
    report, costs = date(2024, 5, 15), Duty(DutyKind.PAY_COSTS, None, "PKR 25000")
    seq = ordered(office, reference, Duty(DutyKind.REPORT, report), costs)

    whole, first, second = owed(case_status(office, reference).case_state)
    assert (whole.number, whole.by, whole.kind) == (0, OBEY, None)
    assert (first.number, first.by, second.by) == (1, report, None)
    assert second.amount == "PKR 25000"
    assert row(office, reference).agenda.comply_by == report

    day = DaySpan.on(date(2024, 5, 9))
    comply(office, reference, seq, day, [a_paper("report.txt")], duty=1, by=BY)
    assert row(office, reference).agenda.comply_by == OBEY
    comply(office, reference, seq, day, [a_paper("half.txt")], in_part=True, by=BY)
    assert row(office, reference).agenda.comply_by == OBEY, "a part leaves the whole waiting"
    comply(office, reference, seq, day, [a_paper("all.txt")], by=BY)

    assert row(office, reference).agenda.comply_by is None
    assert not any(each.waits for each in owed(case_status(office, reference).case_state))
    with pytest.raises(NotAllowed, match="already logged"):
        comply(office, reference, seq, day, [a_paper()], by=BY)


def test_an_order_cannot_set_a_day_before_itself_nor_a_sum_in_words(
    office: Office, reference: str, clock: Clock
) -> None:
    clock.set(date(2024, 5, 9))
    with pytest.raises(BadInput, match="is before"):
        ordered(office, reference, Duty(DutyKind.REPORT, DECIDED - timedelta(days=1)))
    with pytest.raises(BadInput, match="is not an amount"):
        ordered(office, reference, Duty(DutyKind.PAY_PENALTY, None, "Mr A, 5000"))
    with pytest.raises(BadInput, match="have an amount"):
        ordered(office, reference, Duty(DutyKind.REPORT, None, "PKR 5"))


def test_enforcement_is_offered_once_the_day_has_passed_and_never_before(
    office: Office, reference: str, clock: Clock
) -> None:
    clock.set(OBEY)
    seq = ordered(office, reference)
    with pytest.raises(NotAllowed, match="Nothing in this order is overdue until 22 May"):
        seek_enforcement(office, reference, seq, application(OBEY), by=BY)

    late = OBEY + timedelta(days=1)
    clock.set(late)
    entry = seek_enforcement(office, reference, seq, application(late), by=BY)

    (whole,) = owed(case_status(office, reference).case_state)
    assert whole.late(late)
    assert [each.seq for each in whole.enforcement] == [entry.seq]
    with office.cases.look(reference) as case:
        assert case.filing(entry.seq).number == "E-9"
        assert b"E-9" not in entry.body


def test_a_corrected_order_demands_nothing(office: Office, reference: str, clock: Clock) -> None:
    clock.set(date(2024, 5, 9))
    seq = ordered(office, reference)
    correct(office, reference, seq, "It was another order.", by=BY)

    assert owed(case_status(office, reference).case_state) == ()
    assert row(office, reference).agenda.comply_by is None


def test_hearings_and_orders_are_reminded_of_in_their_own_words(
    office: Office, reference: str, clock: Clock
) -> None:
    a_person(office, BY)
    fixed(office, reference)
    clock.set(HEARING)
    said = " ".join(made.words for made in remind(office).made)
    assert "PIC has scheduled a hearing for Monday 6 May 2024." in said
    assert "Reminders stop when the hearing is logged as held or adjourned." in said

    clock.set(OBEY - timedelta(days=1))
    ordered(office, reference, Duty(DutyKind.REPORT, OBEY))
    made = [each for each in remind(office).made if "order" in each.words]

    assert {each.reminder.stage for each in made} == {"appeal", "appeal#1"}
    for each in made:
        assert "The order must be complied with by Wednesday 22 May 2024." in each.words
        assert each.subject.startswith("Comply with the order by 22 May 2024: 1 day left")


def test_hearings_and_orders_can_be_published_with_their_facts(
    office: Office, reference: str, clock: Clock
) -> None:
    fixed(office, reference)
    clock.set(date(2024, 5, 30))
    seq = ordered(office, reference, Duty(DutyKind.PAY_COSTS, None, "PKR 500"))
    with office.cases.look(reference) as case:
        shown = tuple(e.seq for e in case.history if e.event.kind != "approved")
    record = preview(office, reference, Publication(shown)).record

    ((_, hearing),) = record.state.of(HearingFixed)
    assert (hearing.before, hearing.hearing) == ("pk-pic", date(2024, 5, 6))
    ((_, decided),) = record.state.of(Decided)
    assert decided.comply_by == OBEY
    assert decided.duties == (Duty(DutyKind.PAY_COSTS, None, "PKR 500"),)

    day = DaySpan.on(date(2024, 5, 29))
    comply(office, reference, seq, day, [a_paper("all.txt")], by=BY)
    with pytest.raises(BadInput, match="Publish the compliance entry together with the order"):
        publish_entries(office, reference, Publication(shown), by=BY)
