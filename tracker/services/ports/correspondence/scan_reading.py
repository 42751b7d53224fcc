"""Reading of the words on pages of documents, and which documents have not been read yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page, and how many pages the document has.

    `guessed` is whether a program read them from a picture, `failed` whether it could not. There
    are no pages if their number could not be found out.
    """

    pages: int
    words: str = ""
    guessed: bool = False
    failed: bool = False


class ScanReader(Protocol):
    """Reads pages in a process of its own, with limits."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that the installed program knows, of those wanted here."""

    def page(self, data: bytes, media: str, number: int) -> PageWords:
        """Return the words of the page with this number, from 0 on."""


class UnreadDocument(NamedTuple):
    """A document whose pages have not all been read."""

    reference: str
    digest: str
    media: str


class ScanTexts(Protocol):
    """Which documents have been read. Their words are private fields of their request."""

    def unread(self, limit: int) -> Sequence[UnreadDocument]:
        """Return documents that are not read, the newest first, without those of erased requests.

        Nobody's key needs to be open.
        """

    def count_unread(self) -> int:
        """Return how many documents are not read."""

    def lease(self, now: datetime, until: datetime, token: str) -> bool:
        """Let one process read scans until then, unless another is reading. Return whether it
        may."""

    def extend(self, token: str, until: datetime) -> bool:
        """Let the process read for longer. Return whether it still may."""

    def release(self, token: str) -> None:
        """Let another process read, at the end of a reading."""
