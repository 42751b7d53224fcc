"""Records as lines of a list, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.library import Library
from tracker.domain.record import Record
from tracker.domain.standing import Phase
from tracker.services.naming import PHASES
from tracker.services.office import Office
from tracker.services.ports_record import RecordLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list, with the names of what its keys stand for."""

    reference: str
    block: str
    block_title: str
    body: str
    body_name: str
    phase: str
    phase_name: str
    as_of: date
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """One page of the list of records, of one block or body where that was asked for."""

    lines: tuple[Line, ...]
    number: int
    last: int
    count: int
    block: str
    block_title: str
    body: str
    body_name: str


def shown_lines(library: Library, lines: Sequence[RecordLine]) -> tuple[Line, ...]:
    """The lines as a page shows them; a key that the library no longer has stands for itself."""
    return tuple(_line(library, line) for line in lines)


def records_page(office: Office, *, block: str = "", body: str = "", page: int = 1) -> RecordsPage:
    """The records, the newest first. Raises NotOnFile for a block or body that is not on file."""
    library = office.library
    block_title = str(library.block(block).title) if block else ""
    body_name = str(library.body(body).name) if body else ""
    found = office.records.lines(block=block, body=body)
    last = max(-(-len(found) // PAGE), 1)
    number = min(max(page, 1), last)
    chosen = found[(number - 1) * PAGE : number * PAGE]
    lines = shown_lines(library, chosen)
    return RecordsPage(lines, number, last, len(found), block, block_title, body, body_name)


def heard_by(facts: Mapping[str, str], record: Record, library: Library) -> str:
    """Who hears an appeal: the body named, or, where none is on file, the remedy by its name."""
    if to := facts.get("to", ""):
        return library.body_name(to)
    law = library.laws.get(record.law)
    stage = law.stages.get(facts.get("stage", "")) if law else None
    return f"“{stage.title}”" if stage else ""


def _line(library: Library, line: RecordLine) -> Line:
    return Line(
        reference=line.reference,
        block=line.block,
        block_title=library.block_title(line.block),
        body=line.body,
        body_name=library.body_name(line.body),
        phase=line.phase,
        phase_name=PHASES[Phase(line.phase)],
        as_of=line.as_of,
        handed_to=library.body_name(line.handed_on[-1]) if line.handed_on else "",
    )
