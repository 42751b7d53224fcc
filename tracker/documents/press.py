"""The letters as the use cases ask for them: one object over wording and all forms."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.printing import printed, prints
from tracker.documents.wording import Wordings
from tracker.domain.law import LetterKind
from tracker.domain.letter import Letter, LetterFacts, Picture


class Press:
    """Sets letters from their sources, on the office's letterhead if it has one."""

    def __init__(
        self,
        wordings: Path,
        letterhead: Path | None,
        office_lines: tuple[str, ...] = (),
        kept: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self._wordings = Wordings(wordings)
        self._docx = DocxLetters(letterhead, office_lines=office_lines, kept=kept)

    def compose(self, kind: LetterKind, language: str, facts: LetterFacts) -> Letter:
        """The letter with its facts set in. Raises Refusal where there is no such wording."""
        return self._wordings.compose(kind.value, language, facts)

    def languages(self, kind: LetterKind) -> Sequence[str]:
        """The languages in which this kind of letter is worded."""
        return self._wordings.languages(kind.value)

    def docx(self, letter: Letter, made_on: date) -> bytes:
        """The letter as a Word document; the same letter gives the same bytes."""
        return self._docx.render(letter, made_on)

    def try_letterhead(self, data: bytes, letter: Letter, made_on: date) -> bytes:
        """The letter on that letterhead. Raises BadInput where it is not fit for use."""
        return DocxLetters(kept=lambda: data).render(letter, made_on)

    @property
    def prints(self) -> bool:
        """Whether a program that makes PDF of Word documents is installed."""
        return prints()

    def pdf(self, docx: bytes) -> bytes:
        """The same as PDF. Raises NotAllowed without LibreOffice, BadInput where it failed."""
        return printed(docx)

    def plain(self, letter: Letter) -> str:
        """The letter as the text of an e-mail."""
        return plain(letter)

    def html(self, letter: Letter, address: Callable[[Picture], str]) -> str:
        """The letter as a safe fragment of HTML."""
        return html(letter, address)
