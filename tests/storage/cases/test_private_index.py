"""The search of private words: what it finds, and that nobody else finds anything in it."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.conftest import KEY
from tests.storage.samples import APPLICANT, AT, BY, OTHER, REFERENCE, file_request
from tracker.services.core.search_query import query_of
from tracker.services.ports.cases import Paper
from tracker.services.ports.keys import Locked
from tracker.services.ports.workbook import PrivateNote
from tracker.storage.opening import Storage, open_storage


@pytest.fixture
def office(storage: Storage) -> Storage:
    """An office with two requests; of the first, a note and a document are kept too."""
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
    digest = storage.archive.keep(REFERENCE, b"a scan")
    with storage.cases.open(REFERENCE) as case:
        case.keep_note(PrivateNote("n1", "The clerk is Ms Kàrimí.", BY, AT))
        case.add_paper(Paper(digest, "Letter of 3 May.pdf", "application/pdf", 6, AT, "reply"))
    return storage


def found(storage: Storage, words: str, limit: int = 10) -> list[str]:
    return list(storage.private_search.find(query_of(words), limit).references)


def test_words_are_found_in_any_private_field_without_accents_and_case(office: Storage) -> None:
    assert found(office, APPLICANT.name) == [REFERENCE, OTHER]
    for words in ("karimi", "CLERK karimi", "letter may", "nowhere karimi"):
        assert found(office, words) == [REFERENCE], words
    assert found(office, "karimi elsewhere") == []
    assert found(office, APPLICANT.name, limit=1) == [REFERENCE]


def test_private_words_are_found_as_public_ones_are(office: Storage) -> None:
    with office.cases.open(OTHER) as case:
        case.keep_words("task:1", "Appeals under s. 17 of the Act: عدالت میں ۲۰۲۴")

    for words in ("appealing", "section 17", "“s 17 of”", "عدالت 2024", "appeals -karimi"):
        assert found(office, words) == [OTHER], words
    assert found(office, "section 7") == found(office, "section 1") == []
    assert found(office, "“of 17”") == []


def test_what_changed_is_found_and_what_went_is_not(office: Storage) -> None:
    assert found(office, "karimi") == [REFERENCE]
    with office.cases.open(REFERENCE) as case:
        case.drop_note("n1")
    with office.cases.open(OTHER) as case:
        case.keep_words("task:1", "Call Ms Karimi")

    assert found(office, "karimi") == [OTHER]


def test_an_erased_person_is_not_found(office: Storage) -> None:
    assert found(office, "karimi") == [REFERENCE]
    office.cases.erase_person(REFERENCE)

    assert found(office, "karimi") == []
    assert found(office, APPLICANT.name) == [OTHER]


def test_without_a_key_nothing_is_found_and_nothing_can_be_read(
    office: Storage, instance: Path
) -> None:
    assert found(office, "karimi") == [REFERENCE]
    with closing(open_storage(office.transactions.url, instance, KEY)) as stranger:
        with pytest.raises(Locked):
            found(stranger, "karimi")
        with stranger.transactions.reading() as session:
            rows = session.connection().exec_driver_sql("SELECT sealed FROM private_index")
            assert all(b"arimi" not in bytes(row[0]) for row in rows)


def test_a_new_key_of_the_office_has_the_index_made_again(office: Storage) -> None:
    assert found(office, "karimi") == [REFERENCE]
    with office.transactions.writing() as session:
        session.connection().exec_driver_sql("UPDATE group_key SET outdated = TRUE")
    office.keys.catch_up(100)

    assert found(office, "karimi") == [REFERENCE]
