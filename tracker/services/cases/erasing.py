"""Erasure of a person: deletes a request's key, and so the applicant and all documents."""

from collections.abc import Iterator

from tracker.domain.case.request import Applicant
from tracker.services.core.anonymity import plain_letters
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct

_AT_ONCE = 200


def also_asked_by(office: Office, reference: str) -> tuple[str, ...]:
    """Return other requests and drafts whose applicant seems to be the same person.

    The name or identity number must match. Contact details are not compared, since many offices
    give their own. Each request has its own key and must be erased separately.
    """
    known = _identifiers(office.drafts.applicant_of(reference))
    found = (each for each, applicant in _applicants(office) if known & _identifiers(applicant))
    return tuple(each for each in dict.fromkeys(found) if each != reference)


def _applicants(office: Office) -> Iterator[tuple[str, Applicant]]:
    """Yield each request and each draft with its applicant, reading many at once."""
    references = tuple(office.cases.references())
    for first in range(0, len(references), _AT_ONCE):
        with office.cases.look_all(references[first : first + _AT_ONCE]) as cases:
            yield from [(case.reference, case.applicant()) for case in cases]
    for draft in office.drafts.all():
        yield draft.reference, office.drafts.applicant_of(draft.reference)


def _identifiers(applicant: Applicant) -> frozenset[tuple[str, str]]:
    """Return the name and identity number of an applicant, normalised for comparison."""
    said = {
        "name": " ".join(plain_letters(applicant.name)),
        "identity": "".join(plain_letters(applicant.identity)),
    }
    return frozenset((kind, words) for kind, words in said.items() if words)


def erase_person(office: Office, reference: str, *, by: str) -> None:
    """Make the applicant's data and the documents of a request unreadable for ever.

    The timeline stays, and the audit trail records who did it. Raises NotOnFile if there is no
    such request, and StorageTrouble if the person is erased but the files of the database were not
    cleaned: erasing again cleans them.
    """
    with office.cases.look(reference):
        pass  # refuses an unknown request before anything is added to the trail
    try:
        office.cases.erase_person(reference)
    finally:
        note_act(office, AuditAct.ERASED, who=by, about=reference)
