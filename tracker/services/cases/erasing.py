"""Erasing a person: the key of the request goes, and with it who asked and every paper."""

from collections.abc import Iterator

from tracker.domain.case.request import Applicant
from tracker.services.core.anonymity import plain_letters
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct

_AT_ONCE = 200


def also_asked_by(office: Office, reference: str) -> tuple[str, ...]:
    """The other requests and drafts whose applicant seems to be the same person, by name or
    identity number: each has a key of its own, and is erased by itself. Ways to be reached tell
    nobody, since many offices give their own."""
    known = _told(office.drafts.applicant_of(reference))
    found = (each for each, applicant in _applicants(office) if known & _told(applicant))
    return tuple(each for each in dict.fromkeys(found) if each != reference)


def _applicants(office: Office) -> Iterator[tuple[str, Applicant]]:
    """Who stands in each request, many in one reading, and in each draft."""
    references = tuple(office.cases.references())
    for first in range(0, len(references), _AT_ONCE):
        with office.cases.look_all(references[first : first + _AT_ONCE]) as cases:
            yield from [(case.reference, case.applicant()) for case in cases]
    for draft in office.drafts.all():
        yield draft.reference, office.drafts.applicant_of(draft.reference)


def _told(applicant: Applicant) -> frozenset[tuple[str, str]]:
    """What tells one person from others, as a person reads it."""
    said = {
        "name": " ".join(plain_letters(applicant.name)),
        "identity": "".join(plain_letters(applicant.identity)),
    }
    return frozenset((kind, words) for kind, words in said.items() if words)


def erase_person(office: Office, reference: str, *, by: str) -> None:
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
        note_act(office, AuditAct.ERASED, who=by, about=reference)
