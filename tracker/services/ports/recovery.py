"""What the use cases need to encrypt a file to the people who may recover the office."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half of a recovery identity (an age recipient), and a name for its keeper or its
    place."""

    key: str
    name: str = ""


class Recovery(Protocol):
    """The recovery keys of the office: backups and archives are encrypted to all of them."""

    def keys(self) -> Sequence[RecoveryKey]:
        """Return all keys in the order in which they were added."""

    def add(self, added: RecoveryKey) -> None:
        """Add a key. Raises BadInput for one that cannot be used, or is there already."""

    def remove(self, key: str) -> None:
        """Remove a key. Raises NotOnFile where it is not there."""

    def encrypted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Return a file that any of the keys' identities opens, while it is made."""
