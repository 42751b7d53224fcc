"""Browsers in which a person signed in before.

Each has attempts of its own, so that nobody who only knows an address can use up its owner's.
The browser holds a random id in a signed cookie; only the id's digest is stored.
"""

import secrets

from tracker.services.core.office import Office
from tracker.services.people.sessions import digest

MOST_DEVICES = 20


def knows_device(office: Office, account: str, nonce: str) -> bool:
    """Return whether this person signed in before at the browser with this id."""
    return office.people.devices.knows(account, digest(nonce))


def remember_device(office: Office, account: str, nonce: str = "") -> str:
    """Store that a person just signed in at a browser, and return its id.

    The id is new unless the person signed in there before. Of more than MOST_DEVICES the one used
    longest ago is forgotten.
    """
    if not nonce or not knows_device(office, account, nonce):
        nonce = secrets.token_urlsafe(32)
    office.people.devices.remember(account, digest(nonce), office.now(), MOST_DEVICES)
    return nonce
