"""Turns at the sign-in: strangers who fail make nobody wait who signed in here before, and
nobody else without end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.offices import Clock
from tracker.services.core.office import Office
from tracker.services.core.throttling import FAILURE_WINDOW, FAILURES_ALLOWED, TooOften
from tracker.services.people.accounts import change_password, invite, set_password
from tracker.services.people.devices import knows_device, remember_device
from tracker.services.people.handover import close_account
from tracker.services.people.private_access import open_by_password
from tracker.services.people.sessions import start_session
from tracker.services.people.sign_in_turns import (
    ALLOWED_FROM_ALL,
    ALLOWED_FROM_ONE_NETWORK,
    LONGEST_SIGN_IN_WAIT,
    TICKET_LASTS,
    HasToWait,
    Network,
    at_known_device,
    stranger,
    take_turn,
)
from tracker.services.people.signing_in import sign_in
from tracker.services.ports.people import Account, RoleName

EMAIL, PASSWORD = "lawyer@example.org", "four words make one"
KEY = b"k" * 32
HOME = Network("203.0.113.0/24", shared=False)
ELSEWHERE = Network("198.51.100.0/24", shared=False)
ONION = Network("127.0.0.0/24", shared=True)


@pytest.fixture
def lawyer(office: Office, clock: Clock) -> Account:
    """A person with a password, at the beginning of a window of time."""
    moment = int(clock.moment.timestamp())
    clock.moment += timedelta(seconds=-moment % FAILURE_WINDOW)
    set_password(office, invite(office, EMAIL, "A Lawyer", RoleName.LAWYER), PASSWORD)
    found = office.people.account_by_email(EMAIL)
    assert found
    return found


@dataclass(frozen=True)
class Attempt:
    """Who tries, from where, and with which ticket."""

    email: str = EMAIL
    network: Network = ELSEWHERE
    ticket: str = ""
    device: str = ""


def fail(office: Office, **how: Any) -> str:
    """What a wrong password comes to: "wrong" where it is looked at, "closed", or a ticket."""
    mine = Attempt(**how)
    owner = office.people.account_by_email(mine.email)
    visitor = stranger(mine.email, mine.network)
    if owner and mine.device:
        visitor = at_known_device(owner.id, mine.device)
    try:
        take_turn(office, visitor, mine.ticket, KEY)
    except HasToWait as wait:
        return wait.ticket
    except TooOften:
        return "closed"
    return "wrong"


def enter(office: Office, **how: Any) -> bool:
    """Sign in with the right password. Raises what refuses it."""
    mine = Attempt(**how)
    given = {"network": mine.network, "ticket": mine.ticket, "device": mine.device}
    return bool(sign_in(office, mine.email, PASSWORD, key=KEY, **given).token)  # type: ignore[arg-type]


def wait(office: Office, **how: Any) -> HasToWait:
    """The wait that the right password gets."""
    with pytest.raises(HasToWait) as told:
        enter(office, **how)
    return told.value


def use_up(office: Office, network: Network = ELSEWHERE, email: str = EMAIL) -> None:
    """All attempts that a stranger has at once."""
    for _ in range(FAILURES_ALLOWED):
        assert fail(office, network=network, email=email) == "wrong"


def test_a_right_password_has_to_wait_after_ten_wrong_ones_and_is_then_looked_at(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    use_up(office)

    told = wait(office, network=HOME)
    clock.moment += timedelta(seconds=told.seconds)

    assert enter(office, network=HOME, ticket=told.ticket)


def test_two_hundred_failures_elsewhere_make_a_lawyer_wait_less_than_a_minute(
    office: Office, lawyer: Account
) -> None:
    for number in range(200):
        fail(office, network=Network(f"198.51.{number}.0/24", shared=False))

    assert wait(office, network=HOME).seconds <= 10


def test_a_browser_that_was_here_before_never_waits_for_strangers(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    known = remember_device(office, lawyer.id)
    for _ in range(200):
        fail(office, network=HOME)

    assert enter(office, network=HOME, device=known)


def test_a_known_browser_that_fails_has_to_wait_too_and_others_of_its_owner_do_not(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    known = remember_device(office, lawyer.id)
    other = remember_device(office, lawyer.id)
    for _ in range(FAILURES_ALLOWED):
        assert fail(office, device=known) == "wrong"

    told = wait(office, device=known)
    assert enter(office, device=other)
    clock.moment += timedelta(seconds=told.seconds)
    assert enter(office, device=known, ticket=told.ticket)


@pytest.mark.parametrize("whose", ["invented", "of-somebody-else"])
def test_a_cookie_that_the_server_does_not_know_gives_no_attempts(
    office: Office, lawyer: Account, whose: str
) -> None:
    set_password(office, invite(office, "o@example.org", "O", RoleName.LAWYER), PASSWORD)
    other = office.people.account_by_email("o@example.org")
    assert other
    theirs = remember_device(office, other.id)
    use_up(office)

    wait(office, device="invented" if whose == "invented" else theirs)


def test_right_passwords_are_not_counted(office: Office, lawyer: Account) -> None:
    for _ in range(3 * FAILURES_ALLOWED):
        assert enter(office)


def test_a_ticket_opens_nothing_before_its_time_and_stays_good(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    use_up(office)
    told = wait(office, network=HOME)
    clock.moment += timedelta(seconds=told.seconds - 1)

    early = wait(office, network=HOME, ticket=told.ticket)

    assert (early.ticket, early.seconds) == (told.ticket, 1)
    clock.moment += timedelta(seconds=1)
    assert enter(office, network=HOME, ticket=told.ticket)


def test_a_ticket_is_good_for_one_attempt(office: Office, lawyer: Account, clock: Clock) -> None:
    use_up(office)
    told = wait(office, network=HOME)
    clock.moment += timedelta(seconds=told.seconds)
    assert fail(office, network=HOME, ticket=told.ticket) == "wrong"

    assert wait(office, network=HOME, ticket=told.ticket).ticket != told.ticket


def test_a_ticket_is_good_for_its_network_its_address_and_its_time(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    use_up(office, HOME, "other@example.org")
    use_up(office)
    told = wait(office, network=HOME)
    clock.moment += timedelta(seconds=told.seconds)

    wait(office, network=ELSEWHERE, ticket=told.ticket)
    other = fail(office, email="other@example.org", network=HOME, ticket=told.ticket)
    assert other not in ("wrong", "closed")
    wait(office, network=HOME, ticket=f"1.{told.ticket}")
    wait(office, network=HOME, ticket="0.0.ünknown")
    clock.moment += timedelta(seconds=TICKET_LASTS + 1)
    use_up(office)
    wait(office, network=HOME, ticket=told.ticket)


def test_the_wait_grows_and_ends_at_five_minutes(office: Office, lawyer: Account) -> None:
    use_up(office)

    waits = [wait(office, network=ONION).seconds for _ in range(60)]

    # The places in the queue are ten seconds apart, until the doubled wait is longer.
    assert waits[:8] == [10, 20, 30, 40, 64, 128, 256, 300]
    assert set(waits[8:]) == {LONGEST_SIGN_IN_WAIT}


def test_one_network_gets_no_more_than_an_attempt_in_ten_seconds_however_many_it_asks_for(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    use_up(office)
    tickets: list[str] = []
    looked_at = 0
    for _ in range(0, FAILURE_WINDOW - 10, 10):
        given = [fail(office) for _ in range(5)]
        tickets += [ticket for ticket in given if ticket != "closed"]
        now = int(clock.moment.timestamp())
        due = [ticket for ticket in tickets if int(ticket.partition(".")[0]) <= now]
        looked_at += [fail(office, ticket=ticket) for ticket in due].count("wrong")
        tickets = [ticket for ticket in tickets if ticket not in due]
        clock.moment += timedelta(seconds=10)

    assert FAILURE_WINDOW / 10 - 5 <= looked_at <= FAILURE_WINDOW / 10


def test_a_network_that_is_asked_from_too_often_closes_for_itself_alone(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    use_up(office)
    for _ in range(100):
        fail(office)

    with pytest.raises(TooOften, match="another network"):
        enter(office)
    assert wait(office, network=HOME).seconds <= 10
    clock.moment += timedelta(seconds=FAILURE_WINDOW)
    assert enter(office)


def test_behind_an_onion_service_nobody_is_shut_out_either(
    office: Office, lawyer: Account, clock: Clock
) -> None:
    """There all readers have one address, and a stranger floods the queue."""
    use_up(office, ONION)
    for _ in range(200):
        fail(office, network=ONION)

    told = wait(office, network=ONION)
    clock.moment += timedelta(seconds=told.seconds)
    assert enter(office, network=ONION, ticket=told.ticket)


def test_an_attacker_who_tries_many_addresses_from_one_network_has_to_wait(
    office: Office, lawyer: Account
) -> None:
    for number in range(ALLOWED_FROM_ONE_NETWORK):
        assert fail(office, email=f"nobody{number}@example.org") == "wrong"

    wait(office)
    assert enter(office, network=HOME)


def test_in_a_crowd_of_networks_unknown_browsers_have_to_wait_a_moment(
    office: Office, lawyer: Account
) -> None:
    known = remember_device(office, lawyer.id)
    for number in range(ALLOWED_FROM_ALL):
        # Each address is limited to ten of these.
        email, network = f"nobody{number}@example.org", Network(f"198.51.{number}.0/24", False)
        assert fail(office, email=email, network=network) == "wrong"

    assert wait(office, network=HOME).seconds <= 10
    assert enter(office, network=HOME, device=known)


def test_a_one_time_link_works_while_strangers_fail(office: Office, lawyer: Account) -> None:
    use_up(office)

    assert set_password(office, invite(office, EMAIL, "", RoleName.LAWYER), PASSWORD).token


def test_a_browser_that_two_people_share_is_known_for_each_of_them(
    office: Office, lawyer: Account
) -> None:
    email = "other@example.org"
    set_password(office, invite(office, email, "O", RoleName.LAWYER), PASSWORD)
    other = office.people.account_by_email(email)
    assert other
    shared = remember_device(office, lawyer.id)
    assert remember_device(office, other.id, shared) == shared
    for each in (EMAIL, email):
        use_up(office, email=each)
    for _ in range(FAILURES_ALLOWED):
        assert fail(office, email=email, device=shared) == "wrong"

    assert enter(office, device=shared)
    wait(office, email=email, device=shared)


def test_a_new_link_and_a_closed_account_forget_the_browsers(
    office: Office, lawyer: Account
) -> None:
    device = remember_device(office, lawyer.id)
    private = open_by_password(office, lawyer, PASSWORD)
    session = start_session(office, lawyer, private)
    change_password(office, lawyer, "lantern gravel ninety", session)
    assert knows_device(office, lawyer.id, device)
    set_password(office, invite(office, EMAIL, "", RoleName.LAWYER), PASSWORD)
    assert not knows_device(office, lawyer.id, device)

    remember_device(office, lawyer.id, device)
    invite(office, "boss@example.org", "B", RoleName.ADMIN)
    close_account(office, lawyer.id, by="boss")

    assert not knows_device(office, lawyer.id, device)


def test_without_an_account_the_attempts_are_counted_alike(
    office: Office, lawyer: Account
) -> None:
    nobody = "nobody@example.org"
    use_up(office, HOME, nobody)
    use_up(office)

    for number, email in enumerate((EMAIL, nobody)):
        network = Network(f"192.0.{number}.0/24", shared=False)
        assert "Wait 10 seconds" in str(wait(office, email=email, network=network))
