"""Rows and sums derived from public records, written with each version.

They are derived again from the versions if the rules of counting changed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.domain.base.canonical import canonical
from tracker.domain.record.answer_times import answer_times, decision_times
from tracker.domain.record.body_results import (
    appeal_turns,
    asked_on,
    open_until,
    silent_now,
    turns,
)
from tracker.domain.record.record import Record, from_bytes
from tracker.domain.record.tally import COUNTING, Counts, Scope, Tally, TallyPlace, What, tally_of
from tracker.services.ports.sought import BODY_NOT_ON_FILE, BodyPart
from tracker.storage.db.long_work import Begin, untold
from tracker.storage.db.rows_by_request import Rows, rows_by_request
from tracker.storage.db.tables.publishing import (
    RecordBodyRow,
    RecordRow,
    RecordVersionRow,
    TallyRow,
)
from tracker.storage.db.transactions import put
from tracker.storage.db.value_lists import in_places, padded, places_for
from tracker.storage.log.log_check import ReadRecord
from tracker.storage.publishing.block_cells import cells_match, delete_cells, save_cells
from tracker.storage.publishing.question_results import (
    question_results_match,
    save_question_results,
    stored_question_results,
)
from tracker.storage.publishing.record_changes import ChangedSubject, mark_changes
from tracker.storage.publishing.record_results import (
    record_results_match,
    save_record_results,
    stored_record_results,
)

# Any number works, as long as every process uses the same one.
_LOCK = 7_243_116_509
# The columns of a row that are fields of AnswerTime.
ANSWER_COLUMNS = ("result", "began", "due", "longest", "silent_from", "answered", "days", "kind")
_TOGETHER = 1_000
_AGAIN = "run `tracker doctor --rebuild`."


def save_line(session: Session, record: Record) -> None:
    """Save the row of a record, the part of each body, and what it adds to the sums.

    Its version must be stored. Of a record taken down only the takedown is saved.
    """
    _one_at_a_time(session)
    before = session.get(RecordRow, record.reference, populate_existing=True)
    tally = tally_of(record)
    tally_before = _of_bytes(before.tallied if before else None)
    _add(session, tally_before, tally)
    mark_changes(session, _subjects(session, record, before, (*tally_before, *tally)))
    since = _since(session, record, before)
    line = _line_of(record) | {"since": since}
    line |= {"tallied": _bytes_of(tally), "counting": COUNTING}
    put(session, RecordRow, {"request": record.reference, **line}, changed=list(line))
    session.exec(delete(RecordBodyRow).where(col(RecordBodyRow.request) == record.reference))
    times = _times(record)
    for body, part in _parts(record):
        named = {"request": record.reference, "body": body, "part": part.value}
        time = times.get((body, part), {})
        put(session, RecordBodyRow, {**named, "as_of": record.as_of, "since": since, **time})
    save_question_results(session, record)
    save_cells(session, tally_before, tally)
    save_record_results(session, record)


def _subjects(
    session: Session, record: Record, before: RecordRow | None, places: Iterable[TallyPlace]
) -> Iterator[ChangedSubject]:
    """Yield what a record is about and was about before this version."""
    yield Scope.ALL, ""
    yield Scope.BLOCK, record.block
    if before:
        yield Scope.BLOCK, before.block
    yield from ((place.scope, place.subject) for place in places)
    parts = select(RecordBodyRow.body).where(col(RecordBodyRow.request) == record.reference)
    yield from ((Scope.BODY, body) for body in session.exec(parts).all())
    yield from ((Scope.BODY, body) for body, _ in _parts(record))


def tallies(
    session: Session, scope: Scope, whats: Iterable[What], subject: str | None
) -> Mapping[tuple[str, What], Counts]:
    """Return the sums of one subject or of all, by subject and by what is counted."""
    wanted = padded(what.value for what in whats)
    sought = {"scope": scope.value, "subject": subject, **in_places(wanted)}
    sums = _sums(len(wanted), of_one=subject is not None)
    rows = session.connection().execute(sums, sought).all()
    return {(found, What(what)): _counts(counts) for found, what, counts in rows}


@cache
def _sums(number: int, *, of_one: bool) -> sa.Select[Any]:
    """Return the statement for this many sums of one subject or of all."""
    row = sa.inspect(TallyRow).local_table.c
    wanted = (
        sa.select(row.subject, row.what, row.counts)
        .where(row.scope == sa.bindparam("scope"))
        .where(row.what.in_(places_for(number)))
    )
    return wanted.where(row.subject == sa.bindparam("subject")) if of_one else wanted


def recount(session: Session, begin: Begin = untold) -> None:
    """Derive again what other rules counted.

    Unreadable versions are skipped; `strays` reports them.
    """
    behind = select(RecordRow.request).where(col(RecordRow.counting) != COUNTING)
    references = session.exec(behind.order_by(col(RecordRow.request))).all()
    done = begin("public records counted", len(references))
    for reference in references:
        done(1)
        if record := _readable(session, reference):
            save_line(session, record)


class StoredLine(NamedTuple):
    """What is derived of a record, as stored: what it adds to the sums, and three tables.

    `times` has the rows of bodies.
    """

    version: int
    tallied: bytes | None
    times: Rows
    question_results: Rows
    record_results: Rows


def stored_lines(session: Session, references: Sequence[str]) -> dict[str, StoredLine]:
    """Return what is derived of those of these requests that have a record."""
    found = rows_by_request(session, RecordRow, ("version", "tallied"), references)
    if not found:
        return {}
    records = tuple(found)
    times = rows_by_request(session, RecordBodyRow, ("body", "part", *ANSWER_COLUMNS), records)
    questions = stored_question_results(session, records)
    results = stored_record_results(session, records)
    return {
        record: StoredLine(*row, *(each.get(record, ()) for each in (times, questions, results)))
        for record, (row,) in found.items()
    }


def line_stands(line: StoredLine, content: bytes | None, read: ReadRecord) -> bool:
    """Return whether a line is derived from the content of its version; None if that is gone."""
    record = _record_of(content, read)
    return (
        record is not None
        and line.tallied == _bytes_of(tally_of(record))
        and _times_match(line.times, record)
        and question_results_match(line.question_results, record)
        and record_results_match(line.record_results, record)
    )


def strays(session: Session, wrong: Sequence[str]) -> Iterator[str]:
    """Yield sentences on wrong lines of records, which are given, and on wrong sums of them."""
    total: dict[TallyPlace, Counter[tuple[str, int]]] = {}
    tallied = sa.select(col(RecordRow.tallied)).execution_options(yield_per=_TOGETHER)
    for added in session.connection().execute(tallied).scalars():
        for place, counts in _of_bytes(added).items():
            total.setdefault(place, Counter()).update(counts)
    if wrong:
        lines = f"The lines of {len(wrong)} public records ({wrong[0]} first)"
        yield f"{lines} are not what these say: {_AGAIN}"
    kept = {_place(row): _counts(row.counts) for row in session.exec(select(TallyRow)).all()}
    if {place: counts for place, counts in kept.items() if counts} != total:
        yield f"The sums of the public record are not what its lines add up to: {_AGAIN}"
    elif not wrong and not cells_match(session, total):
        yield f"The cells of blocks are not what the lines of the public record say: {_AGAIN}"


def rebuild(session: Session) -> None:
    """Delete everything derived, and derive it again."""
    _one_at_a_time(session)
    sums = session.exec(select(TallyRow.scope, TallyRow.subject).distinct()).all()
    mark_changes(session, ((Scope(scope), subject) for scope, subject in sums))
    session.exec(delete(TallyRow))
    delete_cells(session)
    session.exec(sa.update(RecordRow).values(tallied=None, counting=0, since=None))
    session.expire_all()
    recount(session)


def _line_of(record: Record) -> dict[str, Any]:
    held = turns(record)
    answered = next((turn for turn in held if turn.answered), None)
    return {
        "version": record.version,
        "block": record.block,
        "body": record.body,
        "law": record.law,
        "phase": record.phase.value,
        "as_of": record.as_of,
        "confirmed_on": record.confirmed_on,
        "withheld": record.withheld,
        "criticised": " ".join(record.criticised),
        "transferred_to": " ".join((*record.transferred_to, *_elsewhere(record))),
        "stated": " ".join(record.stated),
        "asked_on": None if record.withheld else asked_on(record),
        "answered_on": answered and answered.answered,
        "days": answered and answered.days,
        "silent": silent_now(record),
        "open_until": open_until(record),
        "comes_from": record.comes_from or None,
    }


def _elsewhere(record: Record) -> Iterator[str]:
    if not record.state.holder:
        yield BODY_NOT_ON_FILE


def _since(session: Session, record: Record, before: RecordRow | None) -> date:
    """Return the date on which a record was first shown: its place in lists, which it keeps."""
    if before and before.since:
        return before.since
    if record.version == 1:
        return record.as_of
    version = RecordVersionRow
    oldest = select(version.content).where(col(version.request) == record.reference)
    content = session.exec(oldest.order_by(col(version.version)).limit(1)).one()
    return date.fromisoformat(json.loads(bytes(content))["as_of"])


def _parts(record: Record) -> Iterator[tuple[str, BodyPart]]:
    if record.withheld:
        return
    yield from ((turn.body, BodyPart.HELD) for turn in turns(record))
    heard = dict.fromkeys(turn.body for turn in appeal_turns(record))
    yield from ((body, BodyPart.HEARD) for body in heard)
    yield from ((body, BodyPart.CRITICISED) for body in record.criticised)
    yield from ((body, BodyPart.STATED) for body in record.stated)


def _times(record: Record) -> dict[tuple[str, BodyPart], dict[str, Any]]:
    """Return the time of each body for its row; of several appeals to one body the last."""
    parts = ((BodyPart.HELD, answer_times), (BodyPart.HEARD, decision_times))
    return {
        (time.body, part): {name: getattr(time, name) for name in ANSWER_COLUMNS}
        for part, found in parts
        for time in found(record)
    }


def _times_match(stored: Rows, record: Record) -> bool:
    """Return whether the stored times of bodies are those of the record."""
    times = _times(record)
    return all(
        found == [*time.values()]
        for body, part, *found in stored
        if (time := times.get((body, BodyPart(part))))
    )


def _readable(session: Session, reference: str) -> Record | None:
    """Return the record of the current version; None if there is none or it is unreadable."""
    row, version = RecordRow, RecordVersionRow
    same = (col(version.request) == col(row.request)) & (col(version.version) == col(row.version))
    wanted = select(version.content).join(row, same).where(col(row.request) == reference)
    return _record_of(session.exec(wanted).first())


def _record_of(content: bytes | None, read: ReadRecord = from_bytes) -> Record | None:
    """Return the record of a version, None if it cannot be read."""
    try:
        return read(bytes(content or b""))
    except (ValueError, KeyError, TypeError):
        return None


def _one_at_a_time(session: Session) -> None:
    """Lock the sums, which are read, added to and written.

    The writer on SQLite is alone. Elsewhere the lock ends with the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _add(session: Session, before: Tally, now: Tally) -> None:
    """Subtract what a record added before, and add what it adds now."""
    for place in sorted({*before, *now}):
        older, newer = before.get(place, {}), now.get(place, {})
        if older == newer:
            continue
        row = session.get(TallyRow, _key(place), populate_existing=True)
        counts = Counter(_counts(row.counts) if row else {})
        counts.update(newer)
        counts.subtract(older)
        values = {"scope": place.scope.value, "what": place.what.value, "subject": place.subject}
        put(session, TallyRow, values | {"counts": _written(counts)}, changed=["counts"])


def _key(place: TallyPlace) -> tuple[str, str, str]:
    return place.scope.value, place.what.value, place.subject


def _place(row: TallyRow) -> TallyPlace:
    return TallyPlace(Scope(row.scope), row.subject, What(row.what))


def _plain(counts: Counts) -> list[list[str | int]]:
    return [[key, year, number] for (key, year), number in sorted(counts.items()) if number]


def _written(counts: Counts) -> bytes:
    return canonical(_plain(counts))


def _counts(data: bytes) -> Counts:
    return _read_counts(bytes(data))


# Counts by their bytes: a page of a block reads the same few each time.
@lru_cache(maxsize=256)
def _read_counts(data: bytes) -> Counts:
    read = {(key, year): number for key, year, number in json.loads(data)}
    return MappingProxyType(read)


def _bytes_of(tally: Tally) -> bytes:
    return canonical([[*place, _plain(counts)] for place, counts in sorted(tally.items())])


def _of_bytes(data: bytes | None) -> Tally:
    return {
        TallyPlace(Scope(scope), subject, What(what)): {(key, year): n for key, year, n in counts}
        for scope, subject, what, counts in (json.loads(bytes(data)) if data else ())
    }
