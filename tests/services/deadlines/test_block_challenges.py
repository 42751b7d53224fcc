"""The time to challenge a block itself, by hand from section 37(4) and a paper calendar."""

from dataclasses import replace
from datetime import date

from tests.lawfiles.shipped import shipped
from tracker.domain.base.text import Text
from tracker.domain.case.block_challenges import BlockChallenge, challenges_of
from tracker.domain.law.block import Block, BlockOrder
from tracker.domain.law.count_step import Caution
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.power import ChallengeStart
from tracker.services.core.days import ENGLISH
from tracker.services.deadlines.challenge_words import challenges_shown
from tracker.services.public.library_rows import rows_of_table

X = "pk-x-2024"
GAZETTE = Source("the gazette", ReadIn.OFFICIAL_TEXT)


def order(on: date | None, body: str = "pk-pta") -> BlockOrder:
    return BlockOrder(Text({"en": "PTA"}), Text({"en": "Block it."}), GAZETTE, on, body)


def challenges(block: Block) -> tuple[BlockChallenge, ...]:
    return tuple(challenges_of(block, shipped()))


def block_of(*orders: BlockOrder, since: date = date(2026, 11, 2)) -> Block:
    x = shipped().blocks[X]
    return replace(x, orders=orders, since=since, until=None)


def test_x_was_blocked_on_17_february_2024_and_thirty_days_end_on_18_march() -> None:
    """February 2024 has 29 days: 12 days to its end, and 18 of March, a Monday. The only dated
    order is a letter of the Ministry of Interior, which is no order of PTA."""
    review, appeal = challenges(shipped().blocks[X])

    assert (review.order, review.assumes) == (None, date(2024, 2, 17))
    assert review.deadline
    assert (review.deadline.earliest, review.last) == (date(2024, 3, 18), date(2024, 3, 18))
    assert appeal.challenge.runs_from is ChallengeStart.REVIEW
    assert (appeal.deadline, appeal.last) == (None, None)


def test_a_dated_order_of_the_authority_is_what_the_time_runs_from() -> None:
    """Thirty days after Friday 6 November 2026 end on Sunday 6 December. The last day on which
    PTA is certainly open is Thursday 3 December, if it keeps a week of four days; the closed last
    day may be carried to Monday 7 December."""
    review, _ = challenges(block_of(order(date(2026, 11, 6))))

    assert review.assumes is None
    assert review.deadline
    assert (review.deadline.earliest, review.last) == (date(2026, 12, 6), date(2026, 12, 3))
    assert review.deadline.latest == date(2026, 12, 7)
    assert Caution.LAST_DAY_CLOSED in [each.caution for each in review.deadline.warnings]


def test_the_newest_order_counts_and_an_order_without_a_date_does_not() -> None:
    """Thirty days after Tuesday 10 November 2026 end on Thursday 10 December."""
    review, _ = challenges(
        block_of(order(date(2026, 11, 10)), order(date(2026, 11, 6)), order(None))
    )

    assert review.last == date(2026, 12, 10)


def test_a_time_that_runs_from_an_order_in_review_has_no_last_day() -> None:
    review, appeal = challenges(block_of(order(date(2026, 11, 10))))

    assert (review.last, appeal.last) == (date(2026, 12, 10), None)


def test_nothing_is_counted_where_nobody_knows_when_the_block_began() -> None:
    review, _ = challenges(replace(block_of(), since_unknown=True))

    assert (review.deadline, review.assumes, review.why_not) == (None, None, None)


def test_a_block_before_the_act_was_in_force_is_not_counted_and_says_why() -> None:
    review, _ = challenges(block_of(since=date(2016, 8, 1)))

    assert review.deadline is None
    assert "came into force" in str(review.why_not) or "in force" in str(review.why_not)


def test_only_periods_that_were_read_are_counted() -> None:
    """Section 37(4) and (5) of the Act of Pakistan: no other period to challenge a block was
    read in an official copy or a quotation."""
    found = {
        (power.key, requirement.key): requirement.source.read_in
        for power in shipped().powers.values()
        for requirement in power.requirements
        if requirement.challenge
    }

    assert found == {
        ("pk-peca-2016-s37", "review"): ReadIn.OFFICIAL_COPY,
        ("pk-peca-2016-s37", "appeal"): ReadIn.OFFICIAL_COPY,
    }


def test_a_block_without_a_power_that_sets_a_time_has_none() -> None:
    assert challenges(shipped().blocks["pk-election-shutdown-2024"]) == ()


# In words and as data


def test_the_public_line_says_until_when_and_not_whether_the_time_ran_out() -> None:
    review, appeal = challenges_shown(shipped(), shipped().blocks[X], ENGLISH)

    assert review.line == (
        "Application for review of the order (section 37(4)): 30 days from the order. Counted "
        "from the first day of the block, 17 February 2024, the last day: Monday 18 March 2024."
    )
    assert "No dated order of PTA is known." in review.assumes
    assert "first day of the block, 17 February 2024" in review.assumes
    assert [step.day for step in review.steps] == [date(2024, 2, 17), date(2024, 3, 18)]
    assert appeal.line == (
        "Appeal against the order in review (section 37(5)): 30 days from the order in review."
    )
    assert "which one hears these appeals is not clear" in appeal.says


def test_the_line_of_a_dated_order_counts_from_its_day() -> None:
    review, _ = challenges_shown(shipped(), block_of(order(date(2026, 11, 10))), ENGLISH)

    assert "Counted from 10 November 2026, the last day: Thursday 10 December" in review.line
    assert review.assumes == ""


def test_without_a_first_day_the_line_says_why_nothing_is_counted() -> None:
    unknown, _ = challenges_shown(shipped(), replace(block_of(), since_unknown=True), ENGLISH)
    early, _ = challenges_shown(shipped(), block_of(since=date(2016, 8, 1)), ENGLISH)

    assert "No date can be counted: we do not know the date of the order." in unknown.line
    assert "No date can be counted: " in early.line
    assert early.assumes == ""


def test_the_data_have_a_row_for_each_block_and_provision() -> None:
    rows = {row["key"]: row for row in rows_of_table("challenges", shipped())}

    review = rows["pk-x-2024-pk-peca-2016-s37-review"]
    assert (review["counted_from"], review["assumed"]) == ("2024-02-17", True)
    assert (review["earliest"], review["latest"]) == ("2024-03-18", "2024-03-18")
    appeal = rows["pk-x-2024-pk-peca-2016-s37-appeal"]
    assert (appeal["runs_from"], appeal["earliest"]) == ("review", None)
