"""The desk, where people of the office write requests, record events and publish."""

from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered
from tracker.web.base.access import Pages
from tracker.web.desk.base import incoming, inventory, listing, moved
from tracker.web.desk.base.unfinished_forms import SettledMeanwhile, to_the_request
from tracker.web.desk.cases import (
    appealing,
    classifying,
    clock_events,
    doubted,
    erasing,
    hearings,
    notes_and_tasks,
    packing,
    private_search,
    proceedings,
    receiving,
    recording,
    reminded,
    requests,
    sending,
    translating,
    transmitting,
)
from tracker.web.desk.coalition import matrix
from tracker.web.desk.correspondence import mail_search, sending_mail, sending_together
from tracker.web.desk.drafting import (
    another,
    batch_items,
    batch_review,
    batches,
    drafting,
    enclosing,
    importing,
    logging_table,
    logos,
    signing,
)
from tracker.web.desk.letters import (
    annex_copies,
    arguments,
    authorities,
    evidence_makers,
    letterhead,
    letters,
    pleading_pages,
    wordings,
)
from tracker.web.desk.measurements import capturing, measuring
from tracker.web.desk.office_data import (
    correcting,
    exporting,
    law_watch,
    mail,
    many_entries,
    own_library,
    server,
)
from tracker.web.desk.people import audit, people, risks, sharing
from tracker.web.desk.publishing import (
    consenting,
    copying,
    fairness,
    pending_publications,
    publishing,
)
from tracker.web.desk.scanning import photographs
from tracker.web.desk.today import calendars, findings, last_days, morning, reminders

_ALL = (
    morning.PAGES,
    last_days.PAGES,
    correcting.PAGES,
    many_entries.PAGES,
    own_library.PAGES,
    law_watch.PAGES,
    listing.PAGES,
    matrix.PAGES,
    private_search.PAGES,
    calendars.PAGES,
    calendars.FEED,
    inventory.PAGES,
    moved.PAGES,
    doubted.PAGES,
    drafting.PAGES,
    enclosing.PAGES,
    signing.PAGES,
    logos.PAGES,
    logos.SHOWN,
    another.PAGES,
    batches.PAGES,
    batch_items.PAGES,
    batch_review.PAGES,
    logging_table.PAGES,
    importing.PAGES,
    erasing.PAGES,
    exporting.PAGES,
    exporting.ARCHIVE,
    notes_and_tasks.PAGES,
    notes_and_tasks.TASKS,
    findings.PAGES,
    measuring.PAGES,
    capturing.PAGES,
    requests.PAGES,
    letters.PAGES,
    pleading_pages.PAGES,
    arguments.PAGES,
    authorities.PAGES,
    wordings.PAGES,
    packing.PAGES,
    annex_copies.PAGES,
    annex_copies.OF_DECISIONS,
    evidence_makers.OF_BLOCKS,
    evidence_makers.OF_MAILS,
    translating.PAGES,
    sending.PAGES,
    transmitting.PAGES,
    sending_mail.PAGES,
    sending_together.PAGES,
    mail_search.PAGES,
    incoming.PAGES,
    photographs.PAGES,
    receiving.PAGES,
    classifying.PAGES,
    clock_events.PAGES,
    appealing.PAGES,
    proceedings.PAGES,
    hearings.PAGES,
    hearings.DETAILS,
    publishing.PAGES,
    copying.PAGES,
    pending_publications.PAGES,
    consenting.PAGES,
    fairness.PAGES,
    risks.PAGES,
    sharing.PAGES,
    reminders.PAGES,
    reminders.RULES,
    reminded.PAGES,
    mail.PAGES,
    server.PAGES,
    letterhead.PAGES,
    people.PAGES,
    audit.PAGES,
)

for each in _ALL:
    each.register_error_handler(AlreadyEntered, to_the_request)
    each.register_error_handler(SettledMeanwhile, to_the_request)


def pages(_: Office) -> list[Pages]:
    """Return all blueprints of the workspace."""
    return [*_ALL, recording.pages()]
