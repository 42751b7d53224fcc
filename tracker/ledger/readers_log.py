"""The public log where nothing can sign it: on a machine that serves readers alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.notes import Verifier
from tracker.ledger.sequencer import KnownKeys
from tracker.ledger.signed_log import SignedLog
from tracker.ledger.vouching import log_key
from tracker.services.ports.log import LogStore

_NOWHERE = Path("/nonexistent")


@dataclass(frozen=True, slots=True)
class _PublicKeys:
    """The public half of the keys of a log."""

    verifiers: tuple[Verifier, ...]


class ReadersLog(SignedLog):
    """The log of an office, read by the line with its public key; empty if none is known."""

    def __init__(self, log: LogStore, key: str, now: Callable[[], datetime]) -> None:
        super().__init__(log, KeyFile(_NOWHERE), NoteFile(_NOWHERE), now)
        self._verifier = log_key(key) if key else None

    def vouch(self, what: str, lines: Sequence[str]) -> bytes:
        raise NotAllowed("Only the office itself signs with the key of the public log.")

    def _public_keys(self) -> KnownKeys:
        if self._verifier is None:
            raise BadInput(
                "The public key of the log is not known: set TRACKER_PUBLIC_LOG_KEY to the first "
                "line of /log/key of the office."
            )
        return _PublicKeys((self._verifier,))
