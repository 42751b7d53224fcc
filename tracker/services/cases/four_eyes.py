"""Permission to publish, and the cases that need a second person."""

from collections.abc import Sequence

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import rests_on_reading
from tracker.services.core.office import Office
from tracker.services.core.roles import Act, may
from tracker.services.people.accounts import colleagues

TAKES_A_LAWYER = Message(
    "Only a lawyer or an administrator can publish. Prepare it, and one of them will confirm it."
)


def may_publish(office: Office, by: str) -> bool:
    """Return whether `by` may publish.

    Actors without an account may, such as commands on the server.
    """
    account = office.people.account(by)
    return account is None or may(account, Act.PUBLISH)


def has_second_person(office: Office) -> bool:
    """Return whether this is a live office with more than one person."""
    return office.live and len(colleagues(office)) > 1


def finds_alone(office: Office, chosen: Sequence[Entry], by: str) -> bool:
    """Return whether `by` would publish their own finding in an office of several people or, in
    any office, an entry that rests on their own reading of the law on receipt."""
    own = [entry.event for entry in chosen if entry.entered_by == by]
    if any(rests_on_reading(event) for event in own):
        return True
    return has_second_person(office) and any(event.finding for event in own)


def words_wait(office: Office, by: str) -> bool:
    """Return whether words of this person need confirmation before the public sees them."""
    return not may_publish(office, by) or has_second_person(office)


def needs_second(office: Office, chosen: Sequence[Entry], by: str, *, names_people: bool) -> bool:
    """Return whether another person must confirm a publication of the entries `chosen`.

    It must be confirmed if `by` may not publish, or if it rests on their own reading of the law on
    receipt. In a live office of more than one person, it must also be confirmed if `by`
    entered one of the findings, or if its words or pictures may name someone (`names_people`).
    """
    if not may_publish(office, by) or finds_alone(office, chosen, by):
        return True
    return names_people and has_second_person(office)
