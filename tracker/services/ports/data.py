"""Storage of the files of the data package."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class NewFolder(Protocol):
    """A new and empty folder."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Create a file with this name and open it for writing."""


@dataclass(frozen=True, slots=True)
class MadePackage:
    """The source of the package: digests of all content and of takedowns, and its time."""

    content: str
    withheld: str
    at: datetime


class DataFiles(Protocol):
    """The files of the data package."""

    def made(self) -> MadePackage | None:
        """Return the source of the files, None if there are none."""

    def replace(self, made: MadePackage, fill: Callable[[NewFolder], None]) -> None:
        """Replace the files: a crash leaves all the old ones or all the new ones."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading. Raises NotOnFile if there is none with this name."""
