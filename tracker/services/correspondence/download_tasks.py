"""A suggested task to download files to which a mail links, before the links end.

A person creates the task, or does not. Nothing is fetched.
"""

from datetime import date

from tracker.domain.base.errors import NotOnFile
from tracker.domain.correspondence.file_links import FileLinks, file_links
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import opened_reading
from tracker.services.ports.correspondence.reading import MatchDecision


def files_elsewhere(office: Office, id: str) -> FileLinks | None:
    """Return the links of a mail that seem to lead to files; None if there are none.

    Raises Locked, NotOnFile.
    """
    opened = opened_reading(office, id)
    return file_links(opened.mail, _arrival(office, id)) if opened else None


def files_of_request(office: Office, id: str, reference: str) -> tuple[FileLinks, date] | None:
    """Return the same for a mail that a person put with this request, with its day of arrival."""
    try:
        matches = office.mail_reading.readings.matches(id)
        taken = {each.request for each in matches if each.decision is MatchDecision.TAKEN}
        found = files_elsewhere(office, id) if reference in taken else None
    except NotOnFile:
        return None
    return (found, _arrival(office, id)) if found else None


def _arrival(office: Office, id: str) -> date:
    return office.mail_reading.mails.get(id).received_at.date()
