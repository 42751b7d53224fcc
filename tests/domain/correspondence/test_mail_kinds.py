"""Automatic mail, reports and receipts are told apart from letters, by form and never by words."""

from dataclasses import replace

import pytest

from tests.domain.correspondence.read_mails import read_mail, report_of
from tracker.domain.correspondence.mail_kinds import KindSign, MailKind, mail_kind, other_addresses
from tracker.domain.correspondence.read_mail import MailAddress, ReadPart

ROBOT = (MailAddress("Mail Delivery System", "MAILER-DAEMON@mx.pta.gov.pk"),)


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        ({"Auto-Submitted": "auto-replied (vacation)"}, KindSign.AUTO_SUBMITTED),
        ({"Auto-Submitted": "auto-generated; owner-email=x@y"}, KindSign.AUTO_SUBMITTED),
        ({"Precedence": "auto_reply"}, KindSign.PRECEDENCE),
        ({"X-Autoreply": "yes"}, KindSign.AUTOREPLY_HEADER),
        ({"X-Autorespond": ""}, KindSign.AUTOREPLY_HEADER),
        ({"X-POST-MessageClass": "9; Autoresponder"}, KindSign.AUTOREPLY_HEADER),
        ({"X-Auto-Response-Suppress": "All"}, KindSign.SUPPRESS_HEADER),
        ({"Return-Path": "<>"}, KindSign.EMPTY_RETURN_PATH),
        ({"Subject": "Automatic reply: Application under section 11"}, KindSign.SUBJECT),
        ({"Subject": "Out of Office: holidays"}, KindSign.SUBJECT),
        ({"Subject": "AutoReply: your mail"}, KindSign.SUBJECT),
        ({"Subject": "خودکار جواب: درخواست"}, KindSign.SUBJECT),
        ({"Subject": "خودكار جواب: درخواست"}, KindSign.SUBJECT),
    ],
)
def test_an_automatic_answer_is_told_by_its_headers_or_subject(
    headers: dict[str, str], sign: KindSign
) -> None:
    told = mail_kind(read_mail("We are away.", headers))

    assert (told.kind, sign in told.signs) == (MailKind.AUTOMATIC, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Auto-Submitted": "No (a person wrote this)"},
        {"X-Autoreply": "no"},
        {"Precedence": "first-class"},
        {"Return-Path": "<rti@pta.gov.pk>"},
        {"Subject": "Re: Out of office"},
        {"Subject": "Office memorandum"},
        {"Subject": "Oooty district records"},
    ],
)
def test_a_letter_of_a_person_is_a_letter(headers: dict[str, str]) -> None:
    assert mail_kind(read_mail("The record is enclosed.", headers)).kind is MailKind.LETTER


THUNDERBIRD = """This is a Return Receipt for the mail that you sent to rti@pta.gov.pk.

Note: This Return Receipt only acknowledges that the message was displayed on the recipient's
computer. There is no guarantee that the recipient has read or understood the message contents."""
OURS = MailAddress("", "k7m2p9qxabz@rti.office.example")
STATUS = ReadPart("2", "", "message/delivery-status", "text/plain", 9, "ab")
LETTER = ReadPart("3", "", "message/rfc822", "", 9, "ab", sender=f"Office <{OURS.address}>")
PDF = ReadPart("3.2", "letter.pdf", "application/pdf", "application/pdf", 9, "ab")
ICON = ReadPart("4", "icon.png", "image/png", "image/png", 1500, "ab")


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ((STATUS, LETTER, PDF), MailKind.REPORT),
        ((STATUS, ICON), MailKind.REPORT),
        # A body could answer in such a mail. As a report it would hold back no silence.
        ((STATUS, LETTER, replace(PDF, path="4")), MailKind.LETTER),
        ((STATUS, replace(ICON, size=50_000)), MailKind.LETTER),
        ((STATUS, LETTER, replace(LETTER, path="4")), MailKind.LETTER),
        ((STATUS, replace(LETTER, sender="RTI <rti@pta.gov.pk>"), PDF), MailKind.LETTER),
    ],
)
def test_a_report_with_more_than_belongs_to_it_may_be_a_response(
    parts: tuple[ReadPart, ...], kind: MailKind
) -> None:
    reports = (report_of("failed", "5.1.1"),)
    mail = read_mail(report_type="delivery-status", reports=reports, to=(OURS,), parts=parts)

    assert mail_kind(mail).kind is kind


@pytest.mark.parametrize(
    ("text", "links", "kind"),
    [
        ("Your message was read on Monday.", (), MailKind.RECEIPT),
        ("Your message was read on Monday, 2 March 2026 10:05:22.", (), MailKind.RECEIPT),
        (THUNDERBIRD, (), MailKind.RECEIPT),
        ("Your message was read. The number is 12.", (), MailKind.LETTER),
        ("We shall do nothing about your letter. The file is put away.", (), MailKind.LETTER),
        ("Your message was read. Your request is refused.", (), MailKind.LETTER),
        ("Your message was read. Your request is declined.", (), MailKind.LETTER),
        ("Your message was read.", ("https://portal.example/41",), MailKind.LETTER),
    ],
)
def test_a_read_receipt_with_any_word_that_is_not_of_receipts_is_a_letter(
    text: str, links: tuple[str, ...], kind: MailKind
) -> None:
    receipts = ("Disposition: manual-action/MDN-sent-manually; displayed\n",)
    mail = read_mail(text, report_type="disposition-notification", receipts=receipts, links=links)

    assert mail_kind(mail).kind is kind


def test_a_delivery_report_is_told_by_its_part() -> None:
    mail = read_mail(report_type="delivery-status", reports=(report_of("failed", "5.1.1"),))

    assert mail_kind(mail).kind is MailKind.REPORT


def test_a_report_without_an_action_is_no_report() -> None:
    mail = read_mail(report_type="delivery-status", reports=("Reporting-MTA: dns; x\n",))

    assert mail_kind(mail).kind is MailKind.LETTER


def test_a_read_receipt_is_told_by_its_part() -> None:
    disposition = "Disposition: automatic-action/MDN-sent-automatically; displayed\n"
    mail = read_mail(report_type="disposition-notification", receipts=(disposition,))

    assert mail_kind(mail).kind is MailKind.RECEIPT


def test_a_reply_that_quotes_a_server_and_our_address_is_a_letter() -> None:
    """A person at the body forwards a server's message: that is an answer and not a bounce."""
    text = "Your mail came back: 550 5.1.1 <x23456789ab@rti.office.example>: User unknown."

    assert mail_kind(read_mail(text, bounced=("x@rti.office.example",))).kind is MailKind.LETTER


def test_a_notice_of_a_server_in_a_form_of_its_own_is_a_hint() -> None:
    """Microsoft's notice of a delay is multipart/mixed. WebShield's is only text."""
    delayed = {"Subject": "Delivery delayed: Application", "Return-Path": "<>"}
    told = mail_kind(read_mail("Still trying.", delayed, senders=ROBOT))

    assert told.kind is MailKind.NOTICE
    assert set(told.signs) == {KindSign.SENDER, KindSign.SUBJECT, KindSign.EMPTY_RETURN_PATH}


def test_a_subject_alone_makes_no_notice() -> None:
    subject = {"Subject": "Undeliverable: a question about your letter"}

    assert mail_kind(read_mail("It came back by post.", subject)).kind is MailKind.LETTER


def test_an_automatic_answer_that_names_another_address_gives_a_hint() -> None:
    text = "I am on leave. Write to <mailto:foi@pta.gov.pk>, or rti@pta.gov.pk; not to me@x."

    assert other_addresses(read_mail(text), ("RTI@pta.gov.pk",)) == ("foi@pta.gov.pk",)
