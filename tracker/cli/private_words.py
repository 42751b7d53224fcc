"""Private words open for one command, by a key file, a recovery key or a person's password.

`tracker key-file` makes a key file, and ends one.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from tracker.app.assembly import open_office
from tracker.cli.recovery_words import given_secrets
from tracker.domain.base.errors import BadInput, NotAllowed, Refusal
from tracker.services.core.office import Office
from tracker.services.office_data.recovery import opens_private_words
from tracker.services.people.accounts import by_address
from tracker.services.people.private_access import open_by_password, opened_for, replace_left_keys
from tracker.services.ports.keys import OFFICE_GROUP, OpenKey
from tracker.settings import make_key_file, read_key_file, read_settings


@contextmanager
def opened_words(office: Office, identity: str = "", *, by_file: bool = True) -> Iterator[None]:
    """Hold the private words of the office open until the block is left.

    Asks at a terminal for the password of a person, unless the office has a key file or `identity`
    names a recovery key. Raises NotAllowed if there is no terminal, and for what does not open
    them.
    """
    if by_file and office.key_opening.may_open():
        yield
    elif identity:
        with office.key_opening.opened(recovery_key(office, identity)):
            yield
    else:
        with _opened_by_password(office):
            yield


def recovery_key(office: Office, identity: str) -> OpenKey:
    """Return a recovery key that opens private words. Raises Refusal if it does not."""
    for secret in given_secrets(identity).secrets:
        if opens_private_words(office, secret.raw):
            return office.key_opening.by_key(secret.raw)
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
    account = by_address(office, input("Email: "))
    private = open_by_password(office, account, getpass("Password: "))
    if private is None:
        raise NotAllowed("The password is wrong.")
    with opened_for(office, account.id, private):
        if not office.key_opening.may_open():
            raise NotAllowed(f"{account.email} has no access to private words.")
        yield


def make_key_file_command(chosen: argparse.Namespace) -> int:
    """Write a key to a file, and let it open private words."""
    file = Path(chosen.file).absolute()
    settings = read_settings()
    if file.is_relative_to(settings.instance.absolute()):
        raise BadInput(f"{file} lies in the instance: name a file on another disk.")
    if file.exists():
        raise BadInput(f"{file} exists already: name a file that does not.")
    if not file.parent.is_dir():
        raise BadInput(f"There is no folder {file.parent}: make it, or name another one.")
    with open_office(settings) as office, opened_words(office, chosen.identity):
        make_key_file(file)
        office.key_holders.give(OFFICE_GROUP, _holder(office, file))
    print(f"Wrote the key to {file}. Set TRACKER_OFFICE_KEY to it, and restart.")
    print(
        "From then on private words are open all the time. A thief who takes this machine and "
        "that file reads everything. Keep the file on another disk."
    )
    return 0


def remove_key_file_command(chosen: argparse.Namespace) -> int:
    """Let a key file open nothing any more, and replace the keys that it opened."""
    file = Path(chosen.file).absolute()
    with open_office(read_settings()) as office:
        holder = _holder(office, file)
        if holder not in office.key_holders.holders(OFFICE_GROUP):
            raise NotAllowed(f"{file} opens no private words of this office.")
        with opened_words(office, chosen.identity, by_file=False):
            office.key_holders.withdraw(holder)
            left, before = replace_left_keys(office), 0
            while left and left != before:
                left, before = replace_left_keys(office), left
    print(f"{file} opens nothing any more. Leave TRACKER_OFFICE_KEY out, restart, and delete it.")
    print("Backups made before now still open with it.")
    return 0


def _holder(office: Office, file: Path) -> str:
    return office.key_opening.by_key(read_key_file(file)).holder
