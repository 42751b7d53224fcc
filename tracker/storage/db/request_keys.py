"""The rows of requests, and the key pairs to which everything private of each is sealed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, cached_property, partial

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tracker.services.ports.cases import Busy, no_request
from tracker.services.ports.keys import OFFICE_GROUP, Locked
from tracker.storage.db.group_keys import GroupKey, GroupKeys, request_info
from tracker.storage.db.key_pairs import new_pair, unwrap, wrap
from tracker.storage.db.rows_by_request import Rows, rows_by_request
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.keys import GroupKeyRow, RequestWrapRow
from tracker.storage.db.transactions import put
from tracker.storage.db.value_lists import is_one_of, listed


def now() -> datetime:
    """Return this moment; only the making of keys is stamped with it."""
    return datetime.now(UTC)


# The name of the office in what is sealed, read together with the key of a request.
_OFFICE = (
    select(GroupKeyRow.office)
    .where(col(GroupKeyRow.organisation) == OFFICE_GROUP)
    .limit(1)
    .scalar_subquery()
)


_KEYS = select(RequestRow.reference, RequestRow.public_key, _OFFICE)


@cache
def _keys_of_all(dialect: str, lock: bool, wait: bool) -> sa.Select[str, bytes | None, str]:
    here = col(RequestRow.reference)
    # Always lock in this order, so that two transactions never wait for each other.
    wanted = _KEYS.where(is_one_of(dialect, here)).order_by(here)
    return wanted.with_for_update(skip_locked=not wait) if lock else wanted


_KEY = _KEYS.where(col(RequestRow.reference) == bindparam("reference"))
# SQLite has no such locks and needs none: the whole transaction is the only writer.
_LOCKED, _LOCKED_AT_ONCE = _KEY.with_for_update(), _KEY.with_for_update(skip_locked=True)


class RequestKey:
    """The key pair of a request. `public` seals and is None once the request was erased.

    `office` is the name of the office in what is sealed. `find` returns the private half, or
    raises Locked; it is called when that is first needed.
    """

    def __init__(self, public: bytes | None, office: str, find: Callable[[], bytes]) -> None:
        self.public = public
        self.office = office
        self._find = find
        self._private: bytes | None = None
        self._locked: Locked | None = None

    def private(self) -> bytes | None:
        """Return the private half, None once the request was erased. Raises Locked."""
        if self._locked:
            raise self._locked
        if self._private is None and self.public is not None:
            try:
                self._private = self._find()
            except Locked as locked:
                # It is not looked for again: by then its transaction may be over.
                self._locked = locked
                raise
        return self._private

    def if_open(self) -> bytes | None:
        """Return the private half, None while it is locked or once the request was erased."""
        try:
            return self.private()
        except Locked:
            return None


def _erased() -> bytes:
    raise ValueError("an erased request has no key to look for")


ERASED_KEY = RequestKey(None, "", _erased)


class RequestKeys:
    """Makes the row of a request with a new key pair, locks rows, and opens their keys."""

    def __init__(self, groups: GroupKeys, clock: Callable[[], datetime] = now) -> None:
        self._groups = groups
        self._clock = clock

    def make(self, session: Session, reference: str) -> None:
        """Make the row of a request with a new key pair, unless there is one.

        Nobody's key needs to be open for that: the private half is sealed to the office.
        """
        pair = new_pair()
        row = {"reference": reference, "made_at": self._clock(), "public_key": pair.public}
        if not put(session, RequestRow, row):
            return
        office = self._groups.of_the_office(session)
        info = request_info(reference, GroupKey(OFFICE_GROUP, office.generation))
        values = {
            "request": reference,
            "organisation": OFFICE_GROUP,
            "generation": office.generation,
            "sealed": wrap(office.public, pair.private, info, office.office),
        }
        put(session, RequestWrapRow, values)

    def of(
        self, session: Session, reference: str, *, lock: bool = False, wait: bool = True
    ) -> RequestKey:
        """Return the key of a request, whose row stays locked if `lock`.

        Raises NotOnFile, and Busy where `wait` is false and another writer holds the row.
        """
        wanted = (_LOCKED if wait else _LOCKED_AT_ONCE) if lock else _KEY
        asked = {"reference": reference}
        found = session.exec(wanted, params=asked).first()
        if found is None and not wait and session.exec(_KEY, params=asked).first():
            raise Busy(
                "Someone is editing request {reference}. Try again in a moment.",
                reference=reference,
            )
        if found is None:
            raise no_request(reference)
        return self._of_rows(session, [found])[reference]

    def of_all(
        self, session: Session, references: Sequence[str], *, lock: bool, wait: bool = True
    ) -> dict[str, RequestKey]:
        """Return the keys of those of many requests that exist.

        Leaves out those that another writer holds, if `wait` is false.
        """
        dialect = session.get_bind().dialect.name
        wanted = _keys_of_all(dialect, lock, wait)
        rows = session.connection().execute(wanted, listed(dialect, references))
        return self._of_rows(session, rows.all())

    def _of_rows(
        self, session: Session, rows: Sequence[tuple[str, bytes | None, str | None]]
    ) -> dict[str, RequestKey]:
        wraps = _Wraps(self._groups, session, [reference for reference, _, _ in rows])
        return {
            reference: RequestKey(public, office or "", partial(wraps.private, reference))
            for reference, public, office in rows
        }


class _Wraps:
    """The wrapped private keys of some requests, read together when the first one is needed."""

    def __init__(self, groups: GroupKeys, session: Session, references: Sequence[str]) -> None:
        self._groups = groups
        self._session = session
        self._references = references
        self._of_groups: dict[GroupKey, bytes | None] = {}

    def private(self, reference: str) -> bytes:
        """Return the private key of a request by the first group whose key is open.

        Raises Locked.
        """
        for organisation, generation, sealed in self._rows.get(reference, ()):
            group = GroupKey(organisation, generation)
            private = self._private_of(group)
            if private is not None:
                office = self._groups.office(self._session)
                return unwrap(private, sealed, request_info(reference, group), office)
        raise self._groups.locked()

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        names = ("organisation", "generation", "sealed")
        return rows_by_request(self._session, RequestWrapRow, names, self._references)

    def _private_of(self, group: GroupKey) -> bytes | None:
        if group not in self._of_groups:
            self._of_groups[group] = self._groups.private(self._session, group)
        return self._of_groups[group]
