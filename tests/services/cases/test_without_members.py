"""A commission without members: pages and letters say so, and every window runs on.

The request was received on Monday 26 February 2024. Ten working days end on Monday 11 March; the
thirty days to appeal after that end on Wednesday 10 April, the first day of Eid, so that the last
safe day is Tuesday 9 April. The commission of these tests has no members in March 2024.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.offices import BY, Clock, a_paper, a_request, received, the_library
from tests.services.reminded import two_people
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.domain.base.days import Span
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.request import Filing
from tracker.domain.law.body import BodyState, Condition, PublicBody
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.letters.letter_facts import compose
from tracker.services.publishing.publishing import Publication, publish_entries, publishable
from tracker.services.reminders.reminding import remind

SAYS = "The Commission has no members."
ADVICE = (
    "File all the same, and keep proof: your time to file keeps running. The time for its "
    "decision keeps running too: 60 days (section 17(3)). Gather the documents for the next step: "
    "Petition to the High Court under Article 199."
)
VACANT = Span(date(2024, 3, 1), date(2024, 3, 31))


def emptied(bodies: Mapping[str, PublicBody]) -> dict[str, PublicBody]:
    commission = bodies["pk-pic"]
    source = commission.states[0].source
    state = BodyState(VACANT, Text({"en": SAYS}), source, Condition.WITHOUT_MEMBERS)
    return {**bodies, "pk-pic": replace(commission, states=(state,))}


@pytest.fixture
def office_library() -> Library:
    """The shipped library, with a commission that has no members in March 2024."""
    shipped = the_library()
    return replace(shipped, bodies=emptied(shipped.bodies))


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request on which nobody answered; it is Tuesday 26 March 2024."""
    clock.set(date(2024, 3, 26))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    return reference


@pytest.fixture
def lawyer(office: Office) -> Browser:
    app: Flask = an_app(office)
    return signed_in(app, office, somebody(office))


def appeal(office: Office, reference: str) -> str:
    with office.cases.look(reference) as case:
        return office.documents.plain(compose(office, case, LetterKind.APPEAL))


def test_the_letter_says_so_while_it_lasts_and_not_after(
    office: Office, reference: str, clock: Clock
) -> None:
    words = " ".join(appeal(office, reference).split())
    assert "Pakistan Information Commission is without members at present" in words
    assert "The time for this appeal continues" in words

    clock.set(date(2024, 4, 2))
    assert "without members" not in appeal(office, reference)


def test_the_window_is_the_same_as_with_members(office: Office, reference: str) -> None:
    with office.cases.look(reference) as case:
        here = case_status_of(case.history, office.library)
        shipped = case_status_of(case.history, the_library())

    (window,) = (w for w in here.windows if w.stage.key == "appeal")
    assert window.closes.last_safe_day == date(2024, 4, 9)
    assert here.windows == shipped.windows
    assert [a.ordinary for a in here.awaited] == [a.ordinary for a in shipped.awaited]


def test_the_desk_says_so_where_the_remedy_is_chosen(
    lawyer: Browser, office: Office, reference: str
) -> None:
    said = f"Pakistan Information Commission: {SAYS} {ADVICE}"

    assert said in lawyer.get(f"/desk/requests/{reference}").words
    assert said in lawyer.get(f"/desk/requests/{reference}/appeal").words
    assert said in lawyer.get(f"/desk/requests/{reference}/proceedings").words


def test_the_public_page_says_of_an_appeal_that_waits_there_on_which_days_it_was_so(
    lawyer: Browser, office: Office, reference: str, clock: Clock
) -> None:
    dispatch = SendingDetails(
        date(2024, 3, 26), Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, dispatch, by=BY)
    with office.cases.look(reference) as case:
        shown = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(shown), by=BY)

    said = f"{SAYS} (from 1 March 2024 to 31 March 2024)"
    assert said in lawyer.get(f"/requests/{reference}").words
    clock.set(date(2024, 4, 2))
    assert said in lawyer.get(f"/requests/{reference}").words, "it says of which days it speaks"


def test_its_silence_is_entered_as_with_members(
    office: Office, reference: str, clock: Clock
) -> None:
    dispatch = SendingDetails(
        date(2024, 3, 26), Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, dispatch, by=BY)
    # Sixty days from 26 March end on Saturday 25 May; the Commission may have until Monday 27.
    clock.set(date(2024, 5, 27))
    assert not [s for s in sweep(office).entered if s.stage == "appeal-decision"]
    clock.set(date(2024, 5, 28))
    assert [s for s in sweep(office).entered if s.stage == "appeal-decision"]


def test_the_reminders_say_what_to_do_until_then(office: Office, reference: str) -> None:
    """26 March is fourteen days before the last safe day, 9 April."""
    two_people(office)
    sweep(office)

    made = [each for each in remind(office).made if each.reminder.stage == "appeal"]

    assert made
    assert all("has no members at present. File all the same" in each.words for each in made)
