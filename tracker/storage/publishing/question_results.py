"""The outcome of each item of the public records, for the grids of blocks; derived."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from tracker.domain.record.question_results import questions_in
from tracker.domain.record.record import Record
from tracker.storage.db.tables.publishing import QuestionResultRow


def save_question_results(session: Session, record: Record) -> None:
    """Replace the outcomes of the items of a record."""
    row = QuestionResultRow
    session.exec(delete(row).where(col(row.request) == record.reference))
    session.add_all(_rows(record))


def question_results_match(session: Session, record: Record) -> bool:
    """Return whether the stored outcomes are those of the record."""
    wanted = select(QuestionResultRow).where(col(QuestionResultRow.request) == record.reference)
    return {*map(_told, session.exec(wanted))} == {*map(_told, _rows(record))}


def _told(row: QuestionResultRow) -> tuple[object, ...]:
    return row.body, row.question, row.block, row.element, row.state, row.as_of


def _rows(record: Record) -> Sequence[QuestionResultRow]:
    # By key, because a record that names a question twice gets one row.
    found = {(one.body, one.question, one.element): one for one in questions_in(record)}
    return [
        QuestionResultRow(
            request=record.reference,
            body=asked.body,
            question=asked.question,
            block=record.block,
            element=asked.element,
            state=asked.state,
            as_of=record.as_of,
        )
        for asked in found.values()
    ]
