"""The desk: where people of the office write requests, record what happened, and publish."""

from tracker.services.office import Office
from tracker.web.desk import (
    appealing,
    drafting,
    listing,
    people,
    publishing,
    receiving,
    requests,
    sending,
    withdrawing,
)
from tracker.web.doors import Pages


def pages(_: Office) -> list[Pages]:
    """All pages of the desk, each behind its door."""
    return [
        listing.PAGES,
        drafting.PAGES,
        requests.PAGES,
        sending.PAGES,
        receiving.PAGES,
        appealing.PAGES,
        publishing.PAGES,
        withdrawing.PAGES,
        people.PAGES,
    ]
