"""The matrix of a block or a campaign: requests, items and outcomes by body."""

from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_request, received, withdraw
from tests.services.cases.test_hearing_diary import an_appeal
from tests.statements import sent_statements
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.request import OwnQuestion
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.record.question_results import OPEN_RESULT, SILENT
from tracker.services.cases.coalition import (
    APPEAL_PENDING,
    DRAFT_RESULT,
    OWN_ITEMS,
    Matrix,
    MatrixFilter,
    MatrixRow,
    coalition_matrix,
)
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.drafting.drafts import start
from tracker.services.drafting.tagging import tag

BLOCK = "pk-x-2024"


def matrix(office: Office, **wanted: str) -> Matrix:
    return coalition_matrix(office, office.records, MatrixFilter(**({"block": BLOCK} | wanted)))


def row(found: Matrix, body: str) -> MatrixRow:
    (one,) = (each for each in found.rows if each.body.key == body)
    return one


def fitting(office: Office, body: str = "pk-pta") -> tuple[str, str]:
    keys = sorted(row(matrix(office), body).fits)
    return keys[0], keys[1]


def test_without_requests_every_fitting_core_item_is_open(office: Office) -> None:
    found = matrix(office)

    pta = row(found, "pk-pta")
    core = {each.key for each in found.items}
    assert core
    assert all(office.library.questions[key].core for key in core)
    assert pta.open == pta.fits
    assert pta.fits <= core
    assert not pta.requests
    assert found.left == 0


def test_a_requested_item_is_no_longer_open_and_the_others_are(office: Office) -> None:
    first, second = fitting(office)

    reference = a_request(office, questions=(first,), supporters=("pfuj",))

    pta = row(matrix(office), "pk-pta")
    (asked,) = pta.asked[first]
    assert (asked.reference, asked.result) == (reference, OPEN_RESULT)
    assert asked.supporters == ("pfuj",)
    assert first not in pta.open
    assert second in pta.open
    assert row(matrix(office), "pk-interior").requests == frozenset()


def test_a_draft_counts_as_asked(office: Office) -> None:
    first, _ = fitting(office)

    begun = start(office, BLOCK, "pk-pta", by=BY, questions=[first])

    assert begun.questions == (first,)
    (asked,) = row(matrix(office), "pk-pta").asked[first]
    assert (asked.reference, asked.result) == (begun.reference, DRAFT_RESULT)


def test_a_draft_is_not_begun_with_an_item_that_does_not_fit(office: Office) -> None:
    with pytest.raises(BadInput, match="do not fit"):
        start(office, BLOCK, "pk-pta", by=BY, questions=["no-such-item"])


def test_a_request_that_was_withdrawn_leaves_its_items_open(office: Office) -> None:
    first, _ = fitting(office)
    withdraw(office, a_request(office, questions=(first,)))

    assert first in row(matrix(office), "pk-pta").open


def test_a_non_response_is_shown_once_it_is_certain(office: Office, clock: Clock) -> None:
    first, _ = fitting(office)
    clock.set(date(2024, 2, 26))
    reference = a_request(office, on=date(2024, 2, 19), questions=(first,))
    received(office, reference, date(2024, 2, 26))
    (asked,) = row(matrix(office), "pk-pta").asked[first]
    assert asked.result == OPEN_RESULT

    # In July the maximum of twenty working days has passed.
    clock.set(date(2024, 7, 1))
    sweep(office)

    (asked,) = row(matrix(office), "pk-pta").asked[first]
    assert asked.result == SILENT


def test_a_refusal_shows_its_section(office: Office, clock: Clock) -> None:
    first, second = fitting(office)
    clock.set(date(2024, 3, 11))
    reference = a_request(office, questions=(first, second))
    received(office, reference, date(2024, 2, 26))
    outcomes = (
        QuestionOutcome(first, Outcome.REFUSED, ("s7-b",)),
        QuestionOutcome(second, Outcome.DISCLOSED),
    )
    response = Response("partly-answered", DaySpan.on(date(2024, 3, 4)), outcomes, [a_paper()])
    take_reply(office, reference, response, by=BY)

    pta = row(matrix(office), "pk-pta")
    (refused,), (given,) = pta.asked[first], pta.asked[second]
    assert refused.result == Outcome.REFUSED.value
    assert refused.given
    assert refused.given.exemptions == ("s7-b",)
    assert given.result == Outcome.DISCLOSED.value
    assert refused.appeal == given.appeal == ""


@pytest.mark.parametrize("outcome", DecisionOutcome)
def test_an_appeal_is_pending_until_its_decision_is_logged(
    office: Office, clock: Clock, outcome: DecisionOutcome
) -> None:
    clock.set(date(2024, 4, 16))
    reference = an_appeal(office)
    pta = row(matrix(office), "pk-pta")
    endings = {each.appeal for items in pta.asked.values() for each in items}
    assert endings == {APPEAL_PENDING}

    with office.cases.look(reference) as case:
        (filed,) = [entry for entry in case.history if entry.event.kind == "appeal-filed"]
        stage = filed.event.stage  # type: ignore[attr-defined]
    clock.set(date(2024, 5, 6))
    decided = Decided(
        on=DaySpan.on(date(2024, 5, 6)), stage=stage, appeal=filed.seq, outcome=outcome
    )
    record(office, reference, decided, [a_paper("decision.txt")], by=BY)

    pta = row(matrix(office), "pk-pta")
    assert {each.appeal for items in pta.asked.values() for each in items} == {outcome.value}


def test_items_in_own_words_have_one_column(office: Office) -> None:
    assert not matrix(office).own_items

    a_request(office, own_questions=(OwnQuestion(Element.ORDER, "A copy of every order."),))

    found = matrix(office)
    assert found.own_items
    assert len(row(found, "pk-pta").asked[OWN_ITEMS]) == 1


def test_a_campaign_has_the_blocks_of_its_tag_and_marks_other_requests(office: Office) -> None:
    first, second = fitting(office)
    inside = a_request(office, questions=(first,))
    outside = a_request(office, questions=(second,))
    tag(office, inside, "festival")

    found = coalition_matrix(office, office.records, MatrixFilter(tag="festival"))

    assert [block.key for block in found.blocks] == [BLOCK]
    pta = row(found, "pk-pta")
    (one,), (other,) = pta.asked[first], pta.asked[second]
    assert (one.reference, one.beside) == (inside, False)
    assert (other.reference, other.beside) == (outside, True)
    nothing = coalition_matrix(office, office.records, MatrixFilter(tag="nobody-uses-this"))
    assert nothing.rows == ()


def test_the_matrix_is_filtered_by_role_and_country(office: Office) -> None:
    every = matrix(office)
    ministries = matrix(office, role="ministry")

    assert {each.body.role.value for each in ministries.rows} == {"ministry"}
    assert 0 < len(ministries.rows) < len(every.rows)
    assert matrix(office, country="in").rows == ()


def test_an_unknown_block_is_refused(office: Office) -> None:
    with pytest.raises(NotOnFile, match="no block"):
        matrix(office, block="nowhere")


def test_the_statements_do_not_grow_with_the_requests(office: Office) -> None:
    def counted() -> int:
        with sent_statements() as statements:
            matrix(office)
        return len(statements)

    a_request(office)
    with_one = counted()
    for _ in range(4):
        a_request(office)

    assert counted() == with_one > 0


def test_bodies_of_the_federation_its_provinces_and_both_territories_have_rows(
    office: Office,
) -> None:
    rows = {each.body.key: each for each in matrix(office).rows}

    assert {
        "pk-pta",
        "pk-punjab-home",
        "pk-kp-home",
        "pk-sindh-home",
        "pk-balochistan-home",
        "pk-gb-home",
        "pk-ajk-government",
    } <= set(rows)
    # No information law of the library binds the last two. A petition can be sent to them.
    assert rows["pk-gb-home"].open
    assert rows["pk-ajk-government"].open
