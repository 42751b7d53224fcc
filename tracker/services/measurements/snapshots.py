"""Answers of OONI, IODA and Cloudflare Radar, handed in as files and kept as snapshots.

The program opens no address. A person opens it, saves the answer, and hands in the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.law.block import Block, MeasurementSource
from tracker.domain.measurements.answers import AnswerReading, CountRow, read_answer
from tracker.domain.measurements.findings import RestsOn
from tracker.domain.measurements.queries import QueryKind, WatchQuery, query_at, watch_queries
from tracker.domain.measurements.strict_json import LARGEST_SNAPSHOT, AnswerTrouble
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.measurements import MeasurementSnapshot, StoredFinding
from tracker.services.ports.people import AuditAct

# The licence of the rows of each source; empty where none was found, so that nothing is reused.
DATA_LICENCES = {
    MeasurementSource.OONI: "CC BY-NC-SA 4.0",
    MeasurementSource.IODA: "",
    MeasurementSource.CLOUDFLARE: "CC BY-NC 4.0",
}
SOURCE_NAMES = {
    MeasurementSource.OONI: "OONI",
    MeasurementSource.IODA: "IODA",
    MeasurementSource.CLOUDFLARE: "Cloudflare Radar",
}
TROUBLE_WORDS: Mapping[str, Message] = {
    AnswerTrouble.TOO_LARGE: Message("The file is larger than 2 MB."),
    AnswerTrouble.NOT_JSON: Message("The file is not JSON."),
    AnswerTrouble.REFUSED: Message("The source refused the query."),
    AnswerTrouble.OTHER_SHAPE: Message("The answer does not have the form that is known."),
    AnswerTrouble.WRONG_SUM: Message("The counts do not add up to the number of measurements."),
    AnswerTrouble.OUTSIDE: Message("A date is outside the time that was asked about."),
    AnswerTrouble.TWICE: Message("A row is there twice."),
    AnswerTrouble.NOT_ASKED: Message("A row is about something else than was asked."),
    AnswerTrouble.INCOMPLETE: Message("The list reached its limit, so rows may be missing."),
}
QUERY_WORDS: Mapping[QueryKind, Message] = {
    QueryKind.DAYS: Message("Measurements by day"),
    QueryKind.NETWORKS: Message("Measurements by network"),
    QueryKind.HOURS: Message("Measurements by hour"),
    QueryKind.INCIDENTS: Message("Findings of the source"),
    QueryKind.EVENTS: Message("Outages"),
    QueryKind.ALERTS: Message("Alerts"),
    QueryKind.OUTAGES: Message("Outages"),
}


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """An answer that was handed in, and whether it says anything new."""

    snapshot: MeasurementSnapshot
    reading: AnswerReading
    new: bool


@dataclass(frozen=True, slots=True)
class QueryState:
    """A query of a block's watches, and its newest snapshot."""

    query: WatchQuery
    newest: MeasurementSnapshot | None


def query_states(office: Office, block: Block) -> tuple[QueryState, ...]:
    """Return each query to ask about a block, with the newest answer to it."""
    newest: dict[str, MeasurementSnapshot] = {}
    for snapshot in office.measurements.snapshots(block.key):
        newest.setdefault(snapshot.address, snapshot)
    return tuple(QueryState(query, newest.get(query.address)) for query in watch_queries(block))


def take_answer(
    office: Office, block: str, address: str, content: bytes, *, asked_on: date, by: str
) -> TakenAnswer:
    """Keep the answer to a query about a block as it is, and return what it says.

    An answer with a trouble is kept too, and named; nothing can rest on it. If its rows are those
    of the newest snapshot, nothing new is kept. Raises BadInput for an empty or too large file, a
    query that no watch of the block asks, or a day that is still to come.
    """
    found = office.library.block(block)
    query = next((each for each in watch_queries(found) if each.address == address), None)
    if query is None:
        raise BadInput("No watch of this block asks this. Choose one of its queries.")
    if not content or len(content) > LARGEST_SNAPSHOT:
        raise BadInput("An answer has from 1 byte to 2 MB. Save it again and choose that file.")
    if asked_on > office.latest_today():
        raise BadInput("Enter the day on which you asked. It cannot be in the future.")
    reading = read_answer(query, content)
    newest = _newest(office, block, address)
    if newest and reading.facts_sha256 and newest.facts_sha256 == reading.facts_sha256:
        return TakenAnswer(newest, reading, new=False)
    snapshot = MeasurementSnapshot(
        block=block,
        address=address,
        sha256=sha256(content).hexdigest(),
        facts_sha256=reading.facts_sha256,
        asked_on=asked_on,
        handed_in_at=office.now(),
        handed_in_by=by,
        size=len(content),
        rows=reading.rows,
        trouble=reading.trouble or "",
        where=reading.where,
    )
    office.measurements.keep(snapshot, content)
    note_act(office, AuditAct.IMPORTED, who=by, about=block, detail=query.source)
    return TakenAnswer(snapshot, reading, new=True)


def snapshot_reading(office: Office, snapshot: MeasurementSnapshot) -> AnswerReading:
    """Return what a snapshot says. Raises Damaged if its bytes were changed."""
    content = office.measurements.content(snapshot.block, snapshot.address, snapshot.sha256)
    return read_answer(query_at(snapshot.address), content)


def usable_snapshots(
    office: Office, block: str, kind: QueryKind, *, beside: WatchQuery
) -> Iterator[MeasurementSnapshot]:
    """Yield the newest usable answer to each query of a kind about the subject of `beside`."""
    seen: set[str] = set()
    for snapshot in office.measurements.snapshots(block):
        query = query_at(snapshot.address)
        if snapshot.trouble or snapshot.address in seen:
            continue
        if query.kind is kind and _subject(query) == _subject(beside):
            seen.add(snapshot.address)
            yield snapshot


def counts_in(office: Office, snapshots: Sequence[MeasurementSnapshot]) -> tuple[CountRow, ...]:
    """Return the counts of some snapshots; a day in several of them is taken from the first."""
    rows: dict[tuple[date, int | None, str], CountRow] = {}
    for snapshot in snapshots:
        for row in snapshot_reading(office, snapshot).counts:
            rows.setdefault((row.day, row.hour, row.of), row)
    return tuple(rows[key] for key in sorted(rows, key=lambda key: (key[0], key[1] or 0, key[2])))


def drawn_answers(stored: StoredFinding) -> Iterator[RestsOn]:
    """Yield the answers under a finding that may be drawn and offered: OONI's counts by day."""
    for under in stored.finding.rests_on:
        query = query_at(under.address)
        if query.source is MeasurementSource.OONI and query.kind is QueryKind.DAYS:
            yield under


def counts_under(office: Office, block: str, under: RestsOn) -> tuple[CountRow, ...]:
    """Return the counts of an answer under a finding. Raises Damaged if it was changed."""
    content = office.measurements.content(block, under.address, under.sha256)
    return read_answer(query_at(under.address), content).counts


def _newest(office: Office, block: str, address: str) -> MeasurementSnapshot | None:
    known = office.measurements.snapshots(block)
    return next((each for each in known if each.address == address), None)


def _subject(query: WatchQuery) -> tuple[object, ...]:
    return query.source, query.country, query.one("test_name"), query.domains
