"""`tracker recovery`: the keys that open backups and archives."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tracker.app.assembly import open_office
from tracker.app.backup_signing import check_backup_with, log_key_of
from tracker.cli.private_words import opened_words, recovery_key
from tracker.cli.recovery_words import given_secrets, show_once
from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.core.audit import OPERATOR
from tracker.services.core.office import Office
from tracker.services.office_data.recovery import (
    add_recovery_key,
    give_access_back,
    note_drill,
    opens_private_words,
    remove_recovery_key,
)
from tracker.services.people.accounts import by_address
from tracker.settings import Settings, read_settings
from tracker.storage.office_data.recovery import RecoverySecrets, write_identity_file
from tracker.storage.office_data.recovery_secret import RecoverySecret
from tracker.storage.office_data.restore import read_backup
from tracker.storage.office_data.upkeep import newest_encrypted_backup


def new_key_command(chosen: argparse.Namespace) -> int:
    """Make a recovery key, and show it once or write it to a file that is kept elsewhere."""
    settings = read_settings()
    require_way_out(chosen.file, settings)
    secret = RecoverySecret.new()
    with open_office(settings) as office, opened_words(office, chosen.identity):
        add_recovery_key(office, secret.recipient, chosen.name, by=OPERATOR)
        try:
            deliver_secret(secret, chosen.file, settings)
        except Refusal:
            remove_recovery_key(office, secret.recipient, by=OPERATOR)
            raise
    return 0


def require_way_out(file: str, settings: Settings) -> None:
    """Raise BadInput if a new recovery key could neither be shown nor be written to `file`."""
    if not file and not sys.stdout.isatty():
        raise BadInput(
            "The recovery key is shown once, and only at a terminal, so that no log keeps it: run "
            "this command at a terminal, or name a file for the key."
        )
    if file and Path(file).resolve().is_relative_to(settings.instance.resolve()):
        raise BadInput(
            f"{file} lies in the instance, which it is there to recover: name a file elsewhere, "
            "such as one on a stick."
        )
    if file and Path(file).exists():
        raise BadInput(f"{file} exists already: name a file that does not.")
    if file and not Path(file).parent.is_dir():
        raise BadInput(f"There is no folder {Path(file).parent}: make it, or name another one.")


def deliver_secret(secret: RecoverySecret, file: str, settings: Settings) -> None:
    """Show the secret of a new recovery key once, or write it to a file."""
    log_key = log_key_of(settings)
    if not file:
        show_once(secret, log_key, sys.stdout)
        return
    write_identity_file(Path(file), secret, log_key, datetime.now(UTC))
    print(f"Wrote a recovery identity to {file}. Its public key is {secret.recipient}")
    print(
        "Backups and archives are encrypted to that key from now on, and it opens private words. "
        "Keep the file away from this machine, in two places: without it no backup can be opened, "
        "and with it every one can."
    )


def add_key(chosen: argparse.Namespace) -> int:
    """Encrypt backups and archives to one more key."""
    with open_office(read_settings()) as office, opened_words(office, chosen.identity):
        add_recovery_key(office, chosen.key, chosen.name, by=OPERATOR)
    print("Backups and archives are encrypted to that key too, from now on.")
    return 0


def remove_key(chosen: argparse.Namespace) -> int:
    """Encrypt nothing more to a key."""
    with open_office(read_settings()) as office:
        remove_recovery_key(office, chosen.key, by=OPERATOR)
        left = len(office.recovery.keys())
    print("New backups and archives do not open with that key. Those made before still do.")
    print("It opens no private words here any more.")
    if not left:
        print("No recovery key is left: add one before the next backup.")
    return 0


def try_key(chosen: argparse.Namespace) -> int:
    """Say whether a recovery key is this office's, and what it opens; note the day.

    Exit status 1 if it does not.
    """
    settings, given = read_settings(), given_secrets(chosen.identity)
    with open_office(settings) as office:
        passed = [
            _is_known(office, given),
            _opens_office(office, given),
            _opens_backup(settings, given, chosen.backup),
        ]
        if not all(passed):
            return 1
        note_drill(office)
    print("The key works. Today is noted as the day of the last drill.")
    return 0


def _is_known(office: Office, given: RecoverySecrets) -> bool:
    """Say whether one of the secrets belongs to a recovery key of the office."""
    recipients = {secret.recipient for secret in given.secrets}
    keys = office.recovery.keys()
    known = [each for each in keys if each.key in recipients]
    for each in known:
        print(f"It is a recovery key of this office: {each.key}  {each.name}".rstrip())
    if known:
        return True
    print(
        "It is a recovery key, but not one of this office: see `tracker recovery list`.",
        file=sys.stderr,
    )
    return False


def _opens_office(office: Office, given: RecoverySecrets) -> bool:
    """Say whether one of the secrets opens the private words of the office."""
    if any(opens_private_words(office, secret.raw) for secret in given.secrets):
        print("It opens the private words of this office.")
        return True
    print(
        "It does not open the private words of this office: remove it, and add it again.",
        file=sys.stderr,
    )
    return False


def _opens_backup(settings: Settings, given: RecoverySecrets, named: str) -> bool:
    """Say whether the key opens the named or the newest backup; True if there is none."""
    file = Path(named) if named else newest_encrypted_backup(settings.instance)
    if file is None:
        print("No backup was tried: name one, `tracker recovery try FILE`.")
        return True
    check = check_backup_with(settings, given.log_keys)
    try:
        manifest = read_backup(file, check, given.identities)
    except Refusal as refusal:
        print(f"It does not open {file}: {refusal}", file=sys.stderr)
        return False
    print(f"It opens {file}, made at {manifest.made_at}, and reads {len(manifest.parts)} parts.")
    if manifest.damaged:
        number = len(manifest.damaged)
        print(f"{number} evidence files were damaged when it was made.", file=sys.stderr)
    return True


def give_access_command(chosen: argparse.Namespace) -> int:
    """Let a person open private words again, by a recovery key."""
    with open_office(read_settings()) as office:
        account = by_address(office, chosen.email)
        with office.key_opening.opened(recovery_key(office, chosen.identity)):
            give_access_back(office, account, by=OPERATOR)
    print(f"{account.email} can open private words now.")
    return 0


def list_keys(_: argparse.Namespace) -> int:
    """Print the keys to which backups and archives are encrypted."""
    with open_office(read_settings()) as office:
        keys = office.recovery.keys()
    for each in keys:
        print(f"{each.key}  {each.name}".rstrip())
    if not keys:
        print("There is no recovery key: make one by `tracker recovery new`.")
    return 0
