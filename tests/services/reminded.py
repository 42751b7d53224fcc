"""People of an office who are reminded, for the tests of reminders, digests and mail."""

from dataclasses import replace
from datetime import date

from tests.offices import BY, Clock, Pigeonhole, a_request, received, the_library
from tests.ready_made import ready_made
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.ports.people import Account, RoleName
from tracker.services.reminders.reminding import Reminding, remind

CHIEF, LAWYER = "chief", BY
RECEIVED = date(2024, 2, 26)


@ready_made
def a_person(
    office: Office, id: str, role: RoleName = RoleName.LAWYER, **fields: object
) -> Account:
    """A person with an account."""
    account = Account(id, f"{id}@office.example", id.title(), role, **fields)  # type: ignore[arg-type]
    office.people.save_account(account)
    return account


@ready_made
def two_people(office: Office) -> None:
    """The lawyer who drafts and approves in tests, and an administrator."""
    a_person(office, LAWYER)
    a_person(office, CHIEF, RoleName.ADMIN)


def a_received_request(office: Office, clock: Clock) -> str:
    """A request that PTA received on Monday 26 February 2024, entered on that day."""
    clock.set(RECEIVED)
    reference = a_request(office)
    received(office, reference, RECEIVED)
    return reference


def at(office: Office, clock: Clock, day: date, hour: int = 9) -> Reminding:
    """What a round on that day makes."""
    clock.set(day, hour)
    return remind(office)


def pigeonhole(office: Office) -> Pigeonhole:
    """Where the mail of the office ends up."""
    assert isinstance(office.post, Pigeonhole)
    return office.post


def library_of_requests_alone() -> Library:
    """The shipped library without the time to challenge a block, for tests of the deadlines of a
    request: X was blocked on 17 February 2024, so that those thirty days run beside it."""
    shipped = the_library()
    powers = {
        key: replace(
            power, requirements=tuple(replace(r, challenge=None) for r in power.requirements)
        )
        for key, power in shipped.powers.items()
    }
    return replace(shipped, powers=powers)
