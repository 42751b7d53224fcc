"""A letter is finalised only once the places in it are filled in, and a draft can be read before.

Received on Monday 26 February 2024 in Pakistan and not answered.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from tests.abroad import by_hand, refused
from tests.offices import BY, Clock
from tests.services.letters.filled_places import answers, fill_all
from tests.services.letters.scenes import silent_request
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.case.case_status import case_status_of
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingPart
from tracker.domain.words.pleading_edits import (
    EditedPleading,
    PleadingEdits,
    RowState,
    add_own_row,
    leave_row_out,
)
from tracker.services.cases.appealing import file_appeal
from tracker.services.core.office import Office
from tracker.services.letters.bundle.court_bundle import offered_annexes
from tracker.services.letters.editing import (
    OpenPleading,
    PleadingChange,
    TypedRow,
    change_pleading,
    new_words,
    open_pleading,
    own_row,
)
from tracker.services.letters.filling import fill_places, places_to_fill
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.drafts import EditedMeanwhile

HOSTILE = "<script>alert(1)</script> {see:nothing} {known} \u202e ::: when x\n**b**"


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    return silent_request(office, clock)


def opened(office: Office, reference: str, language: str = "") -> OpenPleading:
    with office.cases.look(reference) as case:
        return open_pleading(office, case, None, LetterChoices(language=language))


def change(office: Office, reference: str, made: PleadingChange, language: str = "") -> None:
    found = opened(office, reference, language)
    change_pleading(office, reference, found.place, found.edits.version, made, by=BY)


def plain(office: Office, reference: str, language: str = "") -> str:
    letter = opened(office, reference, language).writer.letter()
    return " ".join(office.documents.plain(letter).split())


def bracketed(office: Office, reference: str, words: str) -> str:
    """Give the first fact these words, and return its key."""
    key = opened(office, reference).now.parts[PleadingPart.FACTS][0].row.key

    def made(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
        row = now.row(key)
        assert row
        return new_words(row, edits, words)

    change(office, reference, made)
    return key


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_statement_on_other_proceedings_is_a_place_with_words_to_choose(
    office: Office, silent: str, language: str
) -> None:
    (place,) = places_to_fill(opened(office, silent, language))

    change(office, silent, fill_places({place.key: {0: place.instead}}), language)

    found = opened(office, silent, language)
    row = found.row(place.key)
    assert place.part is PleadingPart.PROCEEDINGS
    assert place.words.startswith("[")
    assert row.state is RowState.EDITED
    assert place.instead in plain(office, silent, language)
    assert not places_to_fill(found)


def test_a_letter_is_not_finalised_while_a_place_stands_and_the_refusal_names_the_row(
    office: Office, silent: str
) -> None:
    (place,) = places_to_fill(opened(office, silent))

    with pytest.raises(NotAllowed) as refusal:
        finalise_letter(office, silent, LetterKind.APPEAL, by=BY)

    assert str(refusal.value) == (
        f"Fill in “{place.words}” in row {place.sign} before you finalise the letter."
    )
    fill_all(office, silent)
    assert finalise_letter(office, silent, LetterKind.APPEAL, by=BY).event.evidence


def test_the_verification_is_printed_in_the_form_to_be_signed(office: Office, silent: str) -> None:
    words = plain(office, silent)

    assert "Verification I, Ayesha Namoona, verify that paragraphs" in words
    assert "Place: ____________ Date: ____________" in words


def test_a_place_in_a_row_that_is_left_out_keeps_nobody_from_finalising(
    office: Office, silent: str
) -> None:
    (place,) = places_to_fill(opened(office, silent))
    row = opened(office, silent).row(place.key)

    change(office, silent, lambda now, edits: leave_row_out(row, edits))

    assert not places_to_fill(opened(office, silent))
    assert finalise_letter(office, silent, LetterKind.APPEAL, by=BY).event.evidence


def test_of_several_places_in_one_row_each_takes_its_own_answer(
    office: Office, silent: str
) -> None:
    key = bracketed(office, silent, "Paid [sum] on [day].")

    change(office, silent, fill_places({key: {1: "3 May 2024"}}))

    assert "Paid [sum] on 3 May 2024." in plain(office, silent)
    left = [place for place in places_to_fill(opened(office, silent)) if place.key == key]
    assert [(place.at, place.words) for place in left] == [(0, "[sum]")]


def test_an_answer_with_a_bracket_is_still_a_place(office: Office, silent: str) -> None:
    (place,) = places_to_fill(opened(office, silent))

    change(office, silent, fill_places({place.key: {0: "[To be asked of the client]"}}))

    assert [each.words for each in places_to_fill(opened(office, silent))] == [
        "[To be asked of the client]"
    ]


def test_places_of_rows_of_ones_own_are_filled_with_their_title_and_authority(
    office: Office, silent: str
) -> None:
    typed = TypedRow(
        PleadingPart.GROUNDS,
        "So held on [day].",
        "The case of [name]",
        authority="[2020] 1 SCR 812",
        read_at="https://court.example/doe",
        opened=True,
    )
    own = own_row(opened(office, silent), typed, by=BY, may_cite=True)
    change(office, silent, lambda now, edits: add_own_row(edits, own))
    places = [p for p in places_to_fill(opened(office, silent)) if p.key.startswith(own.key)]
    assert [place.words for place in places] == ["[name]", "[day]"]

    said = {place.key: {place.at: f"answer {n}"} for n, place in enumerate(places)}
    change(office, silent, fill_places(said))

    words = plain(office, silent)
    assert "The case of answer 0" in words
    assert "So held on answer 1. ([2020] 1 SCR 812)" in words


def test_hostile_answers_are_words(office: Office, silent: str) -> None:
    (place,) = places_to_fill(opened(office, silent))

    change(office, silent, fill_places({place.key: {0: HOSTILE}}))

    letter = opened(office, silent).writer.letter()
    assert "<script>" not in office.documents.html(letter, str)
    assert "<script>alert(1)</script> (see:nothing) (known)" in plain(office, silent)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({}, BadInput),
        ({"proceedings": {0: "a" * 6_001}}, BadInput),
        ({"nothing": {0: "words"}}, NotOnFile),
    ],
)
def test_what_cannot_be_filled_in_is_refused(
    office: Office, silent: str, said: dict[str, dict[int, str]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change(office, silent, fill_places(said))

    assert opened(office, silent).edits.version == 0


def test_of_two_people_who_fill_in_at_once_the_later_is_told(office: Office, silent: str) -> None:
    found = opened(office, silent)
    fill_all(office, silent)

    with pytest.raises(EditedMeanwhile):
        change_pleading(office, silent, found.place, 0, fill_places(answers(found)), by="other")


def test_a_draft_marks_its_places_in_word_and_in_the_preview(
    office: Office, silent: str, tmp_path: Path
) -> None:
    (place,) = places_to_fill(opened(office, silent))
    writer = opened(office, silent).writer
    (tmp_path / "draft.docx").write_bytes(office.documents.docx(writer.letter(), writer.today))

    runs = [r for p in Document(str(tmp_path / "draft.docx")).paragraphs for r in p.runs]

    assert [r.text for r in runs if r.font.highlight_color] == [place.words]
    assert f"<mark>{place.words}</mark>" in office.documents.html(writer.letter(), str)


def test_a_rejoinder_is_filled_in_and_finalised_with_the_annex_letters_of_the_appeal(
    office: Office, clock: Clock, silent: str
) -> None:
    fill_all(office, silent)
    finalise_letter(office, silent, LetterKind.APPEAL, by=BY)
    file_appeal(office, silent, by_hand(date(2024, 4, 1)), by=BY)
    clock.set(date(2024, 4, 22))
    refused(office, silent, date(2024, 4, 20))
    with office.cases.look(silent) as case:
        filed = case_status_of(case.history, office.library).case_state.appeals[-1]
        found = open_pleading(office, case, ("rejoinder", filed.seq))
    (place,) = places_to_fill(found)
    assert (place.part, place.sign) == (PleadingPart.ANSWER, "1")
    assert place.words.startswith("[what it says, point by point")

    with pytest.raises(NotAllowed, match=r"Fill in .* in row 1 before you finalise"):
        finalise_letter(office, silent, LetterKind.REJOINDER, by=BY)
    answer = fill_places({place.key: {0: "It names no exception."}})
    change_pleading(office, silent, found.place, found.edits.version, answer, by=BY)
    entry = finalise_letter(office, silent, LetterKind.REJOINDER, by=BY)

    said = " ".join(office.archive.read(silent, entry.event.evidence[1]).decode().split())
    assert "1. On Annex R-1: It names no exception." in said
    assert "Annexes R-1: Document from the body, 20 April 2024" in said
    assert "paragraphs 1" in said
    assert "described below" not in said
    marks = set(re.findall(r"Annex ([A-Z](?:-\d+)?)\b", said))
    assert isinstance(filed.event, AppealFiled)
    remedy = (filed.event.stage, filed.event.opening)
    assert marks <= {each.mark for each in offered_annexes(office, silent, remedy)}
    assert "R-1" in marks


def test_letters_without_a_place_are_finalised_as_before(office: Office, silent: str) -> None:
    entry = finalise_letter(office, silent, LetterKind.NOTICE, by=BY)

    assert entry.event.evidence


def test_a_fact_that_nobody_knows_is_left_out_and_not_verified(
    office: Office, silent: str
) -> None:
    key = bracketed(office, silent, "It was read on [day of the reading].")
    (place,) = [each for each in places_to_fill(opened(office, silent)) if each.key == key]
    assert place.can_go
    change(office, silent, fill_places({}, (key,)))

    assert "It was read on" not in plain(office, silent)
    assert key not in {each.key for each in places_to_fill(opened(office, silent))}


def test_the_statement_on_other_proceedings_cannot_be_left_out_as_unknown(
    office: Office, silent: str
) -> None:
    places = {each.key: each for each in places_to_fill(opened(office, silent))}
    assert not places["proceedings"].can_go
