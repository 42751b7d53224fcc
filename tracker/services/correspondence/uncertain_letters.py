"""How an uncertain letter is settled: by a delivery report, or by a person."""

from datetime import datetime

from tracker.domain.base.errors import NotAllowed
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import taken
from tracker.services.correspondence.outgoing.mail_facts import (
    LoggedReport,
    keep_report,
    mail_facts_of,
)
from tracker.services.correspondence.outgoing.sending_mail import mail_letter_of
from tracker.services.ports.correspondence.letters import MailLetter, envid_of


def settle_by_report(office: Office, report: LoggedReport) -> MailLetter | None:
    """Store a delivery report that is believed, and settle an uncertain letter by it.

    Any report with the letter's ENVID proves that the server of the office took it, even a report
    of a later failure. So does one that comes while the letter is still marked as being
    handed over: the process that did it was killed, or waits for the answer. No key needs to be
    open. Return the letter, None if no letter has this ENVID.
    """
    id, _, tries = report.envid.rpartition(".")
    letter = office.letters_by_mail.one(id) if id else None
    if letter is None or not tries.isdecimal() or not 1 <= int(tries) <= letter.tries:
        return None
    if report.envid != envid_of(letter.id, int(tries)):
        return None
    keep_report(office, letter, report)
    if letter.state in (LetterState.UNCERTAIN, LetterState.HANDING):
        taken(office, letter, report.took_at, recipient=report.recipient)
    return office.letters_by_mail.one(letter.id)


def settle_by_person(office: Office, reference: str, id: str, at: datetime) -> None:
    """Record that an uncertain letter was handed over, because a person has seen that it was.

    Raises NotAllowed for a letter that is not uncertain.
    """
    letter = mail_letter_of(office, reference, id)
    if letter.state is not LetterState.UNCERTAIN:
        raise NotAllowed("The hand-over of this letter is not uncertain any more.")
    with office.cases.look(reference) as case:
        facts = mail_facts_of(case, letter)
    taken(office, letter, at, recipient=facts.recipient if facts else "")
