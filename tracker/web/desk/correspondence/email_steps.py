"""Sending the next letter of a request by email: the step to it, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.mailable import LOGGED_ON_PROOF
from tracker.services.correspondence.outgoing.next_mail import next_mail
from tracker.web.base.language import gettext, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.words import LETTERS
from tracker.web.desk.correspondence.letter_words import LETTER_STATES

NEW_MAIL, ONE_MAIL = "desk_sending_mail.new", "desk_sending_mail.mail"


@dataclass(frozen=True, slots=True)
class EmailStep:
    """The page on which a letter goes out by email, its words, and what its address holds."""

    page: str
    words: str
    when: str
    values: Mapping[str, Any]


def email_step(office: Office, dossier: Dossier) -> EmailStep | None:
    """Return the step to send the next letter by email; None if that is not possible now."""
    found = next_mail(office, dossier.reference, dossier.case_state)
    if found is None:
        return None
    title = str(LETTERS[found.letter.kind])
    if found.begun:
        when = gettext("{letter}: {state}.", letter=title, state=LETTER_STATES[found.begun.state])
        return EmailStep(ONE_MAIL, gettext("View the email"), when, {"id": found.begun.id})
    if found.why_not:
        return None
    values = {"kind": found.letter.kind.value, "seq": found.letter.of}
    when = gettext("{letter}. You see the exact email before it goes out.", letter=title)
    return EmailStep(NEW_MAIL, gettext("Send by email"), when, values)


def why_not_by_email(office: Office, dossier: Dossier) -> str:
    """Return why the letter that is filed next cannot go out by email; empty if it can."""
    found = next_mail(office, dossier.reference, dossier.case_state)
    if found is None or found.begun or found.why_not is None:
        return ""
    filed = found.letter.kind in (LetterKind.REQUEST, *LOGGED_ON_PROOF)
    return worded(found.why_not) if filed else ""
