"""Encryption of files to the people who may recover the office."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half of a recovery identity (an age recipient).

    `name` says who or what place keeps the other half.
    """

    key: str
    name: str = ""


class Recovery(Protocol):
    """The recovery keys of the office. Backups and archives are encrypted to all of them."""

    def keys(self) -> Sequence[RecoveryKey]:
        """Return all keys in the order in which they were added."""

    def public_key(self, key: str) -> bytes:
        """Return the 32 bytes of a key. Raises BadInput if it cannot be used."""

    def add(self, added: RecoveryKey) -> None:
        """Add a key. Raises BadInput if it cannot be used, or was added before."""

    def remove(self, key: str) -> None:
        """Remove a key. Raises NotOnFile if there is no such key."""

    def encrypted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield an encrypted file that the identity of any key opens, while it is made."""
