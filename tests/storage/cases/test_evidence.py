"""Evidence on disk: sealed, whole or absent, and unreadable once its request was erased."""

from pathlib import Path

import pytest

from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.samples import APPLICANT, AT, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotAllowed, NotOnFile, Refusal
from tracker.domain.case.request import Applicant, Filing
from tracker.services.ports.cases import Paper
from tracker.storage.opening import Storage, open_storage

SCAN = b"%PDF-1.7 a scan that names Zarmina Exampleperson"


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    file_request(storage, OTHER)
    return storage


def files(instance: Path) -> list[Path]:
    return [file for file in (instance / "evidence").rglob("*") if file.is_file()]


def test_a_paper_comes_back_byte_for_byte_under_its_digest(office: Storage) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)

    assert office.archive.read(REFERENCE, digest) == SCAN


def test_the_same_paper_is_kept_once_for_each_request(office: Storage, instance: Path) -> None:
    office.archive.keep(REFERENCE, SCAN)
    office.archive.keep(REFERENCE, SCAN)
    digest = office.archive.keep(OTHER, SCAN)

    first, second = (file.read_bytes() for file in files(instance))
    assert first != second
    office.cases.erase_person(REFERENCE)
    assert office.archive.read(OTHER, digest) == SCAN


def test_a_damaged_document_is_refused_in_words_and_stored_again(
    office: Storage, instance: Path
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    (file,) = files(instance)
    file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(Refusal, match="restore the last backup"):
        office.archive.read(REFERENCE, digest)

    office.archive.keep(REFERENCE, SCAN)
    assert office.archive.read(REFERENCE, digest) == SCAN


def test_a_paper_put_in_the_place_of_another_is_refused(office: Storage, instance: Path) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    (file,) = files(instance)
    office.archive.keep(REFERENCE, b"another scan")
    (other,) = set(files(instance)) - {file}
    file.write_bytes(other.read_bytes())

    with pytest.raises(Refusal, match="cannot be opened"):
        office.archive.read(REFERENCE, digest)


@pytest.mark.parametrize("digest", ["f" * 64, "../../secret.key", ""])
def test_a_paper_that_was_never_kept_is_not_on_file(office: Storage, digest: str) -> None:
    with pytest.raises(NotOnFile):
        office.archive.read(REFERENCE, digest)


def test_half_written_files_are_swept_once_they_are_old(office: Storage, instance: Path) -> None:
    office.archive.keep(REFERENCE, SCAN)
    left = instance / "evidence" / "arriving" / "half"
    left.write_bytes(b"half")

    assert office.archive.sweep_leftovers() == 0
    assert office.archive.sweep_leftovers(older_than_seconds=0) == 1
    assert len(files(instance)) == 1


def test_an_erased_request_is_unreadable_and_its_history_whole(
    office: Storage, instance: Path
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    with office.cases.open(REFERENCE) as case:
        case.keep_filing(2, Filing("RGL-1"))
        case.add_paper(Paper(digest, "Zarmina.pdf", "application/pdf", len(SCAN), AT, "reply"))
        history = case.history

    office.cases.erase_person(REFERENCE)

    with office.cases.look(REFERENCE) as case:
        assert case.history == history
        assert case.applicant() == Applicant()
        assert case.filing(2) == Filing()
        assert [paper.name for paper in case.papers()] == [""]
    with pytest.raises(NotOnFile, match="permanently erased"):
        office.archive.read(REFERENCE, digest)
    with pytest.raises(NotAllowed, match="permanently erased"):
        office.archive.keep(REFERENCE, SCAN)
    with (
        pytest.raises(NotAllowed, match="permanently erased"),
        office.cases.open(REFERENCE) as case,
    ):
        case.keep_applicant(APPLICANT)
    assert (instance / "erased.log").read_text() == f"{REFERENCE}\n"


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_an_erasure_leaves_no_trace_of_the_key_in_the_database_files(
    office: Storage, instance: Path
) -> None:
    with office.transactions.reading() as session:
        (locked,) = (
            session.connection()
            .exec_driver_sql("SELECT sealed FROM request_wrap WHERE request = ?", (REFERENCE,))
            .one()
        )

    def traces() -> bool:
        return any(locked in file.read_bytes() for file in instance.parent.glob("tracker.*"))

    assert traces()
    office.cases.erase_person(REFERENCE)
    assert not traces()


def test_nothing_private_stands_open_in_any_file(office: Storage, instance: Path) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    with office.cases.open(REFERENCE) as case:
        case.add_paper(Paper(digest, "Zarmina.pdf", "application/pdf", len(SCAN), AT, "reply"))
        case.keep_filing(2, Filing("RGL-12345", "handed to Zarmina"))
    if office.transactions.url.startswith("sqlite"):
        kept = [file.read_bytes() for file in instance.parent.glob("tracker.*")]
    else:
        with office.transactions.reading() as session:
            connection = session.connection()
            kept = [
                str(connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()).encode()  # noqa: S608
                for table in ("request", "event", "paper", "sealed_field", "case_status")
            ]
    kept += [file.read_bytes() for file in files(instance)]

    assert any(REFERENCE.encode() in data for data in kept)
    for told in (b"Zarmina", b"Nowhere Lane", b"0300-0", b"RGL-12345", b"%PDF"):
        assert not any(told in data for data in kept)


def test_another_key_of_the_office_opens_nothing_and_says_so(
    office: Storage, instance: Path
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    stranger = open_storage(office.transactions.url, instance, KEY, KEY_FILE[::-1])

    with pytest.raises(Refusal, match="Put the right key back"):
        stranger.archive.read(REFERENCE, digest)
    with stranger.cases.look(REFERENCE) as case:
        assert len(case.history) == 2
    stranger.close()
