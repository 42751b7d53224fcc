"""A decision is that of the appeal which it names, also where two were filed in one stage.

The first appeal is filed on Monday 25 March 2024: sixty days end on Friday 24 May. The second,
against a refusal that came late, on Tuesday 2 April: sixty days end on Saturday 1 June.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.a_ladder import a_library, appealed, decided, history, received, refused
from tracker.domain.base.terms import Cause
from tracker.domain.case.case_status import Phase, Standing, standing_of
from tracker.domain.events.event import Event

FIRST, SECOND = 3, 5
BEFORE = (
    received(),
    appealed(date(2024, 3, 25), 2),
    refused(date(2024, 3, 28)),
    appealed(date(2024, 4, 2), 4),
)
DECISION = decided(date(2024, 5, 10))


def standing(*events: Event) -> Standing:
    return standing_of(history(*BEFORE, *events), a_library())


def pending(found: Standing) -> list[tuple[int, date]]:
    return [
        (each.opening.seq, each.ordinary.earliest)
        for each in found.awaited
        if each.stage.key == "appeal-decision" and not each.done
    ]


def courts(found: Standing) -> list[tuple[Cause, int]]:
    return [(each.cause, each.opening) for each in found.windows if each.stage.key == "court"]


def test_two_appeals_of_one_stage_wait_each_for_a_decision_of_its_own() -> None:
    found = standing()

    assert pending(found) == [(FIRST, date(2024, 5, 24)), (SECOND, date(2024, 6, 1))]
    assert [entry.seq for entry in found.situation.undecided()] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("appeal", "waits", "phase"),
    [(FIRST, SECOND, Phase.APPEALED), (SECOND, FIRST, Phase.DECIDED)],
)
def test_a_decision_ends_the_wait_for_the_appeal_that_it_names_alone(
    appeal: int, waits: int, phase: Phase
) -> None:
    found = standing(replace(DECISION, appeal=appeal))

    assert [seq for seq, _ in pending(found)] == [waits]
    assert [entry.seq for entry in found.situation.undecided()] == [waits]
    assert found.phase is phase
    assert courts(found) == [(Cause.SILENCE, waits), (Cause.DECISION, 6)]


def test_each_appeal_has_the_decision_that_names_it() -> None:
    later = decided(date(2024, 5, 20), FIRST)
    found = standing(replace(DECISION, appeal=SECOND), later)

    decisions = [found.situation.decision_on(entry) for entry in found.situation.appeals]
    assert [decision.seq for decision in decisions if decision] == [7, 6]
    assert pending(found) == []
    assert courts(found) == [(Cause.DECISION, 6), (Cause.DECISION, 7)]
