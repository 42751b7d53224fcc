"""The keys to which private words are sealed, and which of them are open now."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message

OFFICE_GROUP = ""
"""The name of the office among the groups; partner organisations have their own."""

GROUP_ITSELF = ""
"""The holder of a group's own private key."""

_KEY = "key:"

PASSWORD = "password"  # noqa: S105 - a way to open a person's key
"""The way of the password; that of a passkey is its id."""


LOCKED = Message("Private data is locked here. Enter your password to open it.")


class Locked(Refusal):
    """Raised when private words cannot be opened, because nobody's key is open."""


class NoAccess(Locked):
    """Raised when the key that is open does not lead to what was to be opened."""


NO_ACCESS = Message(
    "You have no access to this private data yet. Ask a colleague who has access to "
    "give it to you on the page “Team”, or use the recovery key."
)


def key_holder(public: bytes) -> str:
    """Return the name of a holder that is no person: a recovery key, or the key in a key file."""
    return f"{_KEY}{public.hex()}"


def held_key(holder: str) -> bytes | None:
    """Return the public key in a name from `key_holder`, None for the account of a person."""
    return bytes.fromhex(holder.removeprefix(_KEY)) if holder.startswith(_KEY) else None


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A private key that is open for one page or one command.

    `holder` is the account of a person, a name from `key_holder`, or GROUP_ITSELF for the private
    key of a group. `private` returns the key, or None if it turns out to be locked; it is called
    when the key is first needed.
    """

    holder: str
    private: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class PersonWrap:
    """A person's private key, sealed under what a password or a passkey gives.

    `way` is PASSWORD or the id of a passkey. `salt` is what the password is hashed with, or what
    the passkey is asked for.
    """

    account: str
    way: str
    salt: bytes
    sealed: bytes


class KeyOpening(Protocol):
    """Which private keys are open now."""

    def opened(self, key: OpenKey) -> AbstractContextManager[None]:
        """Hold a private key open in this thread until the block is left."""

    def may_open(self, organisation: str = OFFICE_GROUP) -> bool:
        """Return whether the key that is open leads to the key of a group."""

    def by_key(self, private: bytes) -> OpenKey:
        """Return a recovery key as one that can be opened."""


class PersonKeys(Protocol):
    """Key pairs of people, and the ways in which a person opens the private half."""

    def make_person(self, account: str) -> bytes:
        """Give a person a new key pair and return its private half.

        Everything that led to the former one is deleted.
        """

    def forget_person(self, account: str) -> None:
        """Delete a person's key, and take the person off the keys of all groups.

        The next `catch_up` replaces these keys.
        """

    def with_key(self) -> frozenset[str]:
        """Return the accounts of all people who have a key pair."""

    def has_key(self, account: str) -> bool:
        """Return whether a person has a key pair."""

    def keep_way(self, wrap: PersonWrap) -> None:
        """Add or replace a way in which a person's key is opened."""

    def ways(self, account: str) -> Mapping[str, PersonWrap]:
        """Return the ways in which a person's key is opened."""

    def drop_way(self, account: str, way: str) -> None:
        """Delete a way in which a person's key is opened."""

    def seal(self, secret: bytes, plain: bytes, bound_to: str) -> bytes:
        """Return a key sealed under a secret of 32 bytes, bound to what it is for."""

    def unseal(self, secret: bytes, sealed: bytes, bound_to: str) -> bytes:
        """Return what `seal` sealed. Raises Damaged, a refusal, for another secret."""


class KeyHolders(Protocol):
    """Who can open the keys of the office and of partner organisations, and what these open."""

    def group_private(self, organisation: str) -> bytes:
        """Return the private key of a group, to be sealed into a one-time link.

        Raises Locked.
        """

    def give(self, organisation: str, holder: str) -> None:
        """Seal the key of a group to the account of a person, or to a name from `key_holder`.

        Does nothing for a person who has no key pair. An organisation gets its first key pair so.
        Raises Locked.
        """

    def holders(self, organisation: str) -> Sequence[str]:
        """Return who can open the present key of a group: accounts and recovery keys."""

    def withdraw(self, account: str) -> None:
        """Take a holder off the keys of all groups. The next `catch_up` replaces these keys.

        Raises NotAllowed if nobody else could open the private words of the office then.
        """

    def share(self, reference: str, organisation: str) -> None:
        """Seal the key of a request to an organisation. Raises Locked."""

    def unshare(self, reference: str, organisation: str) -> None:
        """Take the key of a request from an organisation."""


class KeyRenewal(Protocol):
    """New keys in place of those that someone who left could open."""

    def catch_up(self, limit: int) -> int:
        """Replace keys of groups that someone left, and seal keys of requests to the new ones.

        Seals up to `limit` keys of requests and returns how many are left. What was replaced is
        deleted once nothing is sealed to it. Does nothing with keys that are not open.
        """

    def left_to_replace(self) -> bool:
        """Return whether keys that someone who left could open are still to be replaced."""

    def forget_traces(self) -> bool:
        """Remove deleted keys from the database's files too, without waiting for anyone.

        Returns whether nothing prevented it.
        """
