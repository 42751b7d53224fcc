"""Turns at the sign-in: some attempts at once, further ones after a wait.

Nobody is locked out by the failures of others. Once the attempts of a window are used up, the
next one gets a ticket, and a password that comes with it is looked at after the wait. The server
holds no thread meanwhile. Places in the queue of one network are SPACING_SECONDS apart.

Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies; OWASP ASVS 5.0, 6.3.1.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.services.core.office import Office
from tracker.services.core.throttling import (
    EVERYBODY,
    FAILURE_WINDOW,
    FAILURES_ALLOWED,
    TooOften,
    seconds_of_window,
    take_attempts,
)
from tracker.services.people.sessions import digest
from tracker.services.ports.factors import Challenge

# Failures in one window before everyone from that network, or every unknown browser, has to wait.
ALLOWED_FROM_ONE_NETWORK = 20
ALLOWED_FROM_ALL = 200
SPACING_SECONDS = 10
LONGEST_SIGN_IN_WAIT = 300  # seconds
TICKET_LASTS = 900  # seconds after the wait
TICKET_USED = "ticket-used"


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a browser, as far as the server knows it.

    `shared` is set if the address is no public one: everyone who comes through an onion service
    or an unknown proxy has it, so its queue never closes.
    """

    name: str = ""
    shared: bool = True


UNKNOWN_NETWORK = Network()


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who tries to sign in, with the limits on attempts and the queue of tickets."""

    name: str
    limits: Mapping[str, int]
    queue: str
    closes: bool


class HasToWait(TooOften):
    """An attempt that was not looked at. It is looked at with this ticket after the wait."""

    def __init__(self, sentence: str, /, *, ticket: str, seconds: int) -> None:
        super().__init__(sentence, seconds=seconds)
        self.ticket = ticket
        self.seconds = seconds


def at_known_device(account: str, device: str) -> Visitor:
    """Return the visitor at a browser in which the person with this account signed in before."""
    name = f"device:{account}:{device}"
    return Visitor(name, {name: FAILURES_ALLOWED}, f"queue:{name}", closes=False)


def stranger(email: str, network: Network) -> Visitor:
    """Return the visitor at an unknown browser of a network who names an account's address."""
    limits = {
        f"account:{email}": FAILURES_ALLOWED,
        f"network:{network.name}": ALLOWED_FROM_ONE_NETWORK,
        f"sign-in:{EVERYBODY}": ALLOWED_FROM_ALL,
    }
    name = f"network:{network.name}:{email}"
    return Visitor(name, limits, f"queue:{network.name}", closes=not network.shared)


def take_turn(office: Office, visitor: Visitor, ticket: str, key: bytes) -> Mapping[str, int]:
    """Count an attempt before it is looked at, or use up a ticket that has waited.

    Returns the limits under which it was counted, for `give_back` of a right one. Raises HasToWait
    with a ticket, TooOften if the queue of this network has no place left.
    """
    if take_attempts(office, visitor.limits, key):
        return visitor.limits
    now = int(office.now().timestamp())
    due = _due(ticket, visitor, key)
    if due > now and due - now <= LONGEST_SIGN_IN_WAIT:
        raise _has_to_wait(ticket, due - now)
    if due <= now <= due + TICKET_LASTS and _use_up(office, ticket, due):
        return {}
    seconds = _wait(office, visitor, key)
    raise _has_to_wait(_ticket(now + seconds, visitor, key), seconds)


def _has_to_wait(ticket: str, seconds: int) -> HasToWait:
    return HasToWait(
        "Too many sign-ins failed. Wait {seconds} seconds, then enter your password and select "
        "“Sign in” again. A passkey works at once.",
        ticket=ticket,
        seconds=seconds,
    )


def _wait(office: Office, visitor: Visitor, key: bytes) -> int:
    """Take the next place in a queue and return the seconds until its turn.

    The wait doubles with each place, and is never before the turn of the place in this window.
    """
    passed = seconds_of_window(office)
    places = min(passed + LONGEST_SIGN_IN_WAIT, FAILURE_WINDOW) // SPACING_SECONDS
    taken = take_attempts(office, {visitor.queue: places}, key)
    if not taken and visitor.closes:
        raise TooOften(
            "Too many sign-in attempts from your network. Use a passkey, a browser you signed in "
            "with before, or another network, or try again in 15 minutes."
        )
    place = taken.get(visitor.queue, places)
    doubled = 1 << min(place + 1, LONGEST_SIGN_IN_WAIT.bit_length())
    return min(max(doubled, place * SPACING_SECONDS - passed), LONGEST_SIGN_IN_WAIT)


def _ticket(due: int, visitor: Visitor, key: bytes) -> str:
    said = f"{due}.{secrets.token_hex(8)}"
    return f"{said}.{_seal(said, visitor, key)}"


def _due(ticket: str, visitor: Visitor, key: bytes) -> int:
    """Return when the turn of a ticket is, in seconds; 0 if it is none of this visitor."""
    said, _, seal = ticket.rpartition(".")
    if not hmac.compare_digest(_seal(said, visitor, key).encode(), seal.encode()):
        return 0
    return int(said.partition(".")[0])


def _seal(said: str, visitor: Visitor, key: bytes) -> str:
    return hmac.new(key, f"ticket:{digest(visitor.name)}:{said}".encode(), "sha256").hexdigest()


def _use_up(office: Office, ticket: str, due: int) -> bool:
    over = datetime.fromtimestamp(due + TICKET_LASTS, UTC)
    used = Challenge(digest(ticket), TICKET_USED, "", over)
    return office.people.challenges.use_up(used, office.now())
