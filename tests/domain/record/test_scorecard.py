"""Scorecards from sums, worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.record.test_body_results import (
    APPEAL,
    CAME,
    LONGEST,
    RECEIVED,
    SILENCE,
    decided,
    entry,
    lapse,
    record,
    transferred,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome, GivenAs
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.outcome import Outcome, QuestionOutcome, TypedSection
from tracker.domain.law.questions import Asked, Element
from tracker.domain.record.body_results import BodyResult
from tracker.domain.record.record import Record
from tracker.domain.record.scorecard import (
    Named,
    Scorecard,
    Share,
    Spread,
    by_element,
    scorecard,
    together,
)
from tracker.domain.record.tally import (
    CitedKey,
    QuestionKey,
    Scope,
    Tally,
    TallyPlace,
    What,
    tally_of,
)

ANSWERED_ON = date(2024, 3, 11)


Answer = tuple[Asked, tuple[QuestionOutcome, ...]]


def asked(key: str, element: Element, *given: QuestionOutcome) -> Answer:
    """A question, and what one reply did with it."""
    return Asked(key, (element,), f"Words of {key}."), tuple(
        replace(each, question=key) for each in given
    )


def gave(outcome: Outcome, *exemptions: str, given_as: GivenAs | None = None) -> QuestionOutcome:
    return QuestionOutcome("", outcome, exemptions, "", given_as)


def put(record: Record, *answers: Answer) -> Record:
    """A record that asks these questions."""
    return replace(record, questions=tuple(question for question, _ in answers))


def refusal(*answers: Answer, lacking: tuple[str, ...] = ()) -> Record:
    outcomes = tuple(outcome for _, given in answers for outcome in given)
    on = DaySpan.on(ANSWERED_ON)
    reply = Refused(on=on, stage="reply", outcomes=outcomes, lacking=lacking)
    return put(record(CAME, entry(5, reply)), *answers)


def card(*records: Record, body: str = "asked") -> Scorecard:
    return scorecard(sums(*records, body=body))


def sums(*records: Record, body: str = "asked") -> dict[What, dict[tuple[str, int], int]]:
    found: dict[What, dict[tuple[str, int], int]] = {}
    for each in records:
        for place, counts in tally_of(each).items():
            if (place.scope, place.subject) == (Scope.BODY, body):
                kept = found.setdefault(place.what, {})
                for key, number in counts.items():
                    kept[key] = kept.get(key, 0) + number
    return found


def test_a_share_is_rounded_and_of_few_it_is_no_percentage() -> None:
    assert (Share(2, 3).few, Share(4, 4).few, Share(2, 5).few) == (True, True, False)
    # 1 of 8 is 12.5: a half goes up; 1 of 7 is 14.3, 5 of 7 is 71.4.
    assert [Share(1, 8).percent, Share(1, 7).percent, Share(5, 7).percent] == [13, 14, 71]


def test_none_and_all_are_said_of_none_and_all_alone() -> None:
    # 1 of 300 is a third of a hundredth, and 299 of 300 lacks as much of all.
    assert [Share(part, 300).percent for part in (0, 1, 299, 300)] == [0, 1, 99, 100]


@pytest.mark.parametrize(
    ("days", "twice"),
    [
        # Of five the third: 11. Of six the mean of the third and the fourth: 11 and 12.
        (((7, 2), (11, 1), (28, 2)), 22),
        (((7, 2), (11, 1), (12, 1), (28, 2)), 23),
        (((0, 5),), 0),
    ],
)
def test_a_median_is_the_one_in_the_middle(days: tuple[tuple[int, int], ...], twice: int) -> None:
    assert Spread(days).twice_median == twice


def test_of_few_every_number_of_days_is_told() -> None:
    spread = Spread(((7, 2), (28, 1)))

    assert (spread.few, spread.number, spread.each) == (True, 3, (7, 7, 28))


def test_questions_count_by_what_gave_most_and_none_of_an_open_request() -> None:
    questions = (
        asked("a", Element.ORDER, gave(Outcome.DISCLOSED, given_as=GivenAs.RECORD)),
        asked("b", Element.ORDER, gave(Outcome.REFUSED, "s1"), gave(Outcome.PARTLY_DISCLOSED)),
        asked("c", Element.POWER, gave(Outcome.REFUSED, "s1")),
        asked("d", Element.POWER),
    )
    waiting = put(record(CAME), *questions)
    found = card(refusal(*questions), waiting)

    assert found.asked.body_results == {BodyResult.IN_TIME: 1, BodyResult.OPEN: 1}
    assert (found.disclosed, found.partly) == (Share(1, 4), Share(1, 4))
    assert found.as_record == Share(1, 2)
    assert by_element(sums(refusal(*questions))) == {
        "order": {"disclosed": 1, "partly-disclosed": 1},
        "power": {"refused": 1, "no-answer": 1},
    }


def test_questions_that_met_a_sure_silence_count_as_not_disclosed() -> None:
    doubtful = lapse(4, FellSilent, LONGEST, 2, provisional=True)
    questions = (asked("a", Element.ORDER), asked("b", Element.POWER))

    assert card(put(record(CAME, SILENCE), *questions)).disclosed == Share(0, 2)
    assert card(put(record(CAME, doubtful), *questions)).disclosed == Share(0, 0)


def test_an_answer_names_no_exact_exemption_where_one_refused_question_lacks_it() -> None:
    named = refusal(
        asked("a", Element.ORDER, gave(Outcome.REFUSED, "s7")),
        asked("b", Element.POWER, gave(Outcome.NEITHER_CONFIRMED_NOR_DENIED, "s7", "s8")),
    )
    bare = refusal(
        asked("a", Element.ORDER, gave(Outcome.REFUSED, "s7")),
        asked("b", Element.POWER, gave(Outcome.REFUSED)),
        lacking=("reasons", "appeal-right"),
    )
    nothing_refused = refusal(asked("a", Element.ORDER, gave(Outcome.NOT_HELD)))
    found = card(named, bare, nothing_refused)

    assert found.unnamed == Share(1, 2)
    assert found.answers == 3
    assert found.exemptions == (Named("law", "s7", 2), Named("law", "s8", 1))
    assert found.lacking == (Named("law", "appeal-right", 1), Named("law", "reasons", 1))


def test_a_section_that_the_law_file_does_not_list_is_named_all_the_same() -> None:
    """Or the record would say of a body that it named nothing, because the library is short."""
    typed = replace(gave(Outcome.REFUSED), section=TypedSection("section 99(9)"))
    found = card(refusal(asked("a", Element.ORDER, typed)))

    assert found.unnamed == Share(0, 1)
    assert found.exemptions == ()


def test_an_answer_that_was_struck_counts_nowhere() -> None:
    one = refusal(asked("a", Element.ORDER), lacking=("reasons",))
    struck = replace(one, entries=(CAME, replace(one.entries[1], corrected=True)))
    found = card(struck)

    assert (found.answers, found.lacking, found.asked.body_results) == (
        0,
        (),
        {BodyResult.OPEN: 1},
    )


def test_appeals_are_won_out_of_those_decided_on_their_merits() -> None:
    records = [record(CAME, SILENCE, APPEAL, decided(each)) for each in DecisionOutcome]

    found = card(*records)
    assert (found.won, found.closed) == (Share(2, 3), 1)
    assert found.asked.share(BodyResult.SILENT) == Share(4, 4)

    heard = card(*records, body="hears")
    assert (heard.allowed, heard.won) == (Share(2, 3), Share(0, 0))
    assert heard.heard.share(BodyResult.IN_TIME) == Share(4, 4)
    # From 10 April to 9 June: 20 days of April, 31 of May, 9 of June.
    assert heard.heard.days.each == (60, 60, 60, 60)
    assert heard.asked.all == 0


def test_years_are_told_by_when_it_reached_the_body() -> None:
    on = DaySpan.on(date(2023, 12, 29))
    earlier = replace(CAME, event=replace(CAME.event, on=on))
    found = card(record(earlier), record(CAME, SILENCE), record(CAME))

    assert [(year.year, year.kept.all) for year in found.years] == [(2023, 1), (2024, 2)]
    assert found.years[1].kept.share(BodyResult.SILENT) == Share(1, 1)


def test_bodies_together_are_the_sum_of_their_sums() -> None:
    handed = transferred(3, date(2024, 3, 8), "next")
    both = record(CAME, handed)
    one, other = sums(both), sums(both, body="next")

    whole = scorecard(together([one, other]))

    assert whole.asked.body_results == {BodyResult.TRANSFERRED: 1, BodyResult.OPEN: 1}


def test_a_record_is_counted_once_of_its_block_and_of_all() -> None:
    found: Tally = tally_of(record(CAME, SILENCE, APPEAL))

    assert found[TallyPlace(Scope.ALL, "", What.RECORDS)] == {("sent", RECEIVED.year): 1}
    assert found[TallyPlace(Scope.BLOCK, "block", What.ASKED)] == {("asked", RECEIVED.year): 1}
    assert found[TallyPlace(Scope.BODY, "hears", What.RECORDS)] == {("sent", RECEIVED.year): 1}
    assert tally_of(replace(record(CAME, SILENCE), withheld=True)) == {}


def test_the_keys_of_counts_are_read_as_they_were_written() -> None:
    for cited in (CitedKey("pk-raia-2017", "7-b"), CitedKey("xx-own-2020", "16 1 h")):
        assert CitedKey.of(str(cited)) == cited
    for question in (QuestionKey(("order", "period"), "no-answer"), QuestionKey((), "given")):
        assert QuestionKey.of(str(question)).outcome == question.outcome
    assert QuestionKey.of("order+period refused").elements == ("order", "period")
