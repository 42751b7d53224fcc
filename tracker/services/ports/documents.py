"""What the use cases need of letters: words set from their source, and the forms they take."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture


class Documents(Protocol):
    """Letters: words set from their source, and the forms in which they leave."""

    def compose(self, kind: LetterKind, language: str, facts: LetterFacts) -> Letter: ...

    def languages(self, kind: LetterKind) -> Sequence[str]: ...

    def docx(self, letter: Letter, made_on: date) -> bytes: ...

    def plain(self, letter: Letter) -> str: ...

    def html(self, letter: Letter, address: Callable[[Picture], str]) -> str:
        """The letter to be looked at; each picture is fetched from its `address`."""

    @property
    def prints(self) -> bool:
        """Whether a program that makes PDF of Word documents is installed."""

    def try_letterhead(self, data: bytes, letter: Letter, made_on: date) -> bytes:
        """The letter on that letterhead. Raises BadInput where it is not fit for use."""

    def pdf(self, docx: bytes) -> bytes:
        """The same as PDF. Raises NotAllowed without LibreOffice, BadInput where it failed."""
