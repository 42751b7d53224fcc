"""Answers are called what their outcomes make of them, and wrong input loses nothing."""

from datetime import date

import pytest

from tests.offices import BY, a_paper, a_request, received
from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.history import Drafted, QuestionOutcome, Refused
from tracker.domain.questions import Outcome
from tracker.domain.standing import standing_of
from tracker.services.office import Office
from tracker.services.receiving import Response, correct, note_extension, take_reply

ON = DaySpan.on(date(2024, 3, 8))


@pytest.fixture
def reference(office: Office) -> str:
    made = a_request(office)
    received(office, made, date(2024, 2, 26))
    return made


def asked(office: Office, reference: str) -> Drafted:
    with office.cases.look(reference) as case:
        drafted = standing_of(case.history, office.library).situation.drafted
    assert drafted
    return drafted


def outcomes(office: Office, reference: str, *found: Outcome) -> tuple[QuestionOutcome, ...]:
    questions = asked(office, reference).questions
    chosen = [*found, *[found[-1]] * len(questions)]
    return tuple(QuestionOutcome(q.key, o) for q, o in zip(questions, chosen, strict=False))


def test_a_refusal_keeps_the_duties_that_its_paper_fails(office: Office, reference: str) -> None:
    law = office.library.law(asked(office, reference).law)
    shown = frozenset({"appeal-right"})
    response = Response("refused", ON, outcomes(office, reference, Outcome.REFUSED), shown)

    entry = take_reply(office, reference, response, by=BY)

    assert isinstance(entry.event, Refused)
    assert set(entry.event.lacking) == {"in-writing", "ground", "exact-exception", "severance"}
    # Approval by the principal officer is required, but not of the notice: a question, no defect.
    hidden = {duty.key for duty in law.refusal_duties if not duty.shown_on_notice}
    assert hidden
    assert not hidden & set(entry.event.lacking)


@pytest.mark.parametrize(
    ("kind", "found", "says"),
    [
        ("answered", (Outcome.DISCLOSED, Outcome.REFUSED), "partial answer"),
        ("refused", (Outcome.DISCLOSED, Outcome.REFUSED), "partial answer"),
        ("partly-answered", (Outcome.REFUSED,), "refusal or not held"),
        ("refused", (Outcome.DISCLOSED,), "call this an answer"),
        ("applauded", (Outcome.DISCLOSED,), "not a kind of reply"),
    ],
)
def test_a_reply_must_be_called_what_it_is(
    office: Office, reference: str, kind: str, found: tuple[Outcome, ...], says: str
) -> None:
    response = Response(kind, ON, outcomes(office, reference, *found), frozenset())

    with pytest.raises(BadInput, match=says):
        take_reply(office, reference, response, by=BY)


def test_every_question_needs_an_outcome(office: Office, reference: str) -> None:
    first = outcomes(office, reference, Outcome.REFUSED)[:1]

    with pytest.raises(BadInput, match="every question"):
        take_reply(office, reference, Response("refused", ON, first, frozenset()), by=BY)


def test_an_exemption_must_be_one_of_the_law(office: Office, reference: str) -> None:
    key = asked(office, reference).questions[0].key
    found = (QuestionOutcome(key, Outcome.REFUSED, ("99-z",)),)
    rest = outcomes(office, reference, Outcome.REFUSED)[1:]

    with pytest.raises(BadInput, match="99-z"):
        take_reply(office, reference, Response("refused", ON, found + rest, frozenset()), by=BY)


def test_nothing_is_answered_before_it_was_received(office: Office) -> None:
    sent = a_request(office)
    response = Response("refused", ON, outcomes(office, sent, Outcome.REFUSED), frozenset())

    with pytest.raises(NotAllowed, match="with its proof"):
        take_reply(office, sent, response, by=BY)


def test_a_day_to_come_is_refused(office: Office, reference: str) -> None:
    tomorrow = DaySpan.on(date(2026, 11, 25))

    with pytest.raises(BadInput, match="has not come yet"):
        note_extension(office, reference, tomorrow, "", [a_paper()], by=BY)


def test_a_day_before_the_letter_was_sent_is_refused(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="check both days"):
        note_extension(office, reference, DaySpan.on(date(2024, 2, 1)), "", [a_paper()], by=BY)


def test_a_ground_that_the_law_does_not_name_is_refused(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="not a ground"):
        note_extension(office, reference, ON, "holidays", [a_paper()], by=BY)


def test_what_was_asked_cannot_be_struck(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="cannot be corrected"):
        correct(office, reference, 1, "changed our mind", by=BY)


@pytest.mark.parametrize(
    ("why", "says"), [("", "few words"), ("Ms Namoona gave another day", "the applicant's name")]
)
def test_a_correction_needs_a_reason_that_names_nobody(
    office: Office, reference: str, why: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        correct(office, reference, 4, why, by=BY)
