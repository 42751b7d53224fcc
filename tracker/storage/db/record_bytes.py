"""The bytes of a version of a record: checked and parsed once, as long as they stay the same."""

import hashlib
from functools import lru_cache

from tracker.domain.record.record import Record, from_bytes
from tracker.storage.db.sealing import Damaged


def whole(reference: str, digest: str, content: bytes) -> bytes:
    """Return the bytes of a version. Raises Damaged if they are not what was published."""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(
            "The record {reference} is not what was published: restore the last backup.",
            reference=reference,
        )
    return bytes(content)


def checked_record(reference: str, digest: str, content: bytes) -> Record:
    """Return the record in the bytes of a version. Raises Damaged as `whole` does.

    The page of a block reads several with each request. Comparing bytes with those that were
    checked takes a tenth of the time of hashing them again.
    """
    checked = _checked(reference, digest)
    if not checked or checked[0][0] != content:
        kept = whole(reference, digest, content)
        # One value, so that no other thread finds the bytes of one and the record of another.
        checked[:] = [(kept, from_bytes(kept))]
    return checked[0][1]


@lru_cache(maxsize=128)
def _checked(reference: str, digest: str) -> list[tuple[bytes, Record]]:
    """Return the place for the bytes of a version that were checked, and their record."""
    return []
