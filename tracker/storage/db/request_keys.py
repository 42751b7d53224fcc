"""The rows of requests, and the keys under which everything private of each is encrypted."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from tracker.services.ports.cases import Busy, no_request
from tracker.storage.db.sealing import MasterKey, new_key
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.transactions import put

# Returns the key of a request, or None once it was destroyed. Called only when the key is needed.
Unlock = Callable[[], bytes | None]


def now() -> datetime:
    """Return this moment; only the making of a request's row is stamped with it."""
    return datetime.now(UTC)


class RequestKeys:
    """Makes the row of a request with a new key, locks rows, and unlocks their keys."""

    def __init__(self, master: MasterKey, clock: Callable[[], datetime] = now) -> None:
        self._master = master
        self._clock = clock

    def make(self, session: Session, reference: str) -> None:
        """Make the row of a request with a new key, unless there is one."""
        key = self._master.lock(reference, new_key())
        put(session, RequestRow, {"reference": reference, "made_at": self._clock(), "key": key})

    def of(
        self, session: Session, reference: str, *, lock: bool = False, wait: bool = True
    ) -> Unlock:
        """Return what unlocks the key of a request, whose row stays locked if `lock`.

        Raises NotOnFile, and Busy where `wait` is false and another writer holds the row.
        """
        wanted = select(RequestRow.reference, RequestRow.key)
        wanted = wanted.where(col(RequestRow.reference) == reference)
        # SQLite has no such lock and needs none: the whole transaction is the only writer.
        locked = wanted.with_for_update(skip_locked=not wait)
        found = session.exec(locked if lock else wanted).first()
        if found is None and not wait and session.exec(wanted).first():
            raise Busy(
                "Request {reference} is being worked on: try again in a moment.",
                reference=reference,
            )
        if found is None:
            raise no_request(reference)
        return self._unlock(*found)

    def of_all(
        self, session: Session, references: Sequence[str], *, lock: bool
    ) -> dict[str, Unlock]:
        """Return what unlocks the keys of those of many requests that exist."""
        wanted = select(RequestRow.reference, RequestRow.key)
        wanted = wanted.where(col(RequestRow.reference).in_(references))
        # Always lock in this order, so that two transactions never wait for each other.
        wanted = wanted.order_by(col(RequestRow.reference))
        rows = session.exec(wanted.with_for_update() if lock else wanted).all()
        return {row[0]: self._unlock(*row) for row in rows}

    def _unlock(self, reference: str, locked: bytes | None) -> Unlock:
        return lambda: None if locked is None else self._master.unlock(reference, locked)
