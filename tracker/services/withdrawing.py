"""Gives a request up: nothing falls due any more, and what happened stays on record."""

from tracker.domain.days import DaySpan
from tracker.domain.errors import NotAllowed
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.history import Entry
from tracker.domain.situation import situation_of
from tracker.services.entering import enter
from tracker.services.office import Office


def withdraw(office: Office, reference: str, *, by: str) -> Entry:
    """Record that the requester gave the request up. Raises NotAllowed before it is settled."""
    with office.cases.open(reference) as case:
        drafted = situation_of(case.history).drafted
        if drafted is None:
            raise NotAllowed("There is no settled request to withdraw yet.")
        withdrawn = Withdrawn(on=DaySpan.on(office.today_at(drafted.body)))
        return enter(office, case, withdrawn, by=by)[0]
