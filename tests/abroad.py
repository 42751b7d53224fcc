"""Requests under the laws of other countries: the shipped library with an invented block in each.

Every law and body is real; no block of these countries is on file, so tests make one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tests.offices import BY, a_paper, a_request, received, the_library
from tests.ready_made import ready_made
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing, OwnQuestion
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import kinds_of
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.library import Library
from tracker.services.cases.clock_events import notable, record_clock_event
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import opened
from tracker.translations import locale

CAPACITIES = {
    "bd": "citizen",
    "de": "everyone",
    "eu": "citizen",
    "gb": "any-person",
    "ie": "any-person",
    "in": "citizen",
    "lk": "citizen",
    "mx": "anyone",
    "tr": "citizen",
    "us": "any-person",
}


@cache
def library_abroad() -> Library:
    """The library with a block for each country of these tests; the edition is the same."""
    shipped = the_library()
    like = shipped.block("pk-x-2024")
    blocks = {
        f"{country}-test": replace(like, key=f"{country}-test", country=country, bodies=())
        for country in CAPACITIES
    }
    return replace(shipped, blocks=dict(shipped.blocks) | blocks)


def sent_abroad(office: Office, body: str, on: date) -> str:
    """A request to that body, sent on a day."""
    country = body[:2]
    words = "Complaints received. Each complaint of a user about the Restriction, and the answer."
    question = OwnQuestion(Element.NECESSITY, words)
    return a_request(
        office,
        block=f"{country}-test",
        body=body,
        on=on,
        eligibility=CAPACITIES[country],
        own_questions=(question,),
    )


@ready_made
def asked_abroad(office: Office, body: str, on: date) -> str:
    """A request to that body, sent and received on a day."""
    reference = sent_abroad(office, body, on)
    received(office, reference, on)
    return reference


def case_status(office: Office, reference: str) -> CaseStatus:
    with office.cases.look(reference) as case:
        return case_status_of(case.history, office.library)


@ready_made
def noted(
    office: Office,
    reference: str,
    kind: str,
    on: date,
    papers: Sequence[Upload] | None = None,
    to: str = "",
) -> Entry:
    """A fact of the clock on a day, with a paper unless other ones are given."""
    shown = [a_paper(f"{kind}.txt")] if papers is None else papers
    span = DaySpan.on(on)
    event = Transferred(on=span, to=to) if to else kinds_of(ClockEvent)[kind](on=span)
    return record_clock_event(office, reference, event, shown, by=BY)


def letters_of_remedies(office: Office, reference: str, day: date) -> list[Writer]:
    """The letter of each remedy that is open on a day, dated that day."""
    spoken = replace(office, locale=locale)
    places = [
        each.place
        for each in opened(case_status(spoken, reference), spoken.library)
        if each.opened.opens_earliest <= day
    ]
    with spoken.cases.look(reference) as case:
        return [writer_of(spoken, case, LetterKind.APPEAL, place, on=day) for place in places]


def offered(office: Office, reference: str) -> list[str]:
    """The kinds of fact that the desk can note of a request now."""
    found = case_status(office, reference)
    assert found.case_state.drafted
    return [each.kind for each in notable(found, office.library.law(found.case_state.drafted.law))]


def refused(office: Office, reference: str, on: date) -> Entry:
    """A refusal of everything on a day."""
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED) for q in drafted.questions)
    response = Response("refused", DaySpan.on(on), outcomes, [a_paper("refusal.txt")])
    return take_reply(office, reference, response, by=BY)


def by_hand(on: date) -> SendingDetails:
    """An appeal handed in on a day."""
    return SendingDetails(
        on, Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
