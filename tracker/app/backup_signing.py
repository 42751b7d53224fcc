"""Who signs a backup, and whose signature is believed: the key of the log."""

from collections.abc import Callable, Sequence
from functools import partial

from tracker.domain.base.errors import BadInput
from tracker.ledger.files import KeyFile
from tracker.ledger.vouching import check_backup, log_key, vouch_for_backup
from tracker.settings import Settings


def sign_backup(settings: Settings) -> Callable[[bytes], bytes]:
    """Return the function that signs a backup's manifest.

    Raises BadInput if the key of the log is missing.
    """
    return partial(vouch_for_backup, KeyFile(settings.log_key).read().signer)


def log_key_of(settings: Settings) -> str:
    """Return the public key of this instance's log, as one line."""
    return str(KeyFile(settings.log_key).read().signer.verifier)


def check_backup_with(settings: Settings, named: Sequence[str]) -> Callable[[bytes, bytes], None]:
    """Return the function that checks the signature of a backup.

    It trusts the named keys of logs, and the key of this instance. Raises BadInput if that one is
    damaged and none is named.
    """
    trusted = [log_key(line) for line in named]
    if settings.log_key.exists():
        try:
            trusted += KeyFile(settings.log_key).read().verifiers
        except BadInput:
            # A restore repairs a damaged key, as long as another key tells whose backup it is.
            if not trusted:
                raise
    return partial(check_backup, trusted=trusted)
