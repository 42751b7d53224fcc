"""Approval of all letters of a batch at once. Drafts are finalised first; all succeed or none."""

from collections.abc import Mapping, Sequence

from tracker.domain.base.errors import BadInput, Refusal, SomeRefused
from tracker.domain.base.messages import Message
from tracker.services.cases import sending
from tracker.services.core.office import Office
from tracker.services.drafting import drafts

_NOT_ALL = Message(
    "No letter was approved, because {number} of them cannot be. The reasons are in the table."
)


def approve_together(
    office: Office, versions: Mapping[str, int], finalised: Sequence[str], *, by: str
) -> int:
    """Finalise these drafts, versions by reference, approve them and the `finalised` requests,
    and return how many letters were approved.

    All are approved or none. Raises SomeRefused with a reason for each letter that cannot be
    approved, and BadInput if there is no letter to approve.
    """
    if not versions and not finalised:
        raise BadInput("Every letter of this batch is approved already.")
    why: dict[str, Refusal] = {}
    with office.cases.together():
        for reference in (*versions, *finalised):
            try:
                if reference in versions:
                    drafts.settle(office, reference, versions[reference], by=by)
                sending.approve(office, reference, by=by)
            except Refusal as refusal:
                why[reference] = refusal
        if why:
            raise SomeRefused(_NOT_ALL, why)
    return len(versions) + len(finalised)
