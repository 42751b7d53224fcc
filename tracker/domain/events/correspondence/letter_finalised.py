"""The event `LetterFinalised`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind

REMEDY_LETTERS = (LetterKind.APPEAL, LetterKind.INTERNAL_REVIEW)
# The letters that follow the letter of a remedy once that was filed.
AFTER_FILING = (LetterKind.REJOINDER, LetterKind.ENFORCEMENT)
# The letters that are written as rows.
PLEADINGS = (*REMEDY_LETTERS, *AFTER_FILING)
# Short letters to the body that was asked, which plead nothing.
LETTERS_TO_THE_BODY = frozenset(LetterKind) - {*PLEADINGS, LetterKind.NOTICE}


@dataclass(frozen=True, kw_only=True)
class LetterFinalised(Event):
    """A letter other than the request is ready to be sent, and its bytes are fixed.

    The Word document is the first evidence, the text the second. The letter of a remedy names the
    stage and the entry that opened it. A later entry for the letter replaces an earlier one.
    """

    kind = "letter-finalised"
    label = Message("Letter finalised")
    publicity = "never"
    permission = "file"
    purpose = "approved-letter"

    letter: LetterKind
    stage: str = ""
    opening: int = 0
