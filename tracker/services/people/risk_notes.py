"""Private notes on the risk of dealing with a body, for drafting and publishing."""

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.risks import RiskNote

LONGEST_RISK_NOTE = 2000


def write_risk(office: Office, body: str, words: str, *, by: str) -> RiskNote:
    """Add a risk note about a body. Empty words mean that there is no risk any more.

    Raises NotOnFile for an unknown body, and BadInput for words that are too long or identify a
    person: a note is about the body, and outlives the requests to it.
    """
    known = office.library.body(body)
    said = words.strip()
    if len(said) > LONGEST_RISK_NOTE:
        raise BadInput("Note must be {longest:,} characters or fewer.", longest=LONGEST_RISK_NOTE)
    require_anonymous(said, Applicant())
    written = RiskNote(known.key, said, by, office.now())
    office.people.risks.add(written)
    note_act(office, AuditAct.RISK_NOTED, who=by, about=known.key)
    return written


def risk_of(office: Office, body: str) -> RiskNote | None:
    """Return the current risk note about a body, None if there is none."""
    notes = office.people.risks.of(body)
    return notes[0] if notes and notes[0].words else None
