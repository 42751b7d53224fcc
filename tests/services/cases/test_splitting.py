"""Items that a body transferred are a request of their own, with its own clock.

Days under the Act of India, counted with a paper calendar. The first authority receives the
request on Monday 1 July 2024: thirty days (section 7(1)) end on Wednesday 31 July. It transfers
two items (section 6(3)), which the second authority receives on Monday 8 July and the third on
Wednesday 10 July: thirty days from then end on Wednesday 7 August and on Friday 9 August. Sources
disagree from which receipt the time runs, so the earliest date stays 31 July.
"""

from datetime import date

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad, sent_abroad
from tests.offices import BY, a_paper, a_request, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.request import Filing, RequestRelations
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.library import Library
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.sending import prove_receipt
from tracker.services.cases.silence import sweep
from tracker.services.cases.splitting import TransferOfItems, transfer_items
from tracker.services.cases.transmitting import resend
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails

RECEIVED, SECOND, THIRD = date(2024, 7, 1), date(2024, 7, 8), date(2024, 7, 10)
FIRST, OTHER, ONE_MORE = "in-meity", "in-mha", "in-trai"


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def indian(office: Office) -> str:
    return asked_abroad(office, FIRST, RECEIVED)


def items(office: Office, reference: str) -> dict[int, str]:
    """The items left in a request, by their numbers in the letter."""
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    return {number: asked.key for number, asked in drafted.numbered}


def transferred(office: Office, reference: str, to: str, on: date, *numbers: int) -> str:
    keys = tuple(items(office, reference)[number] for number in numbers)
    moved = TransferOfItems(DaySpan.on(on), to, keys, [a_paper("transfer.txt")])
    return transfer_items(office, reference, moved, by=BY)


def lapses(office: Office, reference: str) -> list[tuple[str, str]]:
    found = case_status(office, reference).case_state.of(MissedDeadline)
    return [(event.kind, event.body) for _, event in found]


def last_day(office: Office, reference: str) -> tuple[date, date | None]:
    limit = case_status(office, reference).awaited[0].ordinary
    return limit.earliest, limit.latest


def test_two_items_for_two_bodies_are_two_requests_each_with_its_clock(
    office: Office, indian: str
) -> None:
    asked = items(office, indian)

    second = transferred(office, indian, OTHER, SECOND, 3)
    third = transferred(office, indian, ONE_MORE, THIRD, 4)

    assert last_day(office, indian) == (date(2024, 7, 31), date(2024, 7, 31))
    assert last_day(office, second) == (date(2024, 7, 31), date(2024, 8, 7))
    assert last_day(office, third) == (date(2024, 7, 31), date(2024, 8, 9))
    assert items(office, second) == {3: asked[3]}
    assert items(office, third) == {4: asked[4]}
    assert items(office, indian) == {n: key for n, key in asked.items() if n not in (3, 4)}


def test_one_item_that_went_to_two_bodies_is_a_request_to_each(
    office: Office, indian: str
) -> None:
    asked = items(office, indian)
    second = transferred(office, indian, OTHER, SECOND, 3)
    keys = (asked[3], asked[4])
    moved = TransferOfItems(DaySpan.on(THIRD), ONE_MORE, keys, [a_paper("second.txt")])
    third = transfer_items(office, indian, moved, by=BY)

    assert items(office, second) == {3: asked[3]}
    assert items(office, third) == {3: asked[3], 4: asked[4]}
    assert items(office, indian) == {n: key for n, key in asked.items() if n not in (3, 4)}
    assert last_day(office, second) == (date(2024, 7, 31), date(2024, 8, 7))
    assert last_day(office, third) == (date(2024, 7, 31), date(2024, 8, 9))
    # An item can be transferred to the same body only once.
    with pytest.raises(BadInput, match="transferred to this body before"):
        transfer_items(office, indian, moved, by=BY)
    assert len(list(office.cases.references())) == 3


def test_parts_and_request_are_linked_both_ways(office: Office, indian: str) -> None:
    second = transferred(office, indian, OTHER, SECOND, 3)
    third = transferred(office, indian, ONE_MORE, THIRD, 4)

    assert office.related_requests.of(indian) == RequestRelations(
        led_to=tuple(sorted((second, third)))
    )
    assert office.related_requests.of(second) == RequestRelations(comes_from=indian)
    left = case_status(office, indian).case_state.of(PartTransferred)
    assert [(event.to, event.request) for _, event in left] == [(OTHER, second), (ONE_MORE, third)]
    state = case_status(office, second).case_state
    assert (state.body, state.acting_body, state.answerers) == (FIRST, OTHER, (OTHER,))


def test_a_part_can_be_transferred_in_part_again(office: Office, indian: str) -> None:
    second = transferred(office, indian, OTHER, SECOND, 3, 4)

    third = transferred(office, second, ONE_MORE, THIRD, 4)

    assert set(items(office, second)) == {3}
    assert set(items(office, third)) == {4}
    assert office.related_requests.of(third) == RequestRelations(comes_from=second)
    assert case_status(office, third).case_state.answerers == (ONE_MORE,)
    assert last_day(office, third) == (date(2024, 7, 31), date(2024, 8, 9))


def test_each_body_is_called_silent_for_its_own_items_after_its_own_time(
    office: Office, indian: str
) -> None:
    """A third-party consultation may have given forty days (section 11(3)). From 1 July they end
    on Saturday 10 August, or on Monday the 12th if the office is closed on that day; from the
    second receipt on 8 July they end on Saturday 17 August, or on Monday the 19th."""
    second = transferred(office, indian, OTHER, SECOND, 3)

    sweep(office, date(2024, 8, 13))
    assert ("fell-silent", FIRST) in lapses(office, indian)
    assert lapses(office, second) == [("overdue", OTHER)]

    sweep(office, date(2024, 8, 20))
    assert lapses(office, second)[-1] == ("fell-silent", OTHER)


def test_a_response_covers_the_remaining_items_only(office: Office, indian: str) -> None:
    transferred(office, indian, OTHER, SECOND, 3)
    kept = items(office, indian)

    outcomes = tuple(QuestionOutcome(key, Outcome.DISCLOSED) for key in kept.values())
    day = DaySpan.on(date(2024, 7, 20))
    take_reply(office, indian, Response("answered", day, outcomes, [a_paper("reply.txt")]), by=BY)

    assert case_status(office, indian).phase == "answered"


def test_a_transfer_that_was_logged_wrongly_leaves_all_items_where_they_were(
    office: Office, indian: str
) -> None:
    asked = items(office, indian)
    transferred(office, indian, OTHER, SECOND, 3)
    [(entry, _)] = case_status(office, indian).case_state.of(PartTransferred)

    correct(office, indian, entry.seq, "The notice names another request.", by=BY)

    assert items(office, indian) == asked


def test_a_part_has_the_sending_that_its_receipt_proves(office: Office) -> None:
    """The first letter was lost; the second dispatch arrived."""
    reference = sent_abroad(office, FIRST, date(2024, 6, 3))
    again = SendingDetails(date(2024, 6, 24), Channel.POST, Filing(), [a_paper("again.txt")])
    (first,) = case_status(office, reference).case_state.sent
    second = resend(office, reference, first.seq, again, by=BY)
    proof, papers = ReceiptProof.COURIER_DELIVERY, [a_paper("delivery.txt")]
    prove_receipt(
        office, reference, DaySpan.on(RECEIVED), proof, papers, dispatch=second.seq, by=BY
    )

    part = transferred(office, reference, OTHER, SECOND, 3)

    state = case_status(office, part).case_state
    ((_, receipt),) = state.of(Received)
    proved = state.at(receipt.dispatch)
    assert proved
    assert isinstance(proved.event, Resent)
    assert (proved.event.on, proved.event.of) == (again.span, state.sent[0].seq)
    (request, *_) = transmissions(state)
    assert [len(each.receipts) for each in request.dispatches] == [0, 1]


def test_impossible_transfers_are_refused_and_open_no_request(office: Office, indian: str) -> None:
    everything = tuple(items(office, indian))
    with pytest.raises(BadInput, match="all the items that are left"):
        transferred(office, indian, OTHER, SECOND, *everything)
    with pytest.raises(BadInput, match="Choose items that are or were with this body"):
        transferred(office, indian, OTHER, SECOND)
    with pytest.raises(BadInput, match="Choose a body from our list"):
        transferred(office, indian, "", SECOND, 3)
    with pytest.raises(BadInput, match="cannot be transferred to"):
        transferred(office, indian, "in-cic", SECOND, 3)
    with pytest.raises(BadInput, match="already with"):
        transferred(office, indian, FIRST, SECOND, 3)
    with pytest.raises(BadInput, match="is before"):
        transferred(office, indian, OTHER, date(2024, 6, 30), 3)
    moved = TransferOfItems(DaySpan.on(SECOND), OTHER, (items(office, indian)[3],), [])
    with pytest.raises(BadInput, match="Attach the document"):
        transfer_items(office, indian, moved, by=BY)

    assert tuple(items(office, indian)) == everything
    assert office.related_requests.of(indian) == RequestRelations()
    assert list(office.cases.references()) == [indian]


def test_a_law_without_a_transfer_has_no_part(office: Office) -> None:
    pakistani = a_request(office, on=date(2024, 2, 19))
    received(office, pakistani, date(2024, 2, 26))

    with pytest.raises(NotAllowed, match="has no transfer"):
        transferred(office, pakistani, "pk-moi", date(2024, 3, 1), 1)


def test_the_papers_of_the_request_are_read_in_its_part_too(office: Office, indian: str) -> None:
    second = transferred(office, indian, OTHER, SECOND, 3)

    with office.cases.look(second) as case, office.cases.look(indian) as whole:
        names = [paper.name for paper in case.papers()]
        assert {"courier.txt", "delivery.txt", "request.txt", "transfer.txt"} <= {*names}
        for entry in case.history:
            for digest in entry.event.evidence:
                assert office.archive.read(second, digest)
        assert case.applicant() == whole.applicant()
        sent = case.history[2]
        assert case.filing(sent.seq) == whole.filing(whole.history[2].seq)
