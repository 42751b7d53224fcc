"""The received mail in the order in which a person handles it, and what a person set aside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.services.ports.correspondence.received import ReceivedMail


class MailTab(StrEnum):
    """The list in which a mail is shown: each is in one of these.

    The first of these that applies decides: it is gone, a person decided about it, it could not be
    read, or its kind. Mail that only may be automatic has to be placed like any other.
    """

    TO_PLACE = "to-place"
    TO_READ = "to-read"
    REPORTS = "reports"
    AUTOMATIC = "automatic"
    PLACED = "placed"
    ASIDE = "aside"
    PROBLEMS = "problems"
    GONE = "gone"


class AsideReason(StrEnum):
    """Why a person set a mail aside."""

    NOT_ABOUT_A_REQUEST = "not-about-a-request"
    JUNK = "junk"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A mail that a person set aside."""

    why: AsideReason
    by: str
    at: datetime


class MailDesk(Protocol):
    """Lists of received mail. Nothing here opens a word of it."""

    def count(self) -> Mapping[MailTab, int]:
        """Return how many mails each list has; empty lists are left out."""

    def of_tab(self, tab: MailTab, limit: int, after: int = 0) -> Sequence[ReceivedMail]:
        """Return the mails of one list, newest first, without the first `after`."""

    def tab_of(self, mail: str) -> MailTab:
        """Return the list in which a mail is shown. Raises NotOnFile."""

    def waiting_for(self, reference: str) -> int:
        """Return how many mails may belong to a request and wait for a person to decide.

        Mail that certainly is automatic, and reports, are not counted.
        """

    def set_aside(self, mail: str, why: AsideReason, by: str, at: datetime) -> None:
        """Store that a person set a mail aside. Raises NotOnFile."""

    def take_back(self, mail: str) -> None:
        """Forget that a mail was set aside."""

    def fold_sender(self, mail: str, by: str, at: datetime) -> None:
        """Store that the sender of a mail is folded away. Raises NotOnFile."""

    def unfold_senders(self, mails: Collection[str]) -> None:
        """Forget that the senders of these mails are folded away."""

    def folded_by(self) -> Sequence[str]:
        """Return the mails by which people folded their senders away, oldest first."""

    def aside(self, mail: str) -> SetAside | None:
        """Return why a mail was set aside, None if it was not."""
