"""Who is reminded of what, with the law on file.

Section 14 of the Act gives ten working days and ten more. Received on Monday 26 February 2024, the
tenth working day is Monday 11 March, the twentieth Monday 25 March (Saturdays and Sundays off;
23 March is a Saturday). The window of thirty days after 11 March closes on 10 April, which is Eid,
so that its last safe day is Tuesday 9 April. The rungs of 11 March are 26 February, 4, 8, 10, 11
and 12 March.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received, withdraw
from tests.services.reminded import (
    CHIEF,
    LAWYER,
    RECEIVED,
    a_person,
    a_received_request,
    at,
    pigeonhole,
    two_people,
)
from tests.services.revisions import with_a_closure
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import Channel, PassedBecause
from tracker.domain.case.reminders import Because
from tracker.domain.case.request import Filing
from tracker.domain.clock.deadline_changes import Term
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.revising import revise
from tracker.services.cases.silence import sweep
from tracker.services.cases.waive_remedy import waive_remedy
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter, SendingDetails
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import RoleName
from tracker.services.ports.reminders import OFFICE, ReminderChoice
from tracker.services.reminders import reminding
from tracker.services.reminders.posting import carry
from tracker.services.reminders.reminding import acknowledge_reminder, remind
from tracker.services.reminders.watching import choose_watchers

MARCH_11, MARCH_25, APRIL_9 = date(2024, 3, 11), date(2024, 3, 25), date(2024, 4, 9)


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    two_people(office)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    return a_received_request(office, clock)


def march(day: int) -> date:
    return date(2024, 3, day)


def still_open(office: Office, reference: str) -> list[tuple[Term, date]]:
    return [(r.term, r.day) for r in office.reminders.of(reference) if r.closed is None]


def refuse(office: Office, reference: str, on: date) -> None:
    with office.cases.look(reference) as case:
        asked = case.history[0].event.questions  # type: ignore[attr-defined]
    exemption = office.library.law("pk-raia-2017").exemptions[0].key
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED, (exemption,)) for q in asked)
    response = Response("refused", DaySpan.on(on), outcomes, [a_paper("refusal.txt")])
    take_reply(office, reference, response, by=BY)


def appeal_filed(on: date) -> SendingDetails:
    papers = [a_paper("receipt.txt")]
    return SendingDetails(on, Channel.COURIER, Filing("A-1"), papers, a_paper("appeal.txt"))


# The ladder of the law on file ----------------------------------------------------------------


def test_two_people_climb_the_ladder_of_a_reply_and_of_the_window_after_it(
    office: Office, clock: Clock, reference: str
) -> None:
    made: dict[date, set[tuple[str, int | None, date]]] = {}
    day = RECEIVED
    while day <= date(2024, 4, 11):
        clock.set(day)
        sweep(office)
        for each in (*remind(office).made, *remind(office).made):
            new = each.reminder
            if new.person == LAWYER:
                made.setdefault(day, set()).add((new.term.value, new.rung, new.day))
        day += timedelta(days=1)

    ordinary, longest, window = "ordinary", "longest", "after-silence"
    assert made == {
        date(2024, 2, 26): {(ordinary, -14, MARCH_11)},
        march(4): {(ordinary, -7, MARCH_11)},
        march(8): {(ordinary, -3, MARCH_11)},
        march(10): {(ordinary, -1, MARCH_11)},
        march(11): {(ordinary, 0, MARCH_11)},
        march(12): {(ordinary, 1, MARCH_11)},
        # The longest time is watched from the day after that on: its T-14 was the last day itself.
        march(13): {(longest, -14, MARCH_25)},
        march(18): {(longest, -7, MARCH_25)},
        march(22): {(longest, -3, MARCH_25)},
        march(24): {(longest, -1, MARCH_25)},
        march(25): {(longest, 0, MARCH_25)},
        march(26): {(longest, 1, MARCH_25), (window, -14, APRIL_9)},
        date(2024, 4, 2): {(window, -7, APRIL_9)},
        date(2024, 4, 6): {(window, -3, APRIL_9)},
        date(2024, 4, 8): {(window, -1, APRIL_9)},
        date(2024, 4, 9): {(window, 0, APRIL_9)},
        date(2024, 4, 10): {(window, 1, APRIL_9)},
    }


def test_a_day_begins_at_midnight_where_the_body_sits(
    office: Office, clock: Clock, reference: str
) -> None:
    remind(office)

    # Islamabad is five hours ahead: 19:00 in UTC is midnight there.
    assert at(office, clock, march(3), 18).made == ()
    assert {m.reminder.rung for m in at(office, clock, march(3), 19).made} == {-7}


def test_a_clock_that_jumps_back_makes_nothing_and_takes_nothing_back(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(8))
    stood = office.reminders.of(reference)

    assert at(office, clock, march(4)).made == ()
    assert at(office, clock, date(2023, 1, 1)).made == ()
    assert office.reminders.of(reference) == stood


def test_after_ten_days_down_the_newest_rung_tells_of_those_before_it(
    office: Office, clock: Clock, reference: str
) -> None:
    remind(office)

    made = [m for m in at(office, clock, march(8)).made if m.reminder.person == LAWYER]

    # Down from 27 February: the rungs of 4 and of 8 March came, and the second is made.
    assert [(m.reminder.rung, m.reminder.missed) for m in made] == [(-3, 1)]
    assert "This reminder replaces 1 earlier one that was due while the system" in made[0].words


def test_of_an_old_request_that_is_entered_late_nobody_is_reminded(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2026, 11, 24))
    reference = a_request(office)
    received(office, reference, RECEIVED)

    assert remind(office).made == ()


# What a mail says -----------------------------------------------------------------------------


def test_a_mail_holds_dates_reference_and_public_names_and_nobody_who_asks(
    office: Office, clock: Clock, reference: str
) -> None:
    remind(office)
    carry(office)

    kept = pigeonhole(office).kept
    assert {address for address, _ in kept} == {"tester@office.example", "chief@office.example"}
    _, mail = kept[0]
    assert mail.subject == (
        "[Demonstration] PTA must act by 11 March 2024: 14 days left (Reply of the public body, "
        f"{reference.upper()})"
    )
    assert "PTA must act by Monday 11 March 2024." in mail.words
    assert "section 14(1)" in mail.words
    assert f"https://record.example/desk/requests/{reference}" in mail.words
    for _, each in kept:
        for private in (AYESHA.name, "Ayesha", AYESHA.contact, "Street 9", "CN-778899"):
            assert private not in each.subject + each.words


def test_a_reminder_of_a_window_names_its_last_safe_day_and_how_it_is_closed(
    office: Office, clock: Clock, reference: str
) -> None:
    made = at(office, clock, date(2024, 4, 2)).made
    own = [m for m in made if m.reminder.person == LAWYER]
    (window,) = (m for m in own if m.reminder.term is Term.AFTER_SILENCE)

    assert "The last safe day to file is Tuesday 9 April 2024." in window.words
    assert "Acknowledging this does not close the deadline. To" in window.words


# Days that move, and what goes quiet ----------------------------------------------------------


def test_an_extension_moves_the_day_and_the_new_reminder_says_both(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    clock.set(march(7))
    note_extension(office, reference, DaySpan.on(march(7)), "", [a_paper()], by=BY)

    made = [m for m in remind(office).made if m.reminder.person == LAWYER]

    (moved,) = (m for m in made if m.reminder.term is Term.ORDINARY)
    assert (moved.reminder.day, moved.reminder.was) == (MARCH_25, MARCH_11)
    assert moved.subject.startswith("Date changed: ")
    assert "It was Monday 11 March 2024" in moved.words
    assert (Term.ORDINARY, MARCH_11) not in still_open(office, reference)


def test_a_changed_library_moves_the_day_and_the_reminder_with_it(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    # Thursday 7 March off: the tenth working day is Tuesday 12 March.
    changed = with_a_closure(office, march(7))
    with pytest.raises(NotAllowed, match="tracker revise"):
        remind(changed)
    list(revise(changed))

    made = [m.reminder for m in remind(changed).made if m.reminder.person == LAWYER]

    assert [(r.day, r.was) for r in made] == [(march(12), MARCH_11)]


def test_a_reply_ends_the_reminders_and_withdraws_mail_that_nobody_began_to_send(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    refuse(office, reference, march(4))

    ended = remind(office).ended

    assert {each.because for each in ended} == {Because.SETTLED}
    carry(office)
    told = {mail.subject for _, mail in pigeonhole(office).kept}
    assert not any("11 March" in subject for subject in told)


def test_a_reply_that_was_entered_by_mistake_brings_the_reminders_back(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(8))
    refuse(office, reference, march(8))
    remind(office)
    with office.cases.look(reference) as case:
        last = case.history[-1].seq
    correct(office, reference, last, "It belongs to another request.", by=BY)

    made = [m.reminder for m in remind(office).made if m.reminder.person == LAWYER]

    assert [(r.term, r.day, r.rung) for r in made] == [(Term.ORDINARY, MARCH_11, None)]


def test_a_request_that_was_withdrawn_is_quiet(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    withdraw(office, reference)

    assert {each.because for each in remind(office).ended} == {Because.WITHDRAWN}
    assert at(office, clock, march(12)).made == ()


def test_a_window_is_closed_by_what_was_filed_and_never_by_acknowledging(
    office: Office, clock: Clock, reference: str
) -> None:
    sweep(office, date(2024, 4, 2))
    at(office, clock, date(2024, 4, 2))
    for each in office.reminders.open_for(LAWYER):
        acknowledge_reminder(office, each.reference, each.reminder.seq, by=LAWYER)
    later = at(office, clock, date(2024, 4, 6)).made
    assert (Term.AFTER_SILENCE, -3) in {(m.reminder.term, m.reminder.rung) for m in later}

    with pytest.raises(BadInput, match=r"Attach the appeal as filed\. Only the document"):
        file_appeal(
            office,
            reference,
            replace(appeal_filed(date(2024, 4, 6)), letter=HeldLetter.WORD),
            by=BY,
        )
    file_appeal(office, reference, appeal_filed(date(2024, 4, 6)), by=BY)

    ended = remind(office).ended
    assert Because.SETTLED in {each.because for each in ended}
    assert Term.AFTER_SILENCE not in {term for term, _ in still_open(office, reference)}


def test_a_time_that_was_let_pass_is_on_record_quiet_and_can_be_taken_back(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 4, 2))
    sweep(office)
    remind(office)
    with office.cases.look(reference) as case:
        opening = next(e.seq for e in case.history if e.event.kind == "received")
    entry = waive_remedy(office, reference, ("appeal", opening), PassedBecause.COST, by=BY)

    assert (entry.event.kind, entry.entered_by) == ("remedy-waived", BY)
    assert Because.LET_GO in {each.because for each in remind(office).ended}
    with pytest.raises(BadInput):
        waive_remedy(office, reference, ("appeal", opening), PassedBecause.COST, by=BY)
    correct(office, reference, entry.seq, "We file after all.", by=BY)
    made = [m.reminder for m in remind(office).made if m.reminder.person == LAWYER]
    assert [(r.term, r.day) for r in made] == [(Term.AFTER_SILENCE, APRIL_9)]


def test_what_has_not_begun_cannot_be_let_pass(
    office: Office, clock: Clock, reference: str
) -> None:
    with office.cases.look(reference) as case:
        opening = next(e.seq for e in case.history if e.event.kind == "received")

    with pytest.raises(NotAllowed, match="has not opened"):
        waive_remedy(office, reference, ("appeal", opening), PassedBecause.COST, by=BY)


# Who is reminded ------------------------------------------------------------------------------


def people_told(office: Office, clock: Clock, day: date) -> set[str]:
    return {made.reminder.person for made in at(office, clock, day).made}


def test_the_drafter_and_an_administrator_are_the_usual_two(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "third")

    assert people_told(office, clock, march(4)) == {LAWYER, CHIEF}


def test_the_person_in_charge_comes_first_and_is_told_at_once(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    a_person(office, "third")
    office.people.shares.put_in_charge(reference, "third", clock())

    made = remind(office)

    assert {m.reminder.person for m in made.made} == {"third"}
    assert {e.because for e in made.ended} == {Because.HANDED_ON}
    assert people_told(office, clock, march(8)) == {"third", LAWYER, CHIEF}, (
        "nobody saw it: escalated"
    )


def test_chosen_people_take_the_place_of_the_usual_ones(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "third")
    choose_watchers(office, reference, ["third"])

    office.people.shares.put_in_charge(reference, LAWYER, clock())

    # The person in charge is always told.
    assert people_told(office, clock, march(4)) == {LAWYER, "third"}
    choose_watchers(office, reference, [])
    assert people_told(office, clock, march(4)) == {CHIEF}


@pytest.mark.parametrize("wanted", [["nobody"], ["guest"], ["tester", "chief", "third"]])
def test_only_people_of_the_office_can_be_chosen_and_two_of_them(
    office: Office, reference: str, wanted: list[str]
) -> None:
    a_person(office, "third")
    a_person(office, "guest", organisation="partner")

    with pytest.raises(BadInput):
        choose_watchers(office, reference, wanted)


def test_a_closed_account_hands_its_reminders_on(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    lawyer = office.people.account(LAWYER)
    assert lawyer
    a_person(office, "deputy", RoleName.ADMIN)
    office.people.save_account(replace(lawyer, active=False))

    assert {m.reminder.person for m in remind(office).made} == {"deputy"}
    assert office.reminders.count_open(LAWYER) == 0


def test_nobody_of_another_organisation_is_reminded(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "guest", RoleName.ADMIN, organisation="partner")
    at(office, clock, march(4))

    assert people_told(office, clock, march(8)) == {LAWYER, CHIEF}


def test_an_administrator_is_told_where_nobody_acknowledged_the_reminder_before(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "deputy", RoleName.ADMIN)
    assert people_told(office, clock, march(4)) == {LAWYER, CHIEF}

    made = at(office, clock, march(8)).made

    (escalated,) = (m for m in made if m.reminder.person == "deputy")
    assert escalated.reminder.escalated
    assert "You are receiving this because nobody acknowledged the" in escalated.words


def test_an_acknowledged_reminder_goes_no_further(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "deputy", RoleName.ADMIN)
    at(office, clock, march(4))
    (waiting,) = office.reminders.open_for(CHIEF)
    acknowledge_reminder(office, reference, waiting.reminder.seq, by=CHIEF)

    assert people_told(office, clock, march(8)) == {LAWYER, CHIEF}


def test_nobody_acknowledges_for_another_person(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, march(4))
    (waiting,) = office.reminders.open_for(CHIEF)

    with pytest.raises(NotOnFile):
        acknowledge_reminder(office, reference, waiting.reminder.seq, by=LAWYER)


# Own choices ----------------------------------------------------------------------------------


def test_a_person_has_the_ladder_of_their_choice_and_the_office_one_for_the_rest(
    office: Office, clock: Clock, reference: str
) -> None:
    office.reminder_choices.choose(LAWYER, ReminderChoice((-2,)))
    office.reminder_choices.choose(OFFICE, ReminderChoice((-5,)))

    told = {day: people_told(office, clock, march(day)) for day in range(1, 14)}

    # Two days before 11 March is the 9th, five days the 6th. On the 9th nobody had acknowledged.
    assert {day: who for day, who in told.items() if who} == {6: {CHIEF}, 9: {LAWYER}}


def test_who_wants_no_mail_sees_it_at_the_desk_alone(
    office: Office, clock: Clock, reference: str
) -> None:
    office.reminder_choices.choose(LAWYER, ReminderChoice(by_mail=False))
    at(office, clock, march(4))
    carry(office)

    assert office.reminders.count_open(LAWYER) == 1
    assert {address for address, _ in pigeonhole(office).kept} == {"chief@office.example"}


# A look, and days to come ---------------------------------------------------------------------


def test_a_dry_run_tells_what_would_be_made_and_makes_nothing(
    office: Office, clock: Clock, reference: str
) -> None:
    shown = remind(office, march(8), dry_run=True)

    assert {m.reminder.rung for m in shown.made} == {-3}
    assert office.reminders.of(reference) == ()
    assert {m.reminder.rung for m in remind(office).made} == {-14}


def test_one_request_that_cannot_be_read_holds_up_no_other(
    office: Office, clock: Clock, reference: str
) -> None:
    other = a_received_request(office, clock)
    with office.cases.open(other) as case:
        row = case.row()
        assert row
        case.project(replace(row, edition="another"))

    done = remind(office)

    assert {made.reference for made in done.made} == {reference}
    assert [failed for failed, _ in done.failed] == [other]


def test_a_request_on_which_the_program_fails_holds_up_no_other(
    office: Office, clock: Clock, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, looked = a_received_request(office, clock), reminding._looked

    def failing(office: Office, case: CaseFile, *more: Any) -> object:
        if case.reference == other:
            raise KeyError(other)
        return looked(office, case, *more)

    monkeypatch.setattr(reminding, "_looked", failing)

    done = remind(office)

    assert {made.reference for made in done.made} == {reference}
    sentence = f"The program failed on request {other}. Its log says why."
    assert done.failed == ((other, sentence),)
