"""What the office should have done by now: checks, the public log, mail and backups.

What is late is decided here alone, for the pages, the doctor, the metrics and the emails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office
from tracker.services.ports.premises import LateSince, LateWork

# A run may take minutes itself, however short the interval between two is.
SWEEP_AFTER = timedelta(minutes=15)
# Private entries get their place once a day, after midnight UTC, also on a day without an entry.
_LOG_AFTER = timedelta(hours=26)
# After several attempts, and while an answer of the same day is still of use.
_MAIL_AFTER = timedelta(hours=2)

LATE_SENTENCES = {
    LateWork.SWEEP: Message("Deadlines are not being checked."),
    LateWork.LOG: Message("Nothing has been added to the public log for more than a day."),
    LateWork.MAIL: Message("Email has waited for more than 2 hours to be sent."),
    LateWork.FETCH: Message("A mailbox has not been fetched for more than 2 hours."),
    LateWork.BACKUP: Message("The last backup is too old, or there is none."),
}
LATE_REMEDIES = {
    LateWork.SWEEP: Message("See whether the scheduler is running, and what its log says."),
    LateWork.LOG: Message("Run `tracker log status`, which says why."),
    LateWork.MAIL: Message("See “Unsent email” in the workspace, and check the mail server."),
    LateWork.FETCH: Message("Run `tracker mail fetch`, which says why."),
    LateWork.BACKUP: Message("Run `tracker backup`, and check what should do so regularly."),
}


@dataclass(frozen=True, slots=True)
class LateLimits:
    """How long this office may go without a check for missed deadlines, and without a backup."""

    sweep: timedelta
    backup: timedelta


def late_work(office: Office, limits: LateLimits) -> tuple[LateSince, ...]:
    """Return what is late now, and since when nothing of it was done."""
    return tuple(_late(office, limits))


def is_sweep_late(office: Office, limits: LateLimits) -> bool:
    """Return whether the last check for missed deadlines is too long ago, or there was none."""
    last = office.premises.state().last_sweep_at
    return last is None or office.now() - last > limits.sweep


def _late(office: Office, limits: LateLimits) -> Iterator[LateSince]:
    now = office.now()
    if is_sweep_late(office, limits):
        yield LateSince(LateWork.SWEEP, office.premises.state().last_sweep_at)
    done = {
        LateWork.LOG: (_log_signed(office), _LOG_AFTER),
        LateWork.MAIL: (office.outbox.queued(readers=False).oldest, _MAIL_AFTER),
        LateWork.FETCH: (_fetched(office), _MAIL_AFTER),
        LateWork.BACKUP: (_backed_up(office), limits.backup),
    }
    for work, (last, limit) in done.items():
        if last is not None and now - last > limit:
            yield LateSince(work, last)


def _log_signed(office: Office) -> datetime | None:
    try:
        return office.log.state().made_at
    except Refusal:
        return None  # `LogUpkeep.problems` says why


def _fetched(office: Office) -> datetime | None:
    """Return when the mailbox was last fetched to its end that has waited longest."""
    fetched = {source.name for source in office.incoming.sources}
    boxes = [box for box in office.incoming.mailboxes.all() if box.name in fetched]
    moments = [box.last_ok_at or box.trouble_since for box in boxes]
    return min((each for each in moments if each), default=None)


def _backed_up(office: Office) -> datetime | None:
    """Return when the newest backup was made; of a live office without one, its beginning. A
    demonstration needs none."""
    if not office.live:
        return None
    return office.incoming.backed_up_by(office.now()) or office.premises.began_at()
