"""The number of the applicant's identity card, stored sealed for letters that need it."""

from dataclasses import replace

from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office


def keep_identity(office: Office, reference: str, number: str) -> None:
    """Store an identity number, or delete it if `number` is empty.

    It is printed only in letters for which somebody chooses it, and is never public. Raises
    NotAllowed if the applicant's data were erased.
    """
    with office.cases.open(reference) as case:
        applicant = case.applicant()
        if not applicant.name:
            raise NotAllowed("The applicant's particulars were erased: nothing is kept of them.")
        case.keep_applicant(replace(applicant, identity=" ".join(number.split())))
