"""The mark of a check mail, which the office sends to itself.

Only a holder of the key can make one, so that no answer is taken for a check mail. Nothing is
stored: the mark itself says when it was made.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

_MARK = re.compile(rb"check-(\d{10})-([0-9a-f]{16})-([0-9a-f]{32})")
# A mail without a check's mark has few words that look like one.
_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class CheckMarks:
    """The marks that this key makes."""

    key: bytes

    def mark(self, at: datetime, chance: bytes) -> str:
        """Return the mark for this moment and these eight random bytes."""
        moment, words = f"{int(at.timestamp()):010}", chance.hex()
        return f"check-{moment}-{words}-{self._proof(moment, words)}"

    def made_at(self, raw: bytes) -> datetime | None:
        """Return when the mark in a mail was made, None if it has no mark of this key.

        A delivery report about a check mail has its mark too.
        """
        for number, found in enumerate(_MARK.finditer(raw)):
            if number >= _MOST_COMPARED:
                break
            moment, words, proof = (part.decode() for part in found.groups())
            if hmac.compare_digest(proof, self._proof(moment, words)):
                return datetime.fromtimestamp(int(moment), UTC)
        return None

    def _proof(self, moment: str, words: str) -> str:
        return hmac.new(self.key, f"{moment}-{words}".encode(), sha256).hexdigest()[:32]
