"""Contradictions between responses on file, and the conduct of a body with its n."""

from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_request, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.contradictions import Between
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.findings import conduct_of, decide, found_about, found_as
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.workbook import Verdict

BLOCK = "pk-x-2024"


def answered(
    office: Office, body: str, kind: str, outcome: Outcome, day: int, **more: object
) -> str:
    """A request for one record, and what this body did with it on a day of March 2024."""
    questions = (_asked_of_both(office),)
    reference = a_request(office, body=body, questions=questions)
    received(office, reference, date(2024, 2, 26))
    outcomes = (QuestionOutcome(questions[0], outcome),)
    on = DaySpan.on(date(2024, 3, day))
    response = Response(kind, on, outcomes, [a_paper()], **more)  # type: ignore[arg-type]
    take_reply(office, reference, response, by=BY)
    return reference


def _asked_of_both(office: Office) -> str:
    block = office.library.block(BLOCK)
    asked = [
        {
            q.key
            for q in office.library.questions_for(block, office.library.body(b), date(2024, 2, 19))
        }
        for b in ("pk-pta", "pk-interior")
    ]
    return min(asked[0] & asked[1])


@pytest.fixture
def two(office: Office) -> tuple[str, str]:
    """PTA gave what the ministry says not to hold."""
    given = answered(office, "pk-pta", "answered", Outcome.DISCLOSED, 4, quotes={})
    denied = answered(office, "pk-interior", "not-held", Outcome.NOT_HELD, 11)
    return given, denied


def test_two_bodies_that_disagree_are_set_side_by_side(
    office: Office, two: tuple[str, str]
) -> None:
    (found,) = found_about(office, BLOCK)

    both = found.contradiction
    assert both.between is Between.HELD_OR_NOT
    assert (both.first.reference, both.second.reference) == two
    assert (both.first.body, both.second.body) == ("pk-pta", "pk-interior")
    assert found.decided is None


def test_a_person_decides_and_may_think_again(office: Office, two: tuple[str, str]) -> None:
    key = found_about(office, BLOCK)[0].contradiction.key

    decide(office, BLOCK, key, Verdict.CONFIRMED, "The annex shows it.", by=BY)

    kept = found_as(office, BLOCK, key)
    assert kept.decided
    assert (kept.decided.verdict, kept.decided.by) == (Verdict.CONFIRMED, BY)
    assert kept.note == "The annex shows it."
    decide(office, BLOCK, key, None, "", by=BY)
    assert found_as(office, BLOCK, key).decided is None


def test_an_answer_that_was_corrected_contradicts_nothing(
    office: Office, two: tuple[str, str]
) -> None:
    key = found_about(office, BLOCK)[0].contradiction.key
    with office.cases.look(two[1]) as case:
        reply = next(e.seq for e in case.history if e.event.kind == "not-held")

    correct(office, two[1], reply, "It was another paper.", by=BY)

    assert found_about(office, BLOCK) == ()
    with pytest.raises(NotOnFile):
        decide(office, BLOCK, key, Verdict.CONFIRMED, "", by=BY)


def test_the_conduct_of_a_body_carries_its_n(office: Office, clock: Clock) -> None:
    law = office.library.law("pk-raia-2017")
    duty = next(d for d in law.refusal_duties if d.shown_on_notice and not d.when)
    answered(office, "pk-pta", "refused", Outcome.REFUSED, 4, lacking=frozenset({duty.key}))
    answered(office, "pk-pta", "refused", Outcome.REFUSED, 5)
    answered(office, "pk-interior", "refused", Outcome.REFUSED, 5)
    silent = a_request(office)
    # Received on Monday 26 February 2024; twenty working days end on 25 March (section 14).
    received(office, silent, date(2024, 2, 26))
    sweep(office)

    conduct = conduct_of(office, "pk-pta")

    assert (conduct.received, conduct.replies) == (3, 2)
    assert [place.reference for place in conduct.silent] == [silent]
    assert [place.reference for place in conduct.overdue] == [silent]
    defect = conduct.defects["pk-raia-2017", duty.key]
    assert (len(defect.lacking), defect.owed) == (1, 2)


def test_no_word_of_a_finding_outlives_either_applicant(
    office: Office, two: tuple[str, str]
) -> None:
    key = found_about(office, BLOCK)[0].contradiction.key
    decide(office, BLOCK, key, Verdict.CONFIRMED, "Bilal says so.", by=BY)

    office.cases.erase_person(two[1])

    kept = found_as(office, BLOCK, key)
    assert (kept.note, kept.decided) == ("", None)
    with office.cases.look(two[0]) as case:
        assert not [name for name in case.sealed_fields() if "finding" in name]
