"""Sharing of requests with other organisations. `guests.py` has what these see."""

from tracker.domain.base.errors import BadInput
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct


def share(office: Office, reference: str, organisation: str, *, by: str) -> None:
    """Share a request or a draft with an organisation, including who the applicant is.

    Raises BadInput without an organisation, and Locked unless the request's private words are
    open, since its key is sealed to the organisation.
    """
    organisation = organisation.strip()
    if not organisation:
        raise BadInput("Choose an organisation to share with.")
    with office.cases.together():
        shared = office.people.shares.share(reference, organisation, office.now(), by)
        office.key_holders.share(reference, organisation)
    if shared:
        note_act(office, AuditAct.SHARED, who=by, about=reference, detail=organisation)


def stop_sharing(office: Office, reference: str, organisation: str, *, by: str) -> None:
    """Stop sharing. What the organisation saw or saved before cannot be taken back."""
    with office.cases.together():
        shared = office.people.shares.unshare(reference, organisation)
        office.key_holders.unshare(reference, organisation)
    if shared:
        note_act(office, AuditAct.UNSHARED, who=by, about=reference, detail=organisation)


def known_organisations(office: Office) -> dict[str, str]:
    """Return the organisations of the library and of all accounts, names by key.

    A person may belong to one, and a request may be shared with it.
    """
    named = {key: str(known.name) for key, known in office.library.organisations.items()}
    own = {account.organisation for account in office.people.accounts()} - {""}
    return named | {key: named.get(key, key) for key in sorted(own)}
