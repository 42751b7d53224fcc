"""Records what the applicant said about publication: how, when, how far, and with what paper."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.request import Consent
from tracker.domain.situation import situation_of
from tracker.domain.terms import ConsentBy, ConsentScope
from tracker.services.days import require_past
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.ports import CaseFile
from tracker.services.publishing import change_consent


@dataclass(frozen=True, slots=True)
class Said:
    """What the applicant said, and the paper that shows it."""

    given: bool
    on: date
    how: ConsentBy
    scope: ConsentScope = ConsentScope.EVERYTHING
    paper: Upload | None = None


def record_consent(office: Office, reference: str, said: Said, *, by: str) -> Consent:
    """Keep what the applicant said beside what was said before. A no takes the record down at
    once, and a narrower yes lets no further words out.

    Raises BadInput for a day that cannot be, and for a yes by paper or message without it.
    """
    with office.cases.open(reference) as case:
        drafted = situation_of(case.history).drafted
        if drafted is None:
            raise NotAllowed("There is no settled request yet: say it on the draft.")
        require_past(office, drafted.body, said.on)
        if said.given and said.how is not ConsentBy.SPOKEN and said.paper is None:
            raise BadInput("Add the signed paper or the message: it is the proof of the consent.")
        papers = keep(office, case, [said.paper], purpose="consent") if said.paper else ("",)
        consent = Consent(said.given, said.on, said.how, said.scope, papers[0], by)
        case.keep_consent(consent)
        change_consent(office, reference, said.given, by=by)
        return consent


def consent_of(case: CaseFile) -> Consent | None:
    """What the applicant said last; None where only the draft says it, or nothing does."""
    said = case.consents()
    return said[-1] if said else None
