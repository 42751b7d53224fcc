"""`tracker backup` and `restore`: one file to start from again."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tracker.app.backup_signing import check_backup_with, sign_backup
from tracker.app.bucket import bucket_of
from tracker.app.orphans import erase_again
from tracker.cli.documents import copy_to_bucket
from tracker.cli.progress import bars
from tracker.cli.recovery_words import given_secrets
from tracker.domain.base.errors import Refusal
from tracker.settings import Settings, read_settings
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.restore import restore


def backup_command(chosen: argparse.Namespace) -> int:
    """Write database, evidence and keys to one file, encrypted to the recovery keys."""
    settings, target = read_settings(), Path(chosen.file)
    with bars() as begin:
        made = backup(
            settings.database_url,
            settings.instance,
            target,
            sign_backup(settings),
            with_keys=not chosen.without_keys,
            papers=bucket_of(settings),
            keys_elsewhere=settings.keys_elsewhere,
            begin=begin,
        )
    print(f"Wrote {target}.")
    if made.keys:
        number = len(made.recovery)
        whose = "the recovery key" if number == 1 else f"any of {number} recovery keys"
        print(f"The identity of {whose} opens it.")
    for name in made.damaged:
        print(
            f"The file {name} is damaged, or cannot be read: take it from an older backup.",
            file=sys.stderr,
        )
    if made.damaged:
        print(f"{target} is incomplete: {_files(made.damaged)} damaged.", file=sys.stderr)
    return 1 if made.damaged else 0


def restore_command(chosen: argparse.Namespace) -> int:
    """Put a backup into an empty instance."""
    settings = read_settings()
    settings.serving.require_writable()
    known = given_secrets(chosen.identity) if chosen.identity else None
    named = [chosen.log_key] if chosen.log_key else []
    with bars() as begin:
        done = restore(
            Path(chosen.file),
            settings.database_url,
            settings.instance,
            check_backup_with(settings, [*named, *(known.log_keys if known else ())]),
            known.identities if known else (),
            overwrite=chosen.replace,
            keys_elsewhere=settings.keys_elsewhere,
            begin=begin,
        )
    if done.set_aside:
        print(f"The previous contents are in {done.set_aside}.")
    print(f"Restored into {settings.instance}; now run `tracker doctor`.")
    for name in done.strange_keys:
        print(
            f"{settings.instance / name} is the key of the backup, and "
            f"{settings.keys_elsewhere[name]} is another one: put the right one there.",
            file=sys.stderr,
        )
    in_bucket = settings.bucket is None or _to_bucket(settings, done.erased)
    for name in done.damaged:
        print(
            f"The file {name} was damaged when the backup was made: take it from an older backup.",
            file=sys.stderr,
        )
    if done.damaged:
        print(f"The office is incomplete: {_files(done.damaged)} damaged.", file=sys.stderr)
    return 0 if in_bucket and not done.damaged and not done.strange_keys else 1


def _to_bucket(settings: Settings, erased: Sequence[str]) -> bool:
    """Copy the restored documents to the bucket; return False, and say why, if it failed."""
    try:
        if bucket := bucket_of(settings):
            erase_again(settings)
            bucket.remove_all_of(erased)
            copy_to_bucket(settings, bucket)
    except Refusal as refusal:
        print(
            f"The restored documents are in {settings.evidence}, and could not be copied to the "
            f"bucket: run `tracker documents copy bucket`. {refusal}",
            file=sys.stderr,
        )
        return False
    return True


def _files(damaged: Sequence[str]) -> str:
    return "1 evidence file is" if len(damaged) == 1 else f"{len(damaged)} evidence files are"
