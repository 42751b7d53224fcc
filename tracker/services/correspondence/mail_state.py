"""The state of the office’s mail, in sentences for an operator."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tracker.domain.correspondence.mail_letter import LetterState
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import COPIES_STAY
from tracker.services.ports.correspondence.received import MailboxState

# Until the next fetch, a copy may stay for longer than it has to.
_BETWEEN_FETCHES = timedelta(days=1)


def mailbox_line(office: Office) -> str:
    """Return when each mailbox was last fetched without trouble."""
    known = {box.name: box.last_ok_at for box in office.incoming.mailboxes.all()}
    told = []
    for source in office.incoming.sources:
        at = known.get(source.name)
        told.append(f"{source.name}, last fetched {moment_fetched(at)}")
    return "; ".join(told) or "none is fetched"


def moment_fetched(at: datetime | None) -> str:
    """Return the moment of a fetch in words; None is a mailbox that was never fetched."""
    return f"{at:%Y-%m-%d %H:%M %Z}" if at else "never"


def correspondence_problems(office: Office) -> list[str]:
    """Return what is wrong with a mailbox that is fetched, and letters that wait for a person.

    Copies that stay at the mail host are wrong too: a thief who can sign in there reads them.
    """
    found = [
        f"Mailbox {box.name} was not fetched to its end since {box.trouble_since:%Y-%m-%d %H:%M} "
        f"UTC ({box.trouble.value}): run `tracker mail fetch`."
        for box in troubled_mailboxes(office)
        if box.trouble and box.trouble_since
    ]
    found += _copies_told(office)
    states = [letter.state for letter in office.letters_by_mail.uncertain()]
    if uncertain := states.count(LetterState.UNCERTAIN):
        letters = "letter is" if uncertain == 1 else "letters are"
        found.append(f"The hand-over of {uncertain} {letters} uncertain: see “Send by email”.")
    if refused := states.count(LetterState.REFUSED):
        letters = "letter" if refused == 1 else "letters"
        found.append(f"The mail server refused {refused} {letters}: see “Send by email”.")
    return found


def troubled_mailboxes(office: Office) -> list[MailboxState]:
    """Return the mailboxes that are fetched, and were not fetched to their end."""
    fetched = {source.name for source in office.incoming.sources}
    known = office.incoming.mailboxes.all()
    return [box for box in known if box.name in fetched and box.trouble]


def copies_that_stay(office: Office) -> dict[str, int]:
    """Return how many copies each fetched mailbox keeps for too long, because they wait for a
    backup."""
    now, incoming = office.now(), office.incoming
    long_ago = now - COPIES_STAY - _BETWEEN_FETCHES
    backup = incoming.backed_up_by(now)
    if backup and backup > long_ago:
        return {}
    names = [source.name for source in incoming.sources]
    counted = {name: incoming.places.count_copies(name, long_ago) for name in names}
    return {name: number for name, number in counted.items() if number}


def _copies_told(office: Office) -> Iterator[str]:
    for name, number in copies_that_stay(office).items():
        emails = "1 email" if number == 1 else f"{number} emails"
        yield (
            f"Mailbox {name} keeps copies of {emails} for longer than {COPIES_STAY.days} days, "
            "because no backup has them: run `tracker backup`."
        )
