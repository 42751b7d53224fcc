"""Key pairs of people and groups, and to whom the private halves are sealed."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.keys import (
    OFFICE_GROUP,
    KeyHolders,
    KeyOpening,
    KeyRenewal,
    OpenKey,
    PersonKeys,
    PersonWrap,
    held_key,
)
from tracker.storage.db.group_keys import (
    BY_OFFICE,
    NEXT_GENERATION,
    GroupKey,
    GroupKeys,
    lookup_info,
    open_key,
    request_info,
)
from tracker.storage.db.key_pairs import new_pair, open_with, seal_to, wrap
from tracker.storage.db.request_keys import RequestKeys, now
from tracker.storage.db.sealing import new_key, seal, unseal
from tracker.storage.db.tables.correspondence import MailShelfRow
from tracker.storage.db.tables.keys import (
    GroupKeyRow,
    GroupWrapRow,
    PersonKeyRow,
    PersonWrapRow,
    RequestWrapRow,
)
from tracker.storage.db.tables.mail_letters import MailLetterRow
from tracker.storage.db.tables.people import InvitationRow, SessionRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.people.resealing import (
    Holder,
    Renewal,
    each_alone,
    give_to,
    of_group,
    replace_holders,
    reseal_of_office,
    reseal_requests,
    reseal_views,
    something_left,
)


class SqlKeyRepository(KeyOpening, PersonKeys, KeyHolders, KeyRenewal):
    """The tables of keys. `groups` knows which private key is open."""

    def __init__(
        self,
        transactions: Transactions,
        groups: GroupKeys,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._transactions = transactions
        self._groups = groups
        self._requests = RequestKeys(groups)
        self._clock = clock

    def opened(self, key: OpenKey) -> AbstractContextManager[None]:
        return self._groups.opened(key)

    def may_open(self, organisation: str = OFFICE_GROUP) -> bool:
        with self._transactions.reading() as session:
            row = self._groups.present(session, organisation)
            if row is None:
                return False
            group = GroupKey(organisation, row.generation)
            return self._groups.private(session, group) is not None

    def seal(self, secret: bytes, plain: bytes, bound_to: str) -> bytes:
        return seal(secret, plain, bound_to)

    def unseal(self, secret: bytes, sealed: bytes, bound_to: str) -> bytes:
        return unseal(secret, sealed, bound_to)

    def begin_office(self) -> bytes:
        """Make the first key pair of the office and return its private half.

        A key file that is in use gets it too. Raises NotAllowed if the office has one.
        """
        pair, group = new_pair(), GroupKey(OFFICE_GROUP, 1)
        with self._transactions.writing() as session:
            if self._groups.present(session, OFFICE_GROUP) is not None:
                raise NotAllowed("This office has its key already.")
            self._add(session, group, pair.public, new_key(), secrets.token_hex(16))
            if self._groups.standing:
                self._give(session, group, pair.private, self._groups.standing.holder)
        return pair.private

    def make_person(self, account: str) -> bytes:
        pair = new_pair()
        with self._transactions.writing() as session:
            values = {"account": account, "public": pair.public}
            put(session, PersonKeyRow, values, changed=["public"])
            session.exec(delete(PersonWrapRow).where(col(PersonWrapRow.account) == account))
            # The former key may be in an old copy: what it led to is replaced too.
            _withdraw(session, account)
        return pair.private

    def forget_person(self, account: str) -> None:
        with self._transactions.writing() as session:
            self.withdraw(account)
            for table in (PersonKeyRow, PersonWrapRow):
                session.exec(delete(table).where(col(table.account) == account))

    def with_key(self) -> frozenset[str]:
        with self._transactions.reading() as session:
            return frozenset(session.exec(select(PersonKeyRow.account)).all())

    def has_key(self, account: str) -> bool:
        with self._transactions.reading() as session:
            return _public_of(session, account) is not None

    def keep_way(self, wrap: PersonWrap) -> None:
        with self._transactions.writing() as session:
            put(session, PersonWrapRow, asdict(wrap), changed=["salt", "sealed"])

    def ways(self, account: str) -> Mapping[str, PersonWrap]:
        wanted = select(PersonWrapRow).where(col(PersonWrapRow.account) == account)
        wanted = wanted.execution_options(populate_existing=True)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(PersonWrapRow.way)))
            return {row.way: PersonWrap(**row.model_dump()) for row in rows}

    def drop_way(self, account: str, way: str) -> None:
        with self._transactions.writing() as session:
            session.exec(
                delete(PersonWrapRow)
                .where(col(PersonWrapRow.account) == account)
                .where(col(PersonWrapRow.way) == way)
            )

    def group_private(self, organisation: str) -> bytes:
        with self._transactions.writing() as session:
            self._begin_organisation(session, organisation)
            return self._groups.required(session, organisation)[1]

    def give(self, organisation: str, holder: str) -> None:
        with self._transactions.writing() as session:
            self._begin_organisation(session, organisation)
            row, private = self._groups.required(session, organisation)
            self._give(session, GroupKey.of(row), private, holder)

    def holders(self, organisation: str) -> Sequence[str]:
        with self._transactions.reading() as session:
            row = self._groups.present(session, organisation)
            return _holders(session, GroupKey(organisation, row.generation)) if row else ()

    def withdraw(self, account: str) -> None:
        with self._transactions.writing() as session:
            if self.holders(OFFICE_GROUP) == (account,):
                raise NotAllowed(
                    "Nobody else can open the private data of this office. Give a colleague "
                    "access or add a recovery key first."
                )
            _withdraw(session, account)

    def by_key(self, private: bytes) -> OpenKey:
        return open_key(private)

    def share(self, reference: str, organisation: str) -> None:
        with self._transactions.writing() as session:
            self._begin_organisation(session, organisation)
            key = self._requests.of(session, reference).private()
            row = self._groups.present(session, organisation)
            if key is None or row is None:
                return
            group = GroupKey(organisation, row.generation)
            values = {
                "request": reference,
                "organisation": organisation,
                "generation": row.generation,
                "sealed": wrap(row.public, key, request_info(reference, group), row.office),
            }
            put(session, RequestWrapRow, values, changed=["generation", "sealed"])

    def unshare(self, reference: str, organisation: str) -> None:
        with self._transactions.writing() as session:
            session.exec(
                delete(RequestWrapRow)
                .where(col(RequestWrapRow.request) == reference)
                .where(col(RequestWrapRow.organisation) == organisation)
            )

    def catch_up(self, limit: int) -> int:
        with self._transactions.reading() as session:
            if not something_left(session):
                return 0
        with self._transactions.writing() as session:
            # Of two who come at once, the second waits and finds nothing to replace.
            outdated = select(GroupKeyRow).where(col(GroupKeyRow.outdated)).with_for_update()
            for row in session.exec(outdated).all():
                with each_alone():
                    self._renew(session, row)
        with self._transactions.writing() as session:
            return reseal_requests(session, self._groups, limit)

    def forget_traces(self) -> bool:
        return self._transactions.forget_traces(_WITH_KEYS)

    def left_to_replace(self) -> bool:
        with self._transactions.reading() as session:
            return something_left(session)

    def _add(
        self, session: Session, group: GroupKey, public: bytes, lookup: bytes, office: str
    ) -> None:
        """Add a generation of a group's key. `lookup` is the secret of the office."""
        sealed = seal_to(public, lookup, lookup_info(group.generation), office) if lookup else b""
        values = {**group._asdict(), "public": public, "lookup": sealed, "outdated": False}
        session.add(GroupKeyRow(**values, office=office, made_at=self._clock()))
        session.flush()

    def _begin_organisation(self, session: Session, organisation: str) -> None:
        """Make the first key pair of an organisation, if it has none. The office holds it too."""
        if organisation == OFFICE_GROUP or self._groups.present(session, organisation):
            return
        pair, group = new_pair(), GroupKey(organisation, 1)
        office = self._groups.of_the_office(session)
        self._add(session, group, pair.public, b"", office.office)
        give_to(session, group, pair.private, Holder(BY_OFFICE, office.public), office.office)

    def _renew(self, session: Session, row: GroupKeyRow) -> None:
        """Make the next generation of a key, and seal it to all who hold this one."""
        former = GroupKey.of(row)
        private = self._groups.private(session, former)
        if private is None:
            return
        renewal = Renewal(former, private, new_pair(), row.office)
        group, pair = renewal.after, renewal.pair
        lookup = b""
        if row.organisation == OFFICE_GROUP:
            lookup = open_with(private, row.lookup, lookup_info(row.generation), row.office)
        self._add(session, group, pair.public, lookup, row.office)
        for holder in _holders(session, former):
            self._give(session, group, pair.private, holder)
        if row.organisation == OFFICE_GROUP:
            reseal_of_office(session, renewal)
        else:
            office = Holder(BY_OFFICE, self._groups.of_the_office(session).public)
            give_to(session, group, pair.private, office, row.office)
        reseal_views(session, renewal)
        replace_holders(session, renewal)

    def _give(self, session: Session, group: GroupKey, private: bytes, holder: str) -> None:
        """Seal a group's key to a holder. Does nothing for a person without a key pair."""
        public = held_key(holder) or _public_of(session, holder)
        if public is not None:
            office = self._groups.office(session)
            give_to(session, group, private, Holder(holder, public), office)


# The tables in which a deleted key would help a person who had access before.
_WITH_KEYS = (
    GroupKeyRow,
    GroupWrapRow,
    RequestWrapRow,
    PersonKeyRow,
    PersonWrapRow,
    SessionRow,
    InvitationRow,
    MailShelfRow,
    MailLetterRow,
)


def _withdraw(session: Session, holder: str) -> None:
    """Take a holder off the keys of all groups, and mark these keys as outdated."""
    held = select(GroupWrapRow.organisation, GroupWrapRow.generation)
    for group in session.exec(held.where(col(GroupWrapRow.holder) == holder)).all():
        named = sa.tuple_(col(GroupKeyRow.organisation), col(GroupKeyRow.generation))
        left = update(GroupKeyRow).where(named == sa.tuple_(*group))
        session.exec(left.values(outdated=True))
    session.exec(delete(GroupWrapRow).where(col(GroupWrapRow.holder) == holder))


def _holders(session: Session, group: GroupKey) -> tuple[str, ...]:
    wanted = select(GroupWrapRow.holder).where(*of_group(group))
    wanted = wanted.where(col(GroupWrapRow.holder).not_in([NEXT_GENERATION, BY_OFFICE]))
    return tuple(session.exec(wanted.order_by(col(GroupWrapRow.holder))).all())


def _public_of(session: Session, account: str) -> bytes | None:
    wanted = select(PersonKeyRow.public).where(col(PersonKeyRow.account) == account)
    return session.exec(wanted).first()
