"""The number, date, signatory and words of a document of the body, typed with its entry."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.abroad import asked_abroad, library_abroad
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.web.browser import Browser, Page
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, FeeCalculation, FeeCharge
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.responses.reply import Reply
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.core.recording import record

PDF = (b"%PDF-1.7\n%a small paper\n", "refusal.pdf")
CAME = date(2024, 3, 7)
TYPED = {
    "paper_number": "RTI-114/2024",
    "paper_dated": "2024-03-05",
    "paper_signed_by": "Director (Coordination)",
    "paper_words": "The request is regretted.",
}
HOSTILE = "</blockquote><script>alert(1)</script>{annex:entry-3} “x” \u202eطلب"
REFUSAL = {"on": CAME.isoformat(), "kind": "refused", "same": "refused"}


@pytest.fixture
def office_library() -> Library:
    """It has blocks in other countries."""
    return library_abroad()


def address(reference: str, page: str = "response") -> str:
    return f"/desk/requests/{reference}/{page}"


def stored(office: Office, reference: str) -> PaperDetails:
    with office.cases.look(reference) as case:
        return case.paper_details(case.history[-1].seq)


def entries(office: Office, reference: str) -> int:
    with office.cases.look(reference) as case:
        return len(case.history)


def logged(lawyer: Browser, where: str, typed: Mapping[str, object]) -> Page:
    return lawyer.submit(lawyer.get(where), typed, {"papers": PDF})


def test_the_details_of_a_response_are_stored_and_shown_in_the_timeline(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    shown = logged(lawyer, address(waiting), REFUSAL | TYPED)

    details = PaperDetails(
        "RTI-114/2024", date(2024, 3, 5), "Director (Coordination)", "The request is regretted."
    )
    assert stored(office, waiting) == details
    assert "Number: RTI-114/2024 (private) Dated Tuesday 5 March 2024." in shown.words
    assert "Signed by: Director (Coordination)" in shown.words
    assert "The request is regretted." in shown.words


def test_a_response_needs_no_details(lawyer: Browser, office: Office, waiting: str) -> None:
    shown = logged(lawyer, address(waiting), REFUSAL)

    assert "Response logged" in shown.words
    assert stored(office, waiting) == NO_DETAILS


@pytest.mark.samples("referred_name", "yesterday")
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("paper_number", "9" * 121, "Number must be 120 characters or fewer."),
        ("paper_signed_by", "x" * 121, "Post must be 120 characters or fewer."),
        ("paper_words", "x" * 1001, "Operative words must be 1,000 characters or fewer."),
        ("paper_dated", "2024-03-08", "The date on the document cannot be after its arrival."),
        ("paper_dated", "yesterday", "Enter a real date"),
        ("referred_name", "x" * 121, "The name of a body must be 120 characters or fewer."),
        ("referred_to", "pk-nowhere", "Choose"),
        ("referred_name", "A ministry", "Choose “Referred elsewhere” for an item"),
    ],
)
def test_what_cannot_be_right_is_refused_and_everything_typed_stays(
    lawyer: Browser, office: Office, waiting: str, field: str, typed: str, said: str
) -> None:
    before = entries(office, waiting)

    page = logged(lawyer, address(waiting), REFUSAL | TYPED | {field: typed})

    assert page.status == 422
    assert any(said in each for each in page.summary()), page.summary()
    assert entries(office, waiting) == before
    for name in TYPED.keys() - {field}:
        assert str(page.value(name)).strip() == TYPED[name]


def test_hostile_and_right_to_left_words_are_shown_as_they_are(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    urdu = "درخواست منظور نہیں کی جا سکتی۔"
    typed = {
        "paper_number": HOSTILE,
        "paper_signed_by": HOSTILE,
        "paper_words": f"{urdu} {HOSTILE}",
    }

    shown = logged(lawyer, address(waiting), REFUSAL | typed)
    letter = lawyer.get(f"{address(waiting, 'letters')}/appeal")

    for page in (shown, letter):
        assert page.status == 200
        assert not page.tree.xpath("//script[contains(text(), 'alert')]")
        assert urdu in page.words
    assert "(annex:entry-3)" in letter.words


def test_the_body_of_a_referral_is_chosen_or_named(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(address(waiting))
    offered = page.tree.xpath("//select[@name='referred_to']/option/@value")
    assert "pk-interior" in offered
    assert not {"pk-pta", "pk-pic", "gb-ofcom"} & set(offered)
    typed = {"on": CAME.isoformat(), "kind": "refused", "same": "referred-elsewhere"}
    both = typed | {"referred_to": "pk-interior", "referred_name": "A ministry"}
    assert "not both" in logged(lawyer, address(waiting), both).summary()[0]

    shown = logged(lawyer, address(waiting), typed | {"referred_to": "pk-interior"})

    with office.cases.look(waiting) as case:
        event = case.history[-1].event
    assert isinstance(event, Reply)
    assert {each.referred_to for each in event.outcomes} == {"pk-interior"}
    assert "Referred to the Ministry of Interior (private)." in shown.words


def test_a_name_of_the_applicant_is_no_body(lawyer: Browser, office: Office, waiting: str) -> None:
    with office.cases.look(waiting) as case:
        name = case.applicant().name
    typed = {"on": CAME.isoformat(), "kind": "refused", "same": "referred-elsewhere"}

    page = logged(lawyer, address(waiting), typed | {"referred_name": name})

    assert page.status in (400, 422)
    assert "the applicant’s name" in page.words


def test_a_fee_notice_has_its_sum_calculation_and_charges(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    typed = TYPED | {
        "kind": "fee-noticed",
        "on": CAME.isoformat(),
        "sum": "Rs 4,000",
        "calculation": "not-shown",
        "charges": ["prepayment", "staff-time"],
    }

    shown = logged(lawyer, address(waiting, "notice"), typed)

    with office.cases.look(waiting) as case:
        event = case.history[-1].event
    assert isinstance(event, FeeNoticed)
    assert event.sum == "Rs 4,000"
    assert event.calculation is FeeCalculation.NOT_SHOWN
    assert event.charges == (FeeCharge.PREPAYMENT, FeeCharge.STAFF_TIME)
    assert stored(office, waiting).number == "RTI-114/2024"
    assert "Sum asked for: Rs 4,000 (private)." in shown.words
    assert "Calculation: Not shown (private)." in shown.words


@pytest.mark.parametrize(
    "typed", [{"sum": "Rs 4,000"}, {"calculation": "shown"}, {"charges": ["staff-time"]}]
)
def test_only_a_fee_notice_has_a_sum(
    lawyer: Browser, office: Office, waiting: str, typed: dict[str, object]
) -> None:
    transfer = {"kind": "transferred", "on": CAME.isoformat(), "to": "pk-interior"}

    page = logged(lawyer, address(waiting, "notice"), transfer | typed)

    assert "Only a fee notice has these. Remove them." in page.summary()


def test_a_transfer_names_a_body_that_is_not_in_the_list(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    typed = {"kind": "transferred", "on": CAME.isoformat(), "to_name": "Cabinet Wing"}
    listed = logged(lawyer, address(waiting, "notice"), typed | {"to": "pk-interior"})
    assert "not in our list” to name it." in listed.summary()[0]

    shown = logged(lawyer, address(waiting, "notice"), typed | {"to": "elsewhere"})

    with office.cases.look(waiting) as case:
        event = case.history[-1].event
    assert isinstance(event, Transferred)
    assert event.named == "Cabinet Wing"
    assert "The notice names Cabinet Wing (private)." in shown.words


def test_what_the_requester_did_has_no_document_of_the_body(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    fee = {"kind": "fee-noticed", "on": "2024-03-05"}
    logged(lawyer, address(waiting, "notice"), fee)

    paid = TYPED | {"kind": "fee-paid", "on": CAME.isoformat()}
    page = logged(lawyer, address(waiting, "notice"), paid)

    assert "Only a document of the body has these. Remove them." in page.summary()


def test_an_extension_has_its_details(lawyer: Browser, office: Office, waiting: str) -> None:
    typed = TYPED | {"on": CAME.isoformat(), "ground": "none"}

    shown = logged(lawyer, address(waiting, "extension"), typed)

    assert stored(office, waiting).number == "RTI-114/2024"
    assert "Number: RTI-114/2024" in shown.words


def test_where_the_law_counts_from_the_date_of_the_decision_that_date_is_asked_for(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = asked_abroad(office, "us-doj", date(2024, 1, 10))
    clock.set(date(2024, 2, 15))

    page = lawyer.get(address(reference))

    assert "The date on the decision: the law counts from it, not from its arrival." in page.words
    assert not page.tree.xpath("//input[@name='paper_dated']")
    assert "The date you received it." not in page.words


def test_where_the_law_counts_from_receipt_that_day_is_asked_for(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    assert "The date you received it." in lawyer.get(address(reference)).words


@pytest.mark.parametrize(("body", "day"), [("us-doj", ""), ("pk-pta", "2024-02-12")])
def test_the_day_of_arrival_is_filled_in_only_where_the_law_counts_from_it(
    lawyer: Browser, office: Office, clock: Clock, body: str, day: str
) -> None:
    reference = asked_abroad(office, body, date(2024, 1, 10)) if body == "us-doj" else ""
    if not reference:
        reference = a_request(office, on=date(2024, 1, 9))
        received(office, reference, date(2024, 1, 10))
    clock.set(date(2024, 2, 15))
    came = DocumentReceived(on=DaySpan.on(date(2024, 2, 12)), channel=Channel.POST)
    seq = record(office, reference, came, [a_paper("letter.txt")], by=BY).seq

    page = lawyer.get(f"{address(reference)}?paper={seq}")

    assert (page.value("on") or "") == day
