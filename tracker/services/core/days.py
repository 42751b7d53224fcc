"""Checks on dates that people enter: nothing in the future, nothing before its cause."""

from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_state import CaseState
from tracker.domain.events.request.drafted import Drafted
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office

# Dates in refusals are written in English.
ENGLISH = Locale("en")


def day_said(day: date) -> str:
    """Return a date as refusals write it: `19 November 2026`."""
    return ENGLISH.short_day(day)


def require_past(office: Office, body: str, day: date) -> None:
    """Refuse a date that has not begun where the body sits. Raises BadInput."""
    today = office.today_at(body)
    if day > today:
        raise BadInput(
            "{day} is still in the future for the body ({today} there). Enter a past date.",
            day=day,
            today=today,
        )


def require_sent(case_state: CaseState) -> Drafted:
    """Return the drafted request. Raises NotAllowed if it was not sent."""
    if case_state.drafted is None or not case_state.sent:
        raise NotAllowed("Log that the request was sent first.")
    return case_state.drafted
