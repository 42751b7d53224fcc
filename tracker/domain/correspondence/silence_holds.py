"""What holds silence back: mail that may be the answer, or a letter that may not have come.

It changes no date. Only the entry that says that a body was silent waits for a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

# After this time two people are told, so that one careless person cannot hold a finding for long.
TOLD_AFTER = timedelta(days=3)


class SilenceHold(StrEnum):
    """Why the silence of a body is not entered yet."""

    WAITING = "mail-waiting"
    UNMATCHED = "mail-unmatched"
    NOTICE = "mail-notice"
    REPORT = "mail-report-not-believed"
    NO_SENDER = "mail-without-sender"
    UNREAD = "mail-unread"
    NOT_FETCHED = "mailbox-not-fetched"
    UNCERTAIN = "letter-uncertain"
    FAILED = "letter-failed"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One reason, since when it holds, and the mails or letters in question by their ids."""

    hold: SilenceHold
    since: datetime
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingMail:
    """Everything in the mail of an office that holds silence back, found at one moment.

    `of_office` is mail whose sender nobody knows, which may come from any body. `fetched` is when
    each mailbox was last fetched without trouble.
    """

    of_request: Mapping[str, tuple[HeldBack, ...]] = field(default_factory=dict)
    of_body: Mapping[str, tuple[HeldBack, ...]] = field(default_factory=dict)
    of_office: tuple[HeldBack, ...] = ()
    fetched: Mapping[str, datetime | None] = field(default_factory=dict)

    def holding(
        self, reference: str, bodies: Iterable[str], day_ends: datetime
    ) -> tuple[HeldBack, ...]:
        """Return what holds back the silence of bodies in a request whose last day ends then.

        Each reason is given once, with the earliest moment since which it holds, and everything
        that it is about, the oldest first.
        """
        found = [*self.of_request.get(reference, ()), *self.of_office]
        for body in dict.fromkeys(bodies):
            found += self.of_body.get(body, ())
        for fetched_at in self.fetched.values():
            if fetched_at is None or fetched_at < day_ends:
                # Mail that came on the last day may still lie in this mailbox.
                found.append(HeldBack(SilenceHold.NOT_FETCHED, fetched_at or day_ends))
        first: dict[SilenceHold, HeldBack] = {}
        for each in sorted(found, key=lambda each: each.since):
            before = first.get(each.hold, replace(each, about=()))
            about = tuple(dict.fromkeys((*before.about, *each.about)))
            first[each.hold] = replace(before, about=about)
        return tuple(first[hold] for hold in SilenceHold if hold in first)
