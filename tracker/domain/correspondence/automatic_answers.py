"""Recognises mail that a machine wrote and that cannot be the response: a leave notice, or a
receipt by a ticket system.

Ticket systems mark what people write as automatic too. In doubt, a mail may be the response.
"""

import re

from tracker.domain.correspondence.mail_kinds import KindSign, MailKind, ToldKind
from tracker.domain.correspondence.notice_words import only_notice_words
from tracker.domain.correspondence.read_mail import MailDefect, ReadMail, TextRole, first_header
from tracker.domain.correspondence.suggesting import (
    MERE_NOTICE,
    may_respond,
    named_kinds,
    reply_hints,
)

# Characters of new text. Notices are short, and a response hides better in a long text.
LONGEST_NOTICE = 1500
# Bytes of its parts. A response hides better far behind the words of a notice.
LARGEST_NOTICE = 200_000
# Faults that can hide no words.
_HARMLESS = frozenset({MailDefect.NO_MESSAGE_ID, MailDefect.NO_DATE, MailDefect.DATE_UNREADABLE})
# An address of a page in plain words: most programs make a link of it.
_WRITTEN_LINK = re.compile(r"https?:|ftp:|\bwww\.|[a-z0-9-]\.[a-z]{2,}/", re.IGNORECASE)


def is_only_automatic(mail: ReadMail, told: ToldKind) -> bool:
    """Return whether a mail is certainly an automatic answer and no response.

    Two signs must agree, and one of them must say that a machine replied. Every word must be in
    the lists for notices. There may be no file, no link, and no hidden or quoted text, because a
    response could be in them.
    """
    if told.kind is not MailKind.AUTOMATIC or len(told.signs) < 2 or mail.sender is None:
        return False
    return _holds_only_text(mail) and _says_only_notice(mail, told)


def _holds_only_text(mail: ReadMail) -> bool:
    """Return whether everything that a reader can see in a mail is its new text."""
    if not all(part.is_text for part in mail.parts) or mail.links or mail.remote_pictures:
        return False
    if sum(part.size for part in mail.parts) > LARGEST_NOTICE:
        return False
    # Quoted text may be the response: only our own letter could show that we wrote it.
    new = all(piece.role is TextRole.NEW for piece in mail.pieces)
    return new and _HARMLESS.issuperset(mail.defects)


def _says_only_notice(mail: ReadMail, told: ToldKind) -> bool:
    text = mail.new_text.strip()
    if not 0 < len(text) <= LONGEST_NOTICE or _WRITTEN_LINK.search(text):
        return False
    # Our own subject may speak of a decision, which an automatic answer repeats.
    if may_respond(text) or not named_kinds(mail.subject) <= MERE_NOTICE:
        return False
    # A body can respond in words that are in no list, so every word must be known from notices.
    if not only_notice_words(text, mail.sender.name if mail.sender else ""):
        return False
    hints = reply_hints(f"{mail.subject}\n\n{text}")
    return KindSign.SUBJECT in told.signs or (_says_replied(mail, told) and bool(hints))


def _says_replied(mail: ReadMail, told: ToldKind) -> bool:
    """Return whether a header says that a machine replied, and not only that one sent the mail."""
    if KindSign.AUTOREPLY_HEADER in told.signs:
        return True
    submitted = first_header(mail.lines, "auto-submitted").strip().lower()
    return submitted.startswith("auto-replied")
