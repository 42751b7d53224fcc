"""The decision to send a letter by email: approving it, and calling it back in time."""

from datetime import timedelta

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import case_state_of
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState
from tracker.services.cases.four_eyes import has_second_person
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.mail_facts import MailFacts, mail_facts_of
from tracker.services.correspondence.outgoing.mailable import (
    fixed_letter,
    given_address,
    require_still_goes,
)
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.correspondence.letters import MailEnvelope, MailLetter

# How long a letter can be called back.
CALL_BACK_MINUTES = 10
CALL_BACK_PAUSE = timedelta(minutes=CALL_BACK_MINUTES)
# A mail whose date is older looks forged to the filters of mail servers.
PREPARED_WITHIN = timedelta(hours=12)
NO_SERVER = Message(
    "This office has no mail server, so the letter cannot be sent from here. Download it, send it "
    "with your own mail program, and log that it was sent."
)
LETTER_MOVED = Message("This letter was already sent or called back. Check its state.")
# A person may send these. The others are on their way, or done.
SENDABLE = (LetterState.PREPARED, LetterState.UNCERTAIN, LetterState.REFUSED)


def require_server(office: Office) -> None:
    """Raise NotAllowed if a live office has no mail server to send letters with."""
    if office.live and not office.letter_post.destination.outside:
        raise NotAllowed(NO_SERVER)


def mail_letter_of(office: Office, reference: str, id: str) -> MailLetter:
    """Return a letter of a request. Raises NotOnFile if the request has none of that name."""
    letter = office.letters_by_mail.one(id)
    if letter is None or letter.reference != reference:
        raise NotOnFile("This request has no such letter. Open it from the request’s page.")
    return letter


def exact_bytes(office: Office, letter: MailLetter) -> bytes:
    """Return the exact bytes of a mail. Raises Locked, NotOnFile once they were erased."""
    return office.archive.read(letter.reference, letter.digest)


def send_by_email(office: Office, reference: str, id: str, *, by: str) -> MailLetter:
    """Approve a letter: it is handed over after ten minutes, and until then can be called back.

    A letter whose hand-over is uncertain or was refused is sent again with the same bytes. Raises
    NotAllowed without a mail server, if the mail is too old, if something changed since, if
    another mail with this letter is on its way, or if nobody else approved the letter or prepared
    the mail in a live office of several people.
    """
    require_server(office)
    letter, now = mail_letter_of(office, reference, id), office.now()
    if letter.state not in SENDABLE:
        raise NotAllowed(LETTER_MOVED)
    if letter.state is LetterState.PREPARED and now - letter.prepared_at > PREPARED_WITHIN:
        raise NotAllowed("This mail was prepared more than 12 hours ago. Prepare it again.")
    with office.cases.open(reference) as case:
        facts = mail_facts_of(case, letter)
        if facts is None:
            raise NotOnFile("The words of this letter were permanently erased.")
        _require_unchanged(office, case, letter, facts)
        _require_second_person(office, case, letter, by)
        envelope = MailEnvelope(facts.sender, facts.recipient, exact_bytes(office, letter))
        if not office.letters_by_mail.approve(letter, envelope, by, now, now + CALL_BACK_PAUSE):
            raise NotAllowed(LETTER_MOVED)
    return mail_letter_of(office, reference, id)


def call_back(office: Office, reference: str, id: str) -> None:
    """Stop a letter that waits. Raises NotAllowed once its hand-over has begun."""
    letter = mail_letter_of(office, reference, id)
    if not office.letters_by_mail.call_back(letter.id):
        raise NotAllowed("It is too late: the hand-over of this letter has begun.")


def _require_second_person(office: Office, case: CaseFile, letter: MailLetter, by: str) -> None:
    """Raise NotAllowed if nobody but `by` has approved the letter or prepared the mail.

    A mail that was sent cannot be taken back. A letter by post or by hand passes through other
    hands.
    """
    approved = {entry.entered_by for entry in case.history if entry.seq == letter.of}
    others = {letter.prepared_by, letter.approved_by, *approved} - {"", by}
    if has_second_person(office) and not others:
        raise NotAllowed(
            "You approved this letter and prepared this mail. A second person must send it: ask a "
            "colleague to open this page, check the mail, and send it."
        )


def _require_unchanged(
    office: Office, case: CaseFile, letter: MailLetter, facts: MailFacts
) -> None:
    """Raise NotAllowed or BadInput if the mail is not what would be prepared now."""
    state = case_state_of(case.history)
    require_still_goes(office, state, letter.kind, letter.purpose, letter.of)
    if letter.purpose not in (LetterPurpose.FILED, LetterPurpose.AGAIN):
        return
    of = 0 if letter.purpose is LetterPurpose.AGAIN else letter.of
    found = given_address(office, fixed_letter(office, state, letter.kind, of))
    if found is None or found.email != facts.recipient:
        raise BadInput(
            "The body no longer gives this address for such letters, or nobody has confirmed it "
            "within 90 days. Confirm it, then prepare the mail again."
        )
