"""The use case that records an event: checks it, stores its documents, and enters it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Event, K
from tracker.domain.events.request.corrected import Corrected
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.days import require_past
from tracker.services.core.entering import enter
from tracker.services.core.evidence import Upload, keep_evidence
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile


@dataclass(frozen=True, slots=True)
class SendingDetails:
    """How and when a letter left, and the private number that traces it."""

    on: date
    channel: Channel
    filing: Filing
    proofs: Sequence[Upload] = ()
    signed_copy: Upload | None = None

    @property
    def span(self) -> DaySpan:
        """The one date on which it left, as a span."""
        return DaySpan.on(self.on)


def record(
    office: Office,
    reference: str,
    event: Event,
    papers: Sequence[Upload] = (),
    *,
    by: str,
) -> Entry:
    """Record one event of a request, with its documents.

    Raises NotAllowed if the event does not fit the current state, and BadInput if a required
    document is missing, an entry cannot be named or a date is not possible.
    """
    with office.cases.open(reference) as case:
        return record_in(office, case, event, papers, by=by)


def record_in(
    office: Office,
    case: CaseFile,
    event: Event,
    papers: Sequence[Upload],
    *corrections: Corrected,
    by: str,
    purpose: str = "",
) -> Entry:
    """Record one event in an open case, with the corrections that it brings.

    Raises NotAllowed and BadInput as `record` does.
    """
    event = checked_event(office, case_state_of(case.history), event)
    if event.needs_document and not papers:
        raise BadInput(event.needs_document)
    for words in event.own_words:
        require_anonymous(words, case.applicant())
    kept = keep_evidence(office, case, papers, purpose=purpose or event.purpose or event.kind)
    return enter(office, case, _with_documents(event, kept), *corrections, by=by)[0]


def record_dispatch(
    office: Office,
    case: CaseFile,
    event: Dispatched,
    dispatch: SendingDetails,
    *,
    by: str,
    purpose: str = "",
) -> Entry:
    """Record that a document left the office, with its proofs and its tracking number.

    Raises NotAllowed and BadInput as `record` does.
    """
    event = checked_event(office, case_state_of(case.history), event)
    if event.needs_document and dispatch.signed_copy is None:
        raise BadInput(event.needs_document)
    if event.needs_proof and not dispatch.proofs:
        raise BadInput(event.needs_proof)
    letter = [dispatch.signed_copy] if dispatch.signed_copy else []
    kept = keep_evidence(office, case, letter, purpose=purpose or event.purpose)
    kept += keep_evidence(office, case, dispatch.proofs, purpose=event.proof_purpose)
    (entry,) = enter(office, case, _with_documents(event, kept), by=by)
    case.keep_filing(entry.seq, dispatch.filing)
    return entry


def checked_event(office: Office, state: CaseState, event: K) -> K:
    """Return the event, completed from the state of its request.

    Raises NotAllowed if it does not fit that state, BadInput if its date is not possible.
    """
    type(event).follows(state)
    event = event.completed(state)
    event.check(state)
    require_past(office, event.body_of(state), event.on.latest)
    if bound := event.not_before(state):
        bound.require(event.on.earliest)
    return event


def _with_documents(event: K, kept: tuple[str, ...]) -> K:
    return replace(event, evidence=(*event.evidence, *kept))
