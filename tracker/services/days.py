"""Checks on the days that people enter: nothing from the future, nothing before its cause."""

from datetime import date

from tracker.domain.errors import BadInput
from tracker.services.office import Office


def require_past(office: Office, body: str, day: date) -> None:
    """Refuse a day that has not begun where the body sits. Raises BadInput."""
    today = office.today_at(body)
    if day > today:
        raise BadInput(f"{day} has not come yet at the body ({today} there): enter a past day.")


def require_not_before(first: date, day: date, what: str) -> None:
    """Refuse a day earlier than its cause; `what` says what happened on `first`."""
    if day < first:
        raise BadInput(f"{day} is before {first}, the day on which {what}: check both days.")
