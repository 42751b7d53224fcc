"""The rows of the public tables, from published records and the law library alone."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.base.canonical import to_plain
from tracker.domain.base.days import DaySpan
from tracker.domain.events.event import Event
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.domain.record.body_results import asked_on, open_until, silent_now, turns
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.services.public.data_tables import (
    BLOCKS,
    BODIES,
    DEADLINES,
    EVENTS_TABLE,
    LAWS,
    OUTCOMES_TABLE,
    OWN_TABLE_FIELDS,
    QUESTIONS,
    REQUESTS_TABLE,
)
from tracker.services.public.library_rows import DataRow, detail_rows, plain_row


def library_rows(library: Library) -> Mapping[str, Iterable[DataRow]]:
    """Return the rows of each table that comes from the law library, ordered by key."""
    return {
        BLOCKS.name: (block_row(each) for _, each in sorted(library.blocks.items())),
        BODIES.name: (body_row(each) for _, each in sorted(library.bodies.items())),
        LAWS.name: (law_row(each) for _, each in sorted(library.laws.items())),
        **detail_rows(library),
    }


def block_row(block: Block) -> DataRow:
    """Return a block as one row."""
    return plain_row(
        key=block.key,
        title=str(block.title),
        titles=dict(block.title.words),
        service=str(block.service),
        kind=block.kind,
        country=block.country,
        where=str(block.where),
        places=block.places,
        since=block.since,
        since_about=block.since_about,
        since_unknown=block.since_unknown,
        until=block.until,
        until_about=block.until_about,
        last_confirmed=block.last_confirmed,
        executed=block.executed,
        executed_by=str(block.executed_by) if block.executed_by else None,
        ordered_until=block.ordered_until,
        hours=str(block.hours) if block.hours else None,
        ends=[f"{each.service}: {each.until}" for each in block.ends],
        bodies=block.bodies,
        powers=block.powers,
        source=block.source.where,
    )


def body_row(body: PublicBody) -> DataRow:
    """Return a public body as one row."""
    return plain_row(
        key=body.key,
        name=str(body.name),
        names=dict(body.name.words),
        short_name=body.short_name,
        role=body.role,
        country=body.country,
        laws=body.laws,
        website=body.website or None,
        source=body.source.where,
    )


def law_row(law: Law) -> DataRow:
    """Return a law as one row."""
    return plain_row(
        key=law.key,
        title=law.named(),
        country=law.country,
        since=law.in_force.since,
        first_day_known=law.commencement.known.value,
        until=law.in_force.until,
        status=str(law.status),
        stages=tuple(law.stages),
        official_text=law.official_text,
        compared_on=law.compared_on,
        text_of_year=law.text_of_year,
        digest=law.digest,
    )


def record_rows(record: Record, digest: str, library: Library) -> Mapping[str, list[DataRow]]:
    """Return the rows of one record in each table that comes from records."""
    return {
        REQUESTS_TABLE.name: [request_row(record, digest, library)],
        EVENTS_TABLE.name: list(_events(record)),
        QUESTIONS.name: list(_questions(record)),
        OUTCOMES_TABLE.name: list(_outcomes(record)),
        DEADLINES.name: list(_deadlines(record)),
    }


def request_row(record: Record, digest: str, library: Library) -> DataRow:
    """Return a shown record as one row."""
    body = library.bodies.get(record.body)
    answered = next((turn for turn in turns(record) if turn.answered), None)
    return plain_row(
        reference=record.reference,
        version=record.version,
        as_of=record.as_of,
        confirmed_on=record.confirmed_on,
        block=record.block,
        body=record.body,
        acting_body=record.state.holder or None,
        comes_from=record.comes_from or None,
        law=record.law,
        country=body.country if body else None,
        language=record.language,
        phase=record.phase,
        asked_on=asked_on(record),
        answered_on=answered and answered.answered,
        days=answered and answered.days,
        silent=silent_now(record),
        answer_waits=record.answer_waits,
        decision_waits=record.decision_waits,
        open_until=open_until(record),
        supporters=record.supporters,
        library_version=record.library_version,
        digest=digest,
        demonstration=record.demonstration,
    )


def notice_rows(notices: Iterable[CorrectionNotice], *, demonstration: bool) -> Iterator[DataRow]:
    """Yield corrections and takedowns as rows, in the order given."""
    for notice in notices:
        yield plain_row(
            reference=notice.reference,
            version=notice.version,
            on=notice.on,
            change=notice.change,
            ground=notice.ground or None,
            why=notice.why or None,
            entry=notice.entry,
            digests=notice.digests,
            demonstration=demonstration,
        )


def _events(record: Record) -> Iterator[DataRow]:
    for entry in record.entries:
        unread = entry.possible_response
        yield plain_row(
            reference=record.reference,
            seq=entry.seq,
            kind=entry.kind,
            **_on(entry.on),
            entered_on=entry.entered_on,
            corrected=entry.corrected,
            possible_response_earliest=unread and unread.earliest,
            possible_response_latest=unread and unread.latest,
            event=_event(entry.event),
            digest=entry.digest,
            demonstration=record.demonstration,
        )


def _questions(record: Record) -> Iterator[DataRow]:
    for asked in record.questions:
        yield plain_row(
            reference=record.reference,
            question=asked.key,
            elements=asked.elements,
            words=asked.words,
            demonstration=record.demonstration,
        )


def _outcomes(record: Record) -> Iterator[DataRow]:
    for asked in record.answered:
        for found in asked.outcomes:
            yield plain_row(
                reference=record.reference,
                question=asked.key,
                seq=found.seq,
                **_on(found.on),
                outcome=found.outcome,
                exemptions=found.exemptions,
                page=found.page or None,
                given_as=found.given_as,
                vague_ground=found.vague.category if found.vague else None,
                ground_words=found.vague.words if found.vague else None,
                section_named=found.section.number if found.section else None,
                section_words=(found.section and found.section.words) or None,
                words_digest=found.words or None,
                demonstration=record.demonstration,
            )


def _deadlines(record: Record) -> Iterator[DataRow]:
    for place, deadline in enumerate(record.deadlines, start=1):
        yield plain_row(
            reference=record.reference,
            row=place,
            stage=deadline.stage,
            actor=deadline.actor,
            sections=tuple(map(str, deadline.sections)),
            earliest=deadline.earliest,
            latest=deadline.latest,
            provisional=deadline.provisional,
            last_safe_day=deadline.last_safe_day,
            demonstration=record.demonstration,
        )


def _event(event: Event) -> DataRow:
    """Return the public form of an event, without the fields that have a table of their own."""
    public: DataRow = to_plain(event, public=True)
    return {name: value for name, value in public.items() if name not in OWN_TABLE_FIELDS}


def _on(span: DaySpan) -> DataRow:
    return {"on_earliest": span.earliest, "on_latest": span.latest}
