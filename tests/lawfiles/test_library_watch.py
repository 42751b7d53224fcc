"""Under every law, whatever happens to a request: what is watched is safe, and watched once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.lawfiles.shipped import shipped
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Cause, Channel, DecisionOutcome, PassedBecause, ReceiptProof
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry, History
from tracker.domain.case.reminders import (
    Reminded,
    Reminder,
    plan,
    stands_still,
    watched_in,
    why_quiet,
)
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.clarification_given import ClarificationGiven
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused

FIRST = date(2024, 3, 4)
ENTERED = datetime(2024, 3, 4, tzinfo=UTC)
ANNA = Reminded("anna")
PLAIN: tuple[type[Event], ...] = (
    Registered,
    FeeNoticed,
    FeePaid,
    ClarificationAsked,
    ClarificationGiven,
    AccessGranted,
    Withdrawn,
)
REPLIES = (Refused, PartlyAnswered, Answered)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A request under any law on file, and up to six things that happened to it."""
    law = draw(st.sampled_from(sorted(shipped().laws.values(), key=lambda law: law.key)))
    bodies = sorted(key for key, body in shipped().bodies.items() if law.key in body.laws)
    body = draw(st.sampled_from(bodies or sorted(shipped().bodies)))
    on = DaySpan.on(FIRST)
    asked = Drafted(
        on=on,
        block="",
        body=body,
        law=law.key,
        language="en",
        questions=(),
        eligibility="",
        urgent=draw(st.booleans()),
    )
    events: list[Event] = [asked, Received(on=on, proof=ReceiptProof.COUNTER_STAMP, dispatch=1)]
    for _ in range(draw(st.integers(0, 6))):
        on = DaySpan.on(on.latest + timedelta(days=draw(st.integers(0, 40))))
        stage = draw(st.sampled_from(sorted(law.stages)))
        opening = draw(st.integers(2, len(events)))
        events.append(draw(st.sampled_from(list(_possible(on, stage, opening)))))
    return tuple(
        Entry(seq, event, ENTERED, "", b"", b"") for seq, event in enumerate(events, start=1)
    )


def _possible(on: DaySpan, stage: str, opening: int) -> Iterator[Event]:
    yield from (kind(on=on) for kind in PLAIN)
    yield from (kind(on=on, stage=stage, outcomes=()) for kind in REPLIES)
    yield ExtensionNoticed(on=on, stage=stage)
    yield Decided(on=on, stage=stage, appeal=opening, outcome=DecisionOutcome.DISMISSED)
    yield RemedyWaived(on=on, stage=stage, opening=opening, ground=PassedBecause.COST)
    yield AppealFiled(
        on=on, stage=stage, opening=opening, to="", channel=Channel.POST, cause=Cause.SILENCE
    )


@given(histories())
def test_each_last_day_is_watched_once_and_by_its_safe_reading(history: History) -> None:
    case_status = case_status_of(history, shipped())

    watched = watched_in(case_status, UTC)

    assert len({each.place for each in watched}) == len(watched)
    ends = dict(_safe_ends(case_status))
    for each in watched:
        assert each.day in ends[each.opening, each.stage]


def _safe_ends(case_status: CaseStatus) -> Iterator[tuple[tuple[int, str], set[date]]]:
    """The days that may be watched: of a body its latest, of a requester one on or before the
    earliest end."""
    for awaited in case_status.awaited:
        limits = (awaited.ordinary, awaited.longest, awaited.urgent)
        days = {each.latest for each in limits if each and each.latest}
        yield (awaited.opening.seq, awaited.stage.key), days
    ends: dict[tuple[int, str], set[date]] = {}
    for window in case_status.unfiled():
        day = window.closes.last_safe_day or window.closes.earliest
        assert day <= window.closes.earliest
        ends.setdefault((window.opening, window.stage.key), set()).add(day)
    yield from ends.items()


@given(histories(), st.dates(FIRST, date(2025, 6, 1)))
def test_a_request_is_quiet_only_for_a_reason(history: History, today: date) -> None:
    before = case_status_of(history[:2], shipped())
    case_status = case_status_of(history, shipped())
    made: list[Reminder] = list(plan(before, watched_in(before, UTC), (), (ANNA,), (), today).made)

    planned = plan(case_status, watched_in(case_status, UTC), made, (ANNA,), (), today)

    places = {each.place for each in watched_in(case_status, UTC)}
    for old in made:
        if old.place not in places:
            assert (old, why_quiet(case_status, old.place)) in planned.ended
    if case_status.open:
        for window in case_status.unfiled():
            seen = any((p[0], p[1]) == (window.opening, window.stage.key) for p in places)
            assert seen or stands_still(case_status, window), "no window is forgotten"
