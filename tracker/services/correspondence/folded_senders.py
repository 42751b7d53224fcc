"""Senders whose mail is folded away in the list. It is stored, read and searched like any other
mail.

A body's mail is never folded, nor mail that may belong to a request, nor mail whose sender is in
doubt. A fold rests on the mail by which a person made it: no address is stored for it, and it ends
if the key of that mail is destroyed.
"""

from dataclasses import dataclass

from tracker.domain.base.errors import NotAllowed
from tracker.domain.correspondence.matching import MatchState
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.correspondence.sender_domains import sender_marks
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import opened_reading
from tracker.services.correspondence.sender_bodies import bodies_of_sender, known_domains
from tracker.services.ports.correspondence.reading import SealedReading


@dataclass(frozen=True, slots=True)
class FoldedSender:
    """An address whose mail is folded, and the mails by which people folded it."""

    address: str
    mails: tuple[str, ...]


def folded_senders(office: Office) -> dict[str, FoldedSender]:
    """Return the folded addresses in lower case. Raises Locked."""
    ports, found = office.mail_reading, dict[str, FoldedSender]()
    for id in ports.desk.folded_by():
        mail = ports.mails.get(id)
        opened = ports.readings.opened(id) if mail.digest else None
        sender = opened.mail.sender if opened else None
        if sender:
            address = sender.address.lower()
            before = found[address].mails if address in found else ()
            found[address] = FoldedSender(sender.address, (*before, id))
    return found


def is_folded(
    office: Office, opened: SealedReading | None, folded: dict[str, FoldedSender]
) -> bool:
    """Return whether a mail is folded away: its sender is, and nothing points to a request."""
    sender = opened.mail.sender if opened else None
    if opened is None or sender is None or sender.address.lower() not in folded:
        return False
    return opened.match.state is MatchState.UNMATCHED and not _why_not(office, opened.mail)


def may_fold(office: Office, opened: SealedReading | None) -> bool:
    """Return whether the sender of a mail can be folded away."""
    return opened is not None and not _why_not(office, opened.mail)


def fold_sender(office: Office, id: str, *, by: str) -> None:
    """Fold away the sender of a mail. Raises NotAllowed for a body, or a sender in doubt."""
    opened = opened_reading(office, id)
    refusal = _why_not(office, opened.mail) if opened else _no_sender()
    if refusal:
        raise refusal
    office.mail_reading.desk.fold_sender(id, by, office.now())


def unfold_sender(office: Office, id: str) -> None:
    """Show the mail of a sender in the list again. `id` is one of these mails."""
    opened = opened_reading(office, id)
    sender = opened.mail.sender if opened else None
    folded = folded_senders(office).get(sender.address.lower()) if sender else None
    office.mail_reading.desk.unfold_senders(folded.mails if folded else (id,))


def _why_not(office: Office, read: ReadMail) -> NotAllowed | None:
    """Return why the sender of a mail is not folded away, None if it can be."""
    sender = read.sender
    if sender is None:
        return _no_sender()
    if bodies_of_sender(office, read):
        return NotAllowed(
            "This sender’s domain is that of a public body. Its emails are never folded away."
        )
    if sender_marks(sender, known_domains(office)):
        return NotAllowed(
            "This sender looks like a public body. Its emails are not folded away, because one of "
            "them may be a response."
        )
    return None


def _no_sender() -> NotAllowed:
    return NotAllowed("This email has no readable sender, so there is nobody to fold away.")
