"""One appeal against a non-response and the late response to it: filed once, edited once.

Pakistan, received on Monday 26 February 2024: ten working days end on Monday 11 March, and thirty
days from then on Wednesday 10 April. What is refused on Tuesday 2 April can be appealed until
Thursday 2 May.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import by_hand, case_status, refused
from tests.offices import BY, Clock
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import silent_request
from tracker.domain.base.errors import BadInput
from tracker.domain.case.agenda import agenda_of
from tracker.domain.case.filing_days import filing_days
from tracker.domain.case.windows import Window
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.law import LetterKind
from tracker.domain.words.pleading_edits import RowState
from tracker.services.cases.appealing import file_appeal
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter
from tracker.services.letters.editing import change_pleading, new_words, open_pleading
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.offering import fitting
from tracker.services.letters.remedies import Remedy, RemedyPlace, drafted_before, unused

LATE, BOTH_OPEN = date(2024, 4, 2), date(2024, 4, 5)


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    return silent_request(office, clock)


@pytest.fixture
def late(office: Office, clock: Clock, silent: str) -> str:
    refused(office, silent, LATE)
    clock.set(BOTH_OPEN)
    return silent


def remedies(office: Office, reference: str) -> tuple[Remedy, ...]:
    found = unused(case_status(office, reference), office.library)
    return tuple(each for each in found if each.opened.stage.key == "appeal")


def filing(office: Office, reference: str, remedy: Remedy, on: date) -> AppealFiled:
    event = file_appeal(office, reference, by_hand(on), remedy=remedy.place, by=BY).event
    assert isinstance(event, AppealFiled)
    return event


@pytest.mark.parametrize("used", [0, 1], ids=["by the non-response", "by the refusal"])
def test_one_filing_settles_the_non_response_and_the_late_refusal(
    office: Office, late: str, used: int
) -> None:
    both = remedies(office, late)
    silence, decision = both
    assert isinstance(silence.opened, Window)
    assert BOTH_OPEN <= filing_days(silence.opened).last <= date(2024, 4, 10)
    now = case_status(office, late)
    assert {window.stage.key for window in now.unfiled()} == {"appeal"}

    filed = filing(office, late, both[used], BOTH_OPEN)

    assert set(filed.openings) == {silence.place[1], decision.place[1]}
    assert remedies(office, late) == ()
    now = case_status(office, late)
    assert now.unfiled() == ()
    assert not agenda_of(now, BOTH_OPEN).file_stage


def test_a_filing_after_the_earlier_last_day_is_in_time_for_the_refusal_only(
    office: Office, clock: Clock, late: str
) -> None:
    clock.set(date(2024, 4, 18))
    silence, decision = remedies(office, late)

    filed = filing(office, late, decision, date(2024, 4, 18))

    assert filed.also == ()
    assert [each.place for each in remedies(office, late)] == [silence.place]
    # It can be logged as filed late, but nobody is asked to file it any more.
    assert case_status(office, late).unfiled() == ()


def test_a_filing_after_the_last_day_for_the_non_response_leaves_the_refusal_open(
    office: Office, clock: Clock, late: str
) -> None:
    clock.set(date(2024, 4, 18))
    silence, decision = remedies(office, late)

    filed = filing(office, late, silence, date(2024, 4, 18))

    assert filed.also == ()
    assert [each.place for each in remedies(office, late)] == [decision.place]


def test_a_filing_of_before_the_refusal_does_not_cover_it(
    office: Office, clock: Clock, late: str
) -> None:
    silence, decision = remedies(office, late)

    filed = filing(office, late, silence, date(2024, 4, 1))

    assert filed.also == ()
    assert [each.place for each in remedies(office, late)] == [decision.place]


def test_a_person_may_say_that_only_one_was_filed_but_not_that_a_late_filing_covers_both(
    office: Office, clock: Clock, late: str
) -> None:
    silence, decision = remedies(office, late)
    also = [silence.place[1]]
    clock.set(date(2024, 4, 18))
    with pytest.raises(BadInput, match="cannot cover both"):
        file_appeal(
            office, late, by_hand(date(2024, 4, 18)), remedy=decision.place, also=also, by=BY
        )

    file_appeal(office, late, by_hand(BOTH_OPEN), remedy=decision.place, also=[], by=BY)

    assert [each.place for each in remedies(office, late)] == [silence.place]


def test_a_letter_finalised_before_the_refusal_does_not_cover_it(
    office: Office, clock: Clock, silent: str
) -> None:
    clock.set(date(2024, 4, 1))
    fill_all(office, silent)
    finalise_letter(office, silent, LetterKind.APPEAL, by=BY)
    clock.set(BOTH_OPEN)
    refused(office, silent, LATE)
    silence, decision = remedies(office, silent)
    held = replace(by_hand(BOTH_OPEN), letter=HeldLetter.WORD)
    with pytest.raises(BadInput, match="Attach the appeal as filed"):
        file_appeal(office, silent, held, remedy=decision.place, by=BY)

    event = file_appeal(office, silent, held, remedy=silence.place, by=BY).event

    assert isinstance(event, AppealFiled)
    assert event.also == ()
    assert [each.place for each in remedies(office, silent)] == [decision.place]


def test_a_letter_finalised_after_the_refusal_covers_both_by_whichever_it_was_opened(
    office: Office, late: str
) -> None:
    silence, decision = remedies(office, late)
    fill_all(office, late)
    finalise_letter(office, late, LetterKind.APPEAL, decision.place, by=BY)
    held = replace(by_hand(BOTH_OPEN), letter=HeldLetter.WORD)

    event = file_appeal(office, late, held, remedy=silence.place, by=BY).event

    assert isinstance(event, AppealFiled)
    assert event.also == (decision.place[1],)
    assert remedies(office, late) == ()


def test_a_filed_appeal_stays_among_the_letters_and_nothing_else_is_offered(
    office: Office, late: str
) -> None:
    _, decision = remedies(office, late)
    filing(office, late, decision, BOTH_OPEN)

    offers = fitting(case_status(office, late), office.library, BOTH_OPEN)

    places = [each.place for each in offers if each.remedy]
    assert places == [decision.place]


def edit(office: Office, reference: str, place: RemedyPlace, key: str, words: str) -> None:
    with office.cases.look(reference) as case:
        found = open_pleading(office, case, place)
    change_pleading(
        office,
        reference,
        found.place,
        found.edits.version,
        lambda now, edits: new_words(found.row(key), edits, words),
        by=BY,
    )


def test_the_edits_of_the_appeal_against_the_non_response_stand_in_the_one_for_both(
    office: Office, silent: str
) -> None:
    (silence,) = remedies(office, silent)
    with office.cases.look(silent) as case:
        summary = open_pleading(office, case, silence.place).now.rows()
    key = next(each.row.key for each in summary if each.part.value == "summary")
    edit(office, silent, silence.place, key, "Ten working days passed without a word.")
    refused(office, silent, LATE)
    _, decision = remedies(office, silent)
    assert drafted_before(case_status(office, silent), office.library, decision) == (
        silence.place,
    )

    with office.cases.look(silent) as case:
        row = open_pleading(office, case, decision.place).row(key)

    assert row.row.words == "Ten working days passed without a word."
    assert row.state is RowState.REDRAFTED
    assert row.base != row.drafted
    # What is changed in it from now on is its own, and the first edit is still there.
    edit(office, silent, decision.place, key, "Twenty days passed.")
    with office.cases.look(silent) as case:
        assert open_pleading(office, case, decision.place).row(key).row.words.startswith("Twenty")
        assert open_pleading(office, case, silence.place).row(key).row.words.startswith("Ten")


def test_a_second_appeal_of_the_same_stage_names_the_one_filed(office: Office, late: str) -> None:
    silence, decision = remedies(office, late)
    file_appeal(office, late, by_hand(BOTH_OPEN), remedy=silence.place, also=[], by=BY)

    with office.cases.look(late) as case:
        row = open_pleading(office, case, decision.place).row("proceedings")

    assert row.row.instead.startswith("Another proceeding on this request was filed on 5 April")
