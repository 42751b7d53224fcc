"""What is derived of each public record for lists and sums: written with its version, and built
anew from the versions where the rules of counting changed."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.domain.base.canonical import canonical
from tracker.domain.record.body_results import (
    appeal_turns,
    asked_on,
    open_until,
    silent_now,
    turns,
)
from tracker.domain.record.record import Record, from_bytes
from tracker.domain.record.tally import COUNTING, Counts, Place, Scope, Tally, What, tally_of
from tracker.services.ports.sought import ELSEWHERE, Part, RecordLine, Sought
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import (
    RecordBodyRow,
    RecordRow,
    RecordVersionRow,
    TallyRow,
)
from tracker.storage.db.transactions import put
from tracker.storage.publishing.question_results import (
    question_results_match,
    save_question_results,
)
from tracker.storage.publishing.record_changes import Subject, mark_changes
from tracker.storage.publishing.record_results import record_results_match, save_record_results

# Any number will do, as long as every process takes the same.
LOCK = 7_243_116_509
AGAIN = "run `tracker doctor --rebuild`."


def save_line(session: Session, record: Record) -> None:
    """Put down the line of a record, what each body is in it, and what it adds to the sums.

    Its version must stand. Nothing is said of a withheld one but that it is withheld.
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
    for body, part in _parts(record):
        named = {"request": record.reference, "body": body, "part": part.value}
        put(session, RecordBodyRow, {**named, "as_of": record.as_of, "since": since})
    save_question_results(session, record)
    save_record_results(session, record)


def _subjects(
    session: Session, record: Record, before: RecordRow | None, places: Iterable[Place]
) -> Iterator[Subject]:
    """Yield what a record is about and was about before this version."""
    yield Scope.ALL, ""
    yield Scope.BLOCK, record.block
    if before:
        yield Scope.BLOCK, before.block
    yield from ((place.scope, place.subject) for place in places)
    parts = select(RecordBodyRow.body).where(col(RecordBodyRow.request) == record.reference)
    yield from ((Scope.BODY, body) for body in session.exec(parts).all())
    yield from ((Scope.BODY, body) for body, _ in _parts(record))


def listed(session: Session, sought: Sought, after: int, limit: int) -> Sequence[RecordLine]:
    """A page of the lines that are shown, those changed last first."""
    row = RecordBodyRow if sought.body else RecordRow
    order = col(row.as_of).desc(), col(row.request).desc()
    return _page(session, sought, order, after, limit)


def numbered(session: Session, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
    """The same, those that came on record first first."""
    row = RecordBodyRow if sought.body else RecordRow
    return _page(session, sought, (col(row.since), col(row.request)), first, limit)


def references(session: Session, sought: Sought) -> Sequence[str]:
    """Of all of them, in that order."""
    row = RecordBodyRow if sought.body else RecordRow
    wanted = shown(select(RecordRow.request), sought)
    return tuple(session.exec(wanted.order_by(col(row.since), col(row.request))).all())


def latest(session: Session, sought: Sought, limit: int) -> Sequence[RecordLine]:
    """The same from the other end."""
    row = RecordBodyRow if sought.body else RecordRow
    order = col(row.since).desc(), col(row.request).desc()
    return _page(session, sought, order, 0, limit)


def _page(
    session: Session, sought: Sought, order: Iterable[Any], after: int, limit: int
) -> Sequence[RecordLine]:
    wanted = shown(select(RecordRow), sought).order_by(*order)
    return tuple(map(line_of, session.exec(wanted.offset(after).limit(limit))))


def shown(wanted: Any, sought: Sought) -> Any:
    """Of what is asked of records, only what is sought among those that are shown."""
    wanted = wanted.where(~col(RecordRow.withheld), *_conditions(sought))
    if not sought.body:
        return wanted
    row = RecordBodyRow
    wanted = wanted.join(row, col(row.request) == col(RecordRow.request))
    return wanted.where(col(row.body) == sought.body, col(row.part) == sought.part.value)


def tallies(
    session: Session, scope: Scope, whats: Iterable[What], subject: str | None
) -> Mapping[tuple[str, What], Counts]:
    """The sums of one subject or of all, by subject and by what is counted."""
    wanted = select(TallyRow).where(
        col(TallyRow.scope) == scope.value,
        col(TallyRow.what).in_([what.value for what in whats]),
    )
    if subject is not None:
        wanted = wanted.where(col(TallyRow.subject) == subject)
    return {(row.subject, What(row.what)): _counts(row.counts) for row in session.exec(wanted)}


def recount(session: Session) -> None:
    """Build what is derived anew where it was counted by other rules, from the versions.

    One that cannot be read is left, and told of by `strays`.
    """
    behind = select(RecordRow.request).where(col(RecordRow.counting) != COUNTING)
    for reference in session.exec(behind.order_by(col(RecordRow.request))).all():
        if record := _readable(session, reference):
            save_line(session, record)


def strays(session: Session) -> Iterator[str]:
    """What is wrong with what is derived, in sentences: lines beside their versions, and the
    sums beside what the lines add up to."""
    wrong: list[str] = []
    total: dict[Place, Counter[tuple[str, int]]] = {}
    for row in session.exec(select(RecordRow).order_by(col(RecordRow.request))).all():
        record = _readable(session, row.request)
        if record is None or not _stands(session, row, record):
            wrong.append(row.request)
        for place, counts in _of_bytes(row.tallied).items():
            total.setdefault(place, Counter()).update(counts)
    if wrong:
        lines = f"The lines of {len(wrong)} public records ({wrong[0]} first)"
        yield f"{lines} are not what these say: {AGAIN}"
    kept = {_place(row): _counts(row.counts) for row in session.exec(select(TallyRow)).all()}
    if {place: counts for place, counts in kept.items() if counts} != total:
        yield f"The sums of the public record are not what its lines add up to: {AGAIN}"


def _stands(session: Session, row: RecordRow, record: Record) -> bool:
    same = row.tallied == _bytes_of(tally_of(record))
    return (
        same and question_results_match(session, record) and record_results_match(session, record)
    )


def rebuild(session: Session) -> None:
    """Drop all that is derived, and build it anew from the versions."""
    _one_at_a_time(session)
    sums = session.exec(select(TallyRow.scope, TallyRow.subject).distinct()).all()
    mark_changes(session, ((Scope(scope), subject) for scope, subject in sums))
    session.exec(delete(TallyRow))
    session.exec(sa.update(RecordRow).values(tallied=None, counting=0, since=None))
    session.expire_all()
    recount(session)


def line_of(row: RecordRow) -> RecordLine:
    """A row as lists take it."""
    return RecordLine(
        reference=row.request,
        block=row.block,
        body=row.body,
        law=row.law,
        phase=row.phase,
        as_of=row.as_of,
        criticised=tuple(row.criticised.split()),
        handed_on=tuple(row.handed_on.split()),
        version=row.version,
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        days=row.days,
        silent=row.silent,
        open_until=row.open_until,
    )


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
        "withheld": record.withheld,
        "criticised": " ".join(record.criticised),
        "handed_on": " ".join((*record.handed_on, *_elsewhere(record))),
        "stated": " ".join(record.stated),
        "asked_on": None if record.withheld else asked_on(record),
        "answered_on": answered and answered.answered,
        "days": answered and answered.days,
        "silent": silent_now(record),
        "open_until": open_until(record),
    }


def _elsewhere(record: Record) -> Iterator[str]:
    if not record.state.holder:
        yield ELSEWHERE


def _since(session: Session, record: Record, before: RecordRow | None) -> date:
    """The day on which a record was first shown: its place in lists, which it keeps."""
    if before and before.since:
        return before.since
    if record.version == 1:
        return record.as_of
    version = RecordVersionRow
    oldest = select(version.content).where(col(version.request) == record.reference)
    content = session.exec(oldest.order_by(col(version.version)).limit(1)).one()
    return date.fromisoformat(json.loads(bytes(content))["as_of"])


def _parts(record: Record) -> Iterator[tuple[str, Part]]:
    if record.withheld:
        return
    yield from ((turn.body, Part.HELD) for turn in turns(record))
    heard = dict.fromkeys(turn.body for turn in appeal_turns(record))
    yield from ((body, Part.HEARD) for body in heard)
    yield from ((body, Part.CRITICISED) for body in record.criticised)
    yield from ((body, Part.STATED) for body in record.stated)


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    row, conditions = RecordRow, list[sa.ColumnElement[bool]]()
    if sought.block:
        conditions.append(col(row.block) == sought.block)
    if sought.laws:
        conditions.append(col(row.law).in_(sorted(sought.laws)))
    if sought.phases:
        conditions.append(col(row.phase).in_(sorted(sought.phases)))
    if sought.silent:
        conditions.append(col(row.silent).is_(True))
    if sought.open_on:
        conditions.append(col(row.open_until) >= sought.open_on)
    if sought.year:
        first, last = date(sought.year, 1, 1), date(sought.year, 12, 31)
        conditions.append(col(row.asked_on).between(first, last))
    if told := list(of_entries(sought)):
        entry = SearchEntryRow
        current = (col(entry.request) == col(row.request)) & (
            col(entry.version) == col(row.version)
        )
        conditions.append(sa.exists().where(current, *told))
    return conditions


def of_entries(sought: Sought) -> Iterator[sa.ColumnElement[bool]]:
    """What only the entry of a record in the search tells of it."""
    if sought.country:
        yield col(SearchEntryRow.country) == sought.country
    if sought.outcome:
        yield one_among(SearchEntryRow.outcomes, sought.outcome)


def one_among(column: str, word: str) -> sa.ColumnElement[bool]:
    """Whether a word is one of those that a column names."""
    words = sa.literal(" ") + col(column) + sa.literal(" ")
    return words.contains(f" {word} ", autoescape=True)


def _readable(session: Session, reference: str) -> Record | None:
    """The record of the current version; None where there is none, or its bytes are no record."""
    row, version = RecordRow, RecordVersionRow
    same = (col(version.request) == col(row.request)) & (col(version.version) == col(row.version))
    wanted = select(version.content).join(row, same).where(col(row.request) == reference)
    try:
        return from_bytes(bytes(session.exec(wanted).first() or b""))
    except (ValueError, KeyError, TypeError):
        return None


def _one_at_a_time(session: Session) -> None:
    """Sums are read, added to and written: on SQLite the writer is alone, elsewhere by a lock
    that ends with the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _add(session: Session, before: Tally, now: Tally) -> None:
    """What a record added before is taken away, and what it adds now is added."""
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


def _key(place: Place) -> tuple[str, str, str]:
    return place.scope.value, place.what.value, place.subject


def _place(row: TallyRow) -> Place:
    return Place(Scope(row.scope), row.subject, What(row.what))


def _plain(counts: Counts) -> list[list[str | int]]:
    return [[key, year, number] for (key, year), number in sorted(counts.items()) if number]


def _written(counts: Counts) -> bytes:
    return canonical(_plain(counts))


def _counts(data: bytes) -> Counts:
    return {(key, year): number for key, year, number in json.loads(bytes(data))}


def _bytes_of(tally: Tally) -> bytes:
    return canonical([[*place, _plain(counts)] for place, counts in sorted(tally.items())])


def _of_bytes(data: bytes | None) -> Tally:
    return {
        Place(Scope(scope), subject, What(what)): {(key, year): n for key, year, n in counts}
        for scope, subject, what, counts in (json.loads(bytes(data)) if data else ())
    }
