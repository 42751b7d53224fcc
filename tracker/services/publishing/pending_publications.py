"""Pending publications, which wait for a second person or for a chosen date."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry
from tracker.services.cases.four_eyes import TAKES_A_LAWYER
from tracker.services.core.audit import note_act
from tracker.services.core.holds import at_certain_time
from tracker.services.core.left_out import as_refusal, note_left_out
from tracker.services.core.office import Office
from tracker.services.core.roles import Act, may
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import Account, AuditAct
from tracker.services.ports.publishing import (
    FinishedPublication,
    Publication,
    Waiting,
    WaitingLine,
)
from tracker.services.publishing.publishing import (
    CheckedPublication,
    Preview,
    checked_publication,
    finished_form,
    is_for_two,
    keep_originals,
    preview_of,
    publishable,
    put_on_record,
    require_none_waiting,
    today_of,
)

CHANGED = Message(
    "The preview has changed since someone checked it. Check it again, then confirm or cancel."
)
HISTORY_CHANGED = Message(
    "The timeline changed after this publication was prepared. Check it again, then confirm or "
    "cancel it."
)


@dataclass(frozen=True, slots=True)
class Due:
    """The result of publishing what was due: requests published, and those with trouble."""

    published: tuple[str, ...] = ()
    troubled: tuple[tuple[str, str], ...] = ()


def prepare_publication(
    office: Office, reference: str, publication: Publication, *, by: str
) -> Waiting:
    """Store a publication for a second person to confirm, or until its date.

    Raises what `publish_entries` raises; NotAllowed if one is pending already; BadInput for a date
    that is not in the future or if there is nothing to wait for.
    """
    with office.cases.open(reference) as case:
        require_none_waiting(case)
        shown = checked_publication(office, case, publication)
        second = is_for_two(office, shown, publication, by)
        _require_to_come(office, case, publication, second=second)
        seen = preview_of(office, case, publication, shown).seen
        waiting = Waiting(reference, publication, seen, by, office.now(), second)
        case.keep_waiting(waiting)
        if waiting.settled:
            form = _form(office, case, waiting, shown)
            office.pending_publications.finish(waiting, form, len(case.history))
        note_act(office, AuditAct.PREPARED, who=by, about=reference)
        return waiting


def hand_on(office: Office, reference: str, corrected: Entry, *, by: str) -> bool:
    """Prepare the private reason of a published correction for a second person to confirm.

    Returns whether it is pending now. If another publication is pending, or something must be
    shown before, the reason stays private and can be chosen with a later publication.
    """
    publication = Publication((corrected.seq,))
    with office.cases.look(reference) as case:
        if corrected.seq not in {entry.seq for entry in publishable(case.history)}:
            return False
    try:
        prepare_publication(office, reference, publication, by=by)
    except (BadInput, NotAllowed):
        return False
    return True


def look(office: Office, reference: str) -> tuple[Waiting, Preview]:
    """Return the pending publication, and exactly what the public would see of it now.

    Raises NotOnFile if none is pending, and what `publish_entries` raises.
    """
    with office.cases.look(reference) as case:
        waiting = _with_trouble(office, _waiting(case))
        shown = checked_publication(office, case, waiting.publication)
        return waiting, preview_of(office, case, waiting.publication, shown)


def waiting_publication(office: Office, reference: str) -> Waiting:
    """Return the pending publication, without checking it.

    Raises NotOnFile if none is pending.
    """
    with office.cases.look(reference) as case:
        return _with_trouble(office, _waiting(case))


def confirm_publication(office: Office, reference: str, seen: str, account: Account) -> bool:
    """Confirm the pending publication as it was `seen`; return whether it is public now.

    Raises NotAllowed for the person who prepared it, if neither of the two may publish, and if
    something changed since it was seen.
    """
    with office.cases.open(reference) as case:
        waiting = _waiting(case)
        _require_another(office, waiting, account)
        shown = checked_publication(office, case, waiting.publication)
        if preview_of(office, case, waiting.publication, shown).seen != seen:
            raise NotAllowed(CHANGED)
        agreed = replace(
            waiting,
            seen=seen,
            confirmed_by=account.id,
            confirmed_at=office.now(),
            trouble="",
        )
        note_act(office, AuditAct.CONFIRMED, who=account.id, about=reference)
        form = _form(office, case, agreed, shown)
        if _begun(office, case, agreed.publication.not_before):
            _show(office, case, form, by=account.id)
            return True
        case.keep_waiting(agreed)
        office.pending_publications.finish(agreed, form, len(case.history))
        return False


def call_off(office: Office, reference: str, *, by: str) -> None:
    """Cancel the pending publication. Raises NotOnFile if none is pending."""
    with office.cases.open(reference) as case:
        _waiting(case)
        case.drop_waiting()
        note_act(office, AuditAct.CALLED_OFF, who=by, about=reference)


def release_due(office: Office) -> Due:
    """Publish settled publications whose date has begun. Safe to call concurrently.

    Only the finished form is read, and no private field: nobody has to be signed in. One whose
    history changed since is not published: the reason is stored with it, and a person has to look
    at it again.
    """
    office = at_certain_time(office)
    published, troubled = [], []
    for line in office.pending_publications.all():
        if not _is_for_now(office, line):
            continue
        try:
            released, trouble = _release(office, line.reference)
        except Exception as error:  # a history or a copy that cannot be read stops no other
            released, trouble = False, str(as_refusal(error, line.reference))
            note_left_out(trouble)
        if trouble:
            troubled.append((line.reference, trouble))
        elif released:
            published.append(line.reference)
    return Due(tuple(published), tuple(troubled))


def _is_for_now(office: Office, line: WaitingLine) -> bool:
    """Return whether a publication may be due, or has to be stopped."""
    begun = line.not_before is None or line.not_before <= office.latest_today()
    return line.outdated or (line.finished_at is not None and begun)


def _release(office: Office, reference: str) -> tuple[bool, str]:
    """Publish what is due of one request; return whether it was, and why it could not be."""
    with office.cases.open(reference) as case:
        line = office.pending_publications.line(reference)
        if line is None or line.finished_at is None:
            return False, ""
        if line.finished_at != len(case.history):
            trouble = str(HISTORY_CHANGED)
        elif _begun(office, case, line.not_before):
            trouble = _try(office, case, line)
        else:
            return False, ""
        if trouble:
            office.pending_publications.stop(reference, trouble)
        return not trouble, trouble


def _try(office: Office, case: CaseFile, line: WaitingLine) -> str:
    """Publish as a whole or not at all; return why it could not be, empty if it was."""
    try:
        with office.cases.together():
            form = office.pending_publications.finished(line.reference)
            _show(office, case, form, by=line.confirmed_by or line.prepared_by)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _form(
    office: Office, case: CaseFile, waiting: Waiting, shown: CheckedPublication
) -> FinishedPublication:
    """Return the finished form of a settled publication. Its originals are stored now, because
    nothing private can be opened on its day."""
    keep_originals(case, waiting.publication)
    prepared_by = waiting.prepared_by if waiting.needs_second else ""
    today = today_of(office, case_state_of(case.history))
    return finished_form(waiting.publication, shown, today, prepared_by=prepared_by)


def _show(office: Office, case: CaseFile, form: FinishedPublication, *, by: str) -> None:
    """Publish what was pending."""
    case.drop_waiting()
    put_on_record(office, case, form, by=by)


def _with_trouble(office: Office, waiting: Waiting) -> Waiting:
    """Return what is pending; if its history changed since it was settled, with that trouble."""
    line = office.pending_publications.line(waiting.reference)
    return replace(waiting, trouble=HISTORY_CHANGED) if line and line.outdated else waiting


def _waiting(case: CaseFile) -> Waiting:
    waiting = case.waiting()
    if waiting is None:
        raise NotOnFile("No publication of this request is waiting. Check the request.")
    return waiting


def _require_to_come(
    office: Office, case: CaseFile, publication: Publication, *, second: bool
) -> None:
    day, today = publication.not_before, today_of(office, case_state_of(case.history))
    if day is not None and day <= today:
        raise BadInput(
            "It is already {today}. Choose a later day, or leave it empty.", today=today
        )
    if day is None and not second:
        raise BadInput("Nothing has to wait. Publish it.")


def _require_another(office: Office, waiting: Waiting, account: Account) -> None:
    """Refuse unless two people stand behind it and one of them may publish.

    If no second person is needed, this one must be allowed to publish. Raises NotAllowed.
    """
    if not waiting.needs_second:
        if not may(account, Act.PUBLISH):
            raise NotAllowed(TAKES_A_LAWYER)
        return
    if account.id == waiting.prepared_by:
        raise NotAllowed("You prepared this. Someone else must confirm it.")
    first = office.people.account(waiting.prepared_by)
    if not may(account, Act.PUBLISH) and not (first and may(first, Act.PUBLISH)):
        raise NotAllowed(
            "Only a lawyer or an administrator can publish, and neither of you is one."
        )


def _begun(office: Office, case: CaseFile, day: date | None) -> bool:
    """Return whether a day has begun where the body sits, or none was set."""
    return day is None or today_of(office, case_state_of(case.history)) >= day
