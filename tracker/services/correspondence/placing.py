"""A person’s decision about a received mail: it belongs to a request or to none. It can be undone.

A mail that belongs to a request is entered there as a document that nobody has read yet. A person
classifies it afterwards.
"""

from contextlib import suppress
from dataclasses import dataclass

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry, History
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.correspondence.same_mail import content_of, message_id_of
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.cases.receiving import correct
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in
from tracker.services.ports.correspondence.mail_desk import AsideReason
from tracker.services.ports.correspondence.reading import MatchDecision
from tracker.services.ports.correspondence.received import ReceivedMail, ReceivedState

# Stays beside the corrected entry, which is never public.
_WRONG_REQUEST = "This email was put with the wrong request."


@dataclass(frozen=True, slots=True)
class PlacedMail:
    """The entry of a mail in a request; `again` if the same answer was there before."""

    reference: str
    seq: int
    again: bool


def place_mail(office: Office, id: str, reference: str, on: DaySpan, *, by: str) -> PlacedMail:
    """Enter a mail in a request as a document that came, and seal it to that request.

    Safe to repeat: the same bytes, or the same mail by another way, are one document. Raises
    NotAllowed and BadInput as `record` does, and NotAllowed for a mail that is not stored whole.
    """
    ports = office.mail_reading
    mail = ports.mails.get(id)
    if mail.state is ReceivedState.TOO_LARGE:
        raise NotAllowed(
            "Only the header of this email is stored, because it is too large. Save it from the "
            "mailbox and log its files in the request."
        )
    raw = ports.mails.raw(id)
    earlier = _copies(office, mail, reference)
    with office.cases.open(reference) as case:
        entry = _entry_with(case.history, earlier | {mail.digest})
        again = entry is not None
        if entry is None:
            event = DocumentReceived(on=on, channel=Channel.EMAIL)
            name = f"email-{on.earliest:%Y-%m-%d}.eml"
            upload = Upload(name, raw, MEDIA_TYPES["eml"])
            entry = record_in(office, case, event, [upload], by=by)
    taken = [each for each in ports.readings.matches(id) if _is_taken(each.decision)]
    # The mail of several requests is sealed to the first; each has its own copy of the document.
    if not taken:
        ports.mails.put_with(id, reference)
    ports.readings.decide(id, reference, MatchDecision.TAKEN, by, office.now())
    ports.desk.take_back(id)
    return PlacedMail(reference, entry.seq, again)


def set_aside(office: Office, id: str, why: AsideReason, *, by: str) -> None:
    """Set a mail aside: it belongs to no request. Raises NotAllowed if it was put with one."""
    ports, now = office.mail_reading, office.now()
    matches = ports.readings.matches(id)
    if any(_is_taken(each.decision) for each in matches):
        raise NotAllowed("This email is entered in a request. Undo that first.")
    ports.desk.set_aside(id, why, by, now)
    for each in matches:
        ports.readings.decide(id, each.request, MatchDecision.REFUSED, by, now)


def undo(office: Office, id: str, *, by: str) -> None:
    """Undo the decisions about a mail, and correct its entry, which nobody has classified yet.

    Raises NotAllowed if a later entry rests on the mail.
    """
    ports = office.mail_reading
    digest = ports.mails.get(id).digest
    matches = ports.readings.matches(id)
    entries = {
        each.request: _entry(office, each.request, digest)
        for each in matches
        if _is_taken(each.decision)
    }
    for reference, (entry, is_read) in entries.items():
        if entry and is_read:
            raise NotAllowed(
                "An entry of request {reference} rests on this email. Correct that entry first.",
                reference=reference.upper(),
            )
    for reference, (entry, _) in entries.items():
        if entry:
            correct(office, reference, entry.seq, _WRONG_REQUEST, by=by)
    for each in matches:
        ports.readings.decide(id, each.request, MatchDecision.NONE, by, office.now())
    ports.desk.take_back(id)


def entry_of_mail(office: Office, id: str, reference: str) -> Entry | None:
    """Return the entry of a mail in a request, None if it has none, or it was corrected."""
    return _entry(office, reference, office.mail_reading.mails.get(id).digest)[0]


def mail_of_entry(office: Office, reference: str, seq: int) -> ReceivedMail | None:
    """Return the mail that an entry of a request holds, None if it holds none."""
    with office.cases.look(reference) as case:
        held = {digest for e in case.history if e.seq == seq for digest in e.event.evidence}
    ports = office.mail_reading
    taken = (each for each in ports.readings.of_request(reference) if _is_taken(each.decision))
    mails = (ports.mails.get(each.mail) for each in taken)
    return next((mail for mail in mails if mail.digest in held), None)


def sender_domains(office: Office, reference: str) -> dict[str, str]:
    """Return the domain of the sender of each mail that was put with a request, by the digest of
    its document. A mail that cannot be opened is left out."""
    ports, found = office.mail_reading, dict[str, str]()
    for each in ports.readings.of_request(reference):
        if not _is_taken(each.decision):
            continue
        with suppress(Refusal):
            opened = ports.readings.opened(each.mail)
            sender = opened.mail.sender if opened else None
            if sender:
                found[ports.mails.get(each.mail).digest] = sender.domain
    return found


def _entry(office: Office, reference: str, digest: str) -> tuple[Entry | None, bool]:
    """Return the entry of a mail, and whether a later entry rests on it."""
    with office.cases.look(reference) as case:
        entry = _entry_with(case.history, {digest})
        return entry, entry not in case_state_of(case.history).unread()


def _entry_with(history: History, digests: set[str]) -> Entry | None:
    came = case_state_of(history).all(DocumentReceived.kind)
    return next((each for each in came if not digests.isdisjoint(each.event.evidence)), None)


def _copies(office: Office, mail: ReceivedMail, reference: str) -> set[str]:
    """Return the digests of copies of a mail in this request that came by another way."""
    readings = office.mail_reading.readings
    opened = readings.opened(mail.id)
    same = _said(opened.mail) if opened else ()
    if not same:
        return set()
    found = set()
    for each in readings.of_request(reference):
        is_other = each.mail != mail.id and _is_taken(each.decision)
        other = readings.opened(each.mail) if is_other else None
        if other and _said(other.mail) == same:
            found.add(office.mail_reading.mails.get(each.mail).digest)
    return found - {""}


def _said(mail: ReadMail) -> tuple[str, ...]:
    """Return the parts that two copies of one mail share; nothing without a Message-ID."""
    message_id = message_id_of(mail)
    return (message_id, *content_of(mail)) if message_id else ()


def _is_taken(decision: MatchDecision) -> bool:
    return decision is MatchDecision.TAKEN
