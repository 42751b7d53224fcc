"""Who may publish alone, and what takes a second person."""

from typing import TYPE_CHECKING

from tracker.domain.errors import Words
from tracker.services.office import Office
from tracker.services.people import colleagues
from tracker.services.ports_publishing import Publication
from tracker.services.roles import Act, may

if TYPE_CHECKING:
    from tracker.services.publishing import Shown

TAKES_A_LAWYER = Words(
    "It takes a lawyer or an administrator to publish: prepare it, and one of them confirms it."
)


def may_publish(office: Office, by: str) -> bool:
    """Whether this is nobody's account who may only prepare what others publish."""
    account = office.people.account(by)
    return account is None or may(account, Act.PUBLISH)


def of_several(office: Office) -> bool:
    """Whether it is a live office in which there is a second person."""
    return office.live and len(colleagues(office)) > 1


def finds_alone(office: Office, shown: "Shown", by: str) -> bool:
    """Whether somebody would publish what that person found, though others are there."""
    if not of_several(office):
        return False
    return any(e.entered_by == by and e.event.finding for e in shown.chosen)


def words_wait(office: Office, by: str) -> bool:
    """Whether words of that person wait for another one before the public sees them."""
    return not may_publish(office, by) or of_several(office)


def needs_second(office: Office, shown: "Shown", publication: Publication, by: str) -> bool:
    """Whether another person must confirm it: what somebody prepared who may not publish; in a
    live office of more than one, findings of whoever publishes them, and all words and pictures,
    for these may name somebody."""
    if not may_publish(office, by):
        return True
    if not of_several(office):
        return False
    return shown.has_words or publication.names_officials or finds_alone(office, shown, by)
