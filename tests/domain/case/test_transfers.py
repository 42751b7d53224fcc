"""A request that is handed on: whose time to reply it is, from which entry, and what bears on it.

Received on Monday 4 March 2024 by the ministry: ten working days end on Monday 18 March, twenty on
1 April. Handed to the agency on Wednesday 20 March: ten working days end on Wednesday 3 April.
"""

from dataclasses import replace
from datetime import date

from tests.domain.a_ladder import (
    AGENCY,
    COMMISSION,
    MINISTRY,
    REPLY,
    a_library,
    appealed,
    extended,
    history,
    ladder,
    lapsed,
    on,
    received,
    refused,
)
from tests.domain.small_world import en
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.law.limits import Transfer, TransferEffect
from tracker.domain.library import Library

RECEIVED = 2


def march(day: int) -> date:
    return date(2024, 3, day)


def handed(day: int, to: str = AGENCY) -> Transferred:
    return Transferred(on=on(march(day)), to=to)


def late(opening: int = RECEIVED, stage: str = "reply") -> Event:
    return lapsed(Overdue, march(18), opening, stage)


def turns(*events: Event, library: Library | None = None) -> list[PendingDuty]:
    case_status = case_status_of(history(received(), *events), library or a_library())
    return [each for each in case_status.awaited if each.stage.key == "reply"]


def told(found: list[PendingDuty]) -> list[tuple[str, int, bool]]:
    """Of each turn: the body, the entry that opened it, and whether it is over."""
    return [(each.body, each.opening.seq, each.done) for each in found]


def ends(found: PendingDuty) -> tuple[date | None, ...]:
    return (found.plain.earliest, found.plain.latest, found.ordinary.latest, found.longest.latest)


def test_a_body_that_let_its_time_pass_keeps_its_lapse_and_the_next_has_a_time_of_its_own() -> (
    None
):
    first, second = turns(late(), handed(20))

    assert told([first, second]) == [(MINISTRY, RECEIVED, True), (AGENCY, 4, False)]
    assert ends(first) == (march(18), march(18), march(18), date(2024, 4, 1))
    # The law says nothing of transfers: the time continues, or begins again. Twenty working days
    # after 20 March end on Wednesday 17 April.
    assert ends(second)[:3] == (march(18), date(2024, 4, 3), date(2024, 4, 3))
    assert ends(second)[3] == date(2024, 4, 17)


def test_a_reply_ends_the_time_of_the_body_that_has_the_request() -> None:
    assert told(turns(late(), handed(20), refused(march(25)))) == [
        (MINISTRY, RECEIVED, True),
        (AGENCY, 4, True),
    ]


def test_a_body_that_handed_it_on_in_time_leaves_no_time_of_its_own() -> None:
    assert told(turns(handed(6))) == [(AGENCY, RECEIVED, False)]


def test_what_lapsed_after_the_transfer_is_of_the_body_that_has_it_then() -> None:
    assert told(turns(handed(6), late())) == [(AGENCY, RECEIVED, False)]


def test_each_body_that_let_its_time_pass_has_done_with_it() -> None:
    found = turns(handed(6), late(), handed(20, COMMISSION))

    assert told(found) == [(AGENCY, RECEIVED, True), (COMMISSION, 5, False)]


def test_two_bodies_that_let_their_time_pass_are_two_turns_before_the_last() -> None:
    second = lapsed(Overdue, date(2024, 4, 3), 4)
    found = turns(late(), handed(20), second, Transferred(on=on(date(2024, 4, 8)), to=COMMISSION))

    assert told(found) == [(MINISTRY, RECEIVED, True), (AGENCY, 4, True), (COMMISSION, 6, False)]


def test_a_silence_of_the_next_body_stands_whatever_becomes_of_the_one_before() -> None:
    """The lapse of the ministry was struck; that of the agency rests on the transfer."""
    assert told(turns(handed(20), lapsed(Overdue, date(2024, 4, 3), 3))) == [(AGENCY, 3, False)]


def test_a_lapse_of_another_stage_or_time_is_none_of_this_one() -> None:
    assert told(turns(late(stage="access"), handed(20))) == [(AGENCY, RECEIVED, False)]
    assert told(turns(late(opening=1), handed(20))) == [(AGENCY, RECEIVED, False)]


def test_where_the_law_lets_one_time_run_on_there_is_one_turn() -> None:
    on_it_goes = Transfer(TransferEffect.CONTINUES, en("one time"), ("2",))
    library = a_library(ladder(replace(REPLY, transfer=on_it_goes)))

    assert told(turns(late(), handed(20), library=library)) == [(AGENCY, RECEIVED, False)]


def test_a_body_with_a_time_of_its_own_has_its_turn_after_the_lapse_of_the_first() -> None:
    """Fifteen working days after 4 March, the first receipt, end on Monday 25 March."""
    own = replace(REPLY.limits[0], length=15)
    handed_on = Transfer(TransferEffect.CONTINUES, en("its own time"), ("2",), limits=(own,))
    library = a_library(ladder(replace(REPLY, transfer=handed_on)))

    [in_time] = turns(handed(6), library=library)
    first, second = turns(late(), handed(20), library=library)

    assert told([in_time]) == [(AGENCY, RECEIVED, False)]
    assert ends(in_time)[:3] == (march(25), march(25), march(25))
    assert told([first, second]) == [(MINISTRY, RECEIVED, True), (AGENCY, 4, False)]
    assert ends(first)[:3] == (march(18), march(18), march(18))
    assert ends(second)[:3] == (march(18), march(25), march(25))


def test_where_the_law_has_no_transfer_the_time_stays_that_of_the_body_asked() -> None:
    """Counted from its own receipt: passing the request on gives no new time, early or late."""
    unknown = Transfer(TransferEffect.NONE, en("there is no transfer"), ("2",))
    library = a_library(ladder(replace(REPLY, transfer=unknown)))

    for events in ((handed(6),), (late(), handed(20)), (handed(6), late())):
        [turn] = turns(*events, library=library)
        assert told([turn]) == [(MINISTRY, RECEIVED, False)]
        assert ends(turn) == (march(18), march(18), march(18), date(2024, 4, 1))
        assert turn.ordinary.provisional


def test_if_the_time_restarts_the_earlier_lapse_stays() -> None:
    restarting = Transfer(TransferEffect.RESTARTS, en("a new time"), ("2",))
    library = a_library(ladder(replace(REPLY, transfer=restarting)))

    first, second = turns(late(), handed(20), library=library)

    assert told([first, second]) == [(MINISTRY, RECEIVED, True), (AGENCY, 4, False)]
    assert ends(second)[:2] == (date(2024, 4, 3), date(2024, 4, 3))


def test_a_transfer_that_names_nobody_hands_nothing_on() -> None:
    assert told(turns(late(), handed(20, ""))) == [(MINISTRY, RECEIVED, False)]
    assert told(turns(late(), handed(20, ""), handed(21))) == [
        (MINISTRY, RECEIVED, True),
        (AGENCY, 5, False),
    ]


def test_an_extension_is_of_the_body_that_has_the_request_when_it_is_told() -> None:
    """Until the day of the transfer it may be the ministry's, from the next on it is not."""
    own, _ = turns(late(), handed(20), extended(march(20)))
    others, _ = turns(late(), handed(20), extended(march(21)))

    assert own.ordinary.latest == date(2024, 4, 1)
    assert others.ordinary.latest == march(18)


def test_no_later_transfer_bears_on_the_time_of_the_body_before() -> None:
    first, *_ = turns(late(), handed(20), handed(20, COMMISSION))

    assert ends(first) == (march(18), march(18), march(18), date(2024, 4, 1))


def test_the_turn_is_that_of_the_body_that_has_the_request_now() -> None:
    second = lapsed(Overdue, date(2024, 4, 3), 4)
    appeal = appealed(date(2024, 4, 10), 4)

    found = case_status_of(history(received(), late(), handed(20), second, appeal), a_library())

    assert found.turn is not None
    assert (found.turn.stage.key, found.turn.body, found.turn.opening.seq) == ("reply", AGENCY, 4)
    assert case_status_of(history(), a_library()).turn is None


def test_a_silence_of_the_body_before_is_none_of_the_one_that_has_the_request_now() -> None:
    second = lapsed(Overdue, date(2024, 4, 3), 4)

    def phase(*events: Event) -> Phase:
        return case_status_of(history(received(), *events), a_library()).phase

    assert phase(late()) is Phase.OVERDUE
    assert phase(late(), handed(20)) is Phase.AWAITING
    assert phase(late(), handed(20), second) is Phase.OVERDUE
    # After a transfer in time there is one time limit, and only the body that has the request can
    # miss it.
    assert phase(handed(6), late()) is Phase.OVERDUE
