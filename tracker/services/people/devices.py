"""Browsers in which a person signed in before.

Each has attempts of its own, so that nobody who only knows an address can use up its owner's. A
browser holds one random id in a signed cookie, for everyone who signs in there. Of the id and the
person only a digest is stored.
"""

import secrets

from tracker.services.core.office import Office
from tracker.services.people.sessions import digest

MOST_DEVICES = 20


def knows_device(office: Office, account: str, device: str) -> bool:
    """Return whether this person signed in before at the browser with this id."""
    return bool(device) and office.people.devices.knows(account, _digest(account, device))


def remember_device(office: Office, account: str, device: str = "") -> str:
    """Store that a person just signed in at a browser, and return its id, new if it has none.

    Of more than MOST_DEVICES the one used longest ago is forgotten.
    """
    device = device or secrets.token_urlsafe(32)
    digested = _digest(account, device)
    office.people.devices.remember(account, digested, office.now(), MOST_DEVICES)
    return device


def _digest(account: str, device: str) -> str:
    return digest(f"{account}:{device}")
