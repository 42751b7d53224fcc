"""The text of a mail with a letter: where to reply, and nothing about the applicant."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.mail.test_handing import parts_of
from tests.offices import AYESHA, BY, an_office
from tests.services.correspondence.mail_scenes import (
    PTA,
    a_prepared_mail,
    an_approved_request,
    by_email,
)
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.addressing import request_sender
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.sending_mail import exact_bytes
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.translations import locale


@pytest.fixture
def office(office: Office) -> Office:
    return by_email(office)


def text_of(office: Office, letter: MailLetter) -> str:
    return office.letter_post.text_of(exact_bytes(office, letter))


def test_a_mail_asks_for_replies_at_the_address_of_the_request(office: Office) -> None:
    letter = a_prepared_mail(office)

    first, *_ = text_of(office, letter).splitlines()

    address = request_sender(office, letter.reference)
    assert first == (f"Please reply to this address, {address}. It belongs to this request alone.")
    assert AYESHA.contact not in first


def test_a_mail_with_a_letter_in_urdu_asks_in_urdu_and_in_english(tmp_path: Path) -> None:
    with an_office(tmp_path) as (plain, _):
        office = replace(by_email(plain), locale=locale)
        _asks_in_urdu_and_in_english(office)


def _asks_in_urdu_and_in_english(office: Office) -> None:
    letter = a_prepared_mail(office, an_approved_request(office, language="ur"))

    urdu, english, *_ = text_of(office, letter).splitlines()

    address = request_sender(office, letter.reference)
    assert address in urdu
    assert "جواب" in urdu
    assert english.startswith(f"Please reply to this address, {address}.")


def test_the_frozen_letter_does_not_have_the_line(office: Office) -> None:
    letter = a_prepared_mail(office)

    message = message_from_bytes(exact_bytes(office, letter), policy=default)
    _, word = parts_of(message)

    with office.cases.look(letter.reference) as case:
        papers = [office.archive.read(letter.reference, paper.digest) for paper in case.papers()]
    assert word.get_content() in papers
    assert not [data for data in papers if b"Please reply to this address" in data]


@pytest.mark.slow
def test_a_pdf_has_the_applicant_in_its_pages_and_in_no_property(
    office: Office, needs: Callable[..., Path]
) -> None:
    """The properties of the PDF and the names of files are searched for the applicant."""
    needs("soffice", "libreoffice")
    wanted = WantedMail(LetterKind.REQUEST, PTA, word=False, pdf=True)
    letter = prepare(office, an_approved_request(office), wanted, by=BY)

    message = message_from_bytes(exact_bytes(office, letter), policy=default)
    _, part = parts_of(message)
    pdf = PdfReader(BytesIO(part.get_content()))

    assert AYESHA.name in " ".join(pdf.pages[-1].extract_text().split())
    xmp = pdf.xmp_metadata
    told = [*map(str, (pdf.metadata or {}).values()), str(part.get_filename())]
    told.append(xmp.stream.get_data().decode() if xmp else "")
    assert pdf.metadata
    for word in (*AYESHA.name.split(), AYESHA.contact):
        assert not [words for words in told if word.lower() in words.lower()]
