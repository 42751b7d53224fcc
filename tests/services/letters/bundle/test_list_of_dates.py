"""The last days in the list of dates of a bundle.

Received on Monday 12 October 2026. Ten working days from 13 October end on Monday 26 October, or
on Wednesday 28 October if offices close on Fridays too. A refusal is received on Friday 23
October: thirty days from 24 October are eight in October and 22 in November, to Sunday 22
November, or to Monday the 23rd if the last day moves.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.offices import Clock, a_request, received
from tests.services.letters.scenes import FILED, RECEIVED, national_security, silence
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import bundle_annexes
from tracker.services.letters.bundle.bundle_source import bundle_source
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.letter_facts import DEFAULT, writer_of
from tracker.translations import locale

REPLY = (
    "Between Monday 26 October 2026 and Wednesday 28 October 2026: Last day: Reply of the public "
    "body (section 14(1))"
)
APPEAL = (
    "Between Sunday 22 November 2026 and Monday 23 November 2026: Last day: Appeal to the "
    "Information Commission (section 17(1))"
)


def list_of_dates(office: Office, clock: Clock, happened: Callable[[Office, str], None]) -> str:
    spoken = replace(office, locale=locale)
    clock.set(FILED)
    reference = a_request(spoken, on=date(2026, 10, 8))
    received(spoken, reference, RECEIVED)
    happened(spoken, reference)
    with spoken.cases.look(reference) as case:
        papers = CourtPapers(writer_of(spoken, case, LetterKind.APPEAL))
        annexes = bundle_annexes(spoken, bundle_source(spoken, case, None, DEFAULT), case)
        letter = papers.dates(case.history, annexes, {})
    return " ".join(spoken.documents.plain(letter).split())


def test_each_last_day_is_listed_in_order_with_its_section(office: Office, clock: Clock) -> None:
    said = list_of_dates(office, clock, national_security)

    assert said.index("Receipt of the request") < said.index("Refusal") < said.index(REPLY)
    assert said.index(REPLY) < said.index(APPEAL)


@pytest.mark.parametrize(("happened", "listed"), [(silence, False), (national_security, True)])
def test_a_provisional_last_day_is_not_listed(
    office: Office, clock: Clock, happened: Callable[[Office, str], None], listed: bool
) -> None:
    """The window after silence is counted with the calendar of coming months, which is
    provisional."""
    said = list_of_dates(office, clock, happened)

    assert REPLY in said
    assert ("Last day: Appeal to the" in said) is listed
