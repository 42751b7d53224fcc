"""Rate limits on attempts that fail, and on requests by strangers.

An attempt is counted before it is checked, and a correct one is subtracted again. So simultaneous
attempts cannot exceed a limit. Counts are stored under keyed digests, never under an address.
"""

import hashlib
import hmac
from collections.abc import Mapping

from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office

FAILURE_WINDOW = 900  # seconds
FAILURES_ALLOWED = 10
CODES_ALLOWED = 5
EVERYBODY = "everybody"


class TooOften(NotAllowed):
    """An attempt refused because there were too many. It may be repeated after 15 minutes."""


def take_attempts(office: Office, limits: Mapping[str, int], key: bytes) -> Mapping[str, int]:
    """Count one attempt under each name and return the new counts in this window of time.

    Empty, with nothing counted, if one of the names has reached its limit.
    """
    digests = {_digest(name, key): name for name in limits}
    counts = office.people.attempts.take(
        {digest: limits[name] for digest, name in digests.items()}, _window(office)
    )
    return {digests[digest]: count for digest, count in counts.items()}


def give_back(office: Office, names: Mapping[str, int], key: bytes) -> None:
    """Take a right attempt off the counts again."""
    office.people.attempts.give_back([_digest(name, key) for name in names], _window(office))


def seconds_of_window(office: Office) -> int:
    """Return how many seconds of the present window of time have passed."""
    return int(office.now().timestamp()) % FAILURE_WINDOW


def _digest(name: str, key: bytes) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()


def _window(office: Office) -> int:
    return int(office.now().timestamp()) // FAILURE_WINDOW
