"""The remedy that a letter is about: one to be brought, one awaiting a decision, or one whose
decision is to be enforced."""

from datetime import date

from tracker.domain.case.case_status import CaseStatus
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.enforcing.overdue import require_overdue
from tracker.services.letters.remedies import (
    RemedyPlace,
    awaiting_decision,
    letter_of,
    pleaded,
)


def plea_of(
    kind: LetterKind,
    case_status: CaseStatus,
    library: Library,
    place: RemedyPlace | None,
    on: date,
) -> tuple[Plea | None, LetterKind]:
    """Return the plea of a letter of this kind, None if it pleads nothing, and its kind in the
    law.

    Raises NotAllowed and BadInput if no such remedy is open, undecided or overdue.
    """
    drafted = case_status.case_state.drafted
    if drafted is None:
        return None, kind
    law = library.law(drafted.law)
    if kind in REMEDY_LETTERS:
        found = pleaded(case_status, library, place, on)
        return Plea(found, case_status, law), letter_of(found)
    if kind is LetterKind.REJOINDER:
        return Plea(awaiting_decision(case_status, library), case_status, law), kind
    if kind is LetterKind.ENFORCEMENT:
        return Plea(require_overdue(case_status, library, on).remedy, case_status, law), kind
    return None, kind
