"""`tracker backup`, `restore` and `recovery`: one file to start from again, and its keys."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tracker import storage
from tracker.app import check_backup_with, log_key_of, open_office, sign_backup
from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.core.audit import OPERATOR
from tracker.services.office_data.recovery import add_recovery_key, remove_recovery_key
from tracker.settings import read_settings


def backup_command(chosen: argparse.Namespace) -> int:
    """Write database, evidence and keys to one file, encrypted to the recovery keys."""
    settings, target = read_settings(), Path(chosen.file)
    made = storage.backup(
        settings.database_url,
        settings.instance,
        target,
        sign_backup(settings),
        with_keys=not chosen.without_keys,
    )
    print(f"Wrote {target}.")
    if made.keys:
        number = len(made.recovery)
        whose = "the recovery key" if number == 1 else f"any of {number} recovery keys"
        print(f"The identity of {whose} opens it.")
    for name in made.damaged:
        print(
            f"The file {name} is damaged on this disk, or cannot be read: take it from an older "
            "backup.",
            file=sys.stderr,
        )
    if made.damaged:
        print(f"{target} is incomplete: {_files(made.damaged)} damaged.", file=sys.stderr)
    return 1 if made.damaged else 0


def restore_command(chosen: argparse.Namespace) -> int:
    """Put a backup into an empty instance."""
    settings = read_settings()
    known = storage.read_identity_file(Path(chosen.identity)) if chosen.identity else None
    named = [chosen.log_key] if chosen.log_key else []
    done = storage.restore(
        Path(chosen.file),
        settings.database_url,
        settings.instance,
        check_backup_with(settings, [*named, *(known.log_keys if known else ())]),
        known.identities if known else (),
        overwrite=chosen.replace,
    )
    if done.set_aside:
        print(f"What stood there before lies in {done.set_aside}.")
    print(f"Restored into {settings.instance}; now run `tracker doctor`.")
    for name in done.damaged:
        print(
            f"The file {name} was damaged when the backup was made: take it from an older backup.",
            file=sys.stderr,
        )
    if done.damaged:
        print(f"The office is incomplete: {_files(done.damaged)} damaged.", file=sys.stderr)
    return 1 if done.damaged else 0


def _files(damaged: Sequence[str]) -> str:
    return "1 evidence file is" if len(damaged) == 1 else f"{len(damaged)} evidence files are"


def new_key_command(chosen: argparse.Namespace) -> int:
    """Make an identity file to be kept elsewhere, and add its public key."""
    settings, file = read_settings(), Path(chosen.file)
    if file.resolve().is_relative_to(settings.instance.resolve()):
        raise BadInput(
            f"{file} lies in the instance, which it is there to recover: name a file elsewhere, "
            "such as one on a stick."
        )
    with open_office(settings) as office:
        key = storage.make_identity_file(file, log_key_of(settings), datetime.now(UTC))
        try:
            add_recovery_key(office, key, chosen.name, by=OPERATOR)
        except Refusal:
            file.unlink()
            raise
    print(f"Wrote a recovery identity to {file}. Its public key is {key}")
    print(
        "Backups and archives are encrypted to that key from now on. Keep the file away from this "
        "machine, in two places: without it no backup can be opened, and with it every one can."
    )
    return 0


def add_key(chosen: argparse.Namespace) -> int:
    """Encrypt backups and archives to one more key."""
    with open_office(read_settings()) as office:
        add_recovery_key(office, chosen.key, chosen.name, by=OPERATOR)
    print("Backups and archives are encrypted to that key too, from now on.")
    return 0


def remove_key(chosen: argparse.Namespace) -> int:
    """Encrypt nothing more to a key."""
    with open_office(read_settings()) as office:
        remove_recovery_key(office, chosen.key, by=OPERATOR)
        left = len(office.recovery.keys())
    print("New backups and archives do not open with that key. Those made before still do.")
    if not left:
        print("No recovery key is left: add one before the next backup.")
    return 0


def list_keys(_: argparse.Namespace) -> int:
    """Print the keys to which backups and archives are encrypted."""
    with open_office(read_settings()) as office:
        keys = office.recovery.keys()
    for each in keys:
        print(f"{each.key}  {each.name}".rstrip())
    if not keys:
        print("There is no recovery key: make one by `tracker recovery new FILE`.")
    return 0
