"""The state of the office: live or not, its library version and its sweeps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.services.ports.holds import ClockEvidence, Hold
from tracker.services.ports.log import LeafSource
from tracker.services.ports.premises import (
    LATE_AFTER,
    LateSince,
    LateWork,
    OfficeState,
    Premises,
    RunStep,
    SweepPause,
)
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.log import CheckpointRow, LeafRow
from tracker.storage.db.tables.office import OfficeRow, SweepPauseRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.letters.office_files import SqlFileRepository
from tracker.storage.log.public_log import wait_for_place

# Read several times for each page, so it is built once.
_STATE = sa.select(
    col(OfficeRow.live),
    col(OfficeRow.name),
    col(OfficeRow.edition),
    col(OfficeRow.last_sweep_at),
    col(OfficeRow.left_unswept),
    col(OfficeRow.holds),
    col(OfficeRow.failed_steps),
    col(OfficeRow.recovery_tried_at),
    col(OfficeRow.late),
)


class SqlPremisesRepository(Premises):
    """The one row of the office, and its files."""

    def __init__(self, transactions: Transactions, files: SqlFileRepository) -> None:
        self._transactions = transactions
        self.files = files

    def found(self, name: str, *, live: bool) -> None:
        """Create the office, and set for good whether it is live.

        Raises NotAllowed if there is one.
        """
        values = {"id": 1, "live": live, "name": name, "edition": ""}
        with self._transactions.writing() as session:
            # A guard of SQLite refuses a second row with an error, so one is looked for first. On
            # PostgreSQL another process may still come in between, and then no row is written.
            if session.exec(select(OfficeRow.id)).first() is None and put(
                session, OfficeRow, values
            ):
                return
        stands = self.state()
        kind = "a live office" if stands.live else "a demonstration"
        named = f"“{stands.name}”" if stands.name else "an office without a name"
        raise NotAllowed(
            f"This database already belongs to {named}, which is {kind} and stays so: make "
            "another instance for another office."
        )

    def require_mark(self, mark: str, key_file: str) -> None:
        """Raise NotAllowed if the office of this database has another key than that in the file.

        The mark follows from the key; the first one is noted.
        """
        known = select(OfficeRow.mark)
        with self._transactions.reading() as session:
            if session.exec(known).first() == mark:
                return
        free = update(OfficeRow).where(col(OfficeRow.mark).is_(None))
        with self._transactions.writing() as session:
            session.exec(free.values(mark=mark))
            if session.exec(known).first() not in (None, mark):
                raise NotAllowed(
                    f"{key_file} is not the key of the office in this database, so nothing was "
                    "started: put back the key of that office, or name another database in "
                    "TRACKER_DATABASE_URL."
                )

    def take_mark(self, mark: str) -> None:
        """Note the mark of another key, because a person says that the former one is lost."""
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(mark=mark))

    def examined(self) -> int | None:
        """Return the size of the log when the last examination began that found nothing wrong.

        None if there was none, or if a whole one found something since.
        """
        with self._transactions.reading() as session:
            return session.exec(select(OfficeRow.examined)).first()

    def note_examined(self, size: int | None) -> None:
        """Note that an examination that began at this size of the log found nothing wrong; None if
        it found something, so that the next one reads everything."""
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(examined=size))

    def database_time(self) -> datetime | None:
        with self._transactions.reading() as session:
            if session.get_bind().dialect.name != "postgresql":
                return None
            told: datetime = session.exec(select(sa.func.clock_timestamp())).one()
            return told

    def state(self) -> OfficeState:
        with self._transactions.reading() as session:
            row = session.connection().execute(_STATE).first()
        if row is None:
            raise NotOnFile("There is no office in this database yet: run `tracker init`.")
        holds = tuple(map(Hold, row.holds.split()))
        failed = tuple(map(RunStep, row.failed_steps.split()))
        return OfficeState(
            row.live,
            row.name,
            row.edition,
            row.last_sweep_at,
            row.left_unswept,
            holds,
            failed,
            row.recovery_tried_at,
            tuple(map(_late, (row.late or "").split())),
        )

    def note_edition(self, edition: str, *, counted: bool = True) -> None:
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(edition=edition))
            if counted and session.get(LeafRow, (LeafSource.LIBRARY, edition, 0)) is None:
                wait_for_place(session, LeafSource.LIBRARY, edition)

    def note_sweep(self, at: datetime, left: int = 0) -> None:
        last = col(OfficeRow.last_sweep_at)
        noted = {"last_sweep_at": at, "left_unswept": left}
        with self._transactions.writing() as session:
            before = session.exec(select(OfficeRow.last_sweep_at)).first()
            if before and at - before > LATE_AFTER:
                put(session, SweepPauseRow, {"after": before, "until": at})
            session.exec(update(OfficeRow).where(sa.or_(last.is_(None), last < at)).values(noted))

    def clock_evidence(self) -> ClockEvidence:
        with self._transactions.reading() as session:
            row = session.exec(select(OfficeRow).execution_options(populate_existing=True)).one()
            newest_entry = session.exec(select(sa.func.max(EventRow.entered_at))).one()
            by_size = select(CheckpointRow.made_at).order_by(col(CheckpointRow.size).desc())
            checkpoint = session.exec(by_size.limit(1)).first()
        return ClockEvidence(
            last_sweep_at=row.last_sweep_at,
            newest_entry_at=newest_entry,
            checkpoint_at=checkpoint,
            confirmed_at=row.clock_confirmed_at,
            disregarded_to=row.clock_disregarded_to,
        )

    def confirm_clock(self, at: datetime, disregarded_to: datetime) -> None:
        last, until = col(OfficeRow.last_sweep_at), col(SweepPauseRow.until)
        noted = {"clock_confirmed_at": at, "clock_disregarded_to": disregarded_to, "holds": ""}
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(noted))
            session.exec(update(OfficeRow).where(last > at).values(last_sweep_at=at))
            session.exec(delete(SweepPauseRow).where(until > at))

    def note_holds(self, holds: Sequence[Hold]) -> None:
        told = " ".join(holds)
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).where(col(OfficeRow.holds) != told).values(holds=told))

    def note_failed_steps(self, steps: Sequence[RunStep]) -> None:
        told, failed = " ".join(steps), col(OfficeRow.failed_steps)
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).where(failed != told).values(failed_steps=told))

    def note_late(self, late: Sequence[LateSince]) -> None:
        told = " ".join(
            f"{each.work}@{each.since.isoformat() if each.since else ''}" for each in late
        )
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(late=told))

    def began_at(self) -> datetime | None:
        first = select(CheckpointRow.made_at).order_by(col(CheckpointRow.size)).limit(1)
        with self._transactions.reading() as session:
            return session.exec(first).first()

    def note_recovery_drill(self, at: datetime) -> None:
        with self._transactions.writing() as session:
            session.exec(update(OfficeRow).values(recovery_tried_at=at))

    def pauses(self, limit: int) -> Sequence[SweepPause]:
        wanted = select(SweepPauseRow).order_by(col(SweepPauseRow.after).desc()).limit(limit)
        with self._transactions.reading() as session:
            return tuple(SweepPause(row.after, row.until) for row in session.exec(wanted))


def _late(told: str) -> LateSince:
    work, _, since = told.partition("@")
    return LateSince(LateWork(work), datetime.fromisoformat(since) if since else None)
