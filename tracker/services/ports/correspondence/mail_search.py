"""The sealed index of the words of received mail. It is searched while a key is open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.received import ReceivedMail
from tracker.services.ports.search import Query


@dataclass(frozen=True, slots=True)
class MailFilter:
    """Which mail is searched: of one list, of one kind, of one body. Nothing means any.

    A mail is of a body if it seems to come from it, or may belong to a request to it.
    """

    tab: MailTab | None = None
    kind: MailKind | None = None
    body: str = ""


class MailSearch(Protocol):
    """Searches the words of received mail in memory. No word of it is stored unsealed."""

    def unindexed(self, limit: int) -> Sequence[str]:
        """Return mails that can be opened and are not indexed, the newest first."""

    def index(self, mail: str, passages: Sequence[str]) -> None:
        """Store the words of a mail. Its next reading deletes them. Raises Locked."""

    def find(self, query: Query, among: MailFilter, limit: int) -> Sequence[ReceivedMail]:
        """Return the mails that match, newest first; all of the filter for an empty query.

        Raises Locked unless the query is empty.
        """

    def bodies(self) -> Collection[str]:
        """Return the bodies by which mail can be filtered."""
