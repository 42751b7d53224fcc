"""What people do by hand in the letter of a remedy, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from tests.storage.samples import AT, BY, REFERENCE, file_request
from tracker.domain.base.errors import NotAllowed
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingBasis, PleadingPart, RowForm
from tracker.domain.words.pleading_edits import (
    NO_EDITS,
    AddedRow,
    OwnAuthority,
    PartOrder,
    PleadingEdits,
    RowEdit,
)
from tracker.services.ports.drafts import EditedMeanwhile, LetterApproval, PleadingPlace
from tracker.storage.opening import Storage

PLACE = PleadingPlace("first-appeal", 4, "en")
IN_URDU = PLACE._replace(language="ur")
HOSTILE = "“<script>” {ground:x} \u202e :: مقدمہ"
EDITS = PleadingEdits(
    changed_by=BY,
    changed_at=AT,
    rows=(
        RowEdit(
            "facts:sent",
            PleadingPart.FACTS,
            RowForm.ROMAN,
            HOSTILE,
            "Sent on 2 March.",
            PleadingBasis((2, 3), ("s17",), ("pk-01",), ("court",)),
            left_out=True,
            kept=True,
        ),
    ),
    added=(
        AddedRow(
            "own:1",
            PleadingPart.GROUNDS,
            "Zarmina’s ground",
            "Severance",
            authority=OwnAuthority("Doe v. State", "https://example.org", BY, date(2024, 3, 1)),
            argument="a1",
            argument_version=2,
        ),
    ),
    orders=(PartOrder(PleadingPart.FACTS, ("b", "a")),),
)


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    return storage


def kept(office: Storage, edits: PleadingEdits, place: PleadingPlace = PLACE) -> PleadingEdits:
    with office.cases.open(REFERENCE) as case:
        return case.keep_pleading_edits(place, edits)


def stored(office: Storage, place: PleadingPlace = PLACE) -> PleadingEdits:
    with office.cases.look(REFERENCE) as case:
        return case.pleading_edits(place)


def test_edits_are_read_as_they_were_stored_with_the_next_version(office: Storage) -> None:
    assert stored(office) == NO_EDITS

    saved = kept(office, EDITS)

    assert saved == replace(EDITS, version=1)
    assert stored(office) == saved


def test_each_language_of_a_pleading_has_edits_of_its_own(office: Storage) -> None:
    kept(office, EDITS)

    assert stored(office, IN_URDU) == NO_EDITS


def test_of_two_people_who_edit_at_once_the_later_is_told_and_sees_the_stored_edits(
    office: Storage,
) -> None:
    first = kept(office, EDITS)

    with pytest.raises(EditedMeanwhile) as told:
        kept(office, replace(EDITS, rows=()))

    assert told.value.theirs == first
    assert stored(office) == first


def test_an_approval_is_read_as_it_was_stored(office: Storage) -> None:
    approval = LetterApproval(BY, AT, "0" * 64, LetterChoices(language="en", identity=True))

    with office.cases.open(REFERENCE) as case:
        assert case.letter_approval(PLACE) is None
        case.keep_letter_approval(PLACE, approval)

    with office.cases.look(REFERENCE) as case:
        assert case.letter_approval(PLACE) == approval
        assert case.letter_approval(IN_URDU) is None


def test_a_file_number_is_stored_and_removed(office: Storage) -> None:
    for number in ("17/2024-B", ""):
        with office.cases.open(REFERENCE) as case:
            case.keep_file_number(number)
        with office.cases.look(REFERENCE) as case:
            assert case.file_number() == number


def test_no_word_of_the_edits_is_open_in_the_database(office: Storage) -> None:
    kept(office, EDITS)
    with office.cases.open(REFERENCE) as case:
        case.keep_file_number("17/2024-B")

    with office.transactions.reading() as session:
        rows = session.connection().execute(sa.text("SELECT name, sealed FROM sealed_field")).all()

    said = b"".join(name.encode() + bytes(sealed) for name, sealed in rows)
    assert b"Zarmina" not in said
    assert b"17/2024" not in said


def test_edits_are_erased_with_the_request(office: Storage) -> None:
    kept(office, EDITS)

    office.cases.erase_person(REFERENCE)

    assert stored(office) == NO_EDITS
    with pytest.raises(NotAllowed):
        kept(office, EDITS)
