"""Remedies and notices that went out by email: logged by a person, once receipt is proved.

The hand-over of a remedy files nothing. Only the words of the forum itself prove that it has the
remedy: no rule on the receipt of an email was read for a forum. Until then the remedy counts as
not filed, so that people are still reminded of its last day. The time to reply to a notice runs
from the day on which the body has it.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.filing_days import days_to_file
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.case.windows import Window
from tracker.domain.correspondence.delivery_reports import DeliveryAction
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState
from tracker.domain.law.law import LetterKind
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.notes_and_tasks import give_task
from tracker.services.cases.pre_publication_notice import send_notice
from tracker.services.core.evidence import MEDIA_TYPES, Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.correspondence.outgoing.mail_facts import (
    LoggedReport,
    mail_facts_of,
    reports_of,
)
from tracker.services.correspondence.outgoing.mailable import (
    LOGGED_ON_PROOF,
    FixedLetter,
    fixed_letter,
)
from tracker.services.correspondence.outgoing.proof_sheet import proof_sheet_text, zone_of_body
from tracker.services.letters.remedies import opened
from tracker.services.ports.cases import CaseFile, Paper
from tracker.services.ports.correspondence.letters import MailLetter

# How long a person may wait for the words of a forum before something else must be done.
PROOF_WITHIN = timedelta(days=3)
# A last day is near if there is too little time to learn that an email did not arrive, and to file
# in another way.
NEAR = timedelta(days=7)
_TAKEN = (DeliveryAction.RELAYED, DeliveryAction.DELIVERED, DeliveryAction.EXPANDED)
_ASK_FILING = Message(
    "A remedy went out by email, and its receipt is not proved. Ask the appeal body to confirm "
    "receipt, then log the filing on the page of the mail. If no proof comes, file by hand in "
    "time."
)
_ASK_NOTICE = Message(
    "A notice went out by email, and its receipt is not proved. Log it on the page of the mail "
    "once the body has it. Its time to reply has not begun."
)
_NOT_WAITING = Message("This letter is not waiting for proof of receipt. Check its state.")
_LOGGED = Message("Someone has logged this letter already. Check the timeline.")


def waits_for_proof(letter: MailLetter) -> bool:
    """Return whether a letter was handed over and is logged only once its receipt is proved."""
    filed = letter.purpose is LetterPurpose.FILED and letter.kind in LOGGED_ON_PROOF
    return filed and letter.state is LetterState.HANDED and letter.entry == 0


def last_day(office: Office, case: CaseFile, fixed: FixedLetter) -> date | None:
    """Return the last safe day to file a remedy; None if no deadline is known for it."""
    case_status = case_status_of(case.history, office.library)
    for each in opened(case_status, office.library):
        if each.place == fixed.remedy and isinstance(each.opened, Window):
            today = office.today_at(each.to or case_status.case_state.body)
            return days_to_file(case_status, each.opened, today).last
    return None


def ask_for_proof(office: Office, letter: MailLetter, at: datetime) -> None:
    """Give the person who sent a letter the task to log it, unless that person has left."""
    account = office.people.account(letter.approved_by)
    with office.cases.look(letter.reference) as case:
        state = case_state_of(case.history)
        fixed = fixed_letter(office, state, letter.kind, letter.of)
        last = last_day(office, case, fixed) if fixed.remedy else None
    today = at.astimezone(ZoneInfo(office.library.zone_of(state.acting_body))).date()
    due = max(today, min(today + PROOF_WITHIN, last or date.max))
    asks = _ASK_NOTICE if letter.kind is LetterKind.NOTICE else _ASK_FILING
    words = office.locale(account.language if account else "en").words(asks)
    with suppress(Refusal):
        give_task(office, letter.reference, words, letter.approved_by, due, by=letter.approved_by)


def log_on_proof(
    office: Office,
    letter: MailLetter,
    on: date,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Log a remedy as filed, or a notice as sent, on the day on which its recipient received it.

    `papers` are the words of the recipient. The exact mail and its proof sheet are added to them.
    A notice needs none if the body’s server is reported to have taken it. Raises NotAllowed for a
    letter that does not wait for proof or was finalised again, BadInput without proof and for a
    day before the hand-over, and as `file_appeal` and `send_notice` do.
    """
    if not waits_for_proof(letter):
        raise NotAllowed(_NOT_WAITING)
    sheet = proof_sheet_text(office, letter)
    if sheet is None:
        raise NotOnFile("The words of this letter were permanently erased.")
    with office.cases.together(), office.cases.open(letter.reference) as case:
        fixed = _as_sent(office, case_state_of(case.history), letter)
        _require_proof(letter, reports_of(case, letter), papers)
        _require_after(office, letter, fixed, on)
        proofs = (*papers, checked_upload(f"{letter.kind.value}-proof-sheet.txt", sheet))
        dispatch = _dispatch(case, letter, on, proofs)
        entry = _entered(office, letter.reference, fixed, dispatch, by)
        if not office.letters_by_mail.logged(letter.id, entry.seq):
            raise NotAllowed(_LOGGED)
        return entry


def taken_on(reports: Sequence[LoggedReport]) -> datetime | None:
    """Return the moment of the first report that the body’s server took a mail; None if there is
    none, or if a report says that it failed."""
    if any(each.action == DeliveryAction.FAILED for each in reports):
        return None
    return min((each.reported_at for each in reports if each.action in _TAKEN), default=None)


def _as_sent(office: Office, state: CaseState, letter: MailLetter) -> FixedLetter:
    try:
        return fixed_letter(office, state, letter.kind, letter.of)
    except NotAllowed:
        raise NotAllowed(
            "The letter was finalised again after this mail. Log it on its own page, with the "
            "file that was sent."
        ) from None


def _entered(
    office: Office, reference: str, fixed: FixedLetter, dispatch: SendingDetails, by: str
) -> Entry:
    if fixed.remedy:
        return file_appeal(office, reference, dispatch, remedy=fixed.remedy, by=by)
    return send_notice(office, reference, fixed.to, dispatch, before=fixed.of, by=by)


def _require_proof(
    letter: MailLetter, reports: Sequence[LoggedReport], papers: Sequence[Upload]
) -> None:
    if papers:
        return
    if letter.kind is not LetterKind.NOTICE:
        raise BadInput(
            "Attach what the appeal body said: its acknowledgement, its diary number, or a reply. "
            "A server’s report does not prove that the remedy was filed."
        )
    if taken_on(reports) is None:
        raise BadInput(
            "No report says that the body’s server took the notice. Attach what the body said, or "
            "send the notice in another way."
        )


def _require_after(office: Office, letter: MailLetter, fixed: FixedLetter, on: date) -> None:
    own = ZoneInfo(office.library.zone_of(fixed.to)) if fixed.to else None
    zone = own or zone_of_body(office, letter.reference)
    handed = letter.handed_at.astimezone(zone).date() if letter.handed_at else on
    if on < handed:
        raise BadInput(
            "The mail was handed over on {day}. Enter that day, or a later one.", day=handed
        )


def _dispatch(
    case: CaseFile, letter: MailLetter, on: date, proofs: Sequence[Upload]
) -> SendingDetails:
    facts = mail_facts_of(case, letter)
    name = f"{letter.kind.value}-{letter.reference}.eml"
    moment = letter.handed_at or letter.prepared_at
    mail = Paper(letter.digest, name, MEDIA_TYPES["eml"], letter.size, moment, "")
    return SendingDetails(
        on=on,
        channel=Channel.EMAIL,
        filing=Filing(
            note=f"Message-ID: {letter.message_id}\nENVID: {letter.envid}",
            recipient=facts.recipient if facts else "",
        ),
        proofs=proofs,
        held_proofs=(mail,),
    )
