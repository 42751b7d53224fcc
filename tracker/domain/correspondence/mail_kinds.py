"""Tells automatic mail, delivery reports, read receipts and letters apart.

Kinds fold mail away in the list of the workspace. None of them starts, stops or breaks a clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.correspondence.delivery_reports import delivery_reports, read_receipts
from tracker.domain.correspondence.mail_words import (
    AUTOMATIC_SUBJECTS,
    NOTICE_SUBJECTS,
    REPORTING_SENDERS,
)
from tracker.domain.correspondence.notice_words import only_notice_words
from tracker.domain.correspondence.read_mail import ReadMail, first_header, header_values
from tracker.domain.correspondence.suggesting import may_respond
from tracker.domain.words.folding import folded_words

_RETURNED_MAIL = frozenset({"message/rfc822", "message/global"})
# The parts of a report (RFC 3462, 3464, 6533 and 8098), beside its text.
_OF_REPORTS = _RETURNED_MAIL | {
    "message/delivery-status",
    "message/disposition-notification",
    "message/global-delivery-status",
    "message/global-disposition-notification",
    "message/global-headers",
    "text/rfc822-headers",
}
# Bytes of a picture that can show a logo, but hardly a page.
_LARGEST_ICON = 4096
_AUTOMATIC_PRECEDENCE = {"bulk", "junk", "auto_reply", "auto-reply"}


class MailKind(StrEnum):
    """What a mail is.

    A notice is a delivery report in a form of its own: a hint, and no report. Nobody knows what an
    unreadable mail is until a person has looked at it.
    """

    LETTER = "letter"
    AUTOMATIC = "automatic"
    REPORT = "report"
    RECEIPT = "receipt"
    NOTICE = "notice"
    UNREADABLE = "unreadable"


class KindSign(StrEnum):
    """A sign by which a kind was recognised."""

    REPORT_PART = "report-part"
    RECEIPT_PART = "receipt-part"
    AUTO_SUBMITTED = "auto-submitted"
    PRECEDENCE = "precedence"
    AUTOREPLY_HEADER = "autoreply-header"
    SUPPRESS_HEADER = "suppress-header"
    EMPTY_RETURN_PATH = "empty-return-path"
    SUBJECT = "subject"
    SENDER = "sender"
    OLD_FORM = "old-form"


@dataclass(frozen=True, slots=True)
class ToldKind:
    """A kind, and every sign by which it was recognised."""

    kind: MailKind
    signs: tuple[KindSign, ...] = ()


def mail_kind(mail: ReadMail) -> ToldKind:
    """Return the kind of a mail.

    A report or receipt has its machine-readable part, and nothing beside it in which a response
    could be. A reply that quotes a server's words is a letter: words in the text decide nothing.
    """
    if not mail.is_whole:
        return ToldKind(MailKind.UNREADABLE)
    if mail.report_type == "delivery-status" and delivery_reports(mail):
        return _if_nothing_more(mail, MailKind.REPORT, KindSign.REPORT_PART)
    if mail.report_type == "disposition-notification" and read_receipts(mail):
        return _if_nothing_more(mail, MailKind.RECEIPT, KindSign.RECEIPT_PART)
    notice, automatic = tuple(_notice_signs(mail)), tuple(_automatic_signs(mail))
    if len(notice) >= 2:
        return ToldKind(MailKind.NOTICE, notice)
    if automatic:
        return ToldKind(MailKind.AUTOMATIC, automatic)
    return ToldKind(MailKind.LETTER)


def _if_nothing_more(mail: ReadMail, kind: MailKind, sign: KindSign) -> ToldKind:
    """Return the kind of a report, or that of a letter if a response may be in it.

    Beside its text and its machine-readable part, a report has the mail that it is about. That
    mail went out from the address to which the report came. Some servers add a small picture.
    """
    returned = [part for part in mail.parts if part.said_type in _RETURNED_MAIL]
    to = {each.address.lower() for each in (*mail.to, *mail.resent_to)} - {""}
    ours = all(any(each in part.sender.lower() for each in to) for part in returned)
    within = tuple(f"{part.path}." for part in returned)
    more = [
        part
        for part in mail.parts
        if not (part.is_text or part.said_type in _OF_REPORTS or part.path.startswith(within))
        and not (part.said_type.startswith("image/") and part.size <= _LARGEST_ICON)
    ]
    # The text of a report has the words of servers: *rejected*, *does not exist*.
    says = kind is MailKind.RECEIPT and _says_more_than_read(mail)
    if more or len(returned) > 1 or not ours or says:
        return ToldKind(MailKind.LETTER)
    return ToldKind(kind, (sign,))


def _says_more_than_read(mail: ReadMail) -> bool:
    """Return whether a read receipt has a link, or a word that read receipts do not have."""
    text, names = mail.whole_text, " ".join(each.name for each in (*mail.senders, *mail.to))
    return bool(mail.links) or may_respond(text) or not only_notice_words(text, names)


def _automatic_signs(mail: ReadMail) -> Iterator[KindSign]:
    lines = mail.lines
    submitted = first_header(lines, "auto-submitted").split("(")[0].split(";")[0].strip().lower()
    if submitted and submitted != "no":
        yield KindSign.AUTO_SUBMITTED
    if first_header(lines, "precedence").strip().lower() in _AUTOMATIC_PRECEDENCE:
        yield KindSign.PRECEDENCE
    named = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
    told = [value.strip().lower() for name in named for value in header_values(lines, name)]
    if any(value != "no" for value in told):
        yield KindSign.AUTOREPLY_HEADER
    if "autoresponder" in first_header(lines, "x-post-messageclass").lower():
        yield KindSign.AUTOREPLY_HEADER
    if first_header(lines, "x-auto-response-suppress").strip():
        yield KindSign.SUPPRESS_HEADER
    if _has_empty_return_path(mail):
        yield KindSign.EMPTY_RETURN_PATH
    if _begins_with(mail.subject, AUTOMATIC_SUBJECTS):
        yield KindSign.SUBJECT


def _notice_signs(mail: ReadMail) -> Iterator[KindSign]:
    local = mail.sender.address.rpartition("@")[0].lower() if mail.sender else ""
    if local.startswith(REPORTING_SENDERS):
        yield KindSign.SENDER
    if _has_empty_return_path(mail):
        yield KindSign.EMPTY_RETURN_PATH
    if _begins_with(mail.subject, NOTICE_SUBJECTS):
        yield KindSign.SUBJECT
    if mail.bounced and (local.startswith(REPORTING_SENDERS) or _has_empty_return_path(mail)):
        yield KindSign.OLD_FORM


def _has_empty_return_path(mail: ReadMail) -> bool:
    paths = list(header_values(mail.lines, "return-path"))
    return bool(paths) and paths[0].replace(" ", "") in ("<>", "")


def _begins_with(subject: str, beginnings: tuple[str, ...]) -> bool:
    # "Re: out of office" may be a person's answer to such a notice.
    words = folded_words(subject) + " "
    return any(words.startswith(folded_words(each) + " ") for each in beginnings)


def other_addresses(mail: ReadMail, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return unknown addresses in the new text of an automatic answer: hints to write there."""
    words = mail.new_text.replace("<", " ").replace(">", " ").replace("mailto:", " ").split()
    found = (word.strip("()[],;:.'\"“”").lower() for word in words if "@" in word)
    ours = {each.lower() for each in known}
    whole = (each for each in found if _is_address(each) and each not in ours)
    return tuple(dict.fromkeys(whole))[:5]


def _is_address(word: str) -> bool:
    local, _, domain = word.partition("@")
    return bool(local) and "." in domain.strip(".") and "@" not in domain
