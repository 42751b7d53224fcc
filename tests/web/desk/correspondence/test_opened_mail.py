"""The page of an email with content that is signed, packed, encrypted or stored elsewhere."""

from datetime import date, timedelta

import pytest

from tests.mail.reading.outlook_packages import file, package, words
from tests.mail.reading.raw_mails import plain, typed
from tests.mail.reading.signers import Signer, a_signer
from tests.offices import a_request
from tests.web.browser import Browser
from tests.web.desk.correspondence.test_received_mail import hand_in, path_of, place
from tracker.services.cases.notes_and_tasks import tasks_about
from tracker.services.core.office import Office
from tracker.services.ports.correspondence.mail_desk import MailTab

LINKS = b"Download the record: https://we.tl/t-1\r\n\r\nThe link is valid until 20 March 2032.\r\n"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return a_signer(tmp_path_factory.mktemp("signer"))


def test_signed_content_has_a_word_of_its_own_beside_that_of_the_server(
    lawyer: Browser, signer: Signer
) -> None:
    page = hand_in(lawyer, signer.sign()).words

    assert "Unsigned, which alone proves nothing" in page
    assert "The content is unchanged since it was signed." in page
    assert "Certificate of The Registrar, Telecommunication Authority" in page
    assert "No authority is trusted here" in page
    assert "The certificate does not name the sender’s address." not in page


def test_changed_content_and_another_sender_are_named(lawyer: Browser, signer: Signer) -> None:
    forged = signer.sign().replace(b"refused", b"granted").replace(b"rti@pta", b"rti@pti")
    page = hand_in(lawyer, forged).words

    assert "The content does not fit this signature." in page
    assert "The certificate does not name the sender’s address." in page
    assert "unchanged" not in page


def test_encrypted_mail_is_a_problem_and_says_what_to_do(
    lawyer: Browser, office: Office, signer: Signer
) -> None:
    page = hand_in(lawyer, signer.encrypt()).words

    assert "A part of this email is encrypted, so nobody can read it here." in page
    assert office.mail_reading.desk.count() == {MailTab.PROBLEMS: 1}


def test_an_outlook_package_is_shown_and_its_files_are_downloaded(lawyer: Browser) -> None:
    packed = package(*words("It is refused."), *file("order.pdf", b"%PDF-1"))
    page = hand_in(lawyer, typed("application/ms-tnef", packed))

    assert "It is refused." in page.words
    assert "could not be opened" not in page.words
    assert lawyer.get(f"{path_of(page)}/parts/1.2").answer.data == b"%PDF-1"
    cut = hand_in(lawyer, typed("application/ms-tnef", packed[:-9]))
    assert "A part of this email could not be opened completely." in cut.words


def test_links_to_files_become_a_task_that_a_person_creates(
    lawyer: Browser, office: Office
) -> None:
    reference, other = a_request(office), a_request(office, block="pk-wikipedia-2023")
    page = hand_in(lawyer, plain(LINKS))
    assert "we.tl" in page.words
    assert "The links seem to end on Saturday 20 March 2032." in page.words
    assert "Create a task" not in page.words
    place(lawyer, page, reference)
    id = path_of(page).rpartition("/")[2]
    assert f"Create a task in {reference.upper()}" in lawyer.get(path_of(page)).words

    form = lawyer.get(f"/desk/requests/{reference}/tasks?mail={id}")

    assert form.value("due") == "2032-03-20"
    assert "we.tl" in form.value("words")
    assert tasks_about(office, reference) == ()
    lawyer.submit(form, {})
    (worded,) = tasks_about(office, reference)
    assert worded.task.due == date(2032, 3, 20)
    # The email belongs to another request, and no email has the second identifier.
    for path in (
        f"/desk/requests/{other}/tasks?mail={id}",
        f"/desk/requests/{reference}/tasks?mail=x",
    ):
        assert lawyer.get(path).value("due") == ""


def test_the_days_of_a_link_count_from_the_senders_day_if_a_file_is_added_later(
    lawyer: Browser, office: Office
) -> None:
    came = office.now().date() - timedelta(days=5)
    raw = plain(b"It is available for 7 days: https://we.tl/t-1\r\n")
    raw = raw.replace(b"30 Nov 2026", f"{came:%d %b %Y}".encode())
    reference = a_request(office)
    page = hand_in(lawyer, raw)
    place(lawyer, page, reference)

    id = path_of(page).rpartition("/")[2]
    form = lawyer.get(f"/desk/requests/{reference}/tasks?mail={id}")

    assert form.value("due") == (came + timedelta(days=7)).isoformat()
    assert f"{came.day} {came:%B %Y}" in form.value("words")
