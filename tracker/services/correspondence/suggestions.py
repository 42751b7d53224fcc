"""What the words of a received mail suggest, where a person logs it as a response."""

from collections.abc import Sequence

from tracker.domain.case.case_state import case_state_of
from tracker.domain.correspondence.suggesting import ReplyHint
from tracker.domain.events.request.approved import Approved
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.correspondence.placing import mail_of_entry
from tracker.services.correspondence.reading_mail import hints_of, opened_reading


def hints_for_entry(office: Office, reference: str, seq: int) -> Sequence[ReplyHint]:
    """Return what the mail in an entry suggests, without the sentences of our own request.

    There are none if the entry holds no mail, or one that cannot be read. Raises Locked.
    """
    mail = mail_of_entry(office, reference, seq)
    opened = opened_reading(office, mail.id) if mail else None
    return hints_of(opened, _own_letter(office, reference)) if opened else ()


def _own_letter(office: Office, reference: str) -> str:
    """Return the text of the request as it was approved; empty if it is not on file."""
    with office.cases.look(reference) as case:
        approved = case_state_of(case.history).all(Approved.kind)
        texts = {p.digest for p in case.papers() if p.media == MEDIA_TYPES["txt"]}
    fixed = [each for entry in approved for each in entry.event.evidence if each in texts]
    return "\n".join(
        office.archive.read(reference, each).decode(errors="replace") for each in fixed
    )
