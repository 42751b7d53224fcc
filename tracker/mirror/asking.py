"""What an export asks of the site, and what it is answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tracker.mirror.state import CopiedFile, MadeFrom

OK, GONE, NOT_FOUND = 200, 410, 404


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the site at an address: its file, and the addresses that it links to.

    The content of the file is read once, piece by piece, and closed then.
    """

    address: str
    status: int
    file: str
    content: Iterable[bytes]
    links: tuple[str, ...]
    made_from: MadeFrom
    close: Callable[[], object] = lambda: None


class KeptFile(NamedTuple):
    """A file in the copy. It was not written if an identical one was there."""

    digest: str
    size: int
    written: bool


Keep = Callable[[str, Iterable[bytes]], KeptFile]
"""Writes a file of the copy, given in pieces, unless an identical one is there."""


class AskFor(NamedTuple):
    """An address that is asked for.

    `made_from` is the digest of what its page in the copy is made from; empty if the page has to
    be made.
    """

    address: str
    made_from: str = ""


class KeptAnswer(NamedTuple):
    """An answer whose file is in the copy, and whether the file was written now.

    Nothing was found if the page in the copy is the one that would be made now.
    """

    address: str
    found: CopiedFile | None
    made_from: MadeFrom
    written: bool = False


def put_answer(answer: Answer, keep: Keep) -> KeptAnswer:
    """Write the file of an answer, if it has one. Any process may do so."""
    with closing(answer):
        if answer.status not in (OK, GONE) or not answer.file:
            return KeptAnswer(answer.address, CopiedFile(answer.status), answer.made_from)
        kept = keep(answer.file, answer.content)
    found = CopiedFile(answer.status, answer.file, kept.digest, kept.size, answer.links)
    return KeptAnswer(answer.address, found, answer.made_from, kept.written)


class CopiedPages(Protocol):
    """The public site as it is copied."""

    only: str
    """The one record that is copied; empty if everything is."""

    def signing_keys(self) -> Sequence[str]:
        """Return the keys that ever signed for the office, a line each, the present one first."""

    def take_stock(self) -> None:
        """Bring the log up to date, and read everything again from now on."""

    def unchanged_since_stock(self) -> bool:
        """Return whether the record and its log are unchanged since `take_stock`, and all files
        could be read."""

    def starts(self) -> Sequence[str]:
        """Return the addresses from which all others are reached."""

    def same(self, notes: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Return of each note, of what was asked for a page and the digest of the answers, whether
        the answers are the same now."""

    def ask(self, wanted: Sequence[AskFor], keep: Keep) -> None:
        """Ask for pages, whose files are to be kept."""

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        """Yield all that was asked, in any order, once it is kept. More may be asked then."""

    def extras(self) -> Iterable["Extra"]:
        """Return the files that are not pages of the site."""

    def signed(self, digest: str) -> bytes:
        """Return a note by which the office confirms the digest of a copy's manifest."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A file that is not a page of the site.

    If `of` says what the file is made from, it is made again only when `of` has changed.
    """

    file: str
    made: Callable[[], bytes]
    of: str = ""
