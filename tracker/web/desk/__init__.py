"""The desk: where people of the office write requests, record what happened, and publish."""

from tracker.services.office import Office
from tracker.services.ports import AlreadyEntered
from tracker.web.desk import (
    another,
    appealing,
    arriving,
    audit,
    batches,
    calendars,
    classifying,
    consenting,
    copying,
    doubted,
    drafting,
    erasing,
    exporting,
    fairness,
    findings,
    importing,
    jotting,
    letterhead,
    letters,
    listing,
    logos,
    mail,
    morning,
    noting,
    packing,
    people,
    proceedings,
    publishing,
    receiving,
    recording,
    reminded,
    reminders,
    requests,
    risks,
    sending,
    sharing,
    transmitting,
    waiting,
)
from tracker.web.desk.left import SettledMeanwhile, to_the_request
from tracker.web.doors import Pages

ALL = (
    morning.PAGES,
    listing.PAGES,
    calendars.PAGES,
    calendars.FEED,
    doubted.PAGES,
    drafting.PAGES,
    logos.PAGES,
    logos.SHOWN,
    another.PAGES,
    batches.PAGES,
    importing.PAGES,
    erasing.PAGES,
    exporting.PAGES,
    exporting.ARCHIVE,
    jotting.PAGES,
    jotting.TASKS,
    findings.PAGES,
    requests.PAGES,
    letters.PAGES,
    packing.PAGES,
    sending.PAGES,
    transmitting.PAGES,
    arriving.PAGES,
    receiving.PAGES,
    classifying.PAGES,
    noting.PAGES,
    appealing.PAGES,
    proceedings.PAGES,
    publishing.PAGES,
    copying.PAGES,
    waiting.PAGES,
    consenting.PAGES,
    fairness.PAGES,
    risks.PAGES,
    sharing.PAGES,
    reminders.PAGES,
    reminders.RULES,
    reminded.PAGES,
    mail.PAGES,
    letterhead.PAGES,
    people.PAGES,
    audit.PAGES,
)

for each in ALL:
    each.register_error_handler(AlreadyEntered, to_the_request)
    each.register_error_handler(SettledMeanwhile, to_the_request)


def pages(_: Office) -> list[Pages]:
    """All pages of the desk, each behind its door."""
    return [*ALL, recording.pages()]
