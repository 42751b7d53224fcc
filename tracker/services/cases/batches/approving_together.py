"""Approval of all letters of a batch at once. Drafts are finalised first; all succeed or none."""

from collections.abc import Mapping, Sequence

from tracker.domain.base.errors import BadInput, NotAllowed, Refusal
from tracker.domain.base.messages import Message
from tracker.services.cases import sending
from tracker.services.core.office import Office
from tracker.services.drafting import drafts

_NOT_ALL = Message(
    "No letter was approved, because {number} of them cannot be. The reasons are in the table."
)


class NotAllApproved(NotAllowed):
    """No letter was approved, because some cannot be. `why` has the reasons by reference."""

    def __init__(self, why: Mapping[str, Refusal]) -> None:
        super().__init__(_NOT_ALL, number=len(why))
        self.why = why


def approve_together(
    office: Office, versions: Mapping[str, int], finalised: Sequence[str], *, by: str
) -> int:
    """Finalise these drafts, versions by reference, approve them and the `finalised` requests,
    and return how many letters were approved.

    All are approved or none. Raises NotAllApproved with a reason for each letter that cannot be
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
            raise NotAllApproved(why)
    return len(versions) + len(finalised)
