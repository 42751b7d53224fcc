"""The letter of a request that can go out by email next, and why it cannot."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.addressing import NO_ADDRESSES
from tracker.services.correspondence.outgoing.mailable import (
    FixedLetter,
    fixed_letters,
    no_given_address,
)
from tracker.services.ports.correspondence.letters import MailLetter

# A mail in any other state is not mentioned when the letter is prepared again.
_OPEN = frozenset(LetterState) - {LetterState.HANDED, LetterState.CALLED_BACK}


@dataclass(frozen=True, slots=True)
class NextMail:
    """A fixed letter; why it cannot go out by email, None if it can; and the mail with it that is
    prepared or on its way, None if there is none."""

    letter: FixedLetter
    why_not: Message | None
    begun: MailLetter | None


def next_mail(office: Office, reference: str, state: CaseState) -> NextMail | None:
    """Return the request until it is sent, then the newest letter that was not filed or mailed.

    None if there is no such letter, or if the request was withdrawn.
    """
    if state.withdrawn:
        return None
    fixed = [each for each in fixed_letters(office, state) if _waits(state, each)]
    if not fixed:
        return None
    newest = max(fixed, key=lambda each: each.of)
    mails = [
        each
        for each in office.letters_by_mail.of(reference)
        if (each.kind, each.of) == (newest.kind, newest.of)
    ]
    if any(each.state is LetterState.HANDED for each in mails):
        return None
    begun = next((each for each in reversed(mails) if each.state in _OPEN), None)
    why_not = no_given_address(office, newest)
    if why_not is None and office.letter_post.addresses is None:
        why_not = NO_ADDRESSES
    return NextMail(newest, why_not, begun)


def _waits(state: CaseState, letter: FixedLetter) -> bool:
    if letter.kind is LetterKind.REQUEST:
        return not state.sent
    return bool(state.sent) and not (letter.remedy and state.appealed(*letter.remedy))
