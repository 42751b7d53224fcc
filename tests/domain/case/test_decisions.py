"""A decision is that of the appeal which it names, also where two were filed in one stage.

The first appeal is filed on Monday 25 March 2024: sixty days end on Friday 24 May. The second,
against a refusal that came late, on Tuesday 2 April: sixty days end on Saturday 1 June.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.a_ladder import a_library, appealed, decided, history, received, refused
from tracker.domain.base.terms import Cause
from tracker.domain.case.case_status import CaseStatus, Phase, case_status_of
from tracker.domain.events.event import Event

FIRST, SECOND = 3, 5
BEFORE = (
    received(),
    appealed(date(2024, 3, 25), 2),
    refused(date(2024, 3, 28)),
    appealed(date(2024, 4, 2), 4),
)
DECISION = decided(date(2024, 5, 10))


def case_status(*events: Event) -> CaseStatus:
    return case_status_of(history(*BEFORE, *events), a_library())


def pending(found: CaseStatus) -> list[tuple[int, date]]:
    return [
        (each.opening.seq, each.ordinary.earliest)
        for each in found.awaited
        if each.stage.key == "appeal-decision" and not each.done
    ]


def courts(found: CaseStatus) -> list[tuple[Cause, int]]:
    return [(each.cause, each.opening) for each in found.windows if each.stage.key == "court"]


def test_two_appeals_of_one_stage_wait_each_for_a_decision_of_its_own() -> None:
    found = case_status()

    assert pending(found) == [(FIRST, date(2024, 5, 24)), (SECOND, date(2024, 6, 1))]
    assert [entry.seq for entry in found.case_state.undecided()] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("appeal", "waits", "phase"),
    [(FIRST, SECOND, Phase.APPEALED), (SECOND, FIRST, Phase.DECIDED)],
)
def test_a_decision_ends_the_wait_for_the_appeal_that_it_names_alone(
    appeal: int, waits: int, phase: Phase
) -> None:
    found = case_status(replace(DECISION, appeal=appeal))

    assert [seq for seq, _ in pending(found)] == [waits]
    assert [entry.seq for entry in found.case_state.undecided()] == [waits]
    assert found.phase is phase
    assert courts(found) == [(Cause.SILENCE, waits), (Cause.DECISION, 6)]


def test_each_appeal_has_the_decision_that_names_it() -> None:
    later = decided(date(2024, 5, 20), FIRST)
    found = case_status(replace(DECISION, appeal=SECOND), later)

    decisions = [found.case_state.decision_on(entry) for entry in found.case_state.appeals]
    assert [decision.seq for decision in decisions if decision] == [7, 6]
    assert pending(found) == []
    assert courts(found) == [(Cause.DECISION, 6), (Cause.DECISION, 7)]
