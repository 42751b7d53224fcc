"""Rate limits on failed attempts and on requests by strangers.

Attempts are counted under keyed digests, so that no address is stored.
"""

import hashlib
import hmac

from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office

FAILURES_ALLOWED = 10
FAILURE_WINDOW = 900  # seconds
# After this many failures across all addresses in one window, unknown browsers get fewer attempts.
A_CROWD = 200
ALLOWED_IN_A_CROWD = 2
CODES_ALLOWED = 5
EVERYBODY = "everybody"


class TooOften(NotAllowed):
    """An attempt refused because there were too many. It may be repeated after 15 minutes."""


def too_many(office: Office, name: str, key: bytes, allowed: int = FAILURES_ALLOWED) -> bool:
    """Return whether `allowed` attempts under a name have failed in this window of time."""
    return office.people.failures(_digest(name, key), _window(office)) >= allowed


def crowded(office: Office, key: bytes) -> bool:
    """Return whether somebody seems to be trying one address after another."""
    return too_many(office, EVERYBODY, key, A_CROWD)


def count_failure(office: Office, name: str, key: bytes) -> None:
    """Count one failure under a name."""
    office.people.note_failure(_digest(name, key), _window(office))


def _digest(name: str, key: bytes) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()


def _window(office: Office) -> int:
    return int(office.now().timestamp()) // FAILURE_WINDOW
