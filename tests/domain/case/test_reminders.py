"""The ladder of reminders: each rung once, the newest one never lost, quiet where nothing runs.

Received on Monday 4 March 2024. Ten working days end on Monday 18 March, twenty on Monday 1 April.
What silence opens closes thirty days after 18 March, on Wednesday 17 April. By a paper calendar
the rungs of 18 March are 4, 11, 15, 17, 18 and 19 March.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.a_ladder import (
    ACTION,
    APPEAL,
    REPLY,
    WAITING,
    a_library,
    answered,
    appealed,
    history,
    ladder,
    on,
    received,
    refused,
)
from tests.domain.small_world import a_pause
from tracker.domain.base.terms import PassedBecause
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus, Phase, case_status_of
from tracker.domain.case.reminders import (
    USUAL_RUNGS,
    Because,
    Plan,
    Reminded,
    Reminder,
    Watched,
    due_rungs,
    next_look,
    plan,
    watched_in,
)
from tracker.domain.clock.deadline_changes import Term
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.event import Event
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.law.limits import PauseEffect

ANNA, BILAL, CHIEF = Reminded("anna"), Reminded("bilal"), Reminded("chief")
LAST_DAY = date(2024, 3, 18)
NOON = datetime(2024, 3, 18, 12, tzinfo=UTC)
AWAITED = CaseStatus(Phase.AWAITING, CaseState())


def march(day: int) -> date:
    return date(2024, 3, day)


def a_day(day: date = LAST_DAY, **changes: object) -> Watched:
    usual = Watched("reply", 2, Term.ORDINARY, day, since=date.min, entered=date.min)
    return replace(usual, **changes)  # type: ignore[arg-type]


class Desk:
    """A request with one last day to watch, and the reminders that were made of it."""

    def __init__(self, *watched: Watched, watchers: tuple[Reminded, ...] = (ANNA,)) -> None:
        self.watched, self.watchers = watched, watchers
        self.others: tuple[Reminded, ...] = ()
        self.kept: list[Reminder] = []
        self._numbers = count(1)

    def look(self, today: date, case_status: CaseStatus = AWAITED) -> list[Reminder]:
        """What a look on that day makes."""
        planned = plan(case_status, self.watched, self.kept, self.watchers, self.others, today)
        self._end(planned)
        made = [replace(each, seq=next(self._numbers)) for each in planned.made]
        self.kept += made
        return made

    def _end(self, planned: Plan) -> None:
        ends = {old.seq: because for old, because in planned.ended}
        self.kept = [replace(r, closed=ends.get(r.seq, r.closed)) for r in self.kept]

    def acknowledge(self, seq: int) -> None:
        self.kept = [replace(r, acknowledged_at=NOON) if r.seq == seq else r for r in self.kept]

    @property
    def case_status(self) -> list[Reminder]:
        return [reminder for reminder in self.kept if reminder.closed is None]


def watched(*events: Event, urgent: bool = False) -> dict[tuple[str, Term], date]:
    found = case_status_of(history(*events, urgent=urgent), a_library())
    return {(each.stage, each.term): each.day for each in watched_in(found, UTC)}


# Which days are watched -----------------------------------------------------------------------


def test_a_body_is_watched_by_its_latest_day_and_a_window_by_its_last_safe_one() -> None:
    assert watched(received()) == {
        ("reply", Term.ORDINARY): LAST_DAY,
        ("reply", Term.LONGEST): date(2024, 4, 1),
        ("appeal", Term.AFTER_SILENCE): date(2024, 4, 17),
    }


def test_where_receipt_is_a_span_a_body_has_the_later_day_and_the_requester_the_earlier() -> None:
    # Received on Monday 4 or Wednesday 6 March: the body may count from the Wednesday, to
    # Wednesday 20 March; the window may run from the Monday, so it stays 17 April.
    found = watched(received(march(4), march(6)))

    assert found["reply", Term.ORDINARY] == march(20)
    assert found["appeal", Term.AFTER_SILENCE] == date(2024, 4, 17)


def test_a_last_safe_day_is_one_on_which_the_office_that_receives_is_open() -> None:
    library = a_library(commission=(date(2024, 4, 16), date(2024, 4, 17)))
    case_status = case_status_of(history(received()), library)

    days = {each.stage: each.day for each in watched_in(case_status, UTC)}
    assert days["appeal"] == date(2024, 4, 15)


def test_the_longest_time_is_watched_once_the_ordinary_one_is_over() -> None:
    case_status = case_status_of(history(received()), a_library())
    (longest,) = (w for w in watched_in(case_status, UTC) if w.term is Term.LONGEST)

    # The day after the last one belongs to the ordinary time: silence arises on 19 March.
    assert longest.since == march(20)
    assert due_rungs(longest, ANNA, march(19)) == ()
    assert due_rungs(longest, ANNA, march(20)) == (-14,)


@pytest.mark.parametrize(
    "events",
    [
        (received(), answered(march(11))),
        (received(), Withdrawn(on=on(march(11)))),
        (),
    ],
    ids=["answered in full", "withdrawn", "not received"],
)
def test_nobody_is_reminded_of_what_nobody_waits_for(events: tuple[Event, ...]) -> None:
    assert watched(*events) == {}


def test_a_window_that_was_used_is_not_watched_and_the_decision_is() -> None:
    found = watched(received(), refused(march(11)), appealed(march(12), 3))

    # Sixty days after 12 March end on Saturday 11 May, whatever a closed day does after it.
    assert ("appeal", Term.AFTER_DECISION) not in found
    assert ("appeal-decision", Term.ORDINARY) in found


def test_a_window_that_was_let_pass_is_not_watched() -> None:
    decision = RemedyWaived(
        on=on(march(12)), stage="appeal", opening=3, ground=PassedBecause.ENOUGH_GIVEN
    )

    assert ("appeal", Term.AFTER_DECISION) in watched(received(), refused(march(11)))
    assert watched(received(), refused(march(11)), decision) == {}


@pytest.mark.parametrize(
    ("effect", "quiet"),
    [(PauseEffect.STOPS, True), (PauseEffect.RESTARTS, True), (PauseEffect.UNSETTLED, False)],
)
def test_a_clock_that_stands_still_is_quiet_where_it_surely_does(
    effect: PauseEffect, quiet: bool
) -> None:
    paused = ladder(replace(REPLY, pauses=(a_pause(effect),)))
    library, fee = a_library(paused), FeeNoticed(on=on(march(6)))

    def days(*events: Event) -> set[str]:
        found = case_status_of(history(received(), *events), library)
        return {each.stage for each in watched_in(found, UTC)}

    assert days() == {"reply", "appeal"}
    # No body is waited for, and a window is watched only where it may be open all the same.
    assert days(fee) == (set() if quiet else {"appeal"})
    assert days(fee, FeePaid(on=on(march(8)))) == {"reply", "appeal"}


def test_a_pause_that_came_after_the_end_leaves_the_window_as_it_was() -> None:
    library = a_library(ladder(replace(REPLY, pauses=(a_pause(PauseEffect.STOPS),))))
    case_status = case_status_of(history(received(), FeeNoticed(on=on(march(20)))), library)

    # The ten days ended on 18 March: what the body asks on the 20th stops nothing of them.
    assert "appeal" in {each.stage for each in watched_in(case_status, UTC)}


def test_of_a_remedy_that_two_silences_open_the_earlier_end_is_watched() -> None:
    # Three months after 4 March the waiting ends too, and opens the appeal once more, for later.
    appeal = replace(APPEAL, opened_by_silence_of=("reply", "access", "waiting"))
    library = a_library(ladder(appeal, WAITING, ACTION))
    case_status = case_status_of(history(received()), library)
    assert len([w for w in case_status.windows if w.stage.key == "appeal"]) == 2

    days = [each.day for each in watched_in(case_status, UTC) if each.stage == "appeal"]

    assert days == [date(2024, 4, 17)]


# The ladder -----------------------------------------------------------------------------------


def test_each_rung_is_made_once_on_its_day() -> None:
    desk = Desk(a_day())

    made = {
        day: reminder.rung
        for day in (march(n) for n in range(1, 29))
        for _ in range(3)
        for reminder in desk.look(day)
    }

    assert made == {
        march(4): -14,
        march(11): -7,
        march(15): -3,
        march(17): -1,
        march(18): 0,
        march(19): 1,
    }


def test_a_person_has_a_ladder_of_their_own() -> None:
    desk = Desk(a_day(), watchers=(Reminded("anna", (-2,)),))

    made = [day for day in (march(n) for n in range(1, 29)) if desk.look(day)]

    assert made == [march(16)]


def test_after_ten_days_down_the_newest_rung_alone_is_made_and_tells_of_the_others() -> None:
    desk = Desk(a_day())
    desk.look(march(4))

    # From 5 to 15 March the program was down: of the 11th and the 15th only the 15th is left.
    (reminder,) = desk.look(march(15))

    assert (reminder.rung, reminder.missed) == (-3, 1)
    assert [(r.seq, r.closed) for r in desk.kept] == [(1, Because.REPLACED), (2, None)]


def test_a_day_that_was_known_late_has_missed_nothing() -> None:
    desk = Desk(a_day(entered=march(16)))

    (reminder,) = desk.look(march(16))

    assert (reminder.rung, reminder.missed) == (-3, 0)


def test_of_a_day_that_was_over_when_it_was_entered_nobody_is_reminded() -> None:
    # The day after the last one is 19 March: who entered it on the 20th sees it on the page.
    assert Desk(a_day(entered=march(20))).look(march(20)) == []
    assert [r.rung for r in Desk(a_day(entered=march(19))).look(march(19))] == [1]


def test_a_window_that_opens_within_the_ladder_is_told_of_on_the_day_it_opens() -> None:
    desk = Desk(a_day(since=march(13)))

    assert desk.look(march(12)) == []
    assert [(r.rung, r.missed) for r in desk.look(march(13))] == [(-7, 0)]


def test_a_clock_that_jumps_back_makes_no_older_rung_and_takes_nothing_back() -> None:
    desk = Desk(a_day())
    desk.look(march(15))

    assert desk.look(march(11)) == []
    assert [r.rung for r in desk.case_status] == [-3]
    assert desk.look(march(15)) == []
    assert [r.rung for r in desk.look(march(17))] == [-1]


# Days that move -------------------------------------------------------------------------------


def test_a_day_that_moved_is_told_at_once_with_the_old_one() -> None:
    desk = Desk(a_day())
    desk.look(march(11))
    desk.watched = (a_day(march(25)),)

    # T-14 of 25 March is 11 March, so the rung itself carries the news.
    (reminder,) = desk.look(march(11))
    assert (reminder.day, reminder.rung, reminder.was) == (march(25), -14, LAST_DAY)
    assert desk.kept[0].closed is Because.MOVED


def test_a_day_that_moved_out_of_the_ladder_is_told_all_the_same() -> None:
    desk = Desk(a_day())
    desk.look(march(15))
    desk.watched = (a_day(date(2024, 4, 30)),)

    (reminder,) = desk.look(march(15))

    assert (reminder.rung, reminder.after, reminder.was) == (None, 1, LAST_DAY)
    assert desk.look(march(16)) == []
    # T-14 of 30 April is 16 April.
    assert [r.rung for r in desk.look(date(2024, 4, 16))] == [-14]


def test_a_day_that_goes_to_and_fro_is_told_each_time() -> None:
    desk = Desk(a_day())
    desk.look(march(11))

    for day in (march(25), LAST_DAY, march(25), LAST_DAY):
        desk.watched = (a_day(day),)
        (reminder,) = desk.look(march(11))
        assert reminder.day == day
        assert reminder.was not in (None, day)

    assert len({reminder.once for reminder in desk.kept}) == len(desk.kept)
    assert len(desk.case_status) == 1


def test_a_day_that_moved_into_the_ladder_has_missed_nothing_and_alarms_nobody_else() -> None:
    desk = Desk(a_day(date(2024, 4, 1)))
    desk.others = (CHIEF,)
    desk.look(march(18))
    desk.watched = (a_day(march(20)),)

    # T-14, T-7 and T-3 of 20 March are 6, 13 and 17 March: nobody could have been told of them.
    assert [(r.person, r.rung, r.missed) for r in desk.look(march(18))] == [("anna", -3, 0)]


def test_who_was_told_nothing_is_told_of_no_move() -> None:
    desk = Desk(a_day())
    desk.look(march(1))
    desk.watched = (a_day(date(2024, 4, 30)),)

    assert desk.look(march(2)) == []


# Why a reminder ends --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "because"),
    [
        ((refused(march(12)),), Because.SETTLED),
        ((Withdrawn(on=on(march(12))),), Because.WITHDRAWN),
    ],
)
def test_a_reminder_ends_with_what_it_was_about(
    after: tuple[Event, ...], because: Because
) -> None:
    desk = Desk(a_day())
    desk.look(march(11))
    case_status = case_status_of(history(received(), *after), a_library())
    desk.watched = ()

    assert desk.look(march(12), case_status) == []
    assert [r.closed for r in desk.kept] == [because]


def test_a_reminder_of_a_paused_clock_ends_and_is_made_again_when_the_clock_restarts() -> None:
    library = a_library(ladder(replace(REPLY, pauses=(a_pause(PauseEffect.STOPS),))))
    fee, paid = FeeNoticed(on=on(march(6))), FeePaid(on=on(march(14)))
    stopped = case_status_of(history(received(), fee), library)
    desk = Desk(*watched_in(case_status_of(history(received()), library), UTC))
    desk.look(march(5))

    desk.watched = watched_in(stopped, UTC)
    assert desk.look(march(6), stopped) == []
    assert {r.closed for r in desk.kept} == {Because.PAUSED}
    goes_on = case_status_of(history(received(), fee, paid), library)
    desk.watched = watched_in(goes_on, UTC)

    (reminder,) = desk.look(march(14), goes_on)
    assert reminder.was == LAST_DAY
    assert reminder.day == desk.watched[0].day > LAST_DAY


def test_a_reminder_ends_as_granted_once_a_notice_of_the_fee_grants_the_request() -> None:
    library = a_library(ladder(replace(REPLY, pauses=(a_pause(PauseEffect.DECIDES),))))
    granted = case_status_of(history(received(), FeeNoticed(on=on(march(6)))), library)
    desk = Desk(*watched_in(case_status_of(history(received()), library), UTC))
    desk.look(march(5))

    desk.watched = watched_in(granted, UTC)
    desk.look(march(6), granted)

    ended = {r.closed for r in desk.kept if r.closed}
    assert Because.GRANTED in ended
    assert Because.PAUSED not in ended


def test_an_answer_that_was_a_mistake_brings_the_reminder_back() -> None:
    desk = Desk(a_day())
    desk.look(march(19))
    usual = desk.watched
    desk.watched = ()
    desk.look(march(20))
    desk.watched = usual

    (reminder,) = desk.look(march(21))

    assert (reminder.rung, reminder.after, reminder.was) == (None, 1, None)
    assert desk.look(march(22)) == []


def test_another_person_in_charge_is_told_at_once_and_the_one_before_no_more() -> None:
    desk = Desk(a_day())
    desk.look(march(11))
    desk.watchers = (BILAL,)

    (reminder,) = desk.look(march(12))

    assert (reminder.person, reminder.rung) == ("bilal", -7)
    assert desk.kept[0].closed is Because.HANDED_ON


# Two people, and a third ----------------------------------------------------------------------


def test_two_people_are_reminded_and_a_third_where_neither_saw_it() -> None:
    desk = Desk(a_day(), watchers=(ANNA, BILAL))
    desk.others = (CHIEF,)

    assert {r.person for r in desk.look(march(4))} == {"anna", "bilal"}
    made = desk.look(march(11))

    assert [(r.person, r.escalated, r.rung) for r in made] == [
        ("anna", False, -7),
        ("bilal", False, -7),
        ("chief", True, -7),
    ]


def test_what_one_of_them_acknowledged_goes_to_no_third_person() -> None:
    desk = Desk(a_day(), watchers=(ANNA, BILAL))
    desk.others = (CHIEF,)
    desk.look(march(4))
    desk.acknowledge(2)

    assert {r.person for r in desk.look(march(11))} == {"anna", "bilal"}
    # But that of the 11th was seen by nobody.
    assert {r.person for r in desk.look(march(15))} == {"anna", "bilal", "chief"}


def test_a_third_person_is_told_the_newest_rung_and_keeps_it() -> None:
    desk = Desk(a_day(), watchers=(Reminded("anna", (-14, -7)), Reminded("bilal", (-14, -3))))
    desk.others = (CHIEF,)
    desk.look(march(4))

    made = desk.look(march(15))

    assert [(r.person, r.rung) for r in made] == [("anna", -7), ("bilal", -3), ("chief", -3)]
    desk.look(march(16))
    assert {r.person for r in desk.case_status} == {"anna", "bilal", "chief"}


def test_a_third_person_who_was_told_of_a_day_is_told_of_its_moving() -> None:
    desk = Desk(a_day())
    desk.others = (CHIEF,)
    desk.look(march(4))
    desk.look(march(11))
    desk.watched = (a_day(date(2024, 5, 20)),)

    made = desk.look(march(12))

    assert [(r.person, r.escalated, r.was) for r in made] == [
        ("anna", False, LAST_DAY),
        ("chief", True, LAST_DAY),
    ]


def test_the_third_person_takes_it_over_by_acknowledging_it() -> None:
    desk = Desk(a_day())
    desk.others = (CHIEF,)
    desk.look(march(4))
    _, escalated = desk.look(march(11))
    desk.acknowledge(escalated.seq)

    assert [r.person for r in desk.look(march(15))] == ["anna"]


# What holds for every course of days ----------------------------------------------------------

people = st.lists(
    st.builds(
        Reminded,
        st.sampled_from(["anna", "bilal"]),
        st.sets(st.integers(-30, 5), min_size=1).map(lambda rungs: tuple(sorted(rungs))),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda person: person.account,
)
days = st.dates(date(2024, 1, 20), date(2024, 4, 20))
moves = st.one_of(
    st.tuples(st.just("look"), days),
    st.tuples(st.just("look"), days),
    st.tuples(st.just("see"), st.integers(0, 30)),
    st.tuples(st.just("move"), days),
    st.tuples(st.just("rest"), days),
)


@given(people, st.lists(moves, max_size=25))
def test_any_course_of_days_makes_each_rung_once_and_loses_no_newest_one(
    watchers: list[Reminded], course: list[tuple[str, object]]
) -> None:
    desk = Desk(a_day(), watchers=tuple(watchers))
    desk.others = (CHIEF,)
    for what, value in course:
        if what == "see" and isinstance(value, int):
            desk.acknowledge(value)
        elif isinstance(value, date):
            if what == "move":
                desk.watched = (a_day(value),)
            if what == "rest":
                resting = desk.watched
                desk.watched = ()
                desk.look(value)
                desk.watched = resting
            desk.look(value)
            _nothing_is_lost(desk, value)
            assert desk.look(value) == [], "the same moment again finds nothing to do"

    keys = [reminder.once for reminder in desk.kept]
    assert len(keys) == len(set(keys))


def _nothing_is_lost(desk: Desk, today: date) -> None:
    (day,) = desk.watched
    for person in desk.watchers:
        come = [rung for rung in person.rungs if day.day + timedelta(days=rung) <= today]
        case_status = [r for r in desk.case_status if r.person == person.account]
        assert len(case_status) <= 1, "one reminder of a day stands, never two"
        assert all(r.day == day.day for r in case_status), "a day that moved is told by nobody"
        made = [r for r in desk.kept if r.person == person.account and r.day == day.day]
        assert not come or any(r.rung is not None and r.rung >= come[-1] for r in made)
        told = [r for r in desk.kept if r.person == person.account]
        assert not told or case_status, "who was told of it is told how it stands now"
    told_too = [r for r in desk.kept if r.person == CHIEF.account]
    assert not told_too or [r.day for r in told_too if r.closed is None] == [day.day]


@given(people, days, days)
def test_the_next_look_is_the_first_day_on_which_there_is_something_to_do(
    watchers: list[Reminded], day: date, today: date
) -> None:
    desk = Desk(a_day(day), watchers=tuple(watchers))
    desk.look(today)

    following = next_look(desk.watched, desk.watchers, today)

    last = following or date(2024, 8, 1)
    for between in range(1, (last - today).days):
        assert desk.look(today + timedelta(days=between)) == []
    assert following is None or desk.look(following)


def test_the_next_look_waits_for_a_window_to_open() -> None:
    assert next_look([a_day(since=march(13))], [ANNA], march(1)) == march(13)


def test_the_usual_ladder_is_fourteen_seven_three_one_the_day_and_the_day_after() -> None:
    assert USUAL_RUNGS == (-14, -7, -3, -1, 0, 1)
