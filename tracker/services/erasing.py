"""Erasing a person: the key of the request goes, and with it who asked and every paper."""

from tracker.services.auditing import note
from tracker.services.office import Office
from tracker.services.ports_people import AuditAct


def erase(office: Office, reference: str, *, by: str) -> None:
    """Make the applicant's particulars and the papers of a request unreadable for ever; the
    history stays. The trail tells who did it.

    Raises NotOnFile, and StorageTrouble where the person is erased and the files of the database
    have yet to be cleaned: to do it again cleans them.
    """
    with office.cases.look(reference):
        pass  # refuses what is not on file, before anything is noted of it
    try:
        office.cases.erase_person(reference)
    finally:
        note(office, AuditAct.ERASED, who=by, about=reference)
