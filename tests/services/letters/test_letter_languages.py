"""No letter is offered or written in a language that is not on file for its law."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import library_abroad, refused
from tests.offices import AYESHA, BY, a_request, received, with_body
from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Draft, OwnQuestion
from tracker.domain.law.body import Role
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import lacks, repeat, save, settle, start, start_alike
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.offering import letter_languages


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def british(office: Office) -> Draft:
    begun = start(office, "gb-test", "gb-ofcom", by=BY)
    asked = (OwnQuestion(Element.ORDER, "The order by which the service was blocked."),)
    return replace(begun, language="ur", eligibility="any-person", own_questions=asked)


def in_english_alone(office: Office) -> Office:
    """An office by whose library a letter under Pakistan's federal Act is in English alone."""
    law = replace(office.library.law("pk-raia-2017"), languages=("en",))
    laws = dict(office.library.laws) | {law.key: law}
    return replace(office, library=replace(office.library, laws=laws))


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_worded_in_a_language_of_every_law(
    office: Office, kind: LetterKind
) -> None:
    for law in office.library.laws.values():
        found = letter_languages(office.documents, law, kind)
        assert found, law.key
        assert set(found) <= set(law.languages), law.key


def test_the_language_of_before_comes_first_and_no_other_is_let_in(office: Office) -> None:
    federal, foreign = (office.library.law(key) for key in ("pk-raia-2017", "gb-foia-2000"))
    assert letter_languages(office.documents, federal, LetterKind.REQUEST, "ur") == ("ur", "en")
    assert letter_languages(office.documents, foreign, LetterKind.REQUEST, "ur") == ("en",)


def test_a_draft_in_another_language_says_so_and_is_not_settled(office: Office) -> None:
    draft = save(office, british(office), AYESHA, by=BY)
    said = "cannot be in “ur”"
    (lack,) = lacks(office, draft, AYESHA)
    assert lack.field == "language"
    assert said in str(lack.why)
    with pytest.raises(BadInput, match=said):
        settle(office, draft.reference, draft.version, by=BY)
    with pytest.raises(BadInput, match=said):
        preview_draft(office, draft, AYESHA)


def test_a_law_in_whose_languages_nothing_is_worded_is_told_apart(office: Office) -> None:
    law = replace(office.library.law("gb-foia-2000"), languages=("cy",))
    laws = dict(office.library.laws) | {law.key: law}
    welsh = replace(office, library=replace(office.library, laws=laws))
    draft = save(welsh, british(welsh), AYESHA, by=BY)
    with pytest.raises(BadInput, match="must be in cy, and we have no wording"):
        settle(welsh, draft.reference, draft.version, by=BY)


def test_a_draft_made_alike_falls_back_to_a_language_of_its_own_law(office: Office) -> None:
    urdu = replace(start(office, "pk-x-2024", "pk-pta", by=BY), language="ur")
    urdu = save(office, urdu, AYESHA, by=BY)
    english = in_english_alone(office)
    (beside,) = start_alike(english, urdu, AYESHA, ["pk-interior"], beside=urdu.reference, by=BY)
    assert beside.language == "en"


def test_a_request_of_before_is_repeated_and_appealed_in_a_language_of_the_law(
    office: Office,
) -> None:
    reference = a_request(office, language="ur")
    received(office, reference, date(2024, 2, 26))
    refused(office, reference, date(2024, 3, 8))
    english = in_english_alone(office)
    assert repeat(english, reference, by=BY).language == "en"
    with english.cases.look(reference) as case:
        assert compose(english, case, LetterKind.APPEAL).language == "en"


def test_an_item_without_words_in_the_language_for_that_role_stops_the_draft(
    office: Office,
) -> None:
    regulator = start(office, "mx-test", "mx-crt", by=BY)
    assert regulator.language == "es"
    regulator = replace(regulator, eligibility="anyone")
    assert lacks(office, regulator, AYESHA) == ()

    body = replace(office.library.body("mx-crt"), role=Role.COMMISSION)
    asked = replace(office, library=with_body(office.library, body))

    found = lacks(asked, regulator, AYESHA)

    assert {each.field for each in found} == {"questions"}
    assert "“The orders” has no words in “es”" in str(found[0].why)
    assert lacks(asked, replace(regulator, language="en"), AYESHA) == ()


def test_no_number_follows_a_bracketed_section_in_an_urdu_letter() -> None:
    """Text from right to left would draw the number on the wrong side of the bracket."""
    golden = Path(__file__).parents[2] / "documents" / "golden"
    for letter in golden.glob("ur-*.txt"):
        marks = str.maketrans("", "", "«»\u200e\u200f\u2066\u2067\u2068\u2069")
        said = letter.read_text("utf-8").translate(marks)
        assert not re.search(r"\d\)+ \d", said), letter.name
