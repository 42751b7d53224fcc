"""The answer to each sentence of a later document, and the grounds of the appeal by number."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import case_status
from tests.offices import BY, Clock, a_paper
from tests.services.letters.scenes import (
    bare_refusal,
    national_security,
    not_held,
    one_line,
    outcome,
    silence,
)
from tests.services.letters.scenes_of_rejoinders import (
    CAME,
    appealed,
    came,
    grounds_of,
    paragraphs,
    rejoinder,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.pleading import PleadingPart
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.editing import open_pleading
from tracker.services.letters.filling import places_to_fill
from tracker.services.letters.letter_facts import writer_of
from tracker.services.letters.letter_length import length_of
from tracker.translations import locale

REFUSED, NOT_HELD, DISCLOSED = Outcome.REFUSED, Outcome.NOT_HELD, Outcome.DISCLOSED
SECURITY = outcome(REFUSED, "s7-e", "s7-f", "s16-1-e")
KNOWN = (
    "The records relate to national security and are exempt under sections 7(e), 7(f) and "
    "16(1)(e) of the Act."
)
NEW = "The record of item 2 is before the Sindh High Court and is exempt under section 16(1)(i)."
UNKNOWN = "The appellant has not shown how the information concerns the public."
PLACE = "[The answer to these words.]"


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


@pytest.fixture
def three_sentences(spoken: Office, clock: Clock) -> str:
    """A refusal for national security, an appeal, and a reply with one sentence that repeats it,
    one that claims another exception for item 2, and one of which no rule knows the answer."""
    reference = appealed(spoken, clock, national_security)
    said = f"{KNOWN} {NEW} {UNKNOWN}"
    came(spoken, reference, SECURITY, outcome(REFUSED, "s16-1-i"), SECURITY, words=said)
    return reference


def test_a_repeated_claim_is_answered_by_the_numbers_of_the_grounds_as_filed(
    spoken: Office, three_sentences: str
) -> None:
    _, repeated, *_ = paragraphs(rejoinder(spoken, three_sentences))
    numbers = grounds_of(spoken, three_sentences)
    named = [numbers[f"{title:.12}"] for title in ("Section 7(e): ", "Section 7(f): ")]

    assert f"It says: “{KNOWN}”" in repeated
    assert "for the records in items (1) and (3) to (8) as well" in repeated
    assert (
        f"Grounds {named[0]}, {named[1]} and {numbers['Section 16(1']} of the appeal" in repeated
    )
    assert "is first made after" not in repeated


def test_a_new_claim_is_met_on_its_merits_and_as_not_claimed_in_the_decision(
    spoken: Office, three_sentences: str
) -> None:
    _, _, new, merits, *_ = paragraphs(rejoinder(spoken, three_sentences))

    assert f"It says: “{NEW}”" in new
    assert (
        "So far as a claim of section 16(1)(i) for the records in item (2) is first made after "
        "the appeal was filed" in new
    )
    assert "Section 16(1)(i) has six heads" in merits
    assert "It says" not in merits


def test_a_sentence_that_no_rule_knows_has_a_place_of_its_own_below_it(
    spoken: Office, three_sentences: str
) -> None:
    of = rejoinder(spoken, three_sentences)
    said = paragraphs(of)
    at = next(n for n, each in enumerate(said) if UNKNOWN in each)

    assert said[at].endswith(f"It says: “{UNKNOWN}”")
    assert said[at + 1].endswith(PLACE)
    assert one_line(of).count(PLACE) == 1
    with spoken.cases.look(three_sentences) as case:
        filed = case_status(spoken, three_sentences).case_state.appeals[-1]
        found = open_pleading(spoken, case, ("rejoinder", filed.seq))
    assert [each.words for each in places_to_fill(found)] == [PLACE]


def test_the_grounds_are_named_by_number_and_not_reprinted(
    spoken: Office, three_sentences: str
) -> None:
    of = rejoinder(spoken, three_sentences)
    words, numbers = one_line(of), grounds_of(spoken, three_sentences)

    for title in numbers:
        assert not re.search(rf"[IVX]+\. {re.escape(title)}", words)
    assert "do not answer" not in words


def test_the_facts_are_verified_and_the_submissions_are_not(
    spoken: Office, three_sentences: str
) -> None:
    of = rejoinder(spoken, three_sentences)
    verified = re.search(r"verify that paragraphs (.*?) are true", one_line(of))
    numbers = [each.split(".")[0] for each in paragraphs(of) if "says: “" in each]

    assert numbers == ["2", "3", "6"]
    assert verified
    assert verified[1] == "1 to 3 and 6"


def test_the_table_has_the_last_answer_and_the_paragraph_that_meets_it(
    spoken: Office, three_sentences: str
) -> None:
    words = one_line(rejoinder(spoken, three_sentences))

    assert "Answer: Refused (Annex R-1) Ground given: section 16(1)(i)" in words
    assert re.search(r"\(2\): .*?Reply \(ground\): paragraph 3 Grounds maintained", words)


@pytest.fixture
def late(spoken: Office, clock: Clock) -> str:
    """No response, an appeal, and a late reply: not held, exempt, withheld, and an excuse."""
    reference = appealed(spoken, clock, silence)
    said = (
        "Item 1 is not held by this Authority. Item 2 is exempt under section 16(1)(e). The "
        "remaining record is classified and cannot be shared. The delay was caused by the "
        "transfer of the officer."
    )
    found = (outcome(NOT_HELD), outcome(REFUSED, "s16-1-e"), outcome(REFUSED))
    came(spoken, reference, *found, words=said)
    return reference


def test_after_silence_what_is_said_for_the_first_time_is_called_so(
    spoken: Office, late: str
) -> None:
    words = one_line(rejoinder(spoken, late))

    assert "“Item 1 is not held by this Authority.”" in words
    assert "had not said" not in words
    assert (
        "“Item 2 is exempt under section 16(1)(e).” So far as a claim of section 16(1)(e) for the "
        "records in item (2) is first made after the appeal was filed" in words
    )
    assert "The reply to the request" not in words
    assert "Section 16(1)(e) has two heads" in words


def test_of_a_refusal_without_a_provision_one_is_asked_for_and_it_is_left_to_counsel(
    spoken: Office, late: str
) -> None:
    said = paragraphs(rejoinder(spoken, late))
    at = next(n for n, each in enumerate(said) if "is classified and cannot" in each)

    assert said[at].endswith(
        "It is for the respondent to specify the provision of the Right of Access to Information "
        "Act, 2017 on which it relies for the records in items (3) to (8)."
    )
    assert said[at + 1].endswith(PLACE)


def test_it_says_in_short_what_is_answered_and_asks_for_the_records_at_issue(
    spoken: Office, late: str
) -> None:
    words = one_line(rejoinder(spoken, late))

    assert (
        "In issue: 8 items. The appellant asks that the appeal be allowed for these records"
        in words
    )
    assert "This rejoinder answers Annex R-1, the document of the respondent No." in words
    assert "R-1: Document from the body" in words
    assert "to allow the appeal for the records in items (1) to (8), and to grant what it" in words
    assert "to decide on what the respondent shows by evidence, record by record" in words


def test_after_partial_supply_the_rest_is_at_issue(spoken: Office, clock: Clock) -> None:
    reference = appealed(spoken, clock, bare_refusal)
    said = (
        "Copies of item 1 are enclosed. Item 2 is enclosed without its annex, which names the "
        "complainants (section 16(1)(c)). Items 4 to 8 are not available in this office."
    )
    found = (
        outcome(DISCLOSED),
        outcome(Outcome.PARTLY_DISCLOSED, "s16-1-c"),
        outcome(REFUSED, "s7-a"),
        outcome(NOT_HELD),
    )
    quotes = {3: "The noting is excluded by section 7(a)."}
    came(spoken, reference, *found, words=said, kind="partly-answered", quotes=quotes)

    of = rejoinder(spoken, reference)
    words = one_line(of)

    assert of.pleading
    assert [item.number for item in of.pleading.items] == list(range(2, 9))
    assert "With it came copies of the records in item (1)." in words
    assert "Of the records in item (2) a part came with it." in words
    assert (
        "It says: “The noting is excluded by section 7(a).” So far as a claim of section 7(a) for "
        "the records in item (3) is first made after the appeal was filed" in words
    )
    assert "withheld the records in items (4) to (8) (Annex C)." in words
    assert PLACE not in words
    # Three new matters take two pages and a few lines.
    assert length_of(of.letter()).lines < 2.2 * 48


def test_a_ground_in_the_words_of_a_lawyer_still_answers_its_clause(
    spoken: Office, clock: Clock
) -> None:
    own = {"ground:s16-1-e:1": "Our own words.", "ground:appeal-inspection:1": "Let it look."}
    reference = appealed(spoken, clock, national_security, words_of=own)
    came(spoken, reference, SECURITY, words=KNOWN)

    numbers, words = grounds_of(spoken, reference), one_line(rejoinder(spoken, reference))
    assert f"and {numbers['Section 16(1']} of the appeal answer it." in words


def test_an_appeal_that_was_not_finalised_here_leaves_its_numbers_to_be_compared(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, national_security, finalised=False)
    came(spoken, reference, SECURITY, words=KNOWN)

    assert (
        "[The numbers of grounds and paragraphs of the appeal are those of the draft"
        in one_line(rejoinder(spoken, reference))
    )


def test_a_document_of_before_the_filing_is_not_said_to_claim_something_for_the_first_time(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, national_security)
    words, new = "It is exempt under section 16(1)(i).", outcome(REFUSED, "s16-1-i")
    came(spoken, reference, new, words=words, dated=date(2026, 11, 12))

    assert "is first made after" not in one_line(rejoinder(spoken, reference))


def test_a_document_without_logged_words_has_one_place_and_its_logged_claims_are_met(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, national_security)
    came(spoken, reference, outcome(REFUSED, "s16-1-i"))

    words = one_line(rejoinder(spoken, reference))
    assert words.count("[what it says, point by point") == 1
    assert PLACE not in words
    assert "For the records in items (1) to (8) it relies on section 16(1)(i)." in words


def test_a_document_that_nobody_classified_has_one_place(spoken: Office, clock: Clock) -> None:
    reference = appealed(spoken, clock, national_security)
    event = DocumentReceived(on=DaySpan.on(CAME), channel=Channel.COURIER)
    record(spoken, reference, event, [a_paper("letter.txt")], by=BY)

    of = rejoinder(spoken, reference)
    assert one_line(of).count("[what it says, point by point") == 1
    assert "Ground" in one_line(of)
    assert of.pleading
    assert len(of.pleading.parts[PleadingPart.ANSWER]) == 1


def test_hostile_words_are_quoted_as_words(spoken: Office, clock: Clock) -> None:
    reference = appealed(spoken, clock, silence)
    hostile = "<script>alert(1)</script> {ground:x} [see] item 2 is exempt under section 16(1)(e)."
    came(spoken, reference, outcome(REFUSED, "s16-1-e"), words=hostile)

    of = rejoinder(spoken, reference)
    assert "<script>" not in of.office.documents.html(of.letter(), str)
    assert "“<script>alert(1)</script> (ground:x) (see) item 2 is exempt" in one_line(of)


def test_a_later_document_takes_the_place_of_an_earlier_one_for_its_items(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, national_security)
    came(spoken, reference, outcome(REFUSED, "s16-1-i"), words="Exempt by section 16(1)(i).")
    came(
        spoken,
        reference,
        outcome(DISCLOSED),
        words="Copies of all are enclosed.",
        kind="answered",
        on=date(2026, 12, 4),
    )

    of = rejoinder(spoken, reference)
    words = one_line(of)
    assert of.pleading
    assert not of.pleading.items
    assert "The items still at issue" not in words
    assert "With it came copies of the records in items (1) to (8)" in words
    assert "is first made after" not in words


def test_it_can_be_written_in_urdu(spoken: Office, three_sentences: str) -> None:
    with spoken.cases.look(three_sentences) as case:
        chosen = replace(rejoinder(spoken, three_sentences).chosen, language="ur")
        of = writer_of(spoken, case, LetterKind.REJOINDER, None, chosen)

    words = one_line(of)
    assert UNKNOWN in words
    assert "جواب الجواب" in words


def test_a_clause_for_what_was_said_not_to_be_held_does_not_agree_with_it(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, not_held)
    came(spoken, reference, outcome(REFUSED, "s16-1-e"), words="Exempt by section 16(1)(e).")

    assert (
        "answered the records in items (1) to (8) as absent (Annex C): what is withheld is held."
        in one_line(rejoinder(spoken, reference))
    )


def test_after_a_decision_a_referral_is_not_called_the_absence_of_one(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, national_security)
    referred = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior")
    came(spoken, reference, referred, words="The matter pertains to the Ministry of Interior.")

    words = one_line(rejoinder(spoken, reference))
    assert "That another body is concerned with a record is no reason" in words
    assert not re.search("there is no decision|No exception has been claimed", words)


def test_a_sentence_with_another_section_is_not_tied_to_the_logged_clause(
    spoken: Office, clock: Clock
) -> None:
    reference = appealed(spoken, clock, silence)
    came(spoken, reference, outcome(REFUSED, "s16-1-e"), words="Exempt under section 99(9).")

    said = paragraphs(rejoinder(spoken, reference))
    assert said[1].endswith("It says: “Exempt under section 99(9).”")
    assert said[2].endswith(PLACE)
    assert "For the records in items (1) to (8) it relies on section 16(1)(e)." in said[3]
