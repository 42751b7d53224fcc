"""What was corrected, removed or taken down after publication, and on what ground."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker.domain.base.terms import CorrectedBecause
from tracker.domain.record.corrections_list import CorrectionKind, CorrectionNotice
from tracker.services.core.naming import CORRECTIONS, GROUNDS, REASON_WAITS
from tracker.services.core.office import Office
from tracker.services.public.data_package import notices_after
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.record.words.pagination import NEWEST, Leaf, leaf

WHAT = {
    CorrectionKind.CORRECTED: lazy_gettext("An entry was corrected"),
    CorrectionKind.REMOVED: lazy_gettext("Texts or copies were removed"),
    CorrectionKind.WITHHELD: lazy_gettext("The record was taken down"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One correction or takedown. It names no person: the office decides."""

    reference: str
    version: int
    on: date
    what: str
    ground: str
    entry: int
    digests: tuple[str, ...]
    taken_down: bool


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """One page of corrections and takedowns, newest first."""

    leaf: Leaf[CorrectionNotice]
    lines: tuple[_Line, ...]


def corrections_page(office: Office, page: int = NEWEST) -> CorrectionsPage:
    """Return a page of the list; the newest if there is no such page."""
    notices = office.records.notices
    shown = leaf(
        page,
        lambda: notices(0, 0)[1],
        partial(notices_after, office),
        lambda limit: notices(0, limit)[0],
    )
    return CorrectionsPage(shown, tuple(map(_line, shown.rows)))


def _line(notice: CorrectionNotice) -> _Line:
    return _Line(
        reference=notice.reference,
        version=notice.version,
        on=notice.on,
        what=WHAT[notice.change],
        ground=_ground(notice),
        entry=notice.entry,
        digests=notice.digests,
        taken_down=notice.change is not CorrectionKind.CORRECTED,
    )


def _ground(notice: CorrectionNotice) -> str:
    """Return the ground in words; empty if it is no longer stated."""
    if notice.ground == CorrectedBecause.STATED:
        return notice.why or gettext(REASON_WAITS)
    words = CORRECTIONS if notice.change is CorrectionKind.CORRECTED else GROUNDS
    return gettext(words[notice.ground]) if notice.ground else ""
