"""Limits that the applicant's recorded consent sets to publication."""

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import ConsentScope
from tracker.domain.case.request import Consent
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.publishing import Publication


def consent_of(case: CaseFile) -> Consent | None:
    """Return the applicant's last recorded statement on publication, None if there is none."""
    said = case.consents()
    return said[-1] if said else None


def require_in_scope(office: Office, case: CaseFile, publication: Publication) -> None:
    """Refuse a publication that the applicant's consent does not cover.

    A live office needs a recorded consent that says how it was given; a tick on a draft is not
    enough. Raises NotAllowed.
    """
    said = consent_of(case)
    if said is None and office.live:
        raise NotAllowed("The applicant’s consent has not been logged. Log it with proof.")
    only_entries = said is not None and said.scope is ConsentScope.ENTRIES
    if only_entries and (publication.texts or publication.quotes or publication.copies):
        raise NotAllowed(
            "The applicant agreed to publish the entries only, not the words of documents."
        )
