"""Lists of records, page by page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from tracker.domain.case.case_status import Phase
from tracker.domain.library import Library
from tracker.domain.record.tally import Scope, What, by_key, total
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.ports.sought import ANY, BODY_NOT_ON_FILE, BodyPart, RecordLine, Sought
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, page_language, worded
from tracker.web.record.words.list_answers import phases_named, requests_answers
from tracker.web.record.words.pagination import NEWEST, Leaf, leaf
from tracker.web.record.words.words import mention_of


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list, with the names of a sentence in place of keys."""

    reference: str
    block: str
    block_title: str
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
    each with its name; the block and the body themselves are named as in a sentence.

    `answers` count every record of the list by its phase or, if `in_part`, those on this page.
    `phases` has each phase in the whole public record with its name and number: empty on any
    other list.
    """

    leaf: Leaf[RecordLine]
    lines: tuple[Line, ...]
    answers: tuple[CardAnswer, ...]
    in_part: bool
    blocks: tuple[tuple[str, str, int], ...]
    bodies: tuple[tuple[str, str, int], ...]
    phases: tuple[tuple[str, str, int], ...]
    block: str
    block_mention: str
    body: str
    body_mention: str
    heard: str


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
    shown, phases = _part(office, sought, page)
    lines = shown_lines(library, shown.rows)
    in_part = phases is None and not (shown.number == NEWEST and shown.older is None)
    if phases is None:
        phases = Counter(line.phase for line in lines)
    whole = sought == ANY and shown.number == NEWEST
    return RecordsPage(
        leaf=shown,
        lines=lines,
        answers=requests_answers(shown.count or len(lines), phases) if lines else (),
        in_part=in_part,
        blocks=_blocks_asked_about(office) if whole else (),
        bodies=_bodies_asked(office) if whole else (),
        phases=() if in_part or sought != ANY else tuple(phases_named(phases)),
        block=block,
        block_mention=block_mention,
        body=body,
        body_mention=body_mention,
        heard=heard,
    )


def _blocks_asked_about(office: Office) -> tuple[tuple[str, str, int], ...]:
    """Return each block with records: its key, its name and their number."""
    named = {key: worded(each.title) for key, each in office.library.blocks.items()}
    return _with_records(office, Scope.BLOCK, What.RECORDS, named)


def _bodies_asked(office: Office) -> tuple[tuple[str, str, int], ...]:
    """Return each body that had to answer a request: its key, its name and their number."""
    named = {key: worded(each.name) for key, each in office.library.bodies.items()}
    return _with_records(office, Scope.BODY, What.FATE, named)


def _with_records(
    office: Office, scope: Scope, what: What, named: Mapping[str, str]
) -> tuple[tuple[str, str, int], ...]:
    sums = office.records.tally(scope, [what])
    found = {key: total(counts) for (key, _), counts in sums.items() if key in named}
    ordered = sorted(found, key=lambda key: by_letters(named[key]))
    return tuple((key, named[key], found[key]) for key in ordered if found[key])


def _part(
    office: Office, sought: Sought, page: int
) -> tuple[Leaf[RecordLine], Mapping[str, int] | None]:
    """Return a page of these records, and the number of all of them in each phase: None if the
    totals do not tell, or were not read because the page is not the newest."""
    records, counted = office.records, cache(partial(_counted, office, sought))
    shown = leaf(
        page,
        lambda: counted().number,
        partial(records.numbered, sought),
        partial(records.latest, sought),
    )
    return shown, counted().phases if shown.number == NEWEST else None


@dataclass(frozen=True, slots=True)
class _Counted:
    """The number of the records of a list, and of those in each phase; `phases` is None if the
    totals do not tell."""

    number: int
    phases: Mapping[str, int] | None = None


def _counted(office: Office, sought: Sought) -> _Counted:
    """Return the number of records from the totals, at the same cost for any number."""
    if sought.body and not sought.block:
        return _counted_of_body(office, sought)
    scope, subject = (Scope.BLOCK, sought.block) if sought.block else (Scope.ALL, "")
    what = What.ASKED if sought.body else What.RECORDS
    numbers = by_key(office.records.tally(scope, [what], subject).get((subject, what), {}))
    if sought.body:
        return _Counted(numbers[sought.body])
    return _Counted(numbers.total(), numbers)


def _counted_of_body(office: Office, sought: Sought) -> _Counted:
    """Return the number of records in which a body had to answer, or of those appealed to it.

    No record counts as both.
    """
    sums = office.records.tally(Scope.BODY, [What.RECORDS, What.FATE], sought.body)
    held = sum(sums.get((sought.body, What.FATE), {}).values())
    phases = by_key(sums.get((sought.body, What.RECORDS), {}))
    heard = phases.total() - held
    number, others = (held, heard) if sought.part is BodyPart.HELD else (heard, held)
    return _Counted(number, None if others else phases)


def _line(library: Library, line: RecordLine) -> Line:
    return Line(
        reference=line.reference,
        block=line.block,
        block_title=library.block_title(line.block, page_language()),
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
