"""Search in received mail: in its subject, sender, text and names of files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.reading.raw_mails import plain, with_files
from tests.offices import BY, a_request, an_office
from tracker.services.cases.notes_and_tasks import write_note
from tracker.services.core.office import Office
from tracker.services.correspondence.diary_hints import requests_by_number
from tracker.services.correspondence.reading_mail import opened_reading
from tracker.services.correspondence.searching_mail import search_mail
from tracker.services.correspondence.storing import take_file
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.services.ports.correspondence.received import ReceivedState

ALL = MailFilter()
URDU = "آپ کی درخواست مسترد کر دی گئی ہے۔ مزید معلومات دفتر سے حاصل کریں۔"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, live=True) as (office, _):
        yield office


def words_found(office: Office, typed: str) -> list[str]:
    """The words that are marked in the excerpt of each mail found."""
    hits = search_mail(office, typed, ALL, 10).hits
    return [" ".join(piece.said for piece in hit.excerpt.pieces if piece.sought) for hit in hits]


def test_a_mail_is_found_by_subject_sender_text_and_names_of_files(office: Office) -> None:
    take_file(office, with_files(("Gazette-notice.pdf", "application/pdf", b"%PDF-1.7 x")))
    take_file(office, plain(b"The blocking order is classified.\r\n"))

    assert words_found(office, "gazette") == ["Gazette-notice.pdf"]
    assert words_found(office, "order classified") == ["order classified"]
    assert len(words_found(office, "rti@pta.gov.pk")) == 2
    assert words_found(office, "nowhere") == []
    # Signs without a word find nothing, and no words at all list everything.
    assert words_found(office, "—") == []
    assert len(search_mail(office, " ", ALL, 10).hits) == 2


def test_an_urdu_text_is_found_in_other_spellings_and_says_its_language(office: Office) -> None:
    take_file(office, plain(URDU.encode(), b"Content-Type: text/plain; charset=utf-8\r\n"))
    (hit,) = search_mail(office, "درخواست مسترد".replace("ک", "ك"), ALL, 10).hits

    assert hit.excerpt.language == "ur"
    assert [piece.said for piece in hit.excerpt.pieces if piece.sought]


def test_further_hits_and_mail_that_is_not_indexed_are_mentioned(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.correspondence.searching_mail.MAILS_INDEXED_AT_ONCE", 1)
    for number in range(3):
        take_file(office, plain(f"Order {number}\r\n".encode()))

    first = search_mail(office, "order", ALL, 1)
    assert (len(first.hits), first.more, first.left) == (1, False, True)
    search_mail(office, "order", ALL, 1)
    third = search_mail(office, "order", ALL, 1)
    assert (len(third.hits), third.more, third.left) == (1, True, False)


def test_a_number_of_an_earlier_letter_points_to_its_request(office: Office) -> None:
    """The body's number stands in a note of the request; the new letter names it."""
    asked, _ = a_request(office), a_request(office)
    write_note(office, asked, "PTA gave the number 12-3/2024/RTI.", by=BY)
    mail = take_file(office, plain(b"In continuation of No. 12-3/2024/RTI: seen.\r\n")).mail
    assert office.mail_reading.mails.get(mail.id).state is ReceivedState.READ
    opened = opened_reading(office, mail.id)
    assert opened is not None

    (candidate,) = requests_by_number(office, opened.mail)
    assert (candidate.request, candidate.words) == (asked, "12-3/2024/RTI")


def test_a_number_that_many_requests_share_points_to_none(office: Office) -> None:
    for _ in range(4):
        write_note(office, a_request(office), "12-3/2024/RTI", by=BY)
    mail = take_file(office, plain(b"No. 12-3/2024/RTI\r\n")).mail
    opened = opened_reading(office, mail.id)

    assert opened is not None
    assert requests_by_number(office, opened.mail) == ()
