"""What a body must do by when: stages that open, their limits, and which events bear on them.

Received on Monday 4 March 2024: ten working days end on 18 March, twenty on 1 April, three on the
7th. An appeal filed on 25 March is to be decided within sixty days, by 24 May.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.a_ladder import (
    ACTION,
    AGENCY,
    APPEAL,
    ASSISTED,
    COMMISSION,
    DECISION,
    HEARD,
    LONGER,
    MINISTRY,
    REPLY,
    TEN_MORE,
    WAITING,
    a_library,
    appealed,
    decided,
    extended,
    history,
    ladder,
    on,
    received,
    refused,
)
from tests.domain.small_world import a_calendar, a_limit
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.pending_duties import PendingDuty, decided_in
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.passed_to_assistant import PassedToAssistant
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.clock.third_party_heard import ThirdPartyHeard
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event
from tracker.domain.law.limits import Unit
from tracker.domain.library import Library


def march(day: int) -> date:
    return date(2024, 3, day)


def case_status(
    *events: Event, library: Library | None = None, urgent: bool = False
) -> CaseStatus:
    return case_status_of(history(*events, urgent=urgent), library or a_library())


def awaited(
    *events: Event, library: Library | None = None, urgent: bool = False
) -> list[PendingDuty]:
    return list(case_status(*events, library=library, urgent=urgent).awaited)


def days(found: PendingDuty) -> tuple[date | None, ...]:
    return tuple(each.latest for each in (found.plain, found.ordinary, found.longest))


# Which stages ---------------------------------------------------------------------------------


def test_before_its_receipt_is_proved_a_request_awaits_nothing() -> None:
    found = case_status()

    assert (found.awaited, found.not_counted) == ((), ())


def test_a_receipt_opens_the_reply_of_the_body_that_was_asked() -> None:
    (reply,) = awaited(received())

    assert (reply.stage.key, reply.body, reply.opening.seq) == ("reply", MINISTRY, 2)
    assert not reply.done
    assert reply.urgent is None
    assert (reply.plain, reply.ordinary, reply.longest) == tuple(reply.limits)


@pytest.mark.parametrize("reply", [refused(march(15)), AccessGranted(on=on(march(15)))])
def test_a_reply_or_a_promise_of_access_is_what_was_awaited(reply: Event) -> None:
    assert awaited(received(), reply)[0].done


def test_access_that_was_granted_is_awaited_until_a_reply() -> None:
    granted = AccessGranted(on=on(march(15)))

    _, access = awaited(received(), granted)
    _, given = awaited(received(), granted, refused(march(20)))

    # Five working days after Friday 15 March end on Friday the 22nd.
    assert (access.stage.key, access.opening.seq, access.body) == ("access", 3, MINISTRY)
    assert days(access) == (march(22),) * 3
    assert (access.done, given.done) == (False, True)


def test_without_a_promise_of_access_none_is_awaited() -> None:
    assert [each.stage.key for each in awaited(received(), refused(march(15)))] == ["reply"]


def test_a_count_from_registration_says_so_while_no_registration_is_on_record() -> None:
    by_register = replace(REPLY, counts_from=("registered", "acknowledged"))
    library = a_library(ladder(by_register))

    unregistered = case_status(received(), library=library)
    registered = case_status(received(), Registered(on=on(march(6))), library=library)

    assert unregistered.awaited == ()
    assert [str(why) for why in unregistered.not_counted] == [
        "The time limit for “Reply” does not run from receipt, and the date it runs from has not "
        "been logged."
    ]
    assert registered.awaited[0].ordinary.latest == march(20)
    assert registered.not_counted == ()


def test_a_stage_without_a_number_is_named_with_the_reason_and_stops_no_other() -> None:
    library = a_library(ladder(replace(REPLY, limits=(), extension=None, expedited=())))

    found = case_status(received(), appealed(march(25), 2), library=library)

    assert [each.stage.key for each in found.awaited] == ["appeal-decision"]
    assert [str(why) for why in found.not_counted] == [
        "No time limit is known for “reply”: the law sets none."
    ]


# Beside the reply -----------------------------------------------------------------------------


def test_a_waiting_that_alone_opens_a_remedy_is_awaited_from_the_same_day() -> None:
    """Three months after 4 March end on Tuesday 4 June."""
    reply, waiting = awaited(received(), library=a_library(ladder(WAITING, ACTION)))

    assert (reply.stage.key, reply.waiting) == ("reply", False)
    assert (waiting.stage.key, waiting.body, waiting.opening.seq) == ("waiting", MINISTRY, 2)
    assert waiting.waiting
    assert days(waiting) == (date(2024, 6, 4),) * 3


@pytest.mark.parametrize("reply", [refused(march(15)), AccessGranted(on=on(march(15)))])
def test_a_requester_with_a_reply_waits_no_longer(reply: Event) -> None:
    found = awaited(received(), reply, library=a_library(ladder(WAITING, ACTION)))

    assert [each.done for each in found if each.waiting] == [True]


@pytest.mark.parametrize(
    "opened_by",
    [
        (),  # nothing at all follows: the notice to a third party, the receipt of an appeal
        ("reply", "waiting"),  # what the silence of the reply opens: the reply of another body
    ],
)
def test_a_stage_beside_the_reply_that_opens_nothing_of_its_own_is_not_awaited(
    opened_by: tuple[str, ...],
) -> None:
    action = replace(ACTION, opened_by_silence_of=opened_by)

    found = awaited(received(), library=a_library(ladder(WAITING, action)))

    assert [each.stage.key for each in found] == ["reply"]


def test_only_a_stage_of_the_body_from_the_event_of_the_reply_is_a_waiting() -> None:
    after_appeal = replace(WAITING, counts_from=("appeal-filed",))
    of_others = replace(WAITING, actor=DECISION.actor)
    by_both = replace(WAITING, counts_from=("received", "appeal-filed"))

    for other in (after_appeal, of_others, by_both):
        found = awaited(received(), library=a_library(ladder(other, ACTION)))
        assert [each.stage.key for each in found] == ["reply"]


HANDED = PassedToAssistant(on=on(march(4)))
HEARS = ThirdPartyHeard(on=on(march(8)))


@pytest.mark.parametrize(
    ("events", "ordinary", "longest"),
    [
        # Fifteen days after Monday 4 March end on 19 March, thirty on 3 April.
        ((), march(18), date(2024, 4, 3)),
        ((HANDED,), march(19), date(2024, 4, 3)),
        ((HEARS,), date(2024, 4, 3), date(2024, 4, 3)),
        ((HANDED, HEARS), date(2024, 4, 3), date(2024, 4, 3)),
    ],
)
def test_a_longer_time_is_the_ordinary_one_once_its_event_is_on_record_and_the_longest_before(
    events: tuple[Event, ...], ordinary: date, longest: date
) -> None:
    (reply,) = awaited(received(), *events, library=a_library(ladder(LONGER, ASSISTED, HEARD)))

    assert reply.stage.key == "reply"
    assert days(reply) == (march(18), ordinary, longest)
    assert reply.longest.stage.key == "heard"
    assert (reply.longest is reply.ordinary) is (HEARS in events)


@pytest.mark.parametrize("length", [3, 14])
def test_a_longer_time_that_ends_sooner_or_on_the_same_day_changes_nothing(length: int) -> None:
    """Fourteen days after 4 March end on the 18th as well: that is one fact and not two."""
    sooner = replace(HEARD, limits=(a_limit(length, Unit.DAY),))
    library = a_library(ladder(LONGER, replace(ASSISTED, limits=sooner.limits), sooner))

    for events in ((), (HANDED, HEARS)):
        (reply,) = awaited(received(), *events, library=library)

        assert days(reply) == (march(18),) * 3
        assert reply.longest is reply.ordinary


@pytest.mark.parametrize(("events", "ordinary"), [((), march(18)), ((HEARS,), None)])
def test_a_longer_time_without_a_number_leaves_no_latest_day(
    events: tuple[Event, ...], ordinary: date | None
) -> None:
    library = a_library(ladder(LONGER, ASSISTED, replace(HEARD, limits=())))

    (reply,) = awaited(received(), *events, library=library)

    assert days(reply) == (march(18), ordinary, None)


def test_an_extension_of_the_reply_and_a_longer_time_are_both_counted_with() -> None:
    """Twenty working days end on 1 April, the thirty days on the 3rd, or fifteen on 19 March."""
    both = replace(LONGER, extension=TEN_MORE)

    (reply,) = awaited(received(), library=a_library(ladder(both, ASSISTED, HEARD)))
    (announced,) = awaited(
        received(), extended(march(15)), library=a_library(ladder(both, ASSISTED, HEARD))
    )

    assert days(reply) == (march(18), march(18), date(2024, 4, 3))
    assert days(announced) == (march(18), date(2024, 4, 1), date(2024, 4, 3))


def test_what_is_filed_is_decided_in_the_stage_that_follows_it() -> None:
    law = ladder()

    assert decided_in(law, APPEAL) == DECISION
    assert decided_in(law, law.stage("court")) is None


# Appeals --------------------------------------------------------------------------------------


def test_an_appeal_is_awaited_at_the_body_that_hears_it() -> None:
    _, decision = awaited(received(), appealed(march(25), 2))

    assert (decision.stage.key, decision.body, decision.opening.seq) == (
        "appeal-decision",
        COMMISSION,
        3,
    )
    assert days(decision) == (date(2024, 5, 24),) * 3
    assert not decision.done


def test_a_decision_ends_the_wait_for_the_appeal_that_it_names() -> None:
    of_another = awaited(received(), appealed(march(25), 2), decided(march(28), 9))
    of_this = awaited(received(), appealed(march(25), 2), decided(march(28)))
    before = awaited(received(), decided(march(20), 2), appealed(march(25), 2))

    assert [each[-1].done for each in (of_another, of_this, before)] == [False, True, False]


def test_each_of_two_appeals_is_awaited() -> None:
    found = awaited(received(), refused(march(11)), appealed(march(13), 3), appealed(march(25), 2))

    assert [each.opening.seq for each in found] == [2, 4, 5]


def test_an_appeal_of_a_stage_that_the_law_no_longer_has_is_passed_over() -> None:
    assert len(awaited(received(), appealed(march(25), 2, "tribunal"))) == 1


def test_only_a_stage_that_others_decide_and_that_an_appeal_opens_is_its_decision() -> None:
    """An appeal may lead to a further window of the requester, or to a stage that opens later."""
    appeal = replace(ladder().stage("appeal"), leads_to=("court", "access", "appeal-decision"))

    found = awaited(received(), appealed(march(25), 2), library=a_library(ladder(appeal)))

    assert [each.stage.key for each in found] == ["reply", "appeal-decision"]


def test_an_appeal_that_nobody_must_decide_in_time_is_not_awaited() -> None:
    appeal = replace(ladder().stage("appeal"), leads_to=())

    found = awaited(received(), appealed(march(25), 2), library=a_library(ladder(appeal)))

    assert [each.stage.key for each in found] == ["reply"]


def test_an_appeal_decided_by_the_body_itself_is_awaited_there() -> None:
    by_itself = replace(DECISION, receiver=None)

    found = awaited(received(), appealed(march(25), 2), library=a_library(ladder(by_itself)))

    assert found[-1].body == MINISTRY


# Limits ---------------------------------------------------------------------------------------


def test_where_nobody_must_announce_an_extension_the_longest_limit_is_later() -> None:
    (reply,) = awaited(received())

    assert days(reply) == (march(18), march(18), date(2024, 4, 1))
    assert (reply.plain.extended, reply.longest.extended) == (False, True)
    assert reply.ordinary is reply.plain


def test_an_announced_extension_moves_the_ordinary_limit_and_not_the_plain_one() -> None:
    (reply,) = awaited(received(), extended(march(15)))

    assert days(reply) == (march(18), date(2024, 4, 1), date(2024, 4, 1))
    assert reply.longest is reply.ordinary


def test_an_extension_that_must_be_announced_makes_no_longest_limit() -> None:
    extension = replace(TEN_MORE, must_be_announced=True)
    library = a_library(ladder(replace(REPLY, extension=extension)))

    (reply,) = awaited(received(), library=library)

    assert days(reply) == (march(18),) * 3
    assert reply.longest is reply.ordinary is reply.plain


def test_an_unannounced_extension_without_a_number_leaves_no_latest_day() -> None:
    extension = replace(TEN_MORE, must_be_announced=False, length=None)
    library = a_library(ladder(replace(REPLY, extension=extension)))

    (reply,) = awaited(received(), library=library)

    assert days(reply) == (march(18), march(18), None)


def test_a_stage_without_an_extension_has_one_limit() -> None:
    library = a_library(ladder(replace(REPLY, extension=None)))

    (reply,) = awaited(received(), library=library)

    assert reply.longest is reply.ordinary is reply.plain


def test_an_extension_of_another_stage_changes_nothing() -> None:
    (reply,) = awaited(received(), extended(march(15), "appeal-decision"))

    assert days(reply) == (march(18), march(18), date(2024, 4, 1))


def test_what_happened_before_the_receipt_bears_on_nothing_and_on_its_day_it_does() -> None:
    (before,) = awaited(received(), extended(date(2024, 3, 3)))
    (same_day,) = awaited(received(), extended(march(4)))

    assert before.ordinary.latest == march(18)
    assert same_day.ordinary.latest == date(2024, 4, 1)


def test_a_transfer_moves_every_limit_and_the_body_whose_calendar_counts() -> None:
    """Handed to the agency on 6 March, where the 7th is a day off: to the 19th if the time goes
    on, or from the new receipt to the 21st."""
    library = a_library(agency=(march(7),))

    (reply,) = awaited(received(), Transferred(on=on(march(6)), to=AGENCY), library=library)

    assert reply.body == AGENCY
    assert (reply.plain.earliest, reply.plain.latest) == (march(19), march(21))
    assert reply.longest.latest == date(2024, 4, 4)


def test_an_urgent_request_has_the_shorter_limit_beside_the_ordinary_one() -> None:
    (reply,) = awaited(received(), urgent=True)

    assert reply.urgent is not None
    assert reply.urgent.latest == march(7)
    assert days(reply)[0] == march(18)


def test_a_transfer_bears_on_the_shorter_limit_as_well() -> None:
    (reply,) = awaited(received(), Transferred(on=on(march(6)), to=AGENCY), urgent=True)

    assert reply.urgent is not None
    assert (reply.urgent.earliest, reply.urgent.latest) == (march(7), march(11))


def test_where_the_law_has_no_shorter_limit_urgency_changes_nothing() -> None:
    library = a_library(ladder(replace(REPLY, expedited=())))

    assert awaited(received(), library=library, urgent=True)[0].urgent is None


def test_a_receiver_decides_by_its_own_calendar() -> None:
    """Five working days after Monday 25 March, with the 26th off at the commission: to 2 April."""
    in_working_days = replace(DECISION, limits=(a_limit(5, Unit.WORKING_DAY),))
    library = a_library(ladder(in_working_days), commission=(march(26),), ministry=(march(27),))

    _, decision = awaited(received(), appealed(march(25), 2), library=library)

    assert decision.ordinary.latest == date(2024, 4, 2)


def test_a_body_that_the_library_does_not_know_goes_by_the_calendar_of_the_law() -> None:
    known = a_library()
    calendars = {**known.calendars, "xx": a_calendar([march(18)])}
    library = replace(known, bodies={}, calendars=calendars)

    assert awaited(received(), library=library)[0].ordinary.latest == march(19)


# What an appeal leaves to the reply -------------------------------------------------------------


def registered_beside_an_appeal(*events: Event) -> list[str]:
    """The stages awaited under a law that counts the reply from the registration."""
    library = a_library(ladder(replace(REPLY, counts_from=("registered",))))
    return [each.stage.key for each in awaited(received(), *events, library=library)]


def test_what_was_recorded_after_an_appeal_is_of_the_reply_if_it_happened_before() -> None:
    appeal = appealed(march(25), 2)

    assert registered_beside_an_appeal(appeal, Registered(on=on(march(24)))) == [
        "reply",
        "appeal-decision",
    ]
    for day in (25, 26):
        found = registered_beside_an_appeal(appeal, Registered(on=on(march(day))))
        assert found == ["appeal-decision"], "it is the appeal that was registered"


def test_what_was_recorded_before_an_appeal_is_of_the_reply_whatever_its_day() -> None:
    registered, appeal = Registered(on=on(march(26))), appealed(march(25), 3)

    assert registered_beside_an_appeal(registered, appeal) == ["reply", "appeal-decision"]
