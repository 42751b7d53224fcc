"""What was corrected, removed or taken down after it had been shown, and on what ground."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.notices import Change, Notice
from tracker.services.naming import CORRECTIONS, GROUNDS
from tracker.services.office import Office
from tracker.web.language import later, say

PAGE = 50

WHAT = {
    Change.CORRECTED: later("An entry was corrected"),
    Change.REMOVED: later("Texts or copies were removed"),
    Change.WITHHELD: later("The record was taken down"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One correction or takedown. It names nobody: the office stands for who decided."""

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
    """One page of them, the newest first."""

    lines: tuple[Line, ...]
    number: int
    last: int
    count: int


def corrections_page(office: Office, page: int = 1) -> CorrectionsPage:
    """The list; a page that is not there is the nearest one."""
    _, count = office.records.notices(0, 0)
    last = max(-(-count // PAGE), 1)
    number = min(max(page, 1), last)
    found, _ = office.records.notices((number - 1) * PAGE, PAGE)
    return CorrectionsPage(tuple(map(_line, found)), number, last, count)


def _line(notice: Notice) -> Line:
    words = CORRECTIONS if notice.change is Change.CORRECTED else GROUNDS
    return Line(
        reference=notice.reference,
        version=notice.version,
        on=notice.on,
        what=WHAT[notice.change],
        ground=say(words[notice.ground]) if notice.ground in words else notice.ground,
        entry=notice.entry,
        digests=notice.digests,
        taken_down=notice.change is not Change.CORRECTED,
    )
