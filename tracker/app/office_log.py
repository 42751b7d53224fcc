"""The public log of an instance, for everything that may append to it."""

from datetime import UTC, datetime
from functools import partial

from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.signed_log import SignedLog
from tracker.ledger.witness_notes import newest_notes
from tracker.services.ports.holds import Noticed
from tracker.services.ports.log import LogStore
from tracker.settings import Settings


def signed_log(settings: Settings, log: LogStore, noticed: Noticed | None = None) -> SignedLog:
    """Return the public log of these settings, stored in `log`."""
    keys, note = KeyFile(settings.log_key), NoteFile(settings.log_note)
    ask = partial(newest_notes, settings.witnesses) if settings.witnesses else None
    return SignedLog(log, keys, note, lambda: datetime.now(UTC), ask, noticed)
