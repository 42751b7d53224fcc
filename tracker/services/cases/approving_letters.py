"""The approval of the letter of a remedy by a person, and whether it still holds."""

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import NotAllowed
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import Pleading
from tracker.services.cases.four_eyes import has_second_person
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.letters.editing import OpenPleading, open_pleading
from tracker.services.letters.frozen_letters import frozen_letter
from tracker.services.letters.remedies import RemedyPlace, require_not_filed
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.drafts import LetterApproval
from tracker.services.ports.people import AuditAct


@dataclass(frozen=True, slots=True)
class ApprovalNow:
    """An approval, and whether the letter still reads as it did then."""

    approval: LetterApproval
    holds: bool


def approve_letter(
    office: Office,
    reference: str,
    remedy: RemedyPlace,
    version: int,
    chosen: LetterChoices,
    *,
    by: str,
) -> LetterApproval:
    """Store that a person approves the letter of a remedy as it reads today.

    Raises NotAllowed if it was filed, if edits were saved since it was read as `version`, or if
    the person who edited it last would approve it in a live office of several people.
    """
    with office.cases.open(reference) as case:
        found = open_pleading(office, case, remedy, chosen)
        require_not_filed(found.writer.case_status.case_state, remedy)
        if found.edits.version != version:
            raise NotAllowed("The letter was changed since you opened it. Read it again.")
        if has_second_person(office) and found.edits.changed_by == by:
            raise NotAllowed("You edited this letter last, so another person has to approve it.")
        approval = LetterApproval(by, office.now(), _digest(found), found.writer.chosen)
        case.keep_letter_approval(found.place, approval)
        stage = found.place.stage
        note_act(office, AuditAct.LETTER_APPROVED, who=by, about=reference, detail=stage)
    return approval


def approval_now(office: Office, case: CaseFile, found: OpenPleading) -> ApprovalNow | None:
    """Return the last approval of a pleading, None if nobody approved it.

    It holds as long as the letter, written for the day of the approval, has the same rows.
    """
    approval = case.letter_approval(found.place)
    if approval is None:
        return None
    zone = ZoneInfo(office.library.zone_of(found.writer.drafted.body))
    day, remedy = approval.at.astimezone(zone).date(), (found.place.stage, found.place.opening)
    then = open_pleading(office, case, remedy, approval.chosen, day)
    return ApprovalNow(approval, _digest(then) == approval.digest)


def finalised_before_edits(office: Office, case: CaseFile, found: OpenPleading) -> bool:
    """Return whether the finalised letter is older than the last edit."""
    changed = found.edits.changed_at
    frozen = frozen_letter(office, found.writer) if changed else None
    if changed is None or frozen is None:
        return False
    made = [each.entered_at for each in case.history if frozen.word in each.event.evidence]
    return bool(made) and max(made) < changed


def _digest(found: OpenPleading) -> str:
    pleading = found.writer.pleading or Pleading({})
    rows = [[row.key, row.words] for row in pleading.rows()]
    said = [rows, pleading.items, pleading.annexes]
    return hashlib.sha256(canonical(said)).hexdigest()
