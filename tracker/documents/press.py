"""The letters as the use cases ask for them: one object over wording and all forms."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.printing import office_program, printed
from tracker.documents.wording import Wordings
from tracker.domain.law import LetterKind
from tracker.domain.letter import Letter, LetterFacts


class Press:
    """Sets letters from their sources, on the office's letterhead if it has one."""

    def __init__(
        self, wordings: Path, letterhead: Path | None, office_lines: tuple[str, ...] = ()
    ) -> None:
        self._wordings = Wordings(wordings)
        self._docx = DocxLetters(letterhead, office_lines=office_lines)

    def compose(self, kind: LetterKind, language: str, facts: LetterFacts) -> Letter:
        """The letter with its facts set in. Raises Refusal where there is no such wording."""
        return self._wordings.compose(kind.value, language, facts)

    def languages(self, kind: LetterKind) -> Sequence[str]:
        """The languages in which this kind of letter is worded."""
        return self._wordings.languages(kind.value)

    def docx(self, letter: Letter, made_on: date) -> bytes:
        """The letter as a Word document; the same letter gives the same bytes."""
        return self._docx.render(letter, made_on)

    @property
    def prints(self) -> bool:
        """Whether a program that makes PDF of Word documents is installed."""
        return office_program() is not None

    def pdf(self, docx: bytes) -> bytes:
        """The same as PDF. Raises NotAllowed where no program makes one, or it took too long."""
        return printed(docx)

    def plain(self, letter: Letter) -> str:
        """The letter as the text of an e-mail."""
        return plain(letter)

    def html(self, letter: Letter) -> str:
        """The letter as a safe fragment of HTML."""
        return html(letter)
