"""The last days of a request as they are stored: canonical bytes, compressed."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.clock.deadline_changes import (
    ByCounts,
    DeadlineSnapshot,
    by_counts,
    with_counts,
)

# Counts repeat the same names of days and sections, so the fastest level is enough.
LEVEL = 1


def snapshot_bytes(told: Sequence[DeadlineSnapshot]) -> bytes:
    """Return the last days of a request as they are stored."""
    return _of_counts(by_counts(told))


@lru_cache(maxsize=512)
def _of_counts(told: ByCounts) -> bytes:
    return zlib.compress(canonical(with_counts(told)), LEVEL)


def snapshots_from(days: bytes, now: Sequence[DeadlineSnapshot]) -> tuple[DeadlineSnapshot, ...]:
    """Return the last days from their stored bytes.

    Reuses the counts in `now` for unchanged days: reading a count takes time, and only changed
    days are compared.
    """
    if days == snapshot_bytes(now):
        return tuple(now)
    return _from_bytes(days, by_counts(now))


# Fewer, because counts that were read share nothing with those of the library.
@lru_cache(maxsize=128)
def _from_bytes(days: bytes, now: ByCounts) -> tuple[DeadlineSnapshot, ...]:
    return tuple(_told(json.loads(zlib.decompress(days)), with_counts(now)))


def _told(
    plains: Sequence[dict[str, Any]], now: Sequence[DeadlineSnapshot]
) -> Iterator[DeadlineSnapshot]:
    same = {canonical(replace(told, moves=())): told for told in now}
    for plain in plains:
        yield same.get(canonical(plain | {"moves": []})) or _read(plain)


def _read(plain: dict[str, Any]) -> DeadlineSnapshot:
    """Return a last day, without its count if another version of the program wrote it."""
    try:
        return from_plain(DeadlineSnapshot, plain)
    except (ValueError, KeyError, TypeError):
        return from_plain(DeadlineSnapshot, plain | {"moves": []})
