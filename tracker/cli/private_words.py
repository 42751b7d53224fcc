"""Private words open for one command: by the key file, a recovery key, or a person's password."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from tracker.cli.recovery_words import given_secrets
from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.services.core.office import Office
from tracker.services.office_data.recovery import opens_private_words
from tracker.services.people.accounts import by_address
from tracker.services.people.private_access import open_by_password, opened_for
from tracker.services.ports.keys import OpenKey


@contextmanager
def opened_words(office: Office, identity: str = "") -> Iterator[None]:
    """Hold the private words of the office open until the block is left.

    Asks at a terminal for the password of a person, unless the office has a key file or `identity`
    names a recovery key. Raises NotAllowed if there is no terminal, and for what does not open
    them.
    """
    if office.keys.may_open():
        yield
    elif identity:
        with office.keys.opened(recovery_key(office, identity)):
            yield
    else:
        with _opened_by_password(office):
            yield


def recovery_key(office: Office, identity: str) -> OpenKey:
    """Return a recovery key that opens private words. Raises Refusal if it does not."""
    for secret in given_secrets(identity).secrets:
        if opens_private_words(office, secret.raw):
            return office.keys.by_key(secret.raw)
    raise Refusal(
        "This recovery key does not open the private words of this office: see `tracker recovery "
        "list`."
    )


@contextmanager
def _opened_by_password(office: Office) -> Iterator[None]:
    if not sys.stdin.isatty():
        raise NotAllowed(
            "Private words are locked: name a recovery key by --identity, or run this command at "
            "a terminal, where it asks for a password."
        )
    print("Private words are locked. Whose password opens them?", file=sys.stderr)
    account = by_address(office, input("E-mail: "))
    private = open_by_password(office, account, getpass("Password: "))
    if private is None:
        raise NotAllowed("The password is not right.")
    with opened_for(office, account.id, private):
        if not office.keys.may_open():
            raise NotAllowed(f"{account.email} has no access to private words.")
        yield
