"""Failed tries, and what strangers ask for, are counted under keyed digests: guessing is slow,
nobody is flooded, and nobody is named."""

import hashlib
import hmac

from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office

FAILURES_ALLOWED = 10
FAILURE_WINDOW = 900
# From this many failures at all addresses together on, strangers get fewer tries at each.
A_CROWD = 200
ALLOWED_IN_A_CROWD = 2
CODES_ALLOWED = 5
EVERYBODY = "everybody"


class TooOften(NotAllowed):
    """What is asked for is asked for again a quarter of an hour later."""


def too_many(office: Office, name: str, key: bytes, allowed: int = FAILURES_ALLOWED) -> bool:
    """Whether so many tries failed under that name in this quarter of an hour."""
    return office.people.failures(_digest(name, key), _window(office)) >= allowed


def crowded(office: Office, key: bytes) -> bool:
    """Whether somebody seems to try addresses one after the other."""
    return too_many(office, EVERYBODY, key, A_CROWD)


def count_failure(office: Office, name: str, key: bytes) -> None:
    """Count one failure under that name."""
    office.people.note_failure(_digest(name, key), _window(office))


def _digest(name: str, key: bytes) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()


def _window(office: Office) -> int:
    return int(office.now().timestamp()) // FAILURE_WINDOW
