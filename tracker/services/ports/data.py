"""What the data package needs: a place where its files are put, and are given out from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class Folder(Protocol):
    """A new and empty place for files."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A new file of that name."""


@dataclass(frozen=True, slots=True)
class Made:
    """From what the files were made, and when: digests of the whole, and of what is withheld."""

    content: str
    withheld: str
    at: datetime


class Shelf(Protocol):
    """Where the files of the package are kept between two makings."""

    def made(self) -> Made | None:
        """What the files there were made from; None where none are there."""

    def replace(self, made: Made, fill: Callable[[Folder], None]) -> None:
        """Put new files in the place of the old ones: a crash leaves all the old or all the
        new."""

    def open(self, name: str) -> BinaryIO:
        """A file, for reading. Raises NotOnFile."""
