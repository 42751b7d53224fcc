"""Lists of records, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker.domain.case.case_status import Phase
from tracker.domain.law.body import Role
from tracker.domain.library import Library
from tracker.domain.record.tally import Scope, What
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.ports.sought import ANY, BODY_NOT_ON_FILE, BodyPart, RecordLine, Sought
from tracker.web.base.language import gettext, page_language, worded
from tracker.web.record.words.pagination import NEWEST, Leaf, leaf
from tracker.web.record.words.words import mention_of


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list, with the names of a sentence in place of keys."""

    reference: str
    block: str
    block_mention: str
    body: str
    body_mention: str
    phase: str
    phase_name: str
    as_of: date
    transferred_to: str = ""


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """One page of the list of records, of one block or body if requested; `heard` is a body to
    which they were appealed. `blocks` and `bodies` are those to which the list can be narrowed,
    each with its name; the block and the body themselves are named as in a sentence."""

    leaf: Leaf[RecordLine]
    lines: tuple[Line, ...]
    block: str
    block_mention: str
    body: str
    body_mention: str
    heard: str
    blocks: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]


def shown_lines(library: Library, lines: Sequence[RecordLine]) -> tuple[Line, ...]:
    """Return the rows as a page shows them; a key that the library no longer has is shown as it
    is."""
    return tuple(_line(library, line) for line in lines)


def newest_day(office: Office, sought: Sought = ANY) -> date | None:
    """Return the day of the newest of these records, for which statements about them are true;
    None if there are none."""
    newest = office.records.listed(sought, 0, 1)
    return newest[0].as_of if newest else None


def records_page(
    office: Office, *, block: str = "", body: str = "", heard: str = "", page: int = NEWEST
) -> RecordsPage:
    """Return the records, most recently published first.

    Raises NotOnFile for an unknown block or body.
    """
    library = office.library
    block_mention = worded(library.block(block).mention) if block else ""
    heard = "" if body or block else heard
    named = body or heard
    body_mention = worded(library.body(named).mention) if named else ""
    sought = Sought(block, named, BodyPart.HEARD if heard else BodyPart.HELD)
    records = office.records
    shown = leaf(
        page,
        partial(_count, office, sought),
        partial(records.numbered, sought),
        partial(records.latest, sought),
    )
    lines = shown_lines(library, shown.rows)
    return RecordsPage(
        leaf=shown,
        lines=lines,
        block=block,
        block_mention=block_mention,
        body=body,
        body_mention=body_mention,
        heard=heard,
        blocks=tuple((key, worded(each.title)) for key, each in library.blocks.items()),
        bodies=tuple(
            (key, worded(each.name))
            for key, each in library.bodies.items()
            if each.role is not Role.APPEAL_BODY
        ),
    )


def _count(office: Office, sought: Sought) -> int:
    """Return the number of records from the totals, at the same cost for any number."""
    scope, what, subject = Scope.ALL, What.RECORDS, ""
    if sought.block:
        scope, subject = Scope.BLOCK, sought.block
        what = What.ASKED if sought.body else What.RECORDS
    elif sought.body:
        return _count_of_body(office, sought)
    counts = office.records.tally(scope, [what], subject).get((subject, what), {})
    wanted = sought.body if what is What.ASKED else ""
    return sum(number for (key, _), number in counts.items() if not wanted or key == wanted)


def _count_of_body(office: Office, sought: Sought) -> int:
    """Return the number of records in which a body had to answer, or of those appealed to it.

    No record counts as both.
    """
    sums = office.records.tally(Scope.BODY, [What.RECORDS, What.FATE], sought.body)
    held = sum(sums.get((sought.body, What.FATE), {}).values())
    if sought.part is BodyPart.HELD:
        return held
    return sum(sums.get((sought.body, What.RECORDS), {}).values()) - held


def _line(library: Library, line: RecordLine) -> Line:
    return Line(
        reference=line.reference,
        block=line.block,
        block_mention=library.block_mention(line.block, page_language()),
        body=line.body,
        body_mention=mention_of(library, line.body),
        phase=line.phase,
        phase_name=gettext(PUBLIC_PHASES[Phase(line.phase)]),
        as_of=line.as_of,
        transferred_to=_transferred_to(library, line),
    )


def _transferred_to(library: Library, line: RecordLine) -> str:
    last = next(reversed(line.transferred_to), "")
    return mention_of(library, "" if last == BODY_NOT_ON_FILE else last) if last else ""
