"""Corrections and takedowns for their public list: what, when, and on what ground."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from tracker.domain.events.event import Event
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.record.record import Record


class CorrectionKind(StrEnum):
    """What was changed on the public record after publication."""

    CORRECTED = "corrected"
    REMOVED = "removed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """One line of the public list of corrections and takedowns: it names no person.

    `ground` is a `CorrectedBecause` or a `WithheldBecause`. `why` is the reason for a correction
    in a person's own words, empty while it is private. `digests` are those of what is no longer
    shown; `version` is the resulting version of the record.
    """

    reference: str
    version: int
    on: date
    change: CorrectionKind
    ground: str
    why: str = ""
    entry: int = 0
    digests: tuple[str, ...] = ()


def notice_of(record: Record, event: Event, before: str) -> CorrectionNotice | None:
    """Return the notice about an event that made this version of a record; None for an event that
    the list does not cover.

    `before` is the digest of the previous version.
    """
    made = partial(CorrectionNotice, record.reference, record.version, record.as_of)
    if isinstance(event, Corrected):
        why = "" if event.private else event.why
        return made(CorrectionKind.CORRECTED, event.because.value, why, event.entry)
    if isinstance(event, Removed):
        return made(CorrectionKind.REMOVED, event.because.value, digests=event.digests)
    if isinstance(event, Withheld):
        return made(
            CorrectionKind.WITHHELD, event.because.value, digests=(before,) if before else ()
        )
    return None
