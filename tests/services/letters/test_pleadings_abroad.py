"""Pleadings under laws whose files write no plea: neutral words over what the file has.

Asked and received on Tuesday 1 September 2026, refused on 10 September or left unanswered, and
written on Tuesday 24 November 2026.
"""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import (
    asked_abroad,
    by_hand,
    letters_of_remedies,
    library_abroad,
    refused,
)
from tests.offices import BY
from tests.services.letters.scenes import answered, one_line, outcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.translations import locale

BODIES = {
    "bd": "bd-btrc",
    "de": "de-bnetza",
    "eu": "eu-commission",
    "gb": "gb-ofcom",
    "in": "in-meity",
    "lk": "lk-trcsl",
    "tr": "tr-btk",
    "us": "us-fcc",
}
TODAY = date(2026, 11, 24)
# Words of one to two pages: reviews and confirmatory applications are letters. An American appeal
# has three, and a pleading more.
MOST_OF_A_REVIEW, OF_AN_AMERICAN_APPEAL, MOST_OF_AN_APPEAL = 1020, 1270, 2600


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def letters(office: Office, country: str, *, silent: bool) -> list[Writer]:
    """The letter of each remedy that is open."""
    spoken = replace(office, locale=locale)
    known = library_abroad().bodies
    body = BODIES[country]
    body = body if body in known else next(key for key in known if key.startswith(f"{country}-"))
    reference = asked_abroad(spoken, body, date(2026, 9, 1))
    if silent:
        sweep(spoken, TODAY)
    else:
        refused(spoken, reference, date(2026, 9, 10))
    return letters_of_remedies(office, reference, TODAY)


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("country", BODIES)
def test_a_remedy_is_pleaded_in_neutral_words_where_the_law_file_has_none(
    office: Office, country: str, silent: bool
) -> None:
    for of in letters(office, country, silent=silent):
        words = one_line(of)
        review = of.kind is LetterKind.INTERNAL_REVIEW
        most = OF_AN_AMERICAN_APPEAL if country == "us" else MOST_OF_A_REVIEW
        assert len(words.split()) < (most if review else MOST_OF_AN_APPEAL)
        assert not re.search(r"[{}]|\(\)| ,|cautious|none named", words)
        assert of.pleading
        assert all(item.grounds for item in of.pleading.items)
        if not review:
            for annex in of.pleading.annexes:
                assert f"Annex {annex.letter}" in words


def test_a_review_asks_for_a_fresh_decision_in_one_or_two_pages(office: Office) -> None:
    (review,) = letters(office, "gb", silent=False)
    words = one_line(review)

    assert review.kind is LetterKind.INTERNAL_REVIEW
    assert "for a fresh decision on each item" in words
    assert "to make a new decision on the records in items (1) to (9), record by record" in words
    assert "What I ask for" in words
    assert "appellant" not in words


def test_a_letter_names_the_body_and_is_written_by_me_against_any_answer(
    office: Office,
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES["de"], date(2026, 9, 1))
    found = (
        outcome(Outcome.REFUSED),
        outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.SECTION, "section 3")),
        outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.OTHER, "secret")),
        outcome(Outcome.NOT_HELD),
        outcome(Outcome.REFERRED_ELSEWHERE),
        outcome(Outcome.PASSED_OVER),
    )
    details = PaperDetails(words="The respondent regrets it.")
    answered(spoken, reference, "refused", date(2026, 9, 10), *found, details=details)
    written = letters_of_remedies(spoken, reference, TODAY)
    of = next(each for each in written if each.kind is LetterKind.INTERNAL_REVIEW)
    words = one_line(of)

    named = library_abroad().bodies[BODIES["de"]].mention.in_language("en")
    for sentence in ("relied on “section 3”", "relied on “secret”", "answers for the records"):
        assert f"{named[:1].upper()}{named[1:]} {sentence}" in words
    assert f"It is for {named} to state this" in words
    assert "I ask that each item be decided again" in words
    # What the body wrote stays as it wrote it.
    assert words.count("espondent") == words.count("“The respondent regrets it.”") > 0
    assert not re.search(r"requester|applicant asks|appellant", words)


def test_a_late_appeal_asks_to_be_excused_only_where_the_law_knows_it(office: Office) -> None:
    appeals = [each for each in letters(office, "in", silent=False) if each.plea]
    first = next(each for each in appeals if each.plea and each.plea.stage == "appeal")
    words = one_line(first)

    # Refused on 10 September: thirty days end on Saturday 10 October 2026.
    assert "asks that the delay be excused (section 19(1)" in words
    assert "[state the reasons here]" in words
    assert "within 30 days of" not in words


def test_neither_of_two_remedies_of_a_day_points_to_the_other(
    office: Office,
) -> None:
    appeal, complaint = letters(office, "in", silent=True)
    offered = []
    for of in (appeal, complaint):
        assert of.pleading
        rows = {row.key: row for row in of.pleading.rows()}
        offered.append(rows["proceedings"].instead)

    assert [words.split(" has ")[1] for words in offered] == [
        "brought no other proceeding on this request before any court, tribunal or authority."
    ] * 2


def test_a_remedy_filed_on_the_same_request_is_named_with_its_day(office: Office) -> None:
    appeal, complaint = letters(office, "in", silent=True)
    assert complaint.plea
    assert appeal.plea
    spoken, reference = replace(office, locale=locale), complaint.case.reference
    place = complaint.plea.remedy.place
    file_appeal(spoken, reference, by_hand(date(2026, 11, 20)), remedy=place, by=BY)
    with spoken.cases.look(reference) as case:
        later = writer_of(spoken, case, LetterKind.APPEAL, appeal.plea.remedy.place, on=TODAY)

    assert later.pleading
    rows = {row.key: row for row in later.pleading.rows()}
    assert "was filed on 20 November 2026: “" in rows["proceedings"].instead
