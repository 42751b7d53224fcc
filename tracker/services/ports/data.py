"""What the data package needs: a place where its files are put, and are given out from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class NewFolder(Protocol):
    """A new and empty place for files."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A new file of that name."""


@dataclass(frozen=True, slots=True)
class MadePackage:
    """From what the files were made, and when: digests of the whole, and of what is withheld."""

    content: str
    withheld: str
    at: datetime


class DataFiles(Protocol):
    """The files of the data package."""

    def made(self) -> MadePackage | None:
        """Return what the files were made from, None if there are none."""

    def replace(self, made: MadePackage, fill: Callable[[NewFolder], None]) -> None:
        """Replace the files: a crash leaves all the old ones or all the new ones."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading. Raises NotOnFile."""
