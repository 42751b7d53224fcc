"""What an office does beside a record and shows to nobody, each with a secret word in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.documents.papers import a_pdf
from tests.offices import AYESHA
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import AuthorshipCheck, Channel, ConsentBy
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.identifying import keep_identity
from tracker.services.cases.notes_and_tasks import give_task, write_note
from tracker.services.cases.transmitting import resend
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record
from tracker.services.drafting.drafts import save, start
from tracker.services.drafting.importing import hand_in
from tracker.services.drafting.tagging import tag
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.people.accounts import add_account
from tracker.services.people.risk_notes import write_risk
from tracker.services.people.sharing import share
from tracker.services.ports.people import Account, RoleName, SavedView
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement
from tracker.services.reminders.calendars import add_feed

Deed = Callable[[Office, str, str], None]
BY, THEN = "one-who-works", date(2024, 5, 7)
TOKENS: list[str] = []


def _somebody(office: Office) -> None:
    office.people.save_account(Account(BY, "one@example.org", "One", RoleName.LAWYER))


def a_scan(word: str) -> Upload:
    """A paper whose name and every line hold the word."""
    return checked_upload(f"{word}.pdf", a_pdf((f"To {word}", word)))


def _noted(office: Office, reference: str, word: str) -> None:
    write_note(office, reference, f"The clerk {word} is kind.", by=BY)


def _given(office: Office, reference: str, word: str) -> None:
    person = add_account(office, f"{word}@example.org", f"{word} {word}", RoleName.LAWYER).id
    give_task(office, reference, f"Call {word}", person, date(2026, 12, 1), by=BY)


def _tagged(office: Office, reference: str, word: str) -> None:
    _somebody(office)
    tag(office, reference, word)
    office.people.views.keep(SavedView(BY, f"View {word}", f"words={word}&tag={word}"))


def _appealed(office: Office, reference: str, word: str) -> None:
    dispatch = SendingDetails(
        date(2024, 4, 17), Channel.COURIER, Filing(word, word, word), [a_scan(word)], a_scan(word)
    )
    file_appeal(office, reference, dispatch, by=BY)


def _sent_again(office: Office, reference: str, word: str) -> None:
    again = SendingDetails(
        date(2024, 3, 19), Channel.POST, Filing(word, word, word), [a_scan(word)]
    )
    resend(office, reference, 3, again, by=BY)


def _stated(office: Office, reference: str, word: str) -> None:
    """A statement of the body that nobody has published."""
    papers, checked = [a_scan(word)], AuthorshipCheck.CALLED_BACK
    stated = BodyStatement("pk-pta", DaySpan.on(THEN), f"Says {word}.", checked, papers)
    log_statement(office, reference, stated, by=BY)


def _consented(office: Office, reference: str, word: str) -> None:
    said = ConsentGiven(True, THEN, ConsentBy.SIGNED_PAPER, paper=a_scan(word))
    record_consent(office, reference, said, by=BY)


def _came(office: Office, reference: str, word: str) -> None:
    record(
        office,
        reference,
        DocumentReceived(on=DaySpan.on(THEN), channel=Channel.POST),
        [a_scan(word)],
        by=BY,
    )


def _warned(office: Office, reference: str, word: str) -> None:
    _somebody(office)
    write_risk(office, "pk-pta", f"Take care of {word}.", by=BY)
    stayed = CheckStatement(
        OpenedDocument.SUMMARY, True, StayState.STAYED, THEN, f"Stayed, says {word}."
    )
    check_authority(office, "pk-01", stayed, by=BY)


def _identified(office: Office, reference: str, word: str) -> None:
    keep_identity(office, reference, word)


def _handed_in(office: Office, reference: str, word: str) -> None:
    hand_in(office, f"{word}.csv", f"Body,Name\nPTA,{word}\n".encode(), by=BY)


def _drafted(office: Office, reference: str, word: str) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, draft, replace(AYESHA, name=word, address=word, contact=word), by=word)


def _shared(office: Office, reference: str, word: str) -> None:
    """A guest of a coalition reads it, and has it in a calendar."""
    share(office, reference, "digital-rights", by=BY)
    email = f"{word}@guest.example"
    guest = add_account(office, email, word, RoleName.LAWYER, "digital-rights")
    TOKENS.append(add_feed(office, guest, word, own=False, bare=False))


DEEDS: tuple[Deed, ...] = (
    _noted,
    _given,
    _tagged,
    _appealed,
    _sent_again,
    _consented,
    _warned,
    _identified,
    _handed_in,
    _drafted,
    _shared,
)
# A paper that nobody has read keeps a silence from the record, and a statement is shown with it:
# these come when it stands, and nobody has published them yet.
LATE_DEEDS: tuple[Deed, ...] = (_stated, _came, _noted, _identified)
