"""Storage of drafts, and of which requests belong together."""

from collections.abc import Sequence
from typing import Protocol

from tracker.domain.case.request import Applicant, Draft, Kin


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
    ) -> Sequence[Draft]:
        """Save new drafts as their first versions, all or none.

        Several drafts become one batch. With `beside` they join the batch of that request.
        `repeats` is the request that they repeat. Raises ChangedMeanwhile if a draft is not new.
        """

    def applicant_of(self, reference: str) -> Applicant:
        """Return the applicant of a draft, or of the request that it became.

        Raises NotOnFile if there is neither.
        """

    def discard(self, reference: str, version: int) -> None:
        """Delete a draft, and its key unless it became a request.

        Raises ChangedMeanwhile if another version is stored.
        """


class RelatedRequests(Protocol):
    """Requests and drafts that were begun as one batch, or that repeat one another."""

    def of(self, reference: str) -> Kin:
        """Return the requests and drafts related to one; an empty `Kin` if there are none."""

    def batch(self, batch: str) -> Sequence[str]:
        """Return the references of a batch, in order. Raises NotOnFile if there is none."""
