"""Several dispatches of one paper: what each proves, and which of them started the clock.

The request goes by courier on Monday 19 February 2024. Receipt on Monday 26 February: ten working
days (section 14(1)) are 27, 28, 29 February, 1, 4, 5, 6, 7, 8 and 11 March: the last is Monday
11 March, since the office is closed on Saturdays and Sundays.
"""

from datetime import date

import pytest

from tests.abroad import case_status
from tests.offices import BY, a_paper, a_request, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel, DeliveryResult, ReceiptProof
from tracker.domain.case.dispatches import Transmission, transmissions
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.received import Received
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import correct
from tracker.services.cases.sending import prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.cases.transmitting import report_delivery, resend
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.publishing.publishing import publishable

SENT = 3


@pytest.fixture
def reference(office: Office) -> str:
    """A request that left by courier."""
    return a_request(office)


def papers(office: Office, reference: str) -> tuple[Transmission, ...]:
    return transmissions(case_status(office, reference).case_state)


def by_email(office: Office, reference: str, on: date = date(2024, 2, 21)) -> Entry:
    dispatch = SendingDetails(
        on,
        Channel.EMAIL,
        Filing("<1@office.example>", recipient="po@body.example"),
        [a_paper("log.txt")],
    )
    return resend(office, reference, SENT, dispatch, by=BY)


def arrived(office: Office, reference: str, on: date, dispatch: int) -> Entry:
    proof = ReceiptProof.BODY_ACKNOWLEDGED
    span = DaySpan.on(on)
    files = [a_paper(f"receipt-{dispatch}.txt")]
    return prove_receipt(office, reference, span, proof, files, dispatch=dispatch, by=BY)


def test_each_dispatch_has_a_number_of_its_own_that_no_event_holds(
    office: Office, reference: str
) -> None:
    again = by_email(office, reference)

    with office.cases.look(reference) as case:
        assert case.filing(SENT).number == "CN-778899"
        assert case.filing(again.seq).number == "<1@office.example>"
        assert all(b"office.example" not in entry.body for entry in case.history)


def test_a_letter_sent_again_is_the_very_letter_unless_another_file_is_given(
    office: Office, reference: str
) -> None:
    again = by_email(office, reference)
    signed = SendingDetails(
        date(2024, 2, 22),
        Channel.FAX,
        Filing(recipient="051 000"),
        (),
        a_paper("signed.txt"),
        without_proof=True,
    )
    third = resend(office, reference, again.seq, signed, by=BY)

    (request,) = papers(office, reference)
    first, second, last = (each.entry.event.evidence[0] for each in request.dispatches)
    assert first == second != last
    assert [each.entry.seq for each in request.dispatches] == [SENT, again.seq, third.seq]


def test_the_first_proved_receipt_starts_the_clock_and_a_later_one_resets_nothing(
    office: Office, reference: str
) -> None:
    again = by_email(office, reference)
    first = arrived(office, reference, date(2024, 2, 26), again.seq)
    before = case_status(office, reference).awaited[0].ordinary

    received(office, reference, date(2024, 3, 4))

    after = case_status(office, reference)
    assert before.earliest == after.awaited[0].ordinary.earliest == date(2024, 3, 11)
    assert after.case_state.received == first
    (request,) = papers(office, reference)
    assert [len(each.receipts) for each in request.dispatches] == [1, 1]


def test_an_earlier_receipt_is_not_put_beside_a_later_one_but_in_its_place(
    office: Office, reference: str
) -> None:
    later = received(office, reference, date(2024, 3, 4))
    again = by_email(office, reference)

    with pytest.raises(
        NotAllowed, match=r"First correct that receipt \(entry 4\), then log both,"
    ):
        arrived(office, reference, date(2024, 2, 26), again.seq)
    correct(office, reference, later.seq, "An earlier receipt is proved.", by=BY)
    first = arrived(office, reference, date(2024, 2, 26), again.seq)
    received(office, reference, date(2024, 3, 4))

    assert case_status(office, reference).case_state.received == first


def test_receipt_of_one_dispatch_is_proved_once_and_of_what_left_only(
    office: Office, reference: str
) -> None:
    received(office, reference, date(2024, 2, 26))

    with pytest.raises(NotAllowed, match="already logged"):
        received(office, reference, date(2024, 2, 27))
    with pytest.raises(BadInput, match="That entry is not a dispatch of the"):
        arrived(office, reference, date(2024, 2, 27), 99)
    with pytest.raises(NotAllowed, match="use the sending and delivery page"):
        send(office, reference, SendingDetails(date(2024, 2, 27), Channel.POST, Filing()), by=BY)


def test_what_came_back_is_no_receipt_and_no_silence_follows_from_it(
    office: Office, reference: str
) -> None:
    came_back = DaySpan.on(date(2024, 3, 1))
    for result in (DeliveryResult.UNDELIVERABLE, DeliveryResult.RETURNED):
        files = [a_paper(f"{result}.txt")]
        report_delivery(office, reference, SENT, came_back, result, files, by=BY)

    (request,) = papers(office, reference)
    assert len(request.dispatches[0].failed) == 2
    assert request.proved == ()
    assert case_status(office, reference).case_state.received is None
    assert sweep(office).entered == ()


def test_a_report_needs_its_paper_a_day_that_can_be_and_a_dispatch(
    office: Office, reference: str
) -> None:
    returned, day = DeliveryResult.RETURNED, DaySpan.on(date(2024, 3, 1))
    early = DaySpan.on(date(2024, 2, 18))
    with pytest.raises(BadInput, match="Attach the proof"):
        report_delivery(office, reference, SENT, day, returned, [], by=BY)
    with pytest.raises(BadInput, match="is before"):
        report_delivery(office, reference, SENT, early, returned, [a_paper()], by=BY)
    with pytest.raises(BadInput, match=r"That entry is not a dispatch\. Choose one"):
        report_delivery(office, reference, 1, day, returned, [a_paper()], by=BY)
    with pytest.raises(NotAllowed, match="counts as received"):
        report_delivery(office, reference, SENT, day, DeliveryResult.DELIVERED, [], by=BY)


def test_service_of_an_appeal_is_proved_by_any_of_its_dispatches(
    office: Office, reference: str
) -> None:
    received(office, reference, date(2024, 2, 26))
    paper = a_paper("appeal.txt")
    dispatch = SendingDetails(
        date(2024, 3, 20), Channel.POST, Filing("P-1"), [a_paper("slip.txt")], paper
    )
    filed = file_appeal(office, reference, dispatch, by=BY)
    by_hand = SendingDetails(
        date(2024, 3, 21), Channel.HAND, Filing("D-2"), [a_paper("stamp.txt")]
    )
    again = resend(office, reference, filed.seq, by_hand, by=BY)
    day = DaySpan.on(date(2024, 3, 21))

    served = report_delivery(
        office, reference, again.seq, day, DeliveryResult.DELIVERED, [a_paper("seal.txt")], by=BY
    )

    request, appeal = papers(office, reference)
    assert [each.entry.seq for each in appeal.dispatches] == [filed.seq, again.seq]
    assert appeal.proved == (served,)
    assert len(request.dispatches) == 1
    decides = case_status(office, reference).awaited[-1]
    assert (decides.opening.seq, decides.stage.key) == (filed.seq, "appeal-decision")


def test_a_receipt_names_the_dispatch_that_it_proves(office: Office) -> None:
    entry = received(office, a_request(office), date(2024, 2, 26))

    assert isinstance(entry.event, Received)
    assert entry.event.dispatch == SENT


def test_dispatches_can_be_shown_to_the_public(office: Office, reference: str) -> None:
    by_email(office, reference)

    with office.cases.look(reference) as case:
        assert "resent" in {entry.event.kind for entry in publishable(case.history)}
