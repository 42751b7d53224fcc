"""The outcome of each item of the public records, for the grids of blocks; derived."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, delete

from tracker.domain.record.question_results import questions_in
from tracker.domain.record.record import Record
from tracker.storage.db.rows_by_request import Rows, rows_by_request
from tracker.storage.db.tables.publishing import QuestionResultRow

_COMPARED = ("body", "question", "block", "element", "state", "as_of")


def save_question_results(session: Session, record: Record) -> None:
    """Replace the outcomes of the items of a record."""
    row = QuestionResultRow
    session.exec(delete(row).where(col(row.request) == record.reference))
    session.add_all(row(**values) for values in _rows(record))


def stored_question_results(session: Session, references: Sequence[str]) -> dict[str, Rows]:
    """Return the stored outcomes of records, by record."""
    return rows_by_request(session, QuestionResultRow, _COMPARED, references)


def question_results_match(stored: Rows, record: Record) -> bool:
    """Return whether these are the outcomes of the record."""
    return {*stored} == {tuple(row[name] for name in _COMPARED) for row in _rows(record)}


def _rows(record: Record) -> Sequence[dict[str, Any]]:
    # By key, because a record that names a question twice gets one row.
    found = {(one.body, one.question, one.element): one for one in questions_in(record)}
    return [
        {
            "request": record.reference,
            "body": asked.body,
            "question": asked.question,
            "block": record.block,
            "element": asked.element,
            "state": asked.state,
            "as_of": record.as_of,
        }
        for asked in found.values()
    ]
