"""What a mail looks like on the wire, and what can never be slipped into it."""

from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.mail.message import message_of
from tracker.services.ports.reminders import Mail, Undeliverable

MADE = datetime(2024, 3, 18, 7, 30, tzinfo=UTC)
MAIL = Mail("reminder:r1:1", "<one@office.example>", "anna", "3 days left", "Words.\n", MADE)
SENDER = "office@example.org"
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}


def test_a_mail_is_plain_text_that_says_it_was_written_by_a_program() -> None:
    message = message_of(MAIL, "anna@example.org", SENDER)

    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<one@office.example>"
    assert set(message.keys()) == HEADERS


def test_every_try_sends_the_same_bytes() -> None:
    tries = {message_of(MAIL, "anna@example.org", SENDER).as_bytes() for _ in range(3)}

    assert len(tries) == 1


@given(st.text(), st.text())
def test_no_subject_and_no_words_bring_a_header_in(subject: str, words: str) -> None:
    injected = f"{subject}\r\nBcc: everybody@example.net\n{subject}"
    mail = replace(MAIL, subject=injected, words=f"{words}\n")

    read = BytesParser(policy=default).parsebytes(
        message_of(mail, "anna@example.org", SENDER).as_bytes()
    )

    assert set(read.keys()) == HEADERS
    assert read["To"] == "anna@example.org"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@example.org\r\nBcc: b@example.net",
        "anna@example.org\nX: y",
        "anna@example.org, bilal@example.org",
        "<anna@example.org>",
        "anna@exa mple.org",
        "\x00@example.org",
    ],
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(Undeliverable):
        message_of(MAIL, address, SENDER)


def test_words_in_another_script_arrive_whole() -> None:
    mail = replace(MAIL, subject="تین دن باقی", words="آخری دن: ۱۸ مارچ\n")

    read = BytesParser(policy=default).parsebytes(
        message_of(mail, "anna@example.org", SENDER).as_bytes()
    )

    assert read["Subject"] == "تین دن باقی"
    assert read.get_content().splitlines() == ["آخری دن: ۱۸ مارچ"]
