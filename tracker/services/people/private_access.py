"""Access to private words: a person's key, the ways to open it, and the keys that it leads to.

What is private is sealed to keys that end at people (docs/decisions/0038-sealing-to-people.md).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw

from tracker.domain.base.errors import Refusal
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.keys import (
    GROUP_ITSELF,
    NO_ACCESS,
    OFFICE_GROUP,
    PASSWORD,
    NoAccess,
    OpenKey,
    PersonWrap,
)
from tracker.services.ports.people import Account, AuditAct

# Argon2id with 64 MiB and two passes: more than what OWASP recommends for signing in, since a
# thief of the database tries passwords without anyone counting. RFC 9106, section 4.
_PASSES, _KIBIBYTES, _LANES, _KEY_BYTES = 2, 64 * 1024, 1, 32
_SALT_BYTES = 16
# Keys of requests that are sealed again while one page is made.
RESEALED_AT_ONCE = 200


class Stretched(NamedTuple):
    """What a password gives with a salt: the secret that opens a person's key."""

    salt: bytes
    secret: bytes


def password_key(password: str, salt: bytes) -> bytes:
    """Return the key that a password gives with a salt. It takes a tenth of a second."""
    return hash_secret_raw(
        password.encode(),
        salt,
        time_cost=_PASSES,
        memory_cost=_KIBIBYTES,
        parallelism=_LANES,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )


def stretch(office: Office, password: str) -> Stretched:
    """Return what a new password gives, with a new salt."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return Stretched(salt, office.password_key(password, salt))


def new_person_key(office: Office, account: str, password: Stretched) -> bytes:
    """Give a person a new key that this password opens, and return its private half.

    What was sealed to a former key of this person cannot be opened with the new one.
    """
    private = office.person_keys.make_person(account)
    keep_password(office, account, password, private)
    return private


def keep_password(office: Office, account: str, password: Stretched, private: bytes) -> None:
    """Let this password open a person's key, and no former one."""
    keep_way(office, account, PASSWORD, password.salt, password.secret, private)


def keep_way(
    office: Office, account: str, way: str, salt: bytes, secret: bytes, private: bytes
) -> None:
    """Let a secret of 32 bytes open a person's key. `way` is PASSWORD or the id of a passkey."""
    sealed = office.person_keys.seal(secret, private, _bound_to(account, way))
    office.person_keys.keep_way(PersonWrap(account, way, salt, sealed))


def open_by_password(office: Office, account: Account | None, password: str) -> bytes | None:
    """Return the private key of a person, None for a wrong password.

    Takes as long for someone without an account, or with a closed one.
    """
    wrap = office.person_keys.ways(account.id if account and account.active else "").get(PASSWORD)
    secret = office.password_key(password, wrap.salt if wrap else bytes(_SALT_BYTES))
    return _opened(office, wrap, secret) if wrap else None


def open_by_way(office: Office, account: str, way: str, secret: bytes) -> bytes | None:
    """Return the private key of a person by what a passkey gives, None if that opens nothing."""
    wrap = office.person_keys.ways(account).get(way)
    return _opened(office, wrap, secret) if wrap else None


def seal_for_token(office: Office, token: str, private: bytes | None, purpose: str) -> bytes:
    """Return a key sealed under a secret that only a token gives; empty if there is none.

    The token is a link or a cookie: the database has its digest, from which nothing follows.
    """
    return office.person_keys.seal(_secret_of(token), private, purpose) if private else b""


def open_by_token(office: Office, token: str, sealed: bytes, purpose: str) -> bytes | None:
    """Return what `seal_for_token` sealed, None if there is nothing or it does not open."""
    try:
        return office.person_keys.unseal(_secret_of(token), sealed, purpose) if sealed else None
    except Refusal:
        return None


def group_key_for(office: Office, account: Account) -> bytes | None:
    """Return the key of a person's group, for a link; None unless it can be opened now."""
    if not office.key_opening.may_open(OFFICE_GROUP):
        return None
    return office.key_holders.group_private(account.organisation)


def give_access(office: Office, account: Account, *, by: str) -> None:
    """Let a person open the private words that their group may see.

    Raises Locked unless the private words of that group are open to the giver.
    """
    office.key_holders.give(account.organisation, account.id)
    note_act(office, AuditAct.ACCESS_GIVEN, who=by, about=account.id)


def take_access_from_link(office: Office, account: Account, group_key: bytes) -> None:
    """Let a person open private words by the key that came with their link.

    A key that was replaced meanwhile leads nowhere, and changes nothing.
    """
    with office.key_opening.opened(OpenKey(GROUP_ITSELF, lambda: group_key)):
        if office.key_opening.may_open(account.organisation):
            office.key_holders.give(account.organisation, account.id)


def without_access(office: Office) -> Sequence[Account]:
    """Return the people who signed in once and cannot open the private words of their group."""
    people = [each for each in office.people.accounts() if each.active]
    held = {
        group: office.key_holders.holders(group)
        for group in {each.organisation for each in people}
    }
    known = office.person_keys.with_key()
    return [each for each in people if each.id in known and each.id not in held[each.organisation]]


def require_access(office: Office, account: Account) -> None:
    """Raise NoAccess if a person has a key that does not lead to the private words of their group,
    before they type any."""
    group = account.organisation
    has_key = office.person_keys.has_key(account.id)
    shut_out = has_key and account.id not in office.key_holders.holders(group)
    if shut_out and not office.key_opening.may_open(group):
        raise NoAccess(NO_ACCESS)


@contextmanager
def opened_for(office: Office, account: str, private: bytes | None) -> Iterator[None]:
    """Hold a person's key open until the block is left."""
    with office.key_opening.opened(OpenKey(account, lambda: private)):
        yield


def replace_left_keys(office: Office, limit: int = RESEALED_AT_ONCE) -> int:
    """Go on replacing keys that someone who left could open; return how much is left."""
    return office.key_renewal.catch_up(limit)


def _opened(office: Office, wrap: PersonWrap, secret: bytes) -> bytes | None:
    try:
        return office.person_keys.unseal(secret, wrap.sealed, _bound_to(wrap.account, wrap.way))
    except Refusal:
        return None


def _secret_of(token: str) -> bytes:
    return hmac.digest(token.encode(), b"key under a token", hashlib.sha256)


def _bound_to(account: str, way: str) -> str:
    return f"key of account {account} by {way}"
