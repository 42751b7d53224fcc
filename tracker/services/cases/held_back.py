"""Missed deadlines that the office’s mail holds back, and the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus, lapses_due
from tracker.domain.correspondence.silence_holds import HeldBack, HoldingMail, SilenceHold
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.services.core.office import Office

HOLD_REASONS = {
    SilenceHold.WAITING: Message(
        "An email for this request is neither logged nor set aside. It may be the response."
    ),
    SilenceHold.UNMATCHED: Message(
        "An email that belongs to no request yet may come from this body. Log it or set it aside."
    ),
    SilenceHold.NOTICE: Message(
        "An email looks like a delivery report. A letter of this request may not have arrived. "
        "Check it."
    ),
    SilenceHold.REPORT: Message(
        "A delivery report does not come from the office’s own mail server, so it may be a "
        "response. Open it and decide."
    ),
    SilenceHold.NO_SENDER: Message(
        "An email has no readable sender, so it may come from any body. It holds back the "
        "non-responses of every request until someone logs it or sets it aside."
    ),
    SilenceHold.UNREAD: Message(
        "An email that may belong to this request was not read, or could not be read. Open it and "
        "decide."
    ),
    SilenceHold.NOT_FETCHED: Message(
        "The mailbox was not fetched without problems since the last day ended. The response may "
        "be in it."
    ),
    SilenceHold.UNCERTAIN: Message(
        "Nobody knows whether the mail server took a letter of this request. Check the letter."
    ),
    SilenceHold.FAILED: Message(
        "A letter of this request was reported as not delivered. Check the letter."
    ),
}


@dataclass(frozen=True, slots=True)
class HeldLapse:
    """A missed deadline that is not entered, with the reasons."""

    reference: str
    kind: str
    stage: str
    latest: date
    reasons: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class LapseHolds:
    """The mail that may be a response, and how far ahead the clock may be, for all requests."""

    mail: HoldingMail
    ahead: timedelta


def holding(office: Office) -> LapseHolds:
    """Return what holds back missed deadlines, read once for all requests."""
    mail = office.silence_holds.found([source.name for source in office.incoming.sources])
    return LapseHolds(mail, office.holds.unseen_jump())


def held_lapses(
    office: Office,
    holding: LapseHolds,
    reference: str,
    state: CaseState,
    lapses: Iterable[MissedDeadline],
) -> tuple[HeldLapse, ...]:
    """Return the missed deadlines that mail holds back, with the reasons.

    A mailbox counts as fetched if the fetch began after the last day had ended at the body.
    """
    found = []
    for lapse in lapses:
        bodies = (state.first_asked, state.acting_body, lapse.body)
        # The clock may be ahead. A fetch may then have begun earlier than it is recorded.
        ends = _end_of(office, lapse.latest, state.first_asked) + holding.ahead
        if reasons := holding.mail.holding(reference, bodies, ends):
            found.append(HeldLapse(reference, lapse.kind, lapse.stage, lapse.latest, reasons))
    return tuple(found)


def held_in(
    office: Office, reference: str, case_status: CaseStatus, today: date
) -> tuple[HeldBack, ...]:
    """Return why the missed deadlines of one request that are due are not entered, each reason
    once."""
    due = tuple(lapses_due(case_status, office.library, today))
    if not due:
        return ()
    held = held_lapses(office, holding(office), reference, case_status.case_state, due)
    # Mail is the same for all of them; only the end of the last day differs.
    return tuple({each.hold: each for lapse in held for each in lapse.reasons}.values())


def _end_of(office: Office, day: date, body: str) -> datetime:
    zone = ZoneInfo(office.library.zone_of(body))
    return datetime.combine(day + ONE_DAY, time.min, zone)
