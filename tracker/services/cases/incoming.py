"""Documents of a body that nobody has read yet."""

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.case_state import case_state_of
from tracker.services.cases.unfinished import attached_in
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office


def papers_of(office: Office, reference: str, seq: int) -> tuple[DaySpan, dict[str, Upload]]:
    """Return the date of arrival and the files of an unread document, by digest.

    The entry that says what the document is takes them over. Raises NotOnFile if entry `seq` is no
    unread document.
    """
    with office.cases.look(reference) as case:
        unread = {entry.seq: entry for entry in case_state_of(case.history).unread()}
        if seq not in unread:
            raise NotOnFile(
                "No document is waiting there. Check the request for what has arrived and been "
                "read."
            )
        event = unread[seq].event
        kept = {paper.digest: paper for paper in case.papers()}
        files = {
            digest: Upload(
                kept[digest].name, office.archive.read(reference, digest), kept[digest].media
            )
            for digest in event.evidence
        }
        return event.on, files


def pages_picture(office: Office, reference: str, digest: str, *, by: str) -> bytes:
    """Return the first pages of a document, or of a file that this person attached to a form, as
    one JPEG.

    Raises NotOnFile if there is no such document, BadInput if it cannot be rendered.
    """
    with office.cases.look(reference) as case:
        attached = {key: media for key, (_, media) in attached_in(case, by=by).items()}
        media = (attached | {paper.digest: paper.media for paper in case.papers()}).get(digest)
    if media is None:
        raise NotOnFile("This request has no such document. Check its timeline.")
    return office.redactor.strip(office.archive.read(reference, digest), media)
