"""The number of the applicant's identity card, stored sealed for letters that need it."""

from dataclasses import replace

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office

APPLICANT_CHANGED = Message(
    "The applicant’s details changed after this publication was prepared. Check it again, then "
    "confirm or cancel it."
)


def keep_identity(office: Office, reference: str, number: str) -> None:
    """Store an identity number, or delete it if `number` is empty.

    It is printed only in letters for which someone chooses it, and is never public. What waits
    for its day was not compared with the number, so a person looks at it again. Raises NotAllowed
    if the applicant's data were erased.
    """
    with office.cases.open(reference) as case:
        applicant = case.applicant()
        if not applicant.name:
            raise NotAllowed("The applicant’s details have been erased.")
        case.keep_applicant(replace(applicant, identity=" ".join(number.split())))
        office.pending_publications.stop(reference, APPLICANT_CHANGED)
