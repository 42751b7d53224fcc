"""The contents of a mail: its headers, and marks for its irregularities."""

import pytest

from tests.mail.reading.raw_mails import HEAD, mixed, plain, with_files
from tracker.domain.correspondence.mail_kinds import MailKind, mail_kind
from tracker.domain.correspondence.matching import named_message_ids
from tracker.domain.correspondence.read_mail import (
    MailAddress,
    MailDefect,
    first_header,
    header_values,
)
from tracker.mail.reading.mail_reader import read_mail


def test_the_header_sheet_has_every_line_in_order_and_the_addresses() -> None:
    more = (
        b"Cc: =?utf-8?b?2b7bjA==?= <b@pta.gov.pk>, c@pta.gov.pk\r\n"
        b"In-Reply-To: <own@office.example>\r\n"
        b"References: <first@office.example>\r\n <own@office.example>\r\n"
        b"Auto-Submitted: no\r\n"
    )
    read = read_mail(plain(more=more))

    assert [line.name for line in read.lines][:4] == ["From", "To", "Subject", "Date"]
    assert read.sender == MailAddress("RTI", "rti@pta.gov.pk")
    assert read.cc == (MailAddress("پی", "b@pta.gov.pk"), MailAddress("", "c@pta.gov.pk"))
    assert (read.subject, read.date_said) == ("The order", "2026-11-30T10:00:00+05:00")
    assert named_message_ids(read) == ("<own@office.example>", "<first@office.example>")
    assert (read.defects, read.is_whole) == ((), True)


def test_a_mail_without_id_date_or_sender_is_read() -> None:
    read = read_mail(b"Subject: x\r\n\r\nRefused.")

    assert read.new_text == "Refused."
    assert set(read.defects) == {
        MailDefect.NO_MESSAGE_ID, MailDefect.NO_DATE, MailDefect.NO_SENDER,
    }  # fmt: skip


@pytest.mark.parametrize("written", ["yesterday, 99:99", "Fri, 31 Dec 9999 23:59:59 -1200"])
def test_a_bad_date_is_shown_as_written_and_not_read(written: str) -> None:
    """In UTC the second date is in the year 10000, which Python cannot represent."""
    read = read_mail(f"From: a@b.c\r\nDate: {written}\r\nMessage-ID: <1@b>\r\n\r\nx".encode())

    assert (read.date_said, read.defects) == ("", (MailDefect.DATE_UNREADABLE,))
    assert first_header(read.lines, "date") == written


def test_two_addresses_or_two_from_lines_have_no_one_sender() -> None:
    two = read_mail(b"From: a@b.c, d@e.f\r\n\r\nx")
    doubled = read_mail(b"From: a@b.c\r\nFrom: d@e.f\r\nSubject: one\r\nSubject: two\r\n\r\nx")

    assert two.sender is None
    assert MailDefect.MANY_SENDERS in two.defects
    assert doubled.sender is None
    assert doubled.doubled == ("from", "subject")
    assert MailDefect.HEADERS_DOUBLED in doubled.defects
    assert list(header_values(doubled.lines, "subject")) == ["one", "two"]


def test_an_encoded_name_cannot_add_an_address() -> None:
    read = read_mail(b"From: =?utf-8?q?rti=40pta=2Egov=2Epk=2C?= <x@example.net>\r\n\r\nx")

    assert read.senders == (MailAddress("rti@pta.gov.pk,", "x@example.net"),)


@pytest.mark.parametrize(
    "line",
    [
        b"To: \"", b"To: (only a comment)", b"Cc: a@b.c,", b"Message-ID: <[abc@host]>",
        b"From: <Paul <x@rti.office.example>", b"Subject: =?utf-8?b?2b7b?=",
        b"Subject: =?nonsense?b?AAAA?=", b"From: =?utf-8?q?\x00?= <a@b.c>",
        b"Content-Type: text/plain; name*", b"Content-Type: ;;;=", b"Content-Disposition: \xff",
        b"To: " + b"a@b.c, " * 3000, b"X: \xe2\x80",
    ],
)  # fmt: skip
def test_no_header_breaks_the_others(line: bytes) -> None:
    read = read_mail(b"X-First: 1\r\n" + line + b"\r\nSubject: The order\r\n\r\nRefused.")

    assert first_header(read.lines, "x-first") == "1"
    assert "The order" in list(header_values(read.lines, "subject"))


def test_a_line_that_is_no_header_ends_the_headers_and_is_marked() -> None:
    read = read_mail(b"X-First: 1\r\nReceived\r\nSubject: The order\r\n\r\nRefused.")

    assert MailDefect.BROKEN_STRUCTURE in read.defects
    assert "Subject: The order" in read.new_text


def test_a_long_header_block_is_cut_and_the_mail_is_not_called_whole() -> None:
    read = read_mail(HEAD + b"X: " + b"y" * 300_000 + b"\r\n\r\nRefused.")

    assert read.subject == "The order"
    assert MailDefect.HEADERS_CUT in read.defects
    assert not read.is_whole


def report(kind: str, *parts: bytes) -> bytes:
    return mixed(b"\r\nYour mail.", *parts, kind=f"multipart/report; report-type={kind}")


STATUS = (
    b"Content-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.office.example\r\nOriginal-Envelope-Id: letter.1\r\n\r\n"
    b"Final-Recipient: rfc822; rti@pta.gov.pk\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
)


def test_a_delivery_report_is_read_with_the_headers_that_it_returns() -> None:
    returned = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <own@office.example>\r\n"

    read = read_mail(report("delivery-status", STATUS, returned))

    assert mail_kind(read).kind is MailKind.REPORT
    assert first_header(read.returned, "message-id") == "<own@office.example>"


def test_a_forwarded_report_is_not_a_report() -> None:
    forwarded = b"Content-Type: message/rfc822\r\n\r\n" + report("delivery-status", STATUS)

    read = read_mail(mixed(b"\r\nThis came back to us.", forwarded))

    assert (read.reports, mail_kind(read).kind) == ((), MailKind.LETTER)


def test_a_read_receipt_is_read() -> None:
    receipt = (
        b"Content-Type: message/disposition-notification\r\n\r\n"
        b"Original-Message-ID: <own@office.example>\r\n"
        b"Disposition: manual-action/MDN-sent-manually; displayed\r\n"
    )

    assert (
        mail_kind(read_mail(report("disposition-notification", receipt))).kind is MailKind.RECEIPT
    )


def test_an_old_bounce_names_the_address_and_a_reply_that_quotes_it_does_not() -> None:
    words = (
        b"Hi. This is the qmail-send program at mx.example.\r\n"
        b"I'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n"
        b"<rti@pta.gov.pk>:\r\n550 5.1.1 unknown user\r\n"
    )
    head = b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n"

    bounce, quoting = read_mail(head + words), read_mail(plain(words))

    assert bounce.bounced == ("rti@pta.gov.pk",)
    assert mail_kind(bounce).kind is MailKind.NOTICE
    assert (quoting.bounced, mail_kind(quoting).kind) == ((), MailKind.LETTER)


def test_a_mail_with_files_is_whole() -> None:
    read = read_mail(with_files(("order.pdf", "application/pdf", b"%PDF-1.7")))

    assert read.is_whole
    assert [(part.path, part.name) for part in read.parts] == [
        ("1", "part-1.txt"), ("2", "order.pdf"),
    ]  # fmt: skip
