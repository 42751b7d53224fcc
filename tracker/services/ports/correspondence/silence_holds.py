"""The mail that holds silence back, read at once for all requests."""

from collections.abc import Collection
from typing import Protocol

from tracker.domain.correspondence.silence_holds import HoldingMail


class SilenceHolds(Protocol):
    """Finds what in the mail of the office holds silence back. No key needs to be open."""

    def found(self, mailboxes: Collection[str]) -> HoldingMail:
        """Return what holds silence back in all requests. `mailboxes` are those that are fetched.

        The mailboxes are read before the mail, so that mail that a fetch stores in between is not
        missed.
        """
