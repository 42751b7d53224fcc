"""Puts many mails aside in one act, if none of them looks like a response.

Each mail has its own record, and is taken back on its own page like any other.
"""

from collections.abc import Sequence

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.request import REFERENCE_LENGTH
from tracker.domain.correspondence.matching import MatchRule, MatchState, reference_words
from tracker.domain.correspondence.suggesting import may_respond
from tracker.services.core.office import Office
from tracker.services.correspondence.folded_senders import may_fold
from tracker.services.correspondence.mailing_lists import newsletter_of
from tracker.services.correspondence.matching_mail import letters_named
from tracker.services.correspondence.placing import set_aside
from tracker.services.correspondence.reading_mail import opened_reading
from tracker.services.ports.correspondence.mail_desk import AsideReason, MailTab
from tracker.services.ports.correspondence.reading import SealedReading

MOST_TOGETHER = 500
# Spam has the address to which it is sent, and nothing else that points to a request.
_BY_ADDRESS = frozenset({MatchRule.ENVELOPE, MatchRule.WRITTEN_TOKEN})
_DECIDED = frozenset({MailTab.ASIDE, MailTab.PLACED, MailTab.GONE})


def may_go_together(office: Office, opened: SealedReading | None) -> bool:
    """Return whether a mail may be put aside together with others.

    It may not if it was not read whole, if its sender is or looks like a body or is in doubt, if
    it has a file or the words of a response, or if more than its address points to a request: a
    letter that it answers, or a number.
    """
    if opened is None or not opened.mail.is_whole or not may_fold(office, opened):
        return False
    mail = opened.mail
    files = not all(part.is_text for part in mail.parts)
    if files or may_respond(f"{mail.subject}\n\n{mail.whole_text}"):
        return False
    letters, found = letters_named(office, mail), opened.match
    if letters.message_ids or letters.envelope_ids or found.state is MatchState.CONFLICT:
        return False
    # A mail to the address of a request has that rule alone, even if it names its number as well.
    numbers = set(reference_words(opened.mail, REFERENCE_LENGTH))
    return all(
        each.rule in _BY_ADDRESS and each.request not in numbers for each in found.candidates
    )


def set_aside_together(office: Office, ids: Sequence[str], why: AsideReason, *, by: str) -> int:
    """Set exactly these mails aside, except those that someone has decided about in the meantime.

    They are mails that do not look like a response, or all of one mailing list of a body.

    Returns how many there were. Raises NotAllowed, and sets none aside, if one may be a response;
    BadInput if there are too many; NotOnFile; Locked.
    """
    wanted, desk = tuple(dict.fromkeys(ids)), office.mail_reading.desk
    if len(wanted) > MOST_TOGETHER:
        raise BadInput("Put at most {most} emails aside together.", most=MOST_TOGETHER)
    tabs = {id: desk.tab_of(id) for id in wanted}
    waiting = [id for id, tab in tabs.items() if tab not in _DECIDED]
    unread = any(tabs[id] is not MailTab.TO_PLACE for id in waiting)
    if unread or not _may_all_go(office, [opened_reading(office, id) for id in waiting]):
        raise NotAllowed(
            "One of these emails may be a response, so none was put aside. Open the list and "
            "decide about them again."
        )
    for id in waiting:
        set_aside(office, id, why, by=by)
    return len(waiting)


def _may_all_go(office: Office, mails: Sequence[SealedReading | None]) -> bool:
    if all(may_go_together(office, each) for each in mails):
        return True
    lists = {newsletter_of(office, each) for each in mails}
    return len(lists) == 1 and "" not in lists
