"""Checks on the days that people enter: nothing from the future, nothing before its cause."""

from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed, Words
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.situation import Situation
from tracker.services.office import Office
from tracker.services.speaking import Speech

# Refusals are said in the language of the desk.
ENGLISH = Speech("en", {})


def said(day: date) -> str:
    """A day as a refusal writes it: `19 November 2026`."""
    return ENGLISH.short_day(day)


def require_past(office: Office, body: str, day: date) -> None:
    """Refuse a day that has not begun where the body sits. Raises BadInput."""
    today = office.today_at(body)
    if day > today:
        raise BadInput(
            "{day} has not come yet at the body ({today} there): enter a past day.",
            day=day,
            today=today,
        )


CHECK_BOTH = Words("check both days.")


def require_not_before(
    first: date, day: date, what: str | BadInput, way_out: str = CHECK_BOTH
) -> None:
    """Refuse a day earlier than its cause; `what` says what happened on `first`.

    `way_out` says what to do where both days are right. Raises BadInput.
    """
    if day < first:
        raise BadInput(
            "{day} is before {first}, the day on which {what}: {way_out}",
            day=day,
            first=first,
            what=what,
            way_out=way_out,
        )


def require_sent(situation: Situation) -> Drafted:
    """What was asked, once the request left the office. Raises NotAllowed before."""
    if situation.drafted is None or not situation.sent:
        raise NotAllowed("Record first that the request was sent.")
    return situation.drafted


def require_since_sent(office: Office, situation: Situation, body: str, on: DaySpan) -> None:
    """Refuse a day that has not begun where `body` sits, or before the request was sent.

    Raises BadInput.
    """
    require_past(office, body, on.latest)
    sent = situation.sent[0].event.on.earliest
    require_not_before(sent, on.earliest, Words("the request was sent"))
