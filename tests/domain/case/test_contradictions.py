"""Two answers to one question that do not agree, as a rule finds them."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import GivenAs
from tracker.domain.case.contradictions import (
    Between,
    ContradictingAnswer,
    contradictions,
    own_question,
)
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.questions import Element

FIRST = ContradictingAnswer(
    reference="one",
    entry=5,
    body="pta",
    on=DaySpan.on(date(2024, 3, 4)),
    question="order",
    asked="The order.",
    elements=(Element.ORDER,),
    outcome=Outcome.DISCLOSED,
)
SECOND = replace(FIRST, reference="two", body="interior", on=DaySpan.on(date(2024, 4, 2)))


def between(first: ContradictingAnswer, second: ContradictingAnswer) -> list[Between]:
    return [found.between for found in contradictions([second, first])]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (Outcome.DISCLOSED, Outcome.NOT_HELD, Between.HELD_OR_NOT),
        (Outcome.REFUSED, Outcome.NOT_HELD, Between.HELD_OR_NOT),
        (Outcome.PARTLY_DISCLOSED, Outcome.REFUSED, Between.GIVEN_OR_REFUSED),
        (Outcome.SAID_TO_BE_PUBLIC, Outcome.REFUSED, Between.PUBLIC_OR_REFUSED),
    ],
)
def test_outcomes_that_do_not_agree_are_found(
    first: Outcome, second: Outcome, found: Between
) -> None:
    one, other = replace(FIRST, outcome=first), replace(SECOND, outcome=second)

    assert between(one, other) == [found]
    assert between(replace(FIRST, outcome=second), replace(SECOND, outcome=first)) == [found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Outcome.DISCLOSED, Outcome.DISCLOSED),
        (Outcome.REFUSED, Outcome.REFUSED),
        (Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE),
        (Outcome.PASSED_OVER, Outcome.DISCLOSED),
    ],
)
def test_outcomes_that_agree_or_say_nothing_are_none(first: Outcome, second: Outcome) -> None:
    assert between(replace(FIRST, outcome=first), replace(SECOND, outcome=second)) == []


def test_a_statement_and_the_record_are_two_things() -> None:
    record = replace(FIRST, given_as=GivenAs.RECORD)

    assert between(record, replace(SECOND, given_as=GivenAs.STATEMENT)) == [
        Between.RECORD_OR_STATEMENT
    ]
    assert between(record, SECOND) == []


def test_words_are_compared_as_they_are_read() -> None:
    said = replace(FIRST, words="The order was made on 17 February.")

    assert between(said, replace(SECOND, words="the order was made on 17 February")) == []
    assert between(said, replace(SECOND, words="No order was made.")) == [Between.WORDS]


def test_another_question_or_the_same_body_on_the_same_day_is_no_contradiction() -> None:
    refused = replace(SECOND, outcome=Outcome.REFUSED)

    assert between(FIRST, replace(refused, question="power")) == []
    assert between(FIRST, replace(refused, body=FIRST.body, on=FIRST.on)) == []
    assert between(FIRST, replace(refused, body=FIRST.body)) == [Between.GIVEN_OR_REFUSED]


def test_the_older_answer_stands_first_and_the_key_stays() -> None:
    refused = replace(SECOND, outcome=Outcome.REFUSED)

    (found,) = contradictions([refused, FIRST])
    (again,) = contradictions([FIRST, replace(refused, words="Refused, as before.")])

    assert (found.first.reference, found.second.reference) == ("one", "two")
    assert found.key == again.key


def test_own_questions_are_known_by_their_words() -> None:
    assert own_question("The order, in full.") == own_question("the ORDER in full")
    assert own_question("The order.") != own_question("The reasons.")
