"""The applicant's statements on publication: how, when, in what scope, with what proof."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import ConsentBy, ConsentScope, WithheldBecause
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.request import Consent
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.services.core.days import require_past
from tracker.services.core.evidence import Upload, keep_evidence
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in
from tracker.services.ports.cases import CaseFile
from tracker.services.publishing.publishing import today_of

CONSENT_NARROWED = Message(
    "The applicant narrowed the consent after this publication was prepared. Check it again, "
    "then confirm or cancel it."
)


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A statement of the applicant on publication, with the document that proves it."""

    given: bool
    on: date
    how: ConsentBy
    scope: ConsentScope = ConsentScope.EVERYTHING
    paper: Upload | None = None


def record_consent(office: Office, reference: str, said: ConsentGiven, *, by: str) -> Consent:
    """Record a statement of the applicant on publication, beside earlier ones.

    A refusal takes the record down at once. After a narrower consent no further words are
    released, and a scheduled publication needs a person again. Both also apply to requests for
    transferred items, because the applicant sent one letter for all of them.

    Raises NotAllowed before the request is finalised, BadInput for a date that is not possible,
    and for a consent by document or message without it.
    """
    with office.cases.together(), office.cases.open(reference) as case:
        state = case_state_of(case.history)
        drafted = state.drafted
        if drafted is None:
            raise NotAllowed("The request has not been finalised. Set consent in the draft.")
        require_past(office, drafted.body, said.on)
        if said.given and said.how is not ConsentBy.SPOKEN and said.paper is None:
            raise BadInput("Attach the signed form or message as proof of consent.")
        papers = (
            keep_evidence(office, case, [said.paper], purpose="consent") if said.paper else ("",)
        )
        consent = Consent(said.given, said.on, said.how, said.scope, papers[0], by)
        case.keep_consent(consent)
        _take_effect(office, case, said.given, by)
        if said.scope is not ConsentScope.EVERYTHING:
            office.pending_publications.stop(reference, CONSENT_NARROWED)
        if not said.given or said.scope is not ConsentScope.EVERYTHING:
            _hold_for_parts(office, state, said, by)
        return consent


def _hold_for_parts(office: Office, state: CaseState, said: ConsentGiven, by: str) -> None:
    """Record a refusal or a narrower consent for each part that may still be published."""
    for _, event in state.of(PartTransferred):
        with office.cases.look(event.request) as part:
            consents = part.applicant().consents_to_publication
        if consents:
            record_consent(office, event.request, said, by=by)


def _take_effect(office: Office, case: CaseFile, given: bool, by: str) -> None:
    """Store the consent. A refusal takes the record down and cancels a pending publication."""
    applicant = case.applicant()
    now = office.now()
    case.keep_applicant(replace(applicant, consents_to_publication=given, consent_changed_at=now))
    case_state = case_state_of(case.history)
    if given:
        return
    case.drop_waiting()
    office.shared_previews.revoke_all(case.reference)
    if case_state.published and not case_state.withheld:
        on = DaySpan.on(today_of(office, case_state))
        withheld = Withheld(on=on, because=WithheldBecause.CONSENT_WITHDRAWN)
        record_in(office, case, withheld, (), by=by)
