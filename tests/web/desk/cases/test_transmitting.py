"""The page of all dispatches: attempts, their proofs, and which started the clock."""

from datetime import date

from tests.offices import a_request, received
from tests.web.browser import Browser
from tracker.services.core.office import Office

PDF = b"%PDF-1.7 a paper"


def again(lawyer: Browser, reference: str) -> None:
    lawyer.submit(
        f"/desk/requests/{reference}/dispatches/3/again",
        {
            "on": "2024-02-21",
            "channel": "email",
            "recipient": "rti@pta.example",
            "number": "<1@office.example>",
            "source": "word",
        },
        {"proofs": (b"250 OK\n", "log.txt")},
    )


def test_every_attempt_stands_on_one_page_with_what_it_proves(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    path = f"/desk/requests/{reference}/dispatches"
    assert "Receipt is not proved, so the clock has" in lawyer.get(path).words
    again(lawyer, reference)

    lawyer.submit(
        f"{path}/3/delivery",
        {"result": "returned", "on": "2024-03-01"},
        {"papers": (PDF, "envelope.pdf")},
    )
    page = lawyer.get(path)

    for words in ("Sent by courier", "Sent by email", "<1@office.example>", "CN-778899"):
        assert words in page.words
    assert "It came back to the sender." in page.words
    assert "It is proved that it did not arrive." in page.words
    assert "One did not arrive. Send it again" in lawyer.get(f"/desk/requests/{reference}").words


def test_the_page_says_which_dispatch_started_the_clock_and_why(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    again(lawyer, reference)
    path = f"/desk/requests/{reference}"
    form = lawyer.get(f"{path}/receipt?dispatch=4")
    assert form.value("dispatch") == "4"
    lawyer.submit(
        form,
        {"on": "2024-02-22", "proof": "body-acknowledged"},
        {"papers": (b"250 OK\n", "read.txt")},
        path=f"{path}/receipt",
    )
    received(office, reference, date(2024, 2, 26))

    words = lawyer.get(f"{path}/dispatches").words

    assert "The time to respond runs from Thursday 22 February 2024: entry 5" in words
    assert words.index("It arrived later and does not restart the clock.") < words.index(
        "Sent by email"
    )
    assert words.index("This one started the clock.") > words.index("Sent by email")


def test_mistakes_are_said_at_their_fields_and_nothing_is_recorded(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    path = f"/desk/requests/{reference}/dispatches"

    page = lawyer.submit(f"{path}/3/delivery", {"on": "2024-03-01"})

    assert page.status == 422
    assert page.summary() == [
        "Choose the delivery result.",
        "Attach the proof: the envelope, the notice or the message.",
    ]
    assert lawyer.get(f"{path}/99/delivery").status == 404
    assert "came back" not in lawyer.get(path).words.replace("Log a delivery result", "")
