"""A suggested task to download files to which a mail links, before the links end.

A person decides whether to create the task. Nothing is fetched.
"""

from datetime import date, datetime

from tracker.domain.base.errors import NotOnFile
from tracker.domain.correspondence.file_links import FileLinks, file_links
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import opened_reading
from tracker.services.ports.correspondence.reading import MatchDecision


def files_elsewhere(office: Office, id: str) -> FileLinks | None:
    """Return the links of a mail that seem to lead to files; None if there are none.

    Raises Locked, NotOnFile.
    """
    opened = opened_reading(office, id)
    return file_links(opened.mail, _arrival(office, id, opened.mail)) if opened else None


def files_of_request(office: Office, id: str, reference: str) -> tuple[FileLinks, date] | None:
    """Return the same for a mail that a person put with this request, with its day of arrival."""
    try:
        matches = office.mail_reading.readings.matches(id)
        taken = {each.request for each in matches if each.decision is MatchDecision.TAKEN}
        opened = opened_reading(office, id) if reference in taken else None
    except NotOnFile:
        return None
    if opened is None:
        return None
    came = _arrival(office, id, opened.mail)
    found = file_links(opened.mail, came)
    return (found, came) if found else None


def _arrival(office: Office, id: str, mail: ReadMail) -> date:
    """Return the day on which a mail came.

    A file may be added long after, and "for 7 days" counts from the sender's day then.
    """
    ports = office.mail_reading
    stored = ports.mails.get(id).received_at.date()
    if ports.readings.was_fetched(id) or not mail.date_said:
        return stored
    return min(stored, datetime.fromisoformat(mail.date_said).date())
