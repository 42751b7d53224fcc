"""Storage of what people do by hand in the letter of a remedy: edits, approval, file number."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading_edits import PleadingEdits

LETTER_CHANGED = Message(
    "Someone else changed this letter while you were editing. Compare both texts, then save again "
    "to use yours."
)


class PleadingPlace(NamedTuple):
    """Which pleading of a request: the stage of its remedy, the entry that opened it, its
    language."""

    stage: str
    opening: int
    language: str


class EditedMeanwhile(Refusal):
    """Edits that someone else saved first. `theirs` are the stored edits."""

    def __init__(self, theirs: PleadingEdits) -> None:
        super().__init__(LETTER_CHANGED)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class LetterApproval:
    """A person's approval of the letter of a remedy, as it read then.

    `digest` is that of its rows with the choices `chosen`, composed on the day of `at`.
    """

    by: str
    at: datetime
    digest: str
    chosen: LetterChoices


class PleadingFields(Protocol):
    """Private words about the letters of one request, sealed under its key."""

    def pleading_edits(self, place: PleadingPlace) -> PleadingEdits:
        """Return the edits in a pleading; version 0 if there are none or they were erased."""

    def keep_pleading_edits(self, place: PleadingPlace, edits: PleadingEdits) -> PleadingEdits:
        """Store edits as the version after `edits.version`, and return them.

        Raises EditedMeanwhile if another version is stored.
        """

    def letter_approval(self, place: PleadingPlace) -> LetterApproval | None:
        """Return the last approval of a pleading, None if nobody approved it."""

    def keep_letter_approval(self, place: PleadingPlace, approval: LetterApproval) -> None:
        """Replace the approval of a pleading."""

    def file_number(self) -> str:
        """Return the office's own file number; empty if there is none."""

    def keep_file_number(self, number: str) -> None:
        """Replace the office's own file number."""
