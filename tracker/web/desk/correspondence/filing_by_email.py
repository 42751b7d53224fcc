"""The last day and the annexes of a remedy, shown before it goes out by email."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.logging_on_proof import NEAR, last_day
from tracker.services.correspondence.outgoing.mailable import FixedLetter
from tracker.services.letters.bundle.mailed_annexes import MailedAnnex, mailed_annexes
from tracker.services.ports.cases import CaseFile
from tracker.web.base.language import refused

# A file grows by a third when it is written as the text of a mail.
_GROWS = 4 / 3


@dataclass(frozen=True, slots=True)
class EmailFiling:
    """The last safe day of a remedy, None if none is known, and the annexes of its letter.

    `near` is whether a person should file in another way too. `missing` are annexes without a
    file. `trouble` says why the annexes cannot be read.
    """

    last: date | None
    near: bool
    annexes: tuple[MailedAnnex, ...] = ()
    missing: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def size(self) -> int:
        """Return about how many bytes the annexes take in a mail."""
        return round(sum(each.size for each in self.annexes) * _GROWS)


def email_filing(
    office: Office, case: CaseFile, fixed: FixedLetter, today: date
) -> EmailFiling | None:
    """Return the last day and the annexes of a remedy; None for a letter that files none."""
    if fixed.remedy is None:
        return None
    last = last_day(office, case, fixed)
    near = last is None or last - today <= NEAR
    try:
        found = mailed_annexes(office, case, fixed.remedy)
    except Refusal as refusal:
        return EmailFiling(last, near, trouble=refused(refusal))
    return EmailFiling(last, near, found.files, found.missing)
