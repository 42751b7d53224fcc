"""Mail that a body sends to a mailing list, such as a newsletter.

It holds back silence like any other mail of the body, because a body can answer through a list
too: an office whose address is a group sends its responses with a List-Id. A person may put the
mail of one list aside in one act. Nothing is decided for mail of that list that comes later.
"""

import re

from tracker.domain.correspondence.matching import MatchRule
from tracker.domain.correspondence.read_mail import ReadMail, TextRole, first_header
from tracker.domain.correspondence.sender_domains import sender_marks
from tracker.domain.correspondence.suggesting import may_respond
from tracker.services.core.office import Office
from tracker.services.correspondence.matching_mail import letters_named
from tracker.services.correspondence.sender_bodies import bodies_of_sender, known_domains
from tracker.services.ports.correspondence.reading import SealedReading

_IN_BRACKETS = re.compile(r"<([^<>]{1,200})>\s*$")
_LONGEST_NAME = 200
# Headers that only a reply has.
_OF_REPLIES = ("in-reply-to", "references")


def newsletter_of(office: Office, opened: SealedReading | None) -> str:
    """Return the List-Id of a body's mail that may be put aside with others of its list.

    It is empty for any mail that may be a response: one that answers or quotes a mail, names a
    request or a letter, has a file or the words of a response, or was not read whole.
    """
    if opened is None or not opened.mail.is_whole:
        return ""
    mail, name = opened.mail, _list_id(opened.mail)
    if not name or _may_answer(office, opened):
        return ""
    marked = mail.sender is None or sender_marks(mail.sender, known_domains(office))
    return name if bodies_of_sender(office, mail) and not marked else ""


def _list_id(mail: ReadMail) -> str:
    told = first_header(mail.lines, "list-id").strip()
    bracketed = _IN_BRACKETS.search(told)
    name = bracketed[1] if bracketed else told
    return name.strip().lower() if len(name) <= _LONGEST_NAME else ""


def _may_answer(office: Office, opened: SealedReading) -> bool:
    mail = opened.mail
    replies = any(first_header(mail.lines, name).strip() for name in _OF_REPLIES)
    quotes = any(piece.role is TextRole.QUOTED for piece in mail.pieces)
    letters = letters_named(office, mail)
    names = letters.message_ids or letters.envelope_ids
    # A body with one open request is suggested for it by its domain alone.
    pointed = any(each.rule is not MatchRule.SENDER for each in opened.match.candidates)
    files = not all(part.is_text for part in mail.parts)
    says = may_respond(f"{mail.subject}\n\n{mail.whole_text}")
    return bool(replies or quotes or names or pointed or files or says)
