"""Corrections and takedowns, as the public list of them tells: what, when, on what ground."""

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
    """What a notice tells that was changed on the public record after it had been shown."""

    CORRECTED = "corrected"
    REMOVED = "removed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """One line of the public list of corrections and takedowns: it names nobody.

    `ground` is a `CorrectedBecause` or a `WithheldBecause`. `why` are a person's own words for a
    correction, empty while they are private. `digests` are those of what is no longer shown,
    `version` is the version of the record that was made by it.
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
    """What the list says of an event that made this version of a record; None where it is none
    of its matters. `before` is the digest of the version before."""
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
