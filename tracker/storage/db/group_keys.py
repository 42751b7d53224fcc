"""The keys of the office and of partner organisations, and which private key is open now."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.keys import (
    GROUP_ITSELF,
    LOCKED,
    NO_ACCESS,
    OFFICE_GROUP,
    Locked,
    NoAccess,
    OpenKey,
    key_holder,
)
from tracker.storage.db.key_pairs import open_with, pair_of, seal_to, unwrap
from tracker.storage.db.sealing import derived_key
from tracker.storage.db.tables.keys import GroupKeyRow, GroupWrapRow

# Holders that are groups themselves: the generation after this one, and the office.
NEXT_GENERATION, BY_OFFICE = "after", "office"
_OFFICE = "name of the office in what is sealed"

_LATEST = (
    select(GroupKeyRow)
    .where(col(GroupKeyRow.organisation) == bindparam("group"))
    .order_by(col(GroupKeyRow.generation).desc())
    .limit(1)
)
_WRAP = select(GroupWrapRow.sealed).where(
    col(GroupWrapRow.organisation) == bindparam("organisation"),
    col(GroupWrapRow.generation) == bindparam("generation"),
    col(GroupWrapRow.holder) == bindparam("holder"),
)


class GroupKey(NamedTuple):
    """A group and the generation of its key."""

    organisation: str
    generation: int

    @classmethod
    def of(cls, row: GroupKeyRow) -> "GroupKey":
        """Return the group and the generation of a row."""
        return cls(row.organisation, row.generation)


@dataclass
class _Opened:
    """A private key that is open, and what it led to so far."""

    key: OpenKey
    groups: dict[GroupKey, bytes] = field(default_factory=dict)

    @cached_property
    def private(self) -> bytes | None:
        return self.key.private()


# One for each thread: pages of two people must never share it.
_OPEN: ContextVar[_Opened | None] = ContextVar("the key that is open", default=None)


class GroupKeys:
    """Finds the keys of groups, and seals what belongs to the whole office.

    `standing` is the private key in the office's key file, if it has one: then the office's key
    is always open.
    """

    def __init__(self, standing: bytes | None = None) -> None:
        self.standing = open_key(standing) if standing else None

    @contextmanager
    def opened(self, key: OpenKey) -> Iterator[None]:
        """Hold a private key open in this thread until the block is left."""
        before = _OPEN.set(_Opened(key))
        try:
            yield
        finally:
            _OPEN.reset(before)

    def present(self, session: Session, organisation: str) -> GroupKeyRow | None:
        """Return the latest key of a group, None if it has none."""
        return session.exec(_LATEST, params={"group": organisation}).first()

    def of_the_office(self, session: Session) -> GroupKeyRow:
        """Return the latest key of the office. Raises NotOnFile before it was made."""
        row = self.present(session, OFFICE_GROUP)
        if row is None:
            raise NotOnFile("This office has no key yet: run `tracker init`.")
        return row

    def private(self, session: Session, group: GroupKey) -> bytes | None:
        """Return the private key of a group, None if what is open does not lead to it."""
        found = (self._by(session, opened, group) for opened in self._all_open())
        return next((private for private in found if private), None)

    def office(self, session: Session) -> str:
        """Return the name of the office in everything that is sealed, read once for a session."""
        known = session.info.get(_OFFICE)
        if known is None:
            known = session.info[_OFFICE] = self.of_the_office(session).office
        return str(known)

    def required(self, session: Session, organisation: str) -> tuple[GroupKeyRow, bytes]:
        """Return the latest key of a group with its private half. Raises Locked, NotOnFile."""
        row = self.present(session, organisation)
        if row is None:
            raise _no_group_key()
        private = self.private(session, GroupKey(organisation, row.generation))
        if private is None:
            raise self.locked()
        return row, private

    def locked(self) -> Locked:
        """Return the refusal for what cannot be opened now."""
        opened = _OPEN.get()
        if opened is None and self.standing:
            return NoAccess(
                "The key in the key file is not the key of this office. Put the right key back."
            )
        if opened and opened.private:
            return NoAccess(NO_ACCESS)
        return Locked(LOCKED)

    def seal_to_office(self, session: Session, plain: bytes, bound_to: str) -> bytes:
        """Return something of the whole office, sealed to its latest key."""
        return self.seal_to_group(session, OFFICE_GROUP, plain, bound_to)

    def seal_to_group(
        self, session: Session, organisation: str, plain: bytes, bound_to: str
    ) -> bytes:
        """Return something of a group, sealed to its latest key. Raises NotOnFile without one."""
        row = self.present(session, organisation)
        if row is None:
            raise _no_group_key()
        return seal_to(row.public, plain, item_info(GroupKey.of(row), bound_to), row.office)

    def open_of_group(
        self, session: Session, organisation: str, sealed: bytes, bound_to: str
    ) -> bytes:
        """Return what `seal_to_group` sealed. Raises Locked, Damaged."""
        row, private = self.required(session, organisation)
        return open_with(private, sealed, item_info(GroupKey.of(row), bound_to), row.office)

    def open_of_office(self, session: Session, sealed: bytes, bound_to: str) -> bytes:
        """Return what `seal_to_office` sealed. Raises Locked, Damaged."""
        return self.open_of_group(session, OFFICE_GROUP, sealed, bound_to)

    def lookup_digest(self, session: Session, purpose: str, data: bytes) -> str:
        """Return a digest by which the office finds equal data again, and nobody else does.

        It stays the same through all generations of the office's key. Raises Locked.
        """
        return self.lookup_digester(session, purpose)(data)

    def lookup_digester(self, session: Session, purpose: str) -> Callable[[bytes], str]:
        """Return the function of `lookup_digest` for many data, with its key looked up once."""
        row, private = self.required(session, OFFICE_GROUP)
        secret = open_with(private, row.lookup, lookup_info(row.generation), row.office)
        key = derived_key(secret, purpose)
        return lambda data: hmac.digest(key, data, hashlib.sha256).hex()

    def tag_digest(self, session: Session, name: str) -> str:
        """Return the digest by which requests with a tag are found. Raises Locked."""
        return self.lookup_digest(session, "tags", name.encode())

    def _all_open(self) -> Iterator[_Opened]:
        if opened := _OPEN.get():
            yield opened
        if self.standing:
            # What the key file leads to is not kept: it would outlast the page.
            yield _Opened(self.standing)

    def _by(self, session: Session, opened: _Opened, group: GroupKey) -> bytes | None:
        if opened.private is None:
            return None
        if group not in opened.groups:
            found = self._find(session, opened, opened.private, group)
            if found is None:
                return None
            opened.groups[group] = found
        return opened.groups[group]

    def _find(
        self, session: Session, opened: _Opened, private: bytes, group: GroupKey
    ) -> bytes | None:
        holder = opened.key.holder
        if holder == GROUP_ITSELF:
            row = session.get(GroupKeyRow, group)
            if row and row.public == pair_of(private).public:
                return private
        elif (sealed := _wrapped(session, group, holder)) is not None:
            return unwrap(private, sealed, group_info(group, holder), self.office(session))
        return self._by_another_group(session, group)

    def _by_another_group(self, session: Session, group: GroupKey) -> bytes | None:
        """Return the private key of a former generation, or that of an organisation.

        The first is sealed to the generation after it, and the second to the office.
        """
        ways = [(NEXT_GENERATION, GroupKey(group.organisation, group.generation + 1))]
        if group.organisation != OFFICE_GROUP:
            ways.append(
                (BY_OFFICE, GroupKey(OFFICE_GROUP, self.of_the_office(session).generation))
            )
        for holder, other in ways:
            sealed = _wrapped(session, group, holder)
            private = self.private(session, other) if sealed else None
            if sealed and private:
                return unwrap(private, sealed, group_info(group, holder), self.office(session))
        return None


def open_key(private: bytes) -> OpenKey:
    """Return a key that is no person's, such as a recovery key or that of a key file."""
    return OpenKey(key_holder(pair_of(private).public), lambda: private)


def group_info(group: GroupKey, holder: str) -> str:
    """Return what the wrap of a group's key is bound to."""
    return f"key {group.generation} of {group.organisation or 'the office'} for {holder}"


def request_info(reference: str, group: GroupKey) -> str:
    """Return what the wrap of a request's key is bound to."""
    who = group.organisation or "the office"
    return f"key of request {reference} for key {group.generation} of {who}"


def item_info(group: GroupKey, bound_to: str) -> str:
    """Return what the key of something that a group sealed is bound to."""
    who = group.organisation or "the office"
    return f"{bound_to} under key {group.generation} of {who}"


def list_info(id: str) -> str:
    """Return what a sealed list of requests is bound to."""
    return f"the list {id}"


def reprisal_info(id: str) -> str:
    """Return what a sealed note on a reprisal is bound to."""
    return f"reprisal {id}"


def risk_info(body: str) -> str:
    """Return what a sealed risk note is bound to."""
    return f"risk note on {body}"


def argument_info(id: str, version: int) -> str:
    """Return what a sealed version of an argument is bound to."""
    return f"version {version} of argument {id}"


def authority_info(authority: str) -> str:
    """Return what a sealed note on the check of an authority is bound to."""
    return f"check of {authority}"


def capture_info(sha256: str) -> str:
    """Return what a sealed capture of a page, and its key, are bound to."""
    return f"capture {sha256}"


def file_info(name: str) -> str:
    """Return what a sealed file of the office is bound to."""
    return f"file {name} of the office"


def body_group_info(id: str) -> str:
    """Return what a sealed group of public bodies is bound to."""
    return f"the group of bodies {id}"


def shelf_info(name: str) -> str:
    """Return what the sealed private key of a shelf of mail is bound to."""
    return f"key of {name}"


def view_info(account: str) -> str:
    """Return what a sealed view of the list is bound to."""
    return f"saved view of {account}"


def lookup_info(generation: int) -> str:
    """Return what the office's lookup secret is bound to."""
    return f"lookup secret under key {generation} of the office"


def _no_group_key() -> NotOnFile:
    return NotOnFile("This group has no key yet.")


def _wrapped(session: Session, group: GroupKey, holder: str) -> bytes | None:
    return session.exec(_WRAP, params={**group._asdict(), "holder": holder}).first()
