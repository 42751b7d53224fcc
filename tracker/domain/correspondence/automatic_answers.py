"""Recognises mail that a machine wrote and that cannot be the response: a leave notice, or a
receipt by a ticket system.

Ticket systems mark what people write as automatic too. In doubt, a mail may be the response.
"""

from tracker.domain.correspondence.mail_kinds import KindSign, MailKind, ToldKind
from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.correspondence.read_mail import MailDefect, ReadMail, first_header
from tracker.domain.correspondence.suggesting import reply_hints

# Characters of new text. Notices are short, and a response hides better in a long text.
LONGEST_NOTICE = 1500
# What the words of a mere notice may suggest. Anything else may be a response.
_MERE_NOTICE = frozenset({ReplyKind.AUTOMATIC, ReplyKind.ACKNOWLEDGED})


def is_only_automatic(mail: ReadMail, told: ToldKind) -> bool:
    """Return whether a mail is certainly an automatic answer and no response.

    Two signs must agree, one of which says that a machine replied. The words must be those of a
    notice, and there may be no file, no link and no hidden text in which a response could be.
    """
    if told.kind is not MailKind.AUTOMATIC or len(told.signs) < 2 or mail.sender is None:
        return False
    if not all(part.is_text for part in mail.parts) or mail.links or mail.remote_pictures:
        return False
    text = mail.new_text.strip()
    if not 0 < len(text) <= LONGEST_NOTICE or MailDefect.HIDDEN_TEXT in mail.defects:
        return False
    kinds = {hint.kind for hint in reply_hints(f"{mail.subject}\n\n{text}")}
    by_subject = KindSign.SUBJECT in told.signs
    return (by_subject or _says_replied(mail, told)) and (
        kinds <= _MERE_NOTICE and (by_subject or bool(kinds))
    )


def _says_replied(mail: ReadMail, told: ToldKind) -> bool:
    """Return whether a header says that a machine replied, and not only that one sent the mail."""
    if KindSign.AUTOREPLY_HEADER in told.signs:
        return True
    submitted = first_header(mail.lines, "auto-submitted").strip().lower()
    return submitted.startswith("auto-replied")
