"""A telephone call or a visit is an entry with a private note. It proves no receipt."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, Clock, a_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.conversation import Conversation, SpokenBy
from tracker.services.core.office import Office
from tracker.services.correspondence.conversations import (
    LONGEST_SAID,
    SpokenNote,
    record_conversation,
)
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

CALLED = date(2024, 2, 22)
NOTE = SpokenNote("Clerk at the diary counter", "It has arrived.", "10:30", "D-4711")
CALL = Conversation(on=DaySpan.on(CALLED), how=SpokenBy.TELEPHONE)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request that was sent on Monday 19 February 2024; it is Monday the 26th."""
    clock.set(date(2024, 2, 26))
    return a_request(office)


def test_a_call_starts_no_clock_even_if_the_body_says_that_it_has_the_letter(
    office: Office, reference: str
) -> None:
    entry = record_conversation(office, reference, CALL, NOTE, by=BY)

    with office.cases.look(reference) as case:
        status = case_status_of(case.history, office.library)
        assert case.filing(entry.seq) == Filing("D-4711", "10:30\nIt has arrived.", NOTE.post)
    assert status.phase is Phase.SENT
    assert status.case_state.received is None
    assert status.awaited == ()


def test_no_event_and_no_publication_holds_what_was_said(office: Office, reference: str) -> None:
    entry = record_conversation(office, reference, CALL, NOTE, by=BY)

    for private in ("Clerk", "arrived", "10:30", "D-4711"):
        assert private.encode() not in entry.body
    assert entry.event.public() is None
    with office.cases.look(reference) as case:
        assert entry.seq not in {each.seq for each in publishable(case.history)}
    with pytest.raises(BadInput, match="cannot be published"):
        publish_entries(office, reference, Publication((1, entry.seq)), by=BY)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"post": ""}, "post of the person"),
        ({"said": ""}, "Enter what was said"),
        ({"time": "25:00"}, "hours and minutes"),
        ({"said": "x" * (LONGEST_SAID + 1)}, "4000 characters or fewer"),
        ({"number": "1" * 121}, "120 characters or fewer"),
    ],
)
def test_a_note_that_is_not_complete_is_refused_and_nothing_is_recorded(
    office: Office, reference: str, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        record_conversation(office, reference, CALL, replace(NOTE, **changed), by=BY)
    with office.cases.look(reference) as case:
        assert len(case.history) == 3


def test_a_call_of_tomorrow_or_before_the_letter_left_is_refused(
    office: Office, reference: str
) -> None:
    for day in (date(2024, 2, 27), date(2024, 2, 16)):
        with pytest.raises((BadInput, NotAllowed)):
            record_conversation(office, reference, replace(CALL, on=DaySpan.on(day)), NOTE, by=BY)
