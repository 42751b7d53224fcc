"""Sealing again, to the next generation of a group's key, what was sealed to a former one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tracker.services.core.left_out import note_left_out
from tracker.storage.db.group_keys import (
    BY_OFFICE,
    NEXT_GENERATION,
    GroupKey,
    GroupKeys,
    argument_info,
    authority_info,
    body_group_info,
    capture_info,
    file_info,
    group_info,
    item_info,
    list_info,
    reprisal_info,
    request_info,
    risk_info,
    shelf_info,
    view_info,
)
from tracker.storage.db.key_pairs import (
    KeyPair,
    is_sealed_to_pair,
    open_with,
    seal_to,
    unwrap,
    wrap,
)
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.captures import PageCaptureRow
from tracker.storage.db.tables.correspondence import MailShelfRow
from tracker.storage.db.tables.drafting import BodyGroupRow, ListFileRow
from tracker.storage.db.tables.keys import (
    GroupKeyRow,
    GroupWrapRow,
    PrivateIndexRow,
    RequestWrapRow,
)
from tracker.storage.db.tables.letters import ArgumentRow, AuthorityCheckRow, OfficeFileRow
from tracker.storage.db.tables.mail_readings import MailReadingRow
from tracker.storage.db.tables.people import ReprisalRow, RiskNoteRow, SavedViewRow
from tracker.storage.db.transactions import put


class Renewal(NamedTuple):
    """The key of a group that is replaced, and the next generation that things are sealed to."""

    former: GroupKey
    private: bytes
    pair: KeyPair
    office: str

    @property
    def after(self) -> GroupKey:
        """Return the next generation."""
        return self.former._replace(generation=self.former.generation + 1)

    def again(self, sealed: bytes, bound_to: str) -> bytes:
        """Return what was sealed to the former key, sealed to the next. Raises Damaged."""
        former, after = item_info(self.former, bound_to), item_info(self.after, bound_to)
        plain = open_with(self.private, sealed, former, self.office)
        return seal_to(self.pair.public, plain, after, self.office)


class Holder(NamedTuple):
    """Who holds the key of a group: a name, and a public key."""

    name: str
    public: bytes


def give_to(
    session: Session, group: GroupKey, private: bytes, holder: Holder, office: str
) -> None:
    """Seal the private key of a group to a holder."""
    sealed = wrap(holder.public, private, group_info(group, holder.name), office)
    values = {**group._asdict(), "holder": holder.name, "sealed": sealed}
    put(session, GroupWrapRow, values, changed=["sealed"])


def of_group(group: GroupKey) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition for the wraps of a group's key."""
    return (
        col(GroupWrapRow.organisation) == group.organisation,
        col(GroupWrapRow.generation) == group.generation,
    )


def replace_holders(session: Session, renewal: Renewal) -> None:
    """Make the next generation the only holder of a former key.

    People who left the group can no longer open it with the rows of this database.
    """
    former = renewal.former
    session.exec(delete(GroupWrapRow).where(*of_group(former)))
    after = Holder(NEXT_GENERATION, renewal.pair.public)
    give_to(session, former, renewal.private, after, renewal.office)
    row = update(GroupKeyRow).where(
        col(GroupKeyRow.organisation) == former.organisation,
        col(GroupKeyRow.generation) == former.generation,
    )
    session.exec(row.values(outdated=False))


def reseal_of_office(session: Session, renewal: Renewal) -> None:
    """Seal to the office's new key what is sealed to the office itself.

    That is notes on bodies and authorities, arguments, groups of bodies, lists to import, keys of
    captures and of shelves of mail, logos and the keys of organisations. The indexes of private
    words and of mail are made again by the next search.
    """
    session.exec(delete(PrivateIndexRow))
    session.exec(update(MailReadingRow).values(indexed=None))
    _reseal(session, renewal, select(RiskNoteRow), lambda row: risk_info(row.body))
    _reseal(session, renewal, select(ReprisalRow), lambda row: reprisal_info(row.id))
    checks = select(AuthorityCheckRow).where(col(AuthorityCheckRow.sealed).is_not(None))
    _reseal(session, renewal, checks, lambda row: authority_info(row.authority))
    lists = select(ListFileRow).where(col(ListFileRow.sealed).is_not(None))
    _reseal(session, renewal, lists, lambda row: list_info(row.id))
    arguments = select(ArgumentRow)
    _reseal(session, renewal, arguments, lambda row: argument_info(row.id, row.version))
    _reseal(session, renewal, select(BodyGroupRow), lambda row: body_group_info(row.id))
    _reseal(session, renewal, select(MailShelfRow), lambda row: shelf_info(row.name))
    _reseal_captures(session, renewal)
    _reseal_files(session, renewal)
    held = select(GroupWrapRow).where(col(GroupWrapRow.holder) == BY_OFFICE)
    for row in session.exec(held).all():
        with each_alone():
            group = GroupKey(row.organisation, row.generation)
            info = group_info(group, BY_OFFICE)
            private = unwrap(renewal.private, row.sealed, info, renewal.office)
            give_to(
                session, group, private, Holder(BY_OFFICE, renewal.pair.public), renewal.office
            )
    session.flush()


def _reseal(
    session: Session,
    renewal: Renewal,
    wanted: SelectOfScalar[Any],
    info: Callable[[Any], str],
) -> None:
    """Seal these rows to a group's new key; `info` returns what a row is bound to."""
    for row in session.exec(wanted).all():
        with each_alone():
            row.sealed = renewal.again(row.sealed, info(row))
            session.add(row)


def _reseal_files(session: Session, renewal: Renewal) -> None:
    """Seal again the files of the office that are sealed to it: logos of organisations."""
    for kept in session.exec(select(OfficeFileRow)).all():
        with each_alone():
            if is_sealed_to_pair(kept.sealed):
                kept.sealed = renewal.again(kept.sealed, file_info(kept.name))
                session.add(kept)


def _reseal_captures(session: Session, renewal: Renewal) -> None:
    """Seal the keys of captures again. Their files stay as they are."""
    row = PageCaptureRow
    keys = select(row.block, row.sha256, row.sealed_key)
    for block, digest, sealed in session.exec(keys.where(col(row.sealed_key).is_not(None))).all():
        with each_alone():
            key = renewal.again(bytes(sealed or b""), capture_info(digest))
            of = (col(row.block) == block, col(row.sha256) == digest)
            session.exec(update(row).where(*of).values(sealed_key=key))


@contextmanager
def each_alone() -> Iterator[None]:
    """Note a damaged sealed value as left out, so that the others are still sealed."""
    try:
        yield
    except Damaged as damaged:
        note_left_out(str(damaged))


def reseal_views(session: Session, renewal: Renewal) -> None:
    """Seal to a group's new key the saved views of its people."""
    organisation = col(SavedViewRow.organisation)
    views = select(SavedViewRow).where(organisation == renewal.former.organisation)
    _reseal(session, renewal, views, lambda row: view_info(row.account))
    session.flush()


def reseal_requests(session: Session, groups: GroupKeys, limit: int) -> int:
    """Seal up to `limit` keys of requests to the latest key of their group.

    Returns how many are left, and deletes former keys that nothing is sealed to.
    """
    for row in session.exec(_stale().limit(limit).with_for_update()).all():
        group = GroupKey(row.organisation, row.generation)
        private, present = groups.private(session, group), groups.present(session, group[0])
        if private is None or present is None:
            continue
        with each_alone():
            office = present.office
            key = unwrap(private, row.sealed, request_info(row.request, group), office)
            info = request_info(row.request, GroupKey.of(present))
            row.sealed = wrap(present.public, key, info, office)
            row.generation = present.generation
            session.add(row)
    session.flush()
    _delete_former(session)
    return len(session.exec(_stale()).all())


def something_left(session: Session) -> bool:
    """Return whether a group's key is to be replaced, or a request to be sealed to a new one."""
    outdated = select(GroupKeyRow).where(col(GroupKeyRow.outdated)).limit(1)
    return bool(session.exec(outdated).first() or session.exec(_stale().limit(1)).first())


def _stale() -> SelectOfScalar[RequestWrapRow]:
    """Select the keys of requests that are sealed to a former key of their group."""
    later = aliased(GroupKeyRow)
    newer = select(later.generation).where(
        later.organisation == RequestWrapRow.organisation,
        later.generation > RequestWrapRow.generation,
    )
    wanted = select(RequestWrapRow).where(newer.exists())
    return wanted.order_by(col(RequestWrapRow.request), col(RequestWrapRow.organisation))


def _delete_former(session: Session) -> None:
    """Delete former keys that neither a request nor an older key needs any more."""
    later = aliased(GroupKeyRow)
    newer = select(later.generation).where(
        later.organisation == GroupKeyRow.organisation,
        later.generation > GroupKeyRow.generation,
    )
    needed = select(RequestWrapRow.request).where(
        col(RequestWrapRow.organisation) == col(GroupKeyRow.organisation),
        col(RequestWrapRow.generation) <= col(GroupKeyRow.generation),
    )
    unused = select(GroupKeyRow).where(newer.exists(), ~needed.exists())
    for row in session.exec(unused).all():
        group = GroupKey(row.organisation, row.generation)
        session.exec(delete(GroupWrapRow).where(*of_group(group)))
        session.delete(row)
    session.flush()
