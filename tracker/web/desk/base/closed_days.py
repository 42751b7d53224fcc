"""Remarks on entries whose day is closed in the body’s calendar. They are logged anyway."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.case.history import Entry, History
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Law
from tracker.domain.law.limits import ClosedDayCounts
from tracker.services.core.office import Office
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.desk.base.dossier import Dossier

_CAME_IN = Received | Transferred
_SENT = Sent | Resent
_FROM_THE_BODY = Reply | ExtensionNoticed | DocumentReceived

CLOSED = Message("{day} is a closed day for the body ({names}).")
PERHAPS_CLOSED = Message("{day} may be a closed day for the body ({names}).")
SENT = Message("No time limit of the body runs from the sending. Check the proof of sending.")
REACHED_YOU = Message(
    "Your own time limits run from the day on which it reached you. Check that this is that day."
)
NO_CLOCK = Message("Under this law the time of the body does not run from receipt.")
COUNTS_AS = {
    ClosedDayCounts.THAT_DAY: Message(
        "Under this law, receipt on a closed day counts as that day. Check the body’s stamp."
    ),
    ClosedDayCounts.EITHER_DAY: Message(
        "Under this law, it may count as received on the next open day, {next}. Both are counted, "
        "and the body is late only after the later date. Check the body’s stamp."
    ),
    None: Message(
        "We know of no rule of this law on receipt on a closed day, so the clock counts from "
        "{day}. Check the body’s stamp, and correct the entry if it shows another day."
    ),
}


def told_of_closed_days(office: Office, before: Dossier, history: History) -> Iterator[str]:
    """Yield a remark for each entry since `before` that is dated on a closed day: what day it is,
    how the clock takes it, and what to check."""
    known = {entry.seq for entry in before.history}
    for entry in history:
        if entry.seq not in known and (words := _remark(office, before, entry)):
            yield words


def _remark(office: Office, dossier: Dossier, entry: Entry) -> str:
    event, law = entry.event, dossier.law
    if not isinstance(event, _CAME_IN | _FROM_THE_BODY | _SENT):
        return ""
    workdays = office.library.workdays(law, law.first_stage(), dossier.body.key)
    closed = next(filter(None, map(workdays.skip, (event.on.latest, event.on.earliest))), None)
    if closed is None:
        return ""
    if isinstance(event, _CAME_IN):
        return f"{_said(closed)} {_counts(law, workdays, closed, event.kind)}"
    sent = isinstance(event, _SENT)
    return f"{_said(closed)} {gettext(SENT if sent else REACHED_YOU)}"


def _said(closed: CountStep) -> str:
    """Return that a day is closed, or may be, and why."""
    words = CLOSED if closed.reason is Reason.CLOSED else PERHAPS_CLOSED
    names = page_locale().apart(worded(name) for name in closed.names)
    return gettext(words, day=page_locale().day(closed.day), names=names)


def _counts(law: Law, workdays: Workdays, closed: CountStep, kind: str) -> str:
    """Return how the clock takes a receipt on a closed day under this law."""
    stages = [law.first_stage()] if kind == Transferred.kind else list(law.stages.values())
    running = [each for each in stages if kind == Transferred.kind or kind in each.counts_from]
    if not running:
        return gettext(NO_CLOCK)
    rule = next((each.closed_receipt for each in running if each.closed_receipt), None)
    return gettext(
        COUNTS_AS[rule.counts_as if rule else None],
        day=page_locale().day(closed.day),
        next=page_locale().day(workdays.latest.on_or_after(closed.day)),
    )
