"""What a rejoinder says of the time before the filing where several replies had come, and of items
on which a statement was given in place of the record.

The replies came on Friday 23 October and Monday 2 November 2026, before the filing of Monday 16
November.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.offices import Clock
from tests.services.letters.scenes import ON_TIME, answered, bare_refusal, one_line, outcome
from tests.services.letters.scenes_of_rejoinders import appealed, came, rejoinder
from tracker.domain.base.terms import GivenAs
from tracker.domain.case.paper_details import NO_DETAILS
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.services.core.office import Office
from tracker.translations import locale

AGAIN = date(2026, 11, 2)
REFUSED, NOT_HELD = Outcome.REFUSED, outcome(Outcome.NOT_HELD)
DEFENCE = outcome(REFUSED, "s16-1-e")
STATED = replace(outcome(Outcome.DISCLOSED), given_as=GivenAs.STATEMENT)
CLAIM, ABSENT = "Exempt by section 16(1)(e).", "The records are not held by this Authority."


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


def replied_twice(
    first: QuestionOutcome, second: QuestionOutcome
) -> Callable[[Office, str], None]:
    """Two replies of which nobody logged the words."""

    def happened(office: Office, reference: str) -> None:
        for of, on in ((first, ON_TIME), (second, AGAIN)):
            kind = "not-held" if of.outcome is Outcome.NOT_HELD else "refused"
            answered(office, reference, kind, on, of, details=NO_DETAILS)

    return happened


@pytest.mark.parametrize(("first", "new"), [(DEFENCE, False), (outcome(REFUSED, "s7-e"), True)])
def test_a_claim_of_any_earlier_reply_is_not_called_new(
    spoken: Office, clock: Clock, first: QuestionOutcome, new: bool
) -> None:
    reference = appealed(spoken, clock, replied_twice(first, outcome(REFUSED, "s7-f")))
    came(spoken, reference, DEFENCE, words=CLAIM)

    words = one_line(rejoinder(spoken, reference))
    assert CLAIM in words
    assert ("So far as a claim of section 16(1)(e) for" in words) is new


@pytest.mark.parametrize(
    ("first", "withheld"),
    [(NOT_HELD, False), (DEFENCE, True)],
)
def test_records_said_to_be_absent_before_are_not_said_to_have_been_withheld_alone(
    spoken: Office, clock: Clock, first: QuestionOutcome, withheld: bool
) -> None:
    reference = appealed(spoken, clock, replied_twice(first, outcome(REFUSED, "s7-f")))
    came(spoken, reference, NOT_HELD, DEFENCE, words=f"Item 1 is not held. {CLAIM}")

    words = one_line(rejoinder(spoken, reference))
    assert "“Item 1 is not held.”" in words
    assert ("The reply to the request withheld the records in item (1)" in words) is withheld
    assert ("to state how the two agree" in words) is withheld


REFERRED = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior")
WITHHELD = "The reply to the request withheld the records in items (1) to (8)"


@pytest.mark.parametrize(
    ("first", "says"),
    [(NOT_HELD, ""), (outcome(REFUSED, "s7-e"), WITHHELD), (REFERRED, "")],
)
def test_records_said_to_be_absent_before_are_not_said_to_be_so_for_the_first_time(
    spoken: Office, clock: Clock, first: QuestionOutcome, says: str
) -> None:
    reference = appealed(spoken, clock, replied_twice(first, REFERRED))
    came(spoken, reference, NOT_HELD, words=ABSENT, kind="not-held")

    words = one_line(rejoinder(spoken, reference))
    assert f"“{ABSENT}”" in words
    assert (WITHHELD in words) is bool(says)
    assert "had not said" not in words


def test_after_a_refusal_a_later_referral_does_not_make_the_request_undecided(
    spoken: Office, clock: Clock
) -> None:
    passed_over = outcome(Outcome.PASSED_OVER)
    reference = appealed(spoken, clock, replied_twice(DEFENCE, passed_over))
    came(spoken, reference, REFERRED, words="The matter pertains to the Ministry of Interior.")

    words = one_line(rejoinder(spoken, reference))
    assert "“The matter pertains to the Ministry of Interior.”" in words
    assert not re.search("there is no decision|No exception has been claimed", words)


@pytest.mark.parametrize("words", ["", "Item 1: the ban was ordered in May. Item 2 is exempt."])
def test_a_statement_in_place_of_a_record_concedes_no_record(
    spoken: Office, clock: Clock, words: str
) -> None:
    reference = appealed(spoken, clock, bare_refusal)
    came(spoken, reference, STATED, DEFENCE, words=words, kind="partly-answered")

    of = rejoinder(spoken, reference)
    letter = one_line(of)
    assert of.pleading
    assert [item.number for item in of.pleading.items] == list(range(1, 9))
    assert "On the records in item (1) it gives a statement in place of the record." in letter
    assert "Answer: A statement was given, not the record (Annex R-1)" in letter
    assert "supplied the records" not in letter


def test_a_record_that_was_given_is_no_longer_at_issue(spoken: Office, clock: Clock) -> None:
    reference = appealed(spoken, clock, bare_refusal)
    given = replace(STATED, given_as=GivenAs.RECORD)
    came(
        spoken,
        reference,
        given,
        DEFENCE,
        words=f"Item 1 is enclosed. {CLAIM}",
        kind="partly-answered",
    )

    of = rejoinder(spoken, reference)
    assert of.pleading
    assert [item.number for item in of.pleading.items] == list(range(2, 9))
    assert "With it came copies of the records in item (1)." in one_line(of)
