"""Storage of drafts, of what people do by hand in the letter of a remedy, and of which requests
belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.case.request import Applicant, Draft, RequestRelations
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading_edits import PleadingEdits
from tracker.services.ports.risks import SigningDecision

LETTER_CHANGED = Message(
    "Someone else changed this letter while you were editing. Compare both texts, then save again "
    "to use yours."
)


def no_batch(batch: str) -> NotOnFile:
    """Return the refusal for a batch that does not exist or is not shared with the reader."""
    return NotOnFile("Batch “{batch}” was not found. Check the list.", batch=batch)


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


class Drafts(Protocol):
    """Requests that people are still writing."""

    def draft(self, reference: str) -> Draft:
        """Return a draft. Raises NotOnFile if there is none, and Locked."""

    def all(self) -> Sequence[Draft]:
        """Return every draft, newest first, without the questions that were typed into it.

        These are sealed, and lists show nothing of them.
        """

    def save(self, draft: Draft, applicant: Applicant) -> Draft:
        """Save a draft and its applicant as the version after `draft.version`.

        Raises ChangedMeanwhile if another version is stored.
        """

    def begin(
        self,
        drafts: Sequence[tuple[Draft, Applicant]],
        *,
        beside: str = "",
        repeats: str = "",
        comes_from: str = "",
    ) -> Sequence[Draft]:
        """Save new drafts as their first versions, all or none.

        Several drafts become one batch. With `beside` they join the batch of that request.
        `repeats` is the request that they repeat, `comes_from` the request whose body referred
        the items. Raises ChangedMeanwhile if a draft is not new.
        """

    def applicant_of(self, reference: str) -> Applicant:
        """Return the applicant of a draft, or of the request that it became.

        Raises NotOnFile if there is neither.
        """

    def signing(self, reference: str) -> SigningDecision | None:
        """Return the decision who signs a draft, or the request that it became; None without a
        decision. Raises Locked."""

    def keep_signing(self, reference: str, decision: SigningDecision) -> None:
        """Replace the decision who signs a draft. Raises NotOnFile if there is no such draft."""

    def discard(self, reference: str, version: int) -> None:
        """Delete a draft, and its key unless it became a request.

        Raises ChangedMeanwhile if another version is stored.
        """


class RelatedRequests(Protocol):
    """Requests and drafts that were begun as one batch, that repeat one another, or whose items a
    body transferred or referred."""

    def of(self, reference: str) -> RequestRelations:
        """Return the requests and drafts related to one; with empty fields if there are none."""

    def link(self, reference: str, comes_from: str) -> None:
        """Store that the items of a request came from another one."""

    def batch(self, batch: str) -> Sequence[str]:
        """Return the references of a batch, in order. Raises NotOnFile if there is none."""
