"""Attempts to learn who asked, or to stop the office."""

import time
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest

from tests.offices import BY, a_paper, a_request, received, told
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.request import Applicant
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, note_extension, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.core.throttling import FAILURES_ALLOWED
from tracker.services.people.accounts import invite, invited, set_password
from tracker.services.people.sessions import signed_in
from tracker.services.people.signing_in import sign_in
from tracker.services.ports.people import RoleName
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

ASKING = Applicant("Ayesha Namoona Müller", "House 7, Street 9, F-8/3\nIslamabad", "", True)
IN_URDU = Applicant("نمونہ کریم")


@pytest.mark.parametrize(
    "words",
    [
        "to Aye\u00adsha, in a line that was broken",
        "to A\u200byesha, with a space of no width",
        "to \u0410yesha, with a Cyrillic letter",
        "to \uff21\uff59\uff45\uff53\uff48\uff41, in wide letters",
        "to Aye\u0301sha, with an accent",
        "to Ms Muller, without her accent",
        "to Ms Mu\u0308ller, in letters taken apart",
        "the file Namoona_reply.pdf",
        "to AYESHANAMOONA",
        "to A y e s h a",
        "to A. y. e. s. h. a.  N a m o o n a",
        "at House 7 Street 9 F-8/3",
        "at house\u00a07, street 9; F-8/3",
    ],
)
def test_a_name_or_address_in_disguise_is_found(words: str) -> None:
    with pytest.raises(BadInput, match="the applicant’s"):
        require_anonymous(words, ASKING)


def test_an_urdu_name_is_found_in_the_letters_of_another_keyboard() -> None:
    with pytest.raises(BadInput, match="the applicant’s name"):
        require_anonymous("درخواست از كريم", IN_URDU)


@pytest.mark.parametrize(
    "words",
    [
        "61101 1234567 1",
        "61101\u20131234567\u20131",
        "61101 - 1234567 - 1",
        "0300.1234567",
        "0300\u20131234567",
        "(051) 234 5678",
        "+92 (51) 2345678",
        "a clerk\uff20ministry.example",
    ],
)
def test_numbers_and_addresses_of_persons_are_found_however_they_are_set(words: str) -> None:
    with pytest.raises(BadInput, match="Replace it with"):
        require_anonymous(f"Call {words} for it", ASKING)


@pytest.mark.parametrize(
    "words",
    [
        "Your letter of 05.03.2024 and 06-03-2024 was refused under section 7(e).",
        "S.R.O. 1005(I)/2020, in force since 18 November 2020, pages 10 to 12",
        "P. T. A. wrote to the Ministry of Interior in Lahore, F-9/1.",
    ],
)
def test_plain_answers_are_not_taken_for_a_person(words: str) -> None:
    require_anonymous(words, ASKING)


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "0 ", "+1(((", "00((((((", "12345-", "a b "])
def test_no_text_takes_long_to_look_through(piece: str) -> None:
    """200,000 characters, which the form takes: a slow pattern would stop a worker for hours."""
    words = (piece * 200_000)[:200_000]
    began = time.process_time()
    with suppress(BadInput):
        require_anonymous(words, ASKING)
    assert time.process_time() - began < 5


def a_docx() -> bytes:
    """The least that counts as a Word document."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<document/>")
    return made.getvalue()


@pytest.mark.parametrize("front", [b"%PDF-1.7\n", b"<html><script>", b"MZ"])
def test_a_document_with_something_else_in_front_is_refused(front: bytes) -> None:
    checked_upload("letter.docx", a_docx())

    with pytest.raises(BadInput, match="its content is not a Word document"):
        checked_upload("letter.docx", front + a_docx())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\xff\x00"),
        (b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x08"),
    ],
)
def test_a_document_with_a_strange_table_of_contents_is_refused(old: bytes, new: bytes) -> None:
    data = a_docx().replace(b"document.xml", b"docu\xffent.xml").replace(old, new)

    with pytest.raises(BadInput, match="its content is not a Word document"):
        checked_upload("letter.docx", data)


def test_a_pdf_that_is_called_a_text_is_refused() -> None:
    with pytest.raises(BadInput, match="not text"):
        checked_upload("letter.txt", b"%PDF-1.7 in plain letters")


BOSS = "boss@gross.example"
PASSWORD = "four words make one"


def a_boss(office: Office) -> str:
    return set_password(office, invite(office, BOSS, "A Boss", RoleName.ADMIN), PASSWORD).token


@pytest.mark.parametrize(
    "spelt", ["bo\u017fs@gross.example", "bo\u00df@gross.example", "BO\u1e9e@gro\u00df.example"]
)
def test_another_spelling_of_an_address_gets_no_tries_of_its_own(
    office: Office, spelt: str
) -> None:
    a_boss(office)
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(NotAllowed, match="is wrong"):
            sign_in(office, BOSS, "a wrong password", key=b"k")

    with pytest.raises(NotAllowed, match="Too many sign-ins failed"):
        sign_in(office, spelt, PASSWORD, key=b"k")


def test_a_new_password_ends_what_the_old_one_opened(office: Office) -> None:
    stolen = a_boss(office)
    older = invite(office, BOSS, "A Boss", RoleName.ADMIN)

    fresh = a_boss(office)

    assert signed_in(office, stolen) is None
    assert signed_in(office, fresh) is not None
    with pytest.raises(NotAllowed, match="has been used"):
        invited(office, older)


def entries(office: Office, reference: str, without: str = "") -> tuple[int, ...]:
    """What can be shown, but for one kind."""
    with office.cases.look(reference) as case:
        found = publishable(case.history)
    return tuple(entry.seq for entry in found if entry.event.kind != without)


def test_a_silence_cannot_be_forged_by_leaving_out_the_answer(office: Office) -> None:
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    with office.cases.look(reference) as case:
        asked = next(e.event for e in case.history if isinstance(e.event, Drafted)).questions
    outcomes = tuple(QuestionOutcome(question.key, Outcome.DISCLOSED) for question in asked)
    answer = Response("answered", DaySpan.on(date(2024, 5, 6)), outcomes, [a_paper()])
    take_reply(office, reference, answer, by=BY)
    told(office, reference, date(2024, 6, 3))

    with pytest.raises(
        BadInput, match=r"Publish the response together with the non-response\. Without"
    ):
        publish_entries(
            office, reference, Publication(entries(office, reference, "answered")), by=BY
        )

    publish_entries(office, reference, Publication(entries(office, reference)), by=BY)


def test_days_that_an_extension_moved_are_not_shown_without_it(office: Office) -> None:
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    note_extension(
        office, reference, DaySpan.on(date(2024, 3, 27)), "consultation", [a_paper()], by=BY
    )

    with pytest.raises(BadInput, match="Publish the extension together with the receipt: the"):
        publish_entries(
            office,
            reference,
            Publication(entries(office, reference, ExtensionNoticed.kind)),
            by=BY,
        )

    publish_entries(office, reference, Publication(entries(office, reference)), by=BY)
