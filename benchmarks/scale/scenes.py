"""The requests of the small office that a demonstration lacks: timelines as long as real ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.databases import DUE
from tests.offices import BY, Clock
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.conversation import Conversation, SpokenBy
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import HearingHeld
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.compliance import comply
from tracker.services.cases.hearing_diary import HearingDetails, record_hearing
from tracker.services.cases.notes_and_tasks import write_note
from tracker.services.cases.receiving import note_extension
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.office_data.demonstration_acts import (
    PEOPLE,
    InventedReply,
    appeal_invented,
    copy_invented,
    file_invented,
    prove_invented,
    reply_invented,
    show_invented,
)
from tracker.services.office_data.demonstration_papers import letter, paper

BODIES = ("pk-pta", "pk-interior", "pk-moitt", "pk-cabinet-division")
# Requests that are open, one received on each of so many days.
DAYS = 12
SENT, RECEIVED = date(2024, 3, 14), date(2024, 3, 18)
REFUSED, APPEALED, NOTIFIED = date(2024, 3, 29), date(2024, 4, 8), date(2024, 4, 15)
HEARING, ANOTHER = date(2024, 4, 29), date(2024, 5, 6)
DECIDED, OBEYED, OBEY_BY = date(2024, 5, 20), date(2024, 6, 10), date(2024, 6, 20)
DETAILS = HearingDetails("10:30", "The first bench", "", "Room 2")


def waiting(office: Office) -> Iterator[str]:
    """File requests that wait for an answer, of the last days."""
    for number in range(DAYS):
        body = BODIES[number % len(BODIES)]
        got = office.today_at(body) - timedelta(days=number)
        reference = _filed(office, body, got - timedelta(days=2), got, "pk-vpn-2024", number % 3)
        _spoken(office, reference, got, got)
        yield reference


def answered(office: Office, body: str) -> str:
    """File a request that was answered in full after an extension, and that nobody published."""
    reference = _filed(office, body, SENT, RECEIVED)
    _spoken(office, reference, RECEIVED + timedelta(days=4))
    ground = "consultation"
    on, papers = DaySpan.on(date(2024, 3, 28)), [paper("extension.txt")]
    note_extension(office, reference, on, ground, papers, by=BY)
    reply = InventedReply("answered", date(2024, 4, 8), (Outcome.DISCLOSED,))
    reply_invented(office, reference, reply)
    return reference


def fought(office: Office, body: str) -> str:
    """File a request that was refused and given on appeal, after two hearings."""
    reference = _filed(office, body, SENT, RECEIVED)
    _spoken(office, reference, RECEIVED + timedelta(days=4))
    refused = InventedReply("refused", REFUSED, (Outcome.REFUSED,), exempt=2)
    reply_invented(office, reference, refused)
    appeal_invented(office, reference, APPEALED)
    _heard(office, reference)
    outcome, papers = DecisionOutcome.ALLOWED, [paper("order.txt")]
    decided = record_decision(office, reference, DECIDED, outcome, papers, OBEY_BY, by=BY)
    supplied = [paper("supplied.txt")]
    comply(office, reference, decided.seq, DaySpan.on(OBEYED), supplied, by=BY)
    write_note(office, reference, "The records came by courier. They are complete.", by=BY)
    return reference


def never_answered(office: Office) -> str:
    """File a request whose time is long over, as if every sweep since had failed."""
    clock = Clock()
    clock.set(DUE)
    past = replace(office, now=clock)
    reference = file_invented(past, PEOPLE[1], "pk-x-2024", "pk-pta", DUE - timedelta(days=3))
    prove_invented(past, reference, DUE)
    return reference


def publish_copy(office: Office, reference: str) -> None:
    """Publish a document of a public request, unless it has a public copy."""
    if office.records.record(reference).copies:
        return
    with office.cases.look(reference) as case:
        received = case_state_of(case.history).received
    assert received is not None
    written = letter("acknowledgement.pdf", ("", "Your request was received."))
    record(office, reference, Acknowledged(on=received.event.on), [written], by=BY)
    show_invented(office, reference, copies=[copy_invented(office, reference)])


def _filed(
    office: Office, body: str, sent: date, got: date, block: str = "pk-x-2024", who: int = 0
) -> str:
    """File a request of which the body acknowledged receipt."""
    reference = file_invented(office, PEOPLE[who], block, body, sent)
    prove_invented(office, reference, got)
    acknowledged = Acknowledged(on=DaySpan.on(got))
    record(office, reference, acknowledged, [paper("acknowledgement.txt")], by=BY)
    return reference


def _spoken(office: Office, reference: str, *days: date) -> None:
    for day in days:
        spoken = Conversation(on=DaySpan.on(day), how=SpokenBy.TELEPHONE)
        record(office, reference, spoken, by=BY)


def _heard(office: Office, reference: str) -> None:
    """Have an appeal heard on the second day that was fixed."""
    fixed = HearingFixed(on=DaySpan.on(NOTIFIED), appeal=0, hearing=HEARING)
    record_hearing(office, reference, fixed, [paper("hearing.txt")], DETAILS, by=BY)
    with office.cases.look(reference) as case:
        seq = case.history[-1].seq
    adjourned = Adjourned(on=DaySpan.on(HEARING), hearing=seq, to=ANOTHER)
    record_hearing(office, reference, adjourned, [paper("adjourned.txt")], DETAILS, by=BY)
    held = HearingHeld(on=DaySpan.on(ANOTHER), hearing=seq)
    record(office, reference, held, [paper("heard.txt")], by=BY)
    _spoken(office, reference, ANOTHER)
