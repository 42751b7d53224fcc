"""The appeals after a body transferred items: each body answers for its own items.

Items keep their numbers. The first authority of India received the request on 1 July 2024, and the
second received item 3 on 8 July. Both refuse on 20 July.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, case_status, letters_of_remedies, library_abroad, refused
from tests.services.cases.test_splitting import FIRST, OTHER, SECOND, transferred
from tests.services.letters.scenes import one_line
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.offering import fitting
from tracker.translations import locale

REFUSED, WRITTEN = date(2024, 7, 20), date(2024, 7, 25)


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def refused_by_both(office: Office) -> tuple[str, str]:
    whole = asked_abroad(office, FIRST, date(2024, 7, 1))
    part = transferred(office, whole, OTHER, SECOND, 3)
    for reference in (whole, part):
        refused(office, reference, REFUSED)
    return whole, part


def appeal(office: Office, reference: str) -> tuple[Writer, str]:
    writer = letters_of_remedies(office, reference, WRITTEN)[0]
    return writer, one_line(writer)


def test_the_appeal_against_the_first_body_omits_the_transferred_item(
    office: Office, refused_by_both: tuple[str, str]
) -> None:
    writer, words = appeal(office, refused_by_both[0])

    assert writer.pleading
    numbers = [item.number for item in writer.pleading.items]
    assert 3 not in numbers
    assert numbers[:3] == [1, 2, 4]
    assert "transferred item 3 of the request to the Ministry of Home Affairs" in words
    assert "That item is not at issue here." in words


def test_the_appeal_against_the_second_body_is_about_its_item_alone(
    office: Office, refused_by_both: tuple[str, str]
) -> None:
    writer, words = appeal(office, refused_by_both[1])

    assert writer.pleading
    assert [item.number for item in writer.pleading.items] == [3]
    assert "which transferred item 3 of it to" in words
    assert "Only that item is at issue here." in words


def test_the_sent_letter_has_all_items_and_is_not_offered_for_the_part(
    office: Office, refused_by_both: tuple[str, str]
) -> None:
    whole, part = refused_by_both
    spoken = replace(office, locale=locale)
    with spoken.cases.look(whole) as case:
        letter = spoken.documents.plain(writer_of(spoken, case, LetterKind.REQUEST).letter())
    finalised = case_status(office, whole).case_state.finalised

    assert finalised
    flat = " ".join(letter.split())
    assert all(" ".join(each.words.split()) in flat for each in finalised.questions)
    offers = fitting(case_status(office, part), office.library, WRITTEN)
    assert LetterKind.REQUEST not in {each.kind for each in offers}
