"""Some automatic mail certainly is not a response, and other automatic mail may be one."""

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.automatic_answers import (
    LARGEST_NOTICE,
    LONGEST_NOTICE,
    is_only_automatic,
)
from tracker.domain.correspondence.mail_kinds import mail_kind
from tracker.domain.correspondence.read_mail import MailDefect, ReadPart

LEAVE = {"Subject": "Automatic reply: Application", "Auto-Submitted": "auto-replied"}
TICKET = {"Auto-Submitted": "auto-replied", "Precedence": "bulk", "Subject": "[#41] Application"}
AWAY = "I am out of office until Monday."
PDF = ReadPart("2", "answer.pdf", "application/pdf", "application/pdf", 9, "ab")
TEXT = ReadPart("1", "", "text/plain", "text/plain", 9, "ab", is_text=True)


def only_automatic(text: str, headers: dict[str, str], **fields: Any) -> bool:
    mail = read_mail(text, headers, **fields)
    return is_only_automatic(mail, mail_kind(mail))


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (AWAY, LEAVE),
        (AWAY, {"Subject": "Out of office: x", "X-Auto-Response-Suppress": "All"}),
        ("We have received your application. Ticket 41.", TICKET),
        ("آپ کی درخواست موصول ہو گئی۔", TICKET),
        (AWAY, {"X-Autoreply": "yes", "Precedence": "auto_reply"}),
        # Many notices name another address to write to.
        (f"{AWAY} Write to clerk@pta.gov.pk.", LEAVE),
        # The name of the sender, which read_mail writes into the header.
        (f"{AWAY} Regards, Public body", LEAVE),
        ("I will return on 3 May. For urgent matters please contact me by phone.", LEAVE),
        ("Thank you for your email. Please do not reply to this email.", LEAVE),
        ("میں رخصت پر ہوں۔ شکریہ", LEAVE),
        ("I am out of the office with limited access to email until March 12.", LEAVE),
        ("Your reference number is received. Ticket number 41.", TICKET),
        ("میں دفتر سے باہر ہوں۔", LEAVE),
    ],
)
def test_a_notice_with_two_signs_is_only_automatic(text: str, headers: dict[str, str]) -> None:
    assert only_automatic(text, headers, parts=(TEXT,))


@pytest.mark.parametrize(
    ("text", "headers", "fields"),
    [
        # One sign alone: anyone can type such a subject, and systems mark people's mail.
        (AWAY, {"Subject": "Automatic reply: Application"}, {}),
        (AWAY, {"Auto-Submitted": "auto-replied"}, {}),
        # A machine sent it, but no sign says that a machine replied.
        ("We have received it.", {"Auto-Submitted": "auto-generated", "Precedence": "bulk"}, {}),
        ("We have received it.", {"Precedence": "bulk", "X-Auto-Response-Suppress": "All"}, {}),
        # The words may be those of a response.
        ("We have received it. Your request is refused.", TICKET, {}),
        ("The record is enclosed.", LEAVE, {}),
        ("A fee of Rs. 500 must be paid. Out of office.", LEAVE, {}),
        ("آپ کی درخواست مسترد کر دی گئی۔", TICKET, {}),
        # Words that no rule knows, from a ticket system.
        ("Votre demande est rejetée.", TICKET, {}),
        # A negation does not make the words of a response a notice.
        ("We have received it. Your request is refused, not granted.", TICKET, {}),
        ("The record is exempt; no copy follows.", LEAVE, {}),
        # Words of a response that only other lists contain, in any language of such subjects.
        ("We have received it. Your request is declined.", TICKET, {}),
        ("Votre demande est rejetée.", LEAVE, {}),
        ("Permohonan Anda ditolak.", LEAVE, {}),
        ("آپ کی درخواست نامنظور کی جاتی ہے۔", LEAVE, {}),
        # Words that no list knows, in any language and in plain English.
        ("Je suis absent.", LEAVE, {}),
        ("We turn down what you want.", LEAVE, {}),
        ("We have received your application and will have nothing to do with it.", LEAVE, {}),
        (f"{AWAY} Your file went to the archive.", LEAVE, {}),
        (f"{AWAY} The orders of 3 May concern 12 platforms.", LEAVE, {}),
        ("آپ کی درخواست موصول ہو گئی۔ ہم یہ کام نہیں کریں گے۔", LEAVE, {}),
        ("आपका आवेदन मिल गया।", LEAVE, {}),
        # Words of notices with which a body could say what it did.
        ("Your application is returned.", LEAVE, {}),
        ("This is our reply to your request.", LEAVE, {}),
        # A negation is not a word of a notice.
        ("We will not reply to your application.", LEAVE, {}),
        # Words of notices alone can be the answer.
        ("We have received your request. Your request is out of time.", LEAVE, {}),
        ("We have received your request. The number for March is 12.", LEAVE, {}),
        ("We have received your request. 12.", LEAVE, {}),
        ("The query is for all and is of limited business.", LEAVE, {}),
        ("آپ کی درخواست موصول ہوئی۔ آپ کی درخواست ہمارے کام سے باہر ہے۔", LEAVE, {}),
        # Quoted words may be the body's own: only our letter would show whose they are.
        (f"{AWAY}\n> The orders of 3 May block 12 platforms.", LEAVE, {}),
        # Most mail programs turn an address in plain text into a link.
        (f"{AWAY} See https://portal.example/41", LEAVE, {}),
        (f"{AWAY} See www.portal.example", LEAVE, {}),
        (f"{AWAY} See portal.gov.pk/orders", LEAVE, {}),
        # The text that was read may be incomplete.
        (AWAY, LEAVE, {"defects": (MailDefect.TEXT_CUT,)}),
        (AWAY, LEAVE, {"defects": (MailDefect.TRANSFER_BROKEN,)}),
        (AWAY, LEAVE, {"parts": (replace(TEXT, size=LARGEST_NOTICE + 1),)}),
        # Something else may hold the response.
        (AWAY, LEAVE, {"parts": (TEXT, PDF)}),
        (AWAY, LEAVE, {"links": ("https://portal.example/41",)}),
        (AWAY, LEAVE, {"remote_pictures": 1}),
        (AWAY, LEAVE, {"defects": (MailDefect.HIDDEN_TEXT,)}),
        (AWAY + " x" * (LONGEST_NOTICE // 2), LEAVE, {}),
        ("", LEAVE, {}),
        # Nobody can tell who wrote it.
        (AWAY, LEAVE, {"senders": ()}),
        # Not an automatic mail.
        (AWAY, {}, {}),
    ],
)
def test_in_doubt_a_mail_may_be_the_response(
    text: str, headers: dict[str, str], fields: dict[str, Any]
) -> None:
    assert not only_automatic(text, headers, **fields)
