"""What a recalculation reads of many requests, and writes of those that it need not open."""

from collections.abc import Mapping, Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.services.ports.cases import QuietChange, StoredCase
from tracker.storage.cases.new_entries import save_entries
from tracker.storage.cases.open_case import letter_values
from tracker.storage.db.histories import stored_entries
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.transactions import put_all
from tracker.storage.db.value_lists import is_one_of, listed
from tracker.storage.deadlines.case_status import note_editions, save_rows, stored_columns
from tracker.storage.deadlines.deadline_snapshots import save_snapshots, stored_snapshots


def stored_cases(session: Session, references: Sequence[str]) -> tuple[StoredCase, ...]:
    """Return what is stored of these requests, read in three statements however many they are."""
    entries, rows = stored_entries(session, references), stored_columns(session, references)
    days = stored_snapshots(session, references)
    return tuple(
        StoredCase(
            reference,
            tuple((seq, body, nonce) for _, seq, body, nonce in entries.get(reference, ())),
            rows.get(reference),
            days.get(reference),
        )
        for reference in references
    )


def save_quiet_changes(
    session: Session, edition: str, changes: Sequence[QuietChange]
) -> frozenset[str]:
    """Store the changes that still hold; return the references of their requests.

    Raises AlreadyEntered as `save_entries` does.
    """
    stands = _locked(session, [change.reference for change in changes])
    held = [c for c in changes if stands.get(c.reference) == (c.entries, c.before)]
    save_entries(session, [new for change in held for new in change.new])
    letters = [letter_values(c.reference, letter) for c in held for letter in c.letters]
    put_all(session, PreparedLetterRow, letters)
    save_rows(session, [change.row for change in held if change.row])
    save_snapshots(session, {c.reference: c.days for c in held if c.days})
    others = [c.reference for c in held if not c.row and c.before != edition]
    note_editions(session, edition, others)
    return frozenset(change.reference for change in held)


def _locked(session: Session, references: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    """Lock those of these requests that nobody has open; return how many entries each has, and
    the edition of its row."""
    dialect, with_locks = session.get_bind().dialect.name, session.connection()
    locked = with_locks.execute(_free(dialect), listed(dialect, references)).scalars().all()
    # Read after the locks: another writer may have entered something until then.
    rows = with_locks.execute(_counted(dialect), listed(dialect, locked))
    return {reference: (entries, before) for reference, entries, before in rows}


@cache
def _free(dialect: str) -> sa.Select[str]:
    here = col(RequestRow.reference)
    free = sa.select(here).where(is_one_of(dialect, here)).order_by(here)
    return free.with_for_update(skip_locked=True)


@cache
def _counted(dialect: str) -> sa.Select[str, int, str]:
    """Return the statement for the number of entries and the edition of each request."""
    here, edition = col(CaseStatusRow.request), col(CaseStatusRow.edition)
    number = sa.select(sa.func.max(col(EventRow.seq))).where(col(EventRow.request) == here)
    return sa.select(here, number.scalar_subquery(), edition).where(is_one_of(dialect, here))
